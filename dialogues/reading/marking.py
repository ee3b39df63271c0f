"""The sections about marks: the rubric and the author's own tests."""

from collections.abc import Iterator

from dialogues.reading import phrases
from dialogues.reading.form import Form
from dialogues.reading.names import Names
from dialogues.reading.problem import Mark
from dialogues.reading.tree import Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.scenario import Criterion, Gate, Rubric, SelfTest, Step

CRITERION = ("weight", "full", "zero", "done", "ending")
GATE = ("heard", "capped_at")
TEST = ("name", "talk", "expect")
STEP = ("student", "tool", "silences", "takes", "hears", "hears_not", "stage", "anger")
EXPECTED = ("ending", "mark")
WHOLE = 100


def read_rubric(table: Table | None, names: Names) -> Rubric:
    """评分."""
    if table is None:
        return Rubric()
    criteria, gates = [], tuple[Gate, ...]()
    for key, branch in table.entries:
        if ids("fields").get(key.value.casefold()) == "gates":
            gates = tuple(_gates(Table(((key, branch),), key.mark), names))
        elif isinstance(branch, Table):
            criteria.append(_criterion(key, Form(branch, names, CRITERION), names))
        else:
            names.notes.add("D021", branch.mark, field=key.value)
    _check_weights(criteria, table.mark, names)
    return Rubric(tuple(criteria), gates)


def _gates(table: Table, names: Names) -> Iterator[Gate]:
    for inner in Form(table, names, ("gates",)).tables("gates"):
        form = Form(inner, names, GATE)
        form.require(*GATE)
        yield Gate(form.acts("heard"), form.number("capped_at", low=0))


def _criterion(key: Text, form: Form, names: Names) -> Criterion:
    form.require("weight")
    return Criterion(
        id=ids("criteria").get(key.value.casefold(), key.value),
        name=key.value,
        weight=form.number("weight", low=0),
        full=_seconds(form, "full"),
        zero=_seconds(form, "zero"),
        done=form.conditions("done"),
        endings={
            names.ending(name): int(phrases.number(mark, names))
            for name, mark in form.rows("ending")
            if isinstance(mark, Text)
        },
    )


def _seconds(form: Form, field: str) -> float | None:
    return form.read(field, phrases.seconds, 0.0) if form.has(field) else None


def _check_weights(criteria: list[Criterion], mark: Mark, names: Names) -> None:
    total = sum(criterion.weight for criterion in criteria)
    if total != WHOLE:
        names.notes.add("D120", mark, total=f"{total:g}")


def read_tests(form: Form, names: Names) -> Iterator[SelfTest]:
    """自测."""
    for table in form.tables("tests"):
        test = Form(table, names, TEST)
        test.require("name", "talk")
        expected = test.form("expect", EXPECTED)
        yield SelfTest(
            name=test.text("name"),
            line=table.mark.line,
            steps=tuple(_step(step, names) for step in test.tables("talk")),
            endings=frozenset(
                expected.each("ending", lambda t, n: n.ending(t)) if expected else ()
            ),
            mark=expected.read("mark", phrases.bound, None) if expected else None,
        )


def _step(table: Table, names: Names) -> Step:
    form = Form(table, names, STEP)
    silence = _seconds(form, "silences")
    return Step(
        line=table.mark.line,
        student=form.text("student"),
        tool=form.text("tool"),
        silent=silence is not None,
        takes=silence if silence is not None else form.read("takes", phrases.seconds, 20.0),
        hears=form.each("hears", lambda text, n: n.act(text)),
        hears_not=form.each("hears_not", lambda text, n: n.act(text)),
        stage=form.read("stage", lambda text, n: n.stage(text), ""),
        anger=form.read("anger", phrases.bound, None),
    )
