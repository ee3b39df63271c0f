"""The sections about marks: the rubric and the author's own tests."""

from collections.abc import Iterator
from dataclasses import replace

from dialogues.condition import Has
from dialogues.reading import phrases
from dialogues.reading.fields import CRITERION, EXPECTED, GATE, STEP, TEST, required
from dialogues.reading.form import Form
from dialogues.reading.names import Names
from dialogues.reading.problem import Mark
from dialogues.reading.tree import Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.scenario import Criterion, Gate, Rubric, SelfTest, Step

WHOLE = 100


SOLVING = "problem_solving"
"""The row that also asks for what should be in the back office (应为)."""


def read_rubric(table: Table | None, names: Names, should_be: tuple[Has, ...] = ()) -> Rubric:
    """评分; what the back office should be like in the end is a part of solving the problem."""
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
    if should_be and SOLVING not in {criterion.id for criterion in criteria}:
        names.notes.add("D121", table.mark)
    return Rubric(tuple(_with_office(criterion, should_be) for criterion in criteria), gates)


def _with_office(criterion: Criterion, should_be: tuple[Has, ...]) -> Criterion:
    done = (*criterion.done, *should_be) if criterion.id == SOLVING else criterion.done
    return replace(criterion, done=done)


def _gates(table: Table, names: Names) -> Iterator[Gate]:
    for inner in Form(table, names, ("gates",)).tables("gates"):
        form = Form(inner, names, GATE)
        form.require(*required(GATE))
        if not form.has("heard"):
            form.require("when")
        yield Gate(
            form.acts("heard"),
            form.number("capped_at", 0, *GATE["capped_at"].range),
            form.conditions("when"),
        )


def _criterion(key: Text, form: Form, names: Names) -> Criterion:
    form.require(*required(CRITERION))
    return Criterion(
        id=ids("criteria").get(key.value.casefold(), key.value),
        name=key.value,
        weight=form.number("weight", 0, *CRITERION["weight"].range),
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
        test.require(*required(TEST))
        expected = test.form("expect", EXPECTED)
        yield SelfTest(
            name=test.text("name"),
            line=table.mark.line,
            steps=tuple(_step(step, names) for step in test.tables("talk")),
            endings=frozenset(
                expected.each("ending", lambda t, n: n.ending(t)) if expected else ()
            ),
            mark=expected.read("mark", phrases.bound, None) if expected else None,
            office=expected.each("office", phrases.filed) if expected else (),
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
