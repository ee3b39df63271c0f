"""A tree to a live room (类型: 直播间), with every mistake noted where it stands."""

from collections.abc import Iterator, Mapping

from dialogues.liveroom.model import (
    CHATTER,
    Atmosphere,
    Fixed,
    Habit,
    LiveRoom,
    RobotTest,
    Row,
    Topic,
    Wave,
)
from dialogues.reading import people, phrases
from dialogues.reading.fields import Fields, required
from dialogues.reading.form import Form
from dialogues.reading.marking import WHOLE
from dialogues.reading.names import Names
from dialogues.reading.problem import Mark, Notes
from dialogues.reading.room_fields import (
    EXPECTED,
    FIXED,
    GATE,
    REFRESH,
    ROBOT,
    ROOM,
    ROW,
    TEMPER,
    TEST,
    TOPIC,
    WAVE,
)
from dialogues.reading.tree import Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.reading.vocabulary import names as shown
from dialogues.reading.warnings import place
from dialogues.reading.whole import check_format, declared, read_briefing, read_id
from dialogues.scenario import Gate
from dialogues.wording import wording

REFRESH_SECONDS = 3.0
"""Seconds between two boards at the least: Telegram lets no more than 20 through in a minute."""

MOST_COMMENTS = 900
ROWS = ("answer_rate", "in_time_rate", "priorities", "courtesy", "no_chatter")
"""Rows of the rubric that a live room can be marked by."""


def is_live_room(tree: Table) -> bool:
    """Whether a file says that it describes a live room."""
    for key, value in tree.entries:
        if ids("fields").get(key.value.strip().casefold()) == "type" and isinstance(value, Text):
            return ids("types").get(value.value.strip().casefold()) == "live"
    return False


def read_room(tree: Table, content_hash: str, notes: Notes) -> tuple[LiveRoom, Names]:
    """The live room that the tree describes; mistakes are noted, and then it must not be used."""
    names = declared(tree, notes)
    names.endings = tuple(shown("shows").values())
    form = Form(tree, names, ROOM)
    check_format(form, names)
    form.require(*required(ROOM))
    topics = {topic.name: topic for topic in _topics(form, names)}
    lasts = form.read("lasts", phrases.seconds, 0.0)
    pace = _inner(form, "refresh", REFRESH, names)
    room = LiveRoom(
        id=form.read("id", read_id, ""),
        title=form.text("title"),
        content_hash=content_hash,
        difficulty=form.number("difficulty", 1, *ROOM["difficulty"].range),
        skills=form.texts("skills"),
        briefing=tuple(read_briefing(form, names)),
        variants=people.read_variants(form, names),
        lasts=lasts,
        refresh=max(REFRESH_SECONDS, pace.read("every", phrases.seconds, REFRESH_SECONDS)),
        rows=pace.number("rows", 8, *REFRESH["rows"].range),
        atmosphere=_atmosphere(_inner(form, "atmosphere", TEMPER, names)),
        acts=tuple(people.read_acts(form, names)),
        topics=topics,
        chatter=form.texts("chatter"),
        waves=tuple(_waves(form, names, topics, lasts)),
        fixed=tuple(_fixed(form, names, topics, lasts)),
        rubric=tuple(_rubric(form.table("rubric"), names, topics)),
        gates=tuple(_gates(form.table("rubric"), names)),
        tests=tuple(_tests(form, names)),
        allowed={k.value: v.value for k, v in form.rows("allow") if isinstance(v, Text)},
        platform=form.text("platform"),
        crib=form.text("crib"),
    )
    _check_size(room, tree, notes)
    return room, names


def _inner(form: Form, field: str, fields: Fields, names: Names) -> Form:
    """The form of a section; an empty one where it was left out."""
    return form.form(field, fields) or Form(Table((), form.mark), names, fields)


def _whole(table: Table, names: Names, fields: Fields) -> Form:
    form = Form(table, names, fields)
    form.require(*required(fields))
    return form


def _atmosphere(form: Form) -> Atmosphere:
    """气氛; what is left out is as usual."""
    usual = Atmosphere()
    return Atmosphere(
        start=form.number("starts_at", usual.start, *TEMPER["starts_at"].range),
        answered=form.number("answered", usual.answered),
        overdue=form.number("overdue", usual.overdue),
        grave_overdue=form.number("grave_overdue", usual.grave_overdue),
        rude=form.number("rude", usual.rude),
        blow_up=form.number("blow_up", usual.blow_up, *TEMPER["blow_up"].range),
    )


def _topics(form: Form, names: Names) -> Iterator[Topic]:
    """题目."""
    for key, branch in form.rows("topics"):
        if not isinstance(branch, Table):
            names.notes.add("D021", branch.mark, field=key.value)
            continue
        topic = _topic(key.value.strip(), _whole(branch, names, TOPIC))
        if not topic.answered_by and not topic.block:
            names.notes.add("D132", key.mark, found=key.value)
        yield topic


def _topic(name: str, form: Form) -> Topic:
    return Topic(
        name=name,
        asks=form.texts("asks"),
        limit=form.read("limit", phrases.seconds, 1.0),
        worth=form.number("worth", 1, *TOPIC["worth"].range),
        answered_by=form.acts("answered_by"),
        shared=form.read("shared", phrases.yes, default=True),
        by_name=form.read("by_name", phrases.yes, default=False),
        block=form.choice("block", "values", "", ("block",)) == "block",
    )


