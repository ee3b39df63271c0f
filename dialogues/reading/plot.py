"""The sections about how the talk goes: rules, small talk, resolutions, endings, back office."""

from collections.abc import Iterator, Mapping

from dialogues.backoffice import TOOLS
from dialogues.reading import phrases
from dialogues.reading.fields import ENDING, OFFICE, RESOLUTION, RULE, required
from dialogues.reading.form import Form
from dialogues.reading.names import Names
from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.scenario import Band, Ending, Office, Resolution, Rule


def read_rules(form: Form, names: Names) -> Iterator[Rule]:
    """规则."""
    seen: set[str] = set()
    for table in form.tables("rules"):
        rule = _rule(Form(table, names, RULE), names.line(table.mark))
        if rule.name in seen:
            names.notes.add("D109", table.mark, found=rule.name)
        seen.add(rule.name)
        yield rule


def _rule(form: Form, line: int) -> Rule:
    form.require(*required(RULE))
    form.not_together("used_tool", "heard", "words")
    return Rule(
        name=form.text("name"),
        heard=form.acts("heard"),
        stages=frozenset(form.each("stage", lambda text, names: names.stage(text))),
        when=form.conditions("when"),
        say=form.texts("say"),
        anger=form.number("anger"),
        move_to=form.read("move_to", lambda text, names: names.stage(text), ""),
        agree=form.read("agree", lambda text, names: names.resolution(text), ""),
        ending=form.read("ending", lambda text, names: names.ending(text), ""),
        words=form.texts("words"),
        line=line,
        used=frozenset(form.each("used_tool", lambda text, names: names.tool(text))),
    )


def read_small_talk(
    form: Form, bands: tuple[Band, ...], names: Names
) -> Mapping[str, tuple[str, ...]]:
    """接话: lines for every band of the mood."""
    talk = {}
    for key, branch in form.rows("small_talk"):
        if key.value not in {band.name for band in bands}:
            names.notes.unknown("D020", key.mark, key.value, tuple(band.name for band in bands))
        talk[key.value] = _lines(branch, names)
    for band in bands:
        if not talk.setdefault(band.name, ()):
            names.notes.add("D114", form.mark, found=band.name)
    return talk


def _lines(branch: Branch, names: Names) -> tuple[str, ...]:
    items = branch.items if isinstance(branch, Listing) else (branch,)
    return tuple(names.check_variables(item) for item in items if isinstance(item, Text))


def read_resolutions(form: Form, names: Names) -> Iterator[Resolution]:
    """方案."""
    for key, branch in form.rows("resolutions"):
        inner = Form(_table(branch), names, RESOLUTION)
        yield Resolution(key.value, inner.conditions("needs"), inner.texts("refusal"))


def read_endings(form: Form, names: Names) -> Iterator[Ending]:
    """结局."""
    for key, branch in form.rows("ending"):
        inner = Form(_table(branch), names, ENDING)
        inner.require(*required(ENDING))
        yield Ending(
            name=key.value,
            success=inner.choice("result", "values", "failure", ("success", "failure"))
            == "success",
            satisfaction=inner.number("satisfaction", 1, *ENDING["satisfaction"].range)
            if inner.has("satisfaction")
            else None,
            when=inner.conditions("when"),
            say=inner.texts("say"),
            line=names.line(key.mark),
        )


def _table(branch: Branch) -> Table:
    return branch if isinstance(branch, Table) else Table((), branch.mark)


def read_office(table: Table | None, names: Names) -> Office:
    """后台: 工具, 发券上限, and any number of tables of records."""
    if table is None:
        return Office()
    settings, tables = [], {}
    for key, branch in table.entries:
        if ids("fields").get(key.value.casefold()) in OFFICE:
            settings.append((key, branch))
        else:
            tables[key.value] = tuple(_records(branch, names))
    form = Form(Table(tuple(settings), table.mark), names, OFFICE)
    return Office(
        tables,
        form.each("tool", lambda text, n: n.tool(text, tuple(TOOLS))),
        coupon_limit=_limit(form, "coupon_limit"),
        refund_limit=_limit(form, "refund_limit"),
        should_be=form.each("should_be", phrases.filed),
    )


def _limit(form: Form, field: str) -> float | None:
    """So many yuan at most; left out, there is no limit."""
    return form.read(field, phrases.number, 0.0) if form.has(field) else None


def read_hints(form: Form, names: Names) -> Mapping[str, tuple[str, ...]]:
    """提示: what to do next, by stage; one list without stages serves in all of them."""
    branch = form.branch("hints")
    if branch is None:
        return {}
    if not isinstance(branch, Table):
        return {"": _lines(branch, names)}
    return {names.stage(key): _lines(value, names) for key, value in branch.entries}


def _records(branch: Branch, names: Names) -> Iterator[Mapping[str, str]]:
    for item in branch.items if isinstance(branch, Listing) else (branch,):
        if isinstance(item, Table):
            yield {
                key.value: names.check_variables(value)
                for key, value in item.entries
                if isinstance(value, Text)
            }
        else:
            names.notes.add("D022", item.mark, field="", wanted="")
