"""A whole tree to a scenario: names first, so that every section can refer to every other."""

import re
from collections.abc import Collection, Mapping

from dialogues.reading import marking, people, phrases, plot
from dialogues.reading.fields import MOOD, PERSONA, SCENARIO, required
from dialogues.reading.form import Form
from dialogues.reading.names import Names
from dialogues.reading.problem import Notes
from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.scenario import TIME_UP, Ending, Scenario

FORMAT = "1"
ID = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")


def read_whole(tree: Table, content_hash: str, notes: Notes) -> tuple[Scenario, Names] | None:
    """The scenario that the tree describes; mistakes are noted, and then it must not be used."""
    names = declared(tree, notes)
    form = Form(tree, names, SCENARIO)
    if not _supported(form, names):
        return None
    form.require(*required(SCENARIO))
    return _scenario(form, names, content_hash), names


def declared(tree: Table, notes: Notes) -> Names:
    """Everything that a file gives a name to."""
    found = {ids("fields").get(key.value.casefold(), ""): value for key, value in tree.entries}
    return Names(
        notes,
        tree.mark.file,
        variables=tuple(_variables(found.get("variants"))),
        stages=_scalars(found.get("stage")),
        endings=_endings(found),
        facts=_keys(found.get("facts")),
        resolutions=_keys(found.get("resolutions")),
        tools=_tools(found.get("office")),
        acts=_keys(found.get("acts")),
    )


def _variables(branch: Branch | None) -> Collection[str]:
    found: dict[str, None] = {}
    for key, group in branch.entries if isinstance(branch, Table) else ():
        items = group.items if isinstance(group, Listing) else (group,)
        for item in items:
            found |= dict.fromkeys(_keys(item) if isinstance(item, Table) else (key.value,))
    return found


def _keys(branch: Branch | None) -> tuple[str, ...]:
    return tuple(key.value for key, _ in branch.entries) if isinstance(branch, Table) else ()


def _endings(found: Mapping[str, Branch]) -> tuple[str, ...]:
    written = _keys(found.get("ending"))
    implied = (TIME_UP,) if "time_limit" in found and TIME_UP not in written else ()
    return (*written, *implied)


def _scalars(branch: Branch | None) -> tuple[str, ...]:
    items = branch.items if isinstance(branch, Listing) else (branch,)
    return tuple(item.value.strip() for item in items if isinstance(item, Text))


def _tools(branch: Branch | None) -> tuple[str, ...]:
    entries = branch.entries if isinstance(branch, Table) else ()
    for key, value in entries:
        if ids("fields").get(key.value.casefold()) == "tool":
            return tuple(ids("tools").get(word.casefold(), word) for word in _scalars(value))
    return ()


def _time_up(form: Form) -> tuple[Ending, ...]:
    """How a talk with 限时 ends where the author wrote no such ending."""
    written = {key.value for key, _ in form.rows("ending")}
    if not form.has("time_limit") or TIME_UP in written:
        return ()
    return (Ending(TIME_UP, success=False, satisfaction=2),)


def check_format(form: Form, names: Names) -> None:
    """格式."""
    version = form.word("format")
    if version is not None and version.value.strip() != FORMAT:
        names.notes.add("D028", version.mark, found=version.value)


def _supported(form: Form, names: Names) -> bool:
    check_format(form, names)
    kind = form.word("type")
    known = ids("types").get(kind.value.strip().casefold()) if kind else "chat"
    if kind is not None and known != "chat":
        names.notes.add("D027", kind.mark, found=kind.value)
    return known == "chat"


def _scenario(form: Form, names: Names, content_hash: str) -> Scenario:
    mood = people.read_mood(form.form("mood", MOOD), names)
    office = plot.read_office(form.table("office"), names)
    limit = form.read("time_limit", phrases.seconds, 0.0)
    return Scenario(
        id=form.read("id", read_id, ""),
        title=form.text("title"),
        content_hash=content_hash,
        difficulty=form.number("difficulty", 1, *SCENARIO["difficulty"].range),
        skills=form.texts("skills"),
        briefing=tuple(read_briefing(form, names)),
        variants=people.read_variants(form, names),
        persona=people.read_persona(form.form("customer", PERSONA)),
        mood=mood,
        facts=tuple(people.read_facts(form, names)),
        office=office,
        acts=tuple(people.read_acts(form, names)),
        stages=tuple(names.stages) or ("",),
        rules=tuple(plot.read_rules(form, names)),
        small_talk=plot.read_small_talk(form, mood.bands, names),
        puzzled=form.texts("puzzled"),
        parroted=form.texts("parroted"),
        silences=people.read_silences(form, names),
        resolutions=tuple(plot.read_resolutions(form, names)),
        endings=tuple(plot.read_endings(form, names)) + _time_up(form),
        rubric=marking.read_rubric(form.table("rubric"), names, office.should_be),
        tests=tuple(marking.read_tests(form, names)),
        time_limit=limit or None,
        platform=form.text("platform"),
        hints=plot.read_hints(form, names),
        allowed={k.value: v.value for k, v in form.rows("allow") if isinstance(v, Text)},
    )


def read_briefing(form: Form, names: Names) -> list[tuple[str, str]]:
    """给学生看."""
    rows = [(k, v) for k, v in form.rows("briefing") if isinstance(v, Text)]
    return [(key.value, names.check_variables(value).strip()) for key, value in rows]


def read_id(text: Text, names: Names) -> str:
    """编号."""
    if not ID.fullmatch(text.value.strip()):
        names.notes.add("D029", text.mark, found=text.value)
    return text.value.strip()
