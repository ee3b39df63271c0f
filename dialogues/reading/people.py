"""The sections about the customer: who it is, its temper, what it knows, how it bears silence."""

from collections.abc import Iterator, Mapping

from dialogues.hearing import ActDefinition, pattern_problem, resolve_act
from dialogues.reading import phrases
from dialogues.reading.fields import ACT, FACT, MOOD, PERSONA, SILENCE, WAITING, required
from dialogues.reading.form import Form
from dialogues.reading.names import VARIABLE, Names
from dialogues.reading.problem import Mark
from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.scenario import Band, Change, Decay, Fact, Mood, Persona, Silence, Waiting

Variants = tuple[tuple[str, tuple[Mapping[str, str], ...]], ...]


def read_variants(form: Form, names: Names) -> Variants:
    """变体: groups of values; a group is a list of values, or of rows that change together."""
    groups = []
    for key, branch in form.rows("variants"):
        items = branch.items if isinstance(branch, Listing) else (branch,)
        rows = tuple(_row(key, item, names) for item in items)
        if len({frozenset(row) for row in rows}) > 1:
            names.notes.add("D116", branch.mark, found=key.value)
        groups.append((key.value, rows or ({},)))
    return tuple(groups)


def _row(key: Text, item: Branch, names: Names) -> Mapping[str, str]:
    if isinstance(item, Text):
        return {key.value: item.value}
    if isinstance(item, Table) and all(isinstance(v, Text) for _, v in item.entries):
        return {k.value: v.value for k, v in item.entries if isinstance(v, Text)}
    names.notes.add("D022", item.mark, field=key.value, wanted="")
    return {}


def read_persona(form: Form | None) -> Persona:
    """客户."""
    if form is None:
        return Persona("", "", ())
    form.require(*required(PERSONA))
    return Persona(
        name=form.text("name"),
        portrait=form.text("portrait"),
        openings=form.texts("opening"),
        wants=form.text("wants"),
        truth=form.text("truth"),
    )


def read_mood(form: Form | None, names: Names) -> Mood:
    """情绪."""
    if form is None:
        return Mood(0, (), (Band("", 0, 100),))
    form.require(*required(MOOD))
    return Mood(
        anger=form.number("anger", 0, *MOOD["anger"].range),
        changes=tuple(_changes(form, names)),
        bands=_bands(form, names),
        decay=Decay(form.choice("decay", "values", "half", tuple(Decay))),
        waiting=_waiting(form.form("waiting", WAITING)),
    )


def _changes(form: Form, names: Names) -> Iterator[Change]:
    for key, value in form.rows("changes"):
        if isinstance(value, Text):
            yield Change(key.value, names.act(key), int(phrases.number(value, names)))


def _waiting(form: Form | None) -> Waiting | None:
    if form is None:
        return None
    form.require(*required(WAITING))
    return Waiting(
        grace=form.read("grace", phrases.seconds, 0.0),
        every=max(1.0, form.read("every", phrases.seconds, 1.0)),
        add=form.number("add"),
        cap=form.number("cap"),
    )


def _bands(form: Form, names: Names) -> tuple[Band, ...]:
    found = []
    mark = form.mark
    for key, value in form.rows("bands"):
        if isinstance(value, Text):
            mark = value.mark
            found.append(Band(key.value, *phrases.span(value, names)))
    bands = tuple(sorted(found, key=lambda band: band.low))
    _check_bands(bands, mark, names)
    return bands or (Band("", 0, 100),)


def _check_bands(bands: tuple[Band, ...], mark: Mark, names: Names) -> None:
    edges = [-1, *(band.high for band in bands)]
    starts = [*(band.low for band in bands), 101]
    if bands and [edge + 1 for edge in edges] != starts:
        shown = "、".join(f"{band.low}到{band.high}" for band in bands)
        names.notes.add("D112", mark, detail=shown)


def read_facts(form: Form, names: Names) -> Iterator[Fact]:
    """信息."""
    for key, branch in form.rows("facts"):
        if isinstance(branch, Table):
            yield _fact(key.value, Form(branch, names, FACT), names.line(key.mark))
        else:
            names.notes.add("D021", branch.mark, field=key.value)


def _fact(name: str, form: Form, line: int) -> Fact:
    form.require(*required(FACT))
    return Fact(
        name=name,
        asked_by=form.acts("asked_by"),
        say=form.texts("say"),
        required=form.read("required", phrases.yes, default=False),
        when=form.conditions("when"),
        again=form.texts("again"),
        again_anger=form.number("again_anger"),
        line=line,
        move_to=form.read("move_to", lambda text, n: n.stage(text), ""),
    )


def read_silences(form: Form, names: Names) -> tuple[Silence, ...]:
    """沉默, in order of time."""
    found = [_silence(Form(table, names, SILENCE)) for table in form.tables("silences")]
    return tuple(sorted(found, key=lambda silence: silence.after))


def _silence(form: Form) -> Silence:
    form.require(*required(SILENCE))
    return Silence(
        after=form.read("after", phrases.seconds, 0.0),
        say=form.texts("say"),
        anger=form.number("anger"),
        ending=form.read("ending", lambda text, names: names.ending(text), ""),
        stages=frozenset(form.each("stage", lambda text, names: names.stage(text))),
    )


def read_acts(form: Form, names: Names) -> Iterator[ActDefinition]:
    """听懂: the scenario's own acts; one that bears a built-in name adds to the built-in act."""
    for key, branch in form.rows("acts"):
        built_in = resolve_act(key.value)
        if len(built_in) > 1:
            names.notes.add("D113", key.mark, found=key.value)
        elif isinstance(branch, Table):
            act = next(iter(built_in), key.value)
            yield _act(act, Form(branch, names, ACT), names)
        else:
            names.notes.add("D021", branch.mark, field=key.value)


def _act(act: str, form: Form, names: Names) -> ActDefinition:
    return ActDefinition(
        id=act,
        keywords=_fixed(form.words("keywords"), names),
        must_contain=tuple(_fixed(group, names) for group in form.lists("must_contain")),
        patterns=tuple(_patterns(form, names)),
        examples=_fixed(form.words("examples"), names),
        exclude=_fixed(form.words("exclude"), names),
    )


def _fixed(words: tuple[Text, ...], names: Names) -> tuple[str, ...]:
    """Words that are the same for all variants: the ear is tuned once."""
    for word in words:
        if VARIABLE.search(word.value):
            names.notes.add("D115", word.mark, found=word.value)
    return tuple(word.value for word in words if word.value.strip())


def _patterns(form: Form, names: Names) -> Iterator[str]:
    for word in form.words("patterns"):
        problem = pattern_problem(word.value)
        if problem:
            names.notes.add("D110", word.mark, detail=problem)
        else:
            yield word.value
