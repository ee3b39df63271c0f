"""Boards: what a class sees of its marks, one's own place, and what the teacher lets be seen."""

from dataclasses import replace
from datetime import date

from bot.classroom.boards import BoardMode, own_rank, season_text
from bot.classroom.cohorts import Cohort, Role
from bot.classroom.drills import zone
from bot.classroom.showing import season_of
from bot.commands.access import Audience, actions, commands
from bot.commands.context import Context
from bot.practice.messages import Button
from scoring.periods import PeriodKind, class_day

_PERIODS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.TERM)
_KINDS = {
    "day": PeriodKind.DAY,
    "week": PeriodKind.WEEK,
    "month": PeriodKind.MONTH,
    "term": PeriodKind.TERM,
    "日": PeriodKind.DAY,
    "今天": PeriodKind.DAY,
    "周": PeriodKind.WEEK,
    "本周": PeriodKind.WEEK,
    "月": PeriodKind.MONTH,
    "本月": PeriodKind.MONTH,
    "学期": PeriodKind.TERM,
    "本学期": PeriodKind.TERM,
}
"""How people say how far a board looks back."""


@commands.declare("board", Audience.CONSENTED, in_group=True)
def board(context: Context) -> None:
    """/board [day|week|month|term]: the class's board; in a group only its teacher can ask."""
    kind = _KINDS.get(context.argument.strip().lower(), PeriodKind.DAY)
    shown = [text for cohort in _asked(context) if (text := board_text(context, cohort, kind))]
    group = context.inbound.chat.group
    for text in shown:
        context.answer("board.as_is", *(() if group else _ways(context)), text=text)
    if not shown and not group:
        context.answer("board.none", *_ways(context))


@actions.declare("bo", Audience.CONSENTED)
def board_pressed(context: Context) -> None:
    """A button below a board: another period."""
    board(context)


def board_text(context: Context, cohort: Cohort, kind: PeriodKind) -> str:
    """One class's board, as its teacher lets it be seen; empty where there is none to be seen."""
    unit = context.unit
    if kind is PeriodKind.DAY:
        occurrence = unit.latest(cohort.id)
        if occurrence is None:
            return ""
        return context.office.challenge.cards.board_text(unit, cohort, occurrence)
    return season_text(context.words, season_of(unit, cohort, kind, today(context, cohort)))


def today(context: Context, cohort: Cohort) -> date:
    """The class's own date."""
    return class_day(context.now, zone(cohort.zone))


def _ways(context: Context) -> tuple[tuple[Button, ...], ...]:
    periods = tuple(context.button(f"button.period.{kind}", "bo", kind) for kind in _PERIODS)
    return periods, (context.button("button.rank", "rk"), context.button("button.history", "hi"))


def _asked(context: Context) -> list[Cohort]:
    """The classes whose board is meant: one's own, or in a group those that one teaches."""
    unit, inbound = context.unit, context.inbound
    if not inbound.chat.group:
        return list(unit.cohorts_of(context.me.id))
    here = {cohort.id for cohort in unit.cohorts_in(inbound.channel, inbound.chat.id)}
    return [each for each in unit.cohorts_of(context.me.id, Role.TEACHER) if each.id in here]


# --- one's own place ---


@commands.declare("rank", Audience.CONSENTED)
def rank(context: Context) -> None:
    """/rank [week|month|term]: one's own place, for nobody else's eyes."""
    kind = _KINDS.get(context.argument.strip().lower(), PeriodKind.WEEK)
    classes = context.unit.cohorts_of(context.me.id, Role.STUDENT)
    for cohort in classes:
        season = season_of(context.unit, cohort, kind, today(context, cohort))
        if season.mode in (BoardMode.OFF, BoardMode.TEAM):
            # What the class does not show, nobody sees of others here either.
            season = replace(season, labels={})
        text = own_rank(context.words, season, context.me.id)
        periods = tuple(context.button(f"button.period.{each}", "rk", each) for each in _PERIODS)
        context.tell_privately(text, periods)
    if not classes:
        context.answer("me.no_class")


@actions.declare("rk", Audience.CONSENTED)
def rank_pressed(context: Context) -> None:
    """The button for one's own place."""
    rank(context)


# --- what the teacher lets be seen ---


@commands.declare("boardset", Audience.TEACHER)
def board_settings(context: Context) -> None:
    """/boardset: what the class's boards show, with a preview before anything changes."""
    for cohort in context.unit.cohorts_of(context.me.id, Role.TEACHER):
        mode = context.unit.class_setting(cohort.id).board
        choices = [
            context.button(f"button.boards.{each}", "bp", f"{cohort.id}-{each}")
            for each in BoardMode
        ]
        told = context.words.say(f"boardset.{mode}")
        context.answer(
            "boardset.how", tuple(choices[:2]), tuple(choices[2:]), cohort=cohort.name, now=told
        )


@actions.declare("bp", Audience.TEACHER)
def preview(context: Context) -> None:
    """How the week's board would look; the class sees nothing of it yet."""
    cohort, mode = chosen(context)
    if cohort is None or mode is None:
        context.answer("teacher.not_yours")
        return
    season = season_of(context.unit, cohort, PeriodKind.WEEK, today(context, cohort), mode)
    shown = season_text(context.words, season) or context.words.say("boardset.nothing")
    take = context.button("button.take_it", "bk", f"{cohort.id}-{mode}")
    told = context.words.say(f"boardset.{mode}")
    context.answer("boardset.preview", (take,), cohort=cohort.name, mode=told, board=shown)


@actions.declare("bk", Audience.TEACHER)
def take(context: Context) -> None:
    """The class's boards show this from now on."""
    cohort, mode = chosen(context)
    if cohort is None or mode is None:
        context.answer("teacher.not_yours")
        return
    setting = context.unit.class_setting(cohort.id)
    context.unit.keep_setting(replace(setting, board=mode))
    told = context.words.say(f"boardset.{mode}")
    context.answer("boardset.taken", cohort=cohort.name, mode=told)


def chosen(context: Context) -> tuple[Cohort | None, BoardMode | None]:
    """The class and what it is to show, as a button said; None for a class that is not one's."""
    number, _, mode = context.argument.partition("-")
    mine = context.unit.cohorts_of(context.me.id, Role.TEACHER)
    cohort = next((each for each in mine if str(each.id) == number), None)
    return cohort, BoardMode(mode) if mode in list(BoardMode) else None