def _topic_name(text: Text, names: Names, topics: Mapping[str, Topic]) -> str:
    """A declared topic, else a problem."""
    word = text.value.strip()
    if word not in topics:
        names.notes.unknown("D130", text.mark, word, tuple(topics))
    return word


def _waves(form: Form, names: Names, topics: Mapping[str, Topic], lasts: float) -> Iterator[Wave]:
    """波次."""
    for table in form.tables("waves"):
        wave = _whole(table, names, WAVE)
        start, end = (wave.read(field, phrases.seconds, 0.0) for field in ("start", "end"))
        _check_times(start, end, lasts, table.mark, names)
        shares = tuple(_shares(wave, names, topics))
        per_minute = wave.number("per_minute", 1, *WAVE["per_minute"].range)
        if sum(share for _, share in shares):
            yield Wave(start, end, per_minute, shares)


def _shares(form: Form, names: Names, topics: Mapping[str, Topic]) -> Iterator[tuple[str, int]]:
    for key, value in form.rows("shares"):
        chatter = ids("fields").get(key.value.strip().casefold()) == "chatter"
        topic = CHATTER if chatter else _topic_name(key, names, topics)
        if isinstance(value, Text):
            yield topic, max(0, int(phrases.number(value, names)))


def _check_times(start: float, end: float, lasts: float, mark: Mark, names: Names) -> None:
    if not 0 <= start < end <= lasts:
        names.notes.add("D131", mark, found=f"{start:g}–{end:g}")


def _fixed(form: Form, names: Names, topics: Mapping[str, Topic], lasts: float) -> Iterator[Fixed]:
    """定点."""
    for table in form.tables("fixed"):
        inner = _whole(table, names, FIXED)
        at = inner.read("at", phrases.seconds, 0.0)
        _check_times(at, lasts, lasts, table.mark, names)
        topic = inner.read("topics", lambda text, n: _topic_name(text, n, topics), CHATTER)
        yield Fixed(at, inner.text("nickname"), topic, inner.text("say"))


def _rubric(table: Table | None, names: Names, topics: Mapping[str, Topic]) -> Iterator[Row]:
    """评分, without its red lines."""
    total = 0
    for key, branch in table.entries if table else ():
        if ids("fields").get(key.value.strip().casefold()) == "gates":
            continue
        row = ids("criteria").get(key.value.strip().casefold(), "")
        if row not in ROWS or not isinstance(branch, Table):
            known = tuple(shown("criteria")[each] for each in ROWS)
            names.notes.unknown("D020", key.mark, key.value, known)
            continue
        form = _whole(branch, names, ROW)
        weight = form.number("weight", 0, *ROW["weight"].range)
        only = form.each("topics", lambda text, n: _topic_name(text, n, topics))
        total += weight
        yield Row(row, key.value.strip(), weight, frozenset(only))
    if table and total != WHOLE:
        names.notes.add("D120", table.mark, total=f"{total:g}")


def _gates(table: Table | None, names: Names) -> Iterator[Gate]:
    """红线."""
    for key, branch in table.entries if table else ():
        if ids("fields").get(key.value.strip().casefold()) == "gates":
            for inner in Form(Table(((key, branch),), key.mark), names, ("gates",)).tables("gates"):
                form = _whole(inner, names, GATE)
                yield Gate(
                    form.acts("heard"), form.number("capped_at", 0, *GATE["capped_at"].range)
                )


def _tests(form: Form, names: Names) -> Iterator[RobotTest]:
    """自测."""
    for table in form.tables("tests"):
        test = _whole(table, names, TEST)
        robot = _inner(test, "robot", ROBOT, names)
        robot.require(*required(ROBOT))
        expected = _inner(test, "expect", EXPECTED, names)
        habit = robot.choice("habit", "values", "first_come", ROBOT["habit"].choices)
        endings = expected.each("ending", lambda text, n: n.ending(text))
        yield RobotTest(
            name=test.text("name"),
            line=table.mark.line,
            habit=Habit(
                max(1.0, robot.read("interval", phrases.seconds, 10.0)), habit == "urgent_first"
            ),
            endings=frozenset(_ending(name) for name in endings),
            mark=expected.read("mark", phrases.bound, None),
        )


def _ending(name: str) -> str:
    """The ending as the log writes it."""
    known = ids("shows").get(name.casefold(), "")
    return str(wording("zh_CN", "shows").get(known, name))


def _check_size(room: LiveRoom, tree: Table, notes: Notes) -> None:
    """Whether everybody has something to say, and nobody is asked to read more than there is."""
    number = round(sum((w.end - w.start) * w.per_minute / 60 for w in room.waves)) + len(room.fixed)
    if number > MOST_COMMENTS:
        notes.add("D133", place(tree, "waves", ""), found=number, limit=MOST_COMMENTS)
    if not room.chatter:
        notes.add("D134", place(tree, "chatter", ""), found=shown("fields")["chatter"])
    for topic in room.topics.values():
        if not topic.asks:
            notes.add("D134", place(tree, "topics", topic.name), found=topic.name)
