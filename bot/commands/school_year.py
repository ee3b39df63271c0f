"""校历 and 规则: the days of a class, and what holds for every drill."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta

from bot.classroom.calendar import (
    Calendar,
    Day,
    DayKind,
    Span,
    class_days,
    days,
    unknown_years,
)
from bot.classroom.cohorts import Cohort
from bot.classroom.dates import day_text, kind_text, local_date, read_date
from bot.classroom.rules import MOST_ATTEMPTS, MOST_PUSHES, Rules
from bot.commands.access import Audience, commands
from bot.commands.classes import classes_meant, number_of
from bot.commands.context import Context
from bot.commands.drafts import read_times
from bot.commands.going_on import quiet_text

AHEAD = timedelta(days=60)
"""How far the calendar is shown."""
_LONGEST_SPAN = timedelta(days=366)
_KINDS: Mapping[str, DayKind] = {
    "考试": DayKind.EXAM,
    "考试周": DayKind.EXAM,
    "exam": DayKind.EXAM,
    "实习": DayKind.INTERNSHIP,
    "实习周": DayKind.INTERNSHIP,
    "internship": DayKind.INTERNSHIP,
    "放假": DayKind.FREE,
    "休息": DayKind.FREE,
    "free": DayKind.FREE,
    "上课": DayKind.EXTRA,
    "补课": DayKind.EXTRA,
    "class": DayKind.EXTRA,
}
_DELETE = frozenset({"删除", "delete"})
_ORDINARY = frozenset({DayKind.CLASS, DayKind.WEEKEND})


@commands.declare("calendar", Audience.TEACHER, in_group=True)
def calendar(context: Context) -> None:
    """/calendar, /calendar 考试 06-22 06-26, /calendar 删除 3: see or enter days."""
    classes = classes_meant(context)
    words = context.argument.replace("，", " ").replace(",", " ").split()
    for cohort in classes:
        if not words or _changed(context, cohort, words):
            _show(context, cohort)
        else:
            context.tell_privately(context.words.say("calendar.how"))


def _changed(context: Context, cohort: Cohort, words: Sequence[str]) -> bool:
    if words[0].lower() in _DELETE and len(words) == 2:
        done = context.unit.drop_days(cohort.id, number_of(words[1]))
    else:
        done = _entered(context, cohort, words)
    if done:
        context.office.challenge.rearm(context.unit, cohort)
    return done


def _entered(context: Context, cohort: Cohort, words: Sequence[str]) -> bool:
    today = local_date(context.now, cohort.zone)
    kind = _KINDS.get(words[0].lower())
    dates = [on for word in words[1:] if (on := read_date(word, today)) is not None]
    if kind is None or len(dates) != len(words) - 1 or not 1 <= len(dates) <= 2:
        return False
    since, until = dates[0], dates[-1]
    if not since <= until <= since + _LONGEST_SPAN:
        return False
    context.unit.enter_days(cohort.id, since, until, kind)
    return True


def _show(context: Context, cohort: Cohort) -> None:
    held = context.unit.calendar(cohort.id)
    today = local_date(context.now, cohort.zone)
    until = today + AHEAD
    lines = [_stretch_text(context, run) for run in _stretches(held, today, until)]
    entries = [_entry_text(context, span) for span in held.spans if span.until >= today]
    text = context.words.say(
        "calendar.shown",
        cohort=cohort.name,
        until=day_text(until, context.words),
        count=len(class_days(held, today, until)),
        days="\n".join(lines) or "—",
        entries="\n".join(entries) or context.words.say("calendar.no_entries"),
    )
    for year in unknown_years(held, today, until):
        text = f"{text}\n\n{context.words.say('calendar.unknown_year', year=year)}"
    context.tell_privately(text)


def _stretches(held: Calendar, since: date, until: date) -> Iterator[list[Day]]:
    """Runs of days of one kind, leaving out ordinary weekdays and weekends."""
    run: list[Day] = []
    for day in days(held, since, until):
        if run and run[-1].kind is not day.kind:
            yield run
            run = []
        if day.kind not in _ORDINARY:
            run.append(day)
    if run:
        yield run


def _stretch_text(context: Context, run: Sequence[Day]) -> str:
    kind = kind_text(run[0].kind, context.words)
    return f"{_dates(context, run[0].date, run[-1].date)}  {kind}"


def _entry_text(context: Context, span: Span) -> str:
    kind = kind_text(span.kind, context.words)
    return f"{span.id}. {_dates(context, span.since, span.until)}  {kind}"


def _dates(context: Context, since: date, until: date) -> str:
    first = day_text(since, context.words)
    return first if since == until else f"{first} – {day_text(until, context.words)}"


# --- rules -------------------------------------------------------------------------------------

_ON = frozenset({"开", "是", "on", "yes"})
_OFF = frozenset({"关", "否", "off", "no"})
_FLAGS = {
    "同卷": "same_paper",
    "paper": "same_paper",
    "每天": "every_day",
    "everyday": "every_day",
    "法定": "official",
    "official": "official",
}
_NUMBERS = {
    "推送": ("pushes", MOST_PUSHES),
    "pushes": ("pushes", MOST_PUSHES),
    "次数": ("attempts", MOST_ATTEMPTS),
    "attempts": ("attempts", MOST_ATTEMPTS),
}
_QUIET = frozenset({"免打扰", "quiet"})


@commands.declare("rules", Audience.TEACHER, in_group=True)
def rules(context: Context) -> None:
    """/rules, /rules 免打扰 21:30 07:00, /rules 次数 1: see or set what holds for every drill."""
    classes = classes_meant(context)
    words = context.argument.replace("，", " ").replace(",", " ").split()
    for cohort in classes:
        held = context.unit.rules(cohort.id)
        changed = read_rule(held, words) if words else held
        if changed is None:
            context.tell_privately(context.words.say("rules.how"))
            continue
        if changed != held:
            context.unit.keep_rules(cohort.id, changed)
            context.office.challenge.rearm(context.unit, cohort)
        _show_rules(context, cohort, changed)


def read_rule(held: Rules, words: Sequence[str]) -> Rules | None:
    """The rules with one of them changed as these words say; None where they say nothing."""
    name, rest = words[0].lower(), [word.lower() for word in words[1:]]
    if name in _QUIET:
        return _read_quiet(held, rest)
    if len(rest) != 1:
        return None
    if name in _FLAGS and rest[0] in _ON | _OFF:
        return _with(held, _FLAGS[name], rest[0] in _ON)
    if name in _NUMBERS:
        field, most = _NUMBERS[name]
        number = number_of(rest[0])
        return _with(held, field, number) if 1 <= number <= most else None
    return None


def _with(held: Rules, field: str, value: bool | int) -> Rules:
    return Rules(**{**asdict(held), field: value})


def _read_quiet(held: Rules, words: Sequence[str]) -> Rules | None:
    if len(words) == 1 and words[0] in _OFF:
        return replace(held, quiet_since=0, quiet_until=0)
    times = read_times(words) if len(words) == 2 else None
    return replace(held, quiet_since=times[0], quiet_until=times[1]) if times else None


def _show_rules(context: Context, cohort: Cohort, held: Rules) -> None:
    words = context.words
    on, off = words.say("rules.on"), words.say("rules.off")
    quiet = quiet_text(held) if held.quiet_since != held.quiet_until else off
    text = words.say(
        "rules.shown",
        cohort=cohort.name,
        quiet=quiet,
        pushes=held.pushes,
        attempts=held.attempts,
        paper=on if held.same_paper else off,
        every_day=on if held.every_day else off,
        official=on if held.official else off,
    )
    context.tell_privately(text)
