"""A tree to a reception (类型: 多客接待), with every mistake noted where it stands."""

from collections.abc import Collection, Iterator

from dialogues.reading import phrases
from dialogues.reading.fields import Fields, required
from dialogues.reading.form import Form
from dialogues.reading.names import Names
from dialogues.reading.problem import Mark, Notes
from dialogues.reading.reception_fields import (
    ARRIVAL,
    CURVE,
    EXPECTED,
    RECEPTION,
    ROBOT,
    SURGE,
    TEST,
)
from dialogues.reading.tree import Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.reading.whole import declared, read_briefing, read_id
from dialogues.reception.arrivals import most_comings
from dialogues.reception.model import (
    LETTERS,
    USUAL_RISE,
    Arrival,
    Curve,
    DeskTest,
    Habit,
    Reception,
    Surge,
)

LEAST_A_MINUTE, MOST_A_MINUTE = 0.1, 10.0
MOST_RISE = 800
USUAL_AT_ONCE = 5


def is_reception(tree: Table) -> bool:
    """Whether a file says that it describes several customers at once."""
    for key, value in tree.entries:
        if ids("fields").get(key.value.strip().casefold()) == "type" and isinstance(value, Text):
            return ids("types").get(value.value.strip().casefold()) == "desk"
    return False


def read_reception(tree: Table, content_hash: str, notes: Notes) -> Reception:
    """The reception that the tree describes; mistakes are noted, and then it must not be used."""
    names = declared(tree, notes)
    form = _form(tree, names, RECEPTION)
    lasts = form.read("lasts", phrases.seconds, 0.0)
    curve = _curve(form, names, lasts)
    reception = Reception(
        id=form.read("id", read_id, ""),
        title=form.text("title"),
        content_hash=content_hash,
        difficulty=form.number("difficulty", 1, *RECEPTION["difficulty"].range),
        skills=form.texts("skills"),
        briefing=tuple(read_briefing(form, names)),
        lasts=lasts,
        at_once=form.number("at_once", USUAL_AT_ONCE, *RECEPTION["at_once"].range),
        fixed=tuple(_arrivals(form, names)),
        curve=curve,
        tests=tuple(_tests(form, names)),
        time_limit=form.read("time_limit", phrases.seconds, 0.0) or None,
        allowed={k.value: v.value for k, v in form.rows("allow") if isinstance(v, Text)},
        platform=form.text("platform"),
    )
    _check_size(reception, form.mark, notes)
    return reception


def check_customers(reception: Reception, file: str, known: Collection[str], notes: Notes) -> None:
    """Note every customer who may come and whom nobody has written."""
    asked = [(arrival.scenario, arrival.line) for arrival in reception.fixed]
    if reception.curve:
        asked += [(name, reception.curve.line) for name in reception.curve.customers]
    for name, line in asked:
        if name not in known:
            notes.unknown("D140", Mark(file, line, 1), name, known)


def warn_of_reception(reception: Reception, mark: Mark, notes: Notes) -> None:
    """Note every warning that the author has not silenced with 放行."""
    if not reception.tests and "D208" not in reception.allowed:
        notes.add("D208", mark)


def _form(table: Table, names: Names, fields: Fields) -> Form:
    form = Form(table, names, fields)
    form.require(*required(fields))
    return form


def _arrivals(form: Form, names: Names) -> Iterator[Arrival]:
    """进线."""
    for table in form.tables("arrivals"):
        inner = _form(table, names, ARRIVAL)
        yield Arrival(
            inner.text("scenario").strip(),
            inner.read("at", phrases.seconds, 0.0),
            inner.number("weight", 1, *ARRIVAL["weight"].range),
            table.mark.line,
        )


def _curve(form: Form, names: Names, lasts: float) -> Curve | None:
    """进线曲线."""
    table = form.table("curve")
    if table is None:
        return None
    form.require("lasts")
    inner = _form(table, names, CURVE)
    per_minute = inner.read("per_minute", _per_minute, 1.0)
    surges = tuple(_surges(inner, names, lasts))
    return Curve(per_minute, surges, inner.texts("drawn_from"), table.mark.line)


def _per_minute(text: Text, names: Names) -> float:
    """So many customers a minute; less than one is usual."""
    rate = phrases.number(text, names)
    if not LEAST_A_MINUTE <= rate <= MOST_A_MINUTE:
        words = {"found": text.value, "low": LEAST_A_MINUTE, "high": f"{MOST_A_MINUTE:g}"}
        names.notes.add("D026", text.mark, **words)
    return rate


def _surges(form: Form, names: Names, lasts: float) -> Iterator[Surge]:
    """激增."""
    for table in form.tables("surges"):
        inner = _form(table, names, SURGE)
        start, end = (inner.read(field, phrases.seconds, 0.0) for field in ("start", "end"))
        if not 0 <= start < end <= lasts:
            names.notes.add("D131", table.mark, found=f"{start:g}–{end:g}")
        yield Surge(start, end, inner.read("rise", _rise, USUAL_RISE))


def _rise(text: Text, names: Names) -> tuple[int, int]:
    """So many per cent more (500%, 300到800%)."""
    plain = Text(text.value.replace("%", "").replace("％", ""), text.mark)
    if plain.value.strip().isdecimal():
        low = high = int(plain.value)
    else:
        low, high = phrases.span(plain, names)
    if not 0 < low <= high <= MOST_RISE:
        names.notes.add("D026", text.mark, found=text.value, low=1, high=MOST_RISE)
        return USUAL_RISE
    return low, high


def _tests(form: Form, names: Names) -> Iterator[DeskTest]:
    """自测."""
    for table in form.tables("tests"):
        test = _form(table, names, TEST)
        robot = _form(test.table("robot") or Table((), table.mark), names, ROBOT)
        expected = test.form("expect", EXPECTED) or Form(Table((), table.mark), names, EXPECTED)
        persona = robot.choice("student", "personas", "", ROBOT["student"].choices)
        habit = robot.choice("habit", "values", "first_come", ROBOT["habit"].choices)
        every = max(1.0, robot.read("interval", phrases.seconds, 10.0))
        yield DeskTest(
            name=test.text("name"),
            line=table.mark.line,
            habit=Habit(persona, every, habit == "urgent_first"),
            mark=expected.read("mark", phrases.bound, None),
        )


def _check_size(reception: Reception, mark: Mark, notes: Notes) -> None:
    """Somebody has to come, and nobody can keep more customers apart than there are colours."""
    if not reception.customers:
        notes.add("D142", mark)
    elif (most := most_comings(reception)) > len(LETTERS):
        where = reception.curve or reception.fixed[-1]
        place = Mark(mark.file, where.line, 1)
        notes.add("D141", place, found=most, limit=len(LETTERS))
