"""时区: a class's clock; before it is changed, everything that moves with it is shown."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import available_timezones

from bot.classroom.cohorts import Cohort
from bot.classroom.dates import moment_text
from bot.classroom.drills import zone
from bot.classroom.moving import moves, on_another_clock
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import classes_meant, number_of, own_class
from bot.commands.context import Context

_MOST_SHOWN = 8
_SPOKEN: Mapping[str, str] = {
    "北京": "Asia/Shanghai",
    "中国": "Asia/Shanghai",
    "上海": "Asia/Shanghai",
    "新疆": "Asia/Urumqi",
    "乌鲁木齐": "Asia/Urumqi",
    "香港": "Asia/Hong_Kong",
    "澳门": "Asia/Macau",
    "台北": "Asia/Taipei",
    "新加坡": "Asia/Singapore",
    "东京": "Asia/Tokyo",
    "首尔": "Asia/Seoul",
    "曼谷": "Asia/Bangkok",
    "莫斯科": "Europe/Moscow",
    "伦敦": "Europe/London",
    "纽约": "America/New_York",
}
"""Zones as people in class call them, beside the names of the tz database."""


@commands.declare("zone", Audience.TEACHER)
def show_zone(context: Context) -> None:
    """/zone [PLACE]: the class's time zone, or what would move with another one."""
    for cohort in classes_meant(context):
        if not context.argument:
            now = moment_text(context.now, cohort.zone, context.words)
            text = context.words.say("zone.shown", cohort=cohort.name, zone=cohort.zone, now=now)
            context.tell_privately(text)
            continue
        wanted = zone_meant(context.argument)
        if wanted is None:
            context.tell_privately(context.words.say("zone.unknown", asked=context.argument[:40]))
            return
        _preview(context, cohort, wanted)


def zone_meant(words: str) -> str | None:
    """The tz database's name of a zone, however it was typed; None where there is none."""
    asked = words.strip().removesuffix("时间").removesuffix("时区")
    if asked in _SPOKEN:
        return _SPOKEN[asked]
    plain = asked.replace(" ", "_").casefold()
    return next((name for name in available_timezones() if name.casefold() == plain), None)


def _preview(context: Context, cohort: Cohort, wanted: str) -> None:
    words = context.words
    if wanted == cohort.zone:
        context.tell_privately(words.say("zone.same", cohort=cohort.name, zone=wanted))
        return
    moved = replace(cohort, zone=wanted)
    lines = [
        words.say(
            "zone.preview",
            cohort=cohort.name,
            before=cohort.zone,
            after=wanted,
            now=moment_text(context.now, cohort.zone, words),
            then=moment_text(context.now, wanted, words),
        )
    ]
    lines += _what_moves(context, cohort, moved)
    going_on = context.unit.going_on(cohort.id)
    if going_on:
        closes = min(each.closes_at for each in going_on)
        lines.append(words.say("zone.going_on", closes=moment_text(closes, wanted, words)))
    confirm = (
        context.button("button.move_zone", "zy", f"{cohort.id}-{wanted}"),
        context.button("button.keep_zone", "zn", cohort.id),
    )
    context.tell_privately("\n".join(lines), confirm)


def _what_moves(context: Context, cohort: Cohort, moved: Cohort) -> list[str]:
    """The next posting of the plan and every date set; both moments told on the new clock."""
    words = context.words
    found = moves(context.unit, context.office.challenge, cohort, moved)
    lines = [
        words.say(
            "zone.would_miss" if after <= context.now else "zone.moves",
            before=moment_text(before, moved.zone, words),
            after=moment_text(after, moved.zone, words),
        )
        for before, after in found[:_MOST_SHOWN]
    ]
    if len(found) > _MOST_SHOWN:
        lines.append(words.say("zone.more", count=len(found) - _MOST_SHOWN))
    return lines or [words.say("zone.nothing_set")]


@actions.declare("zy", Audience.TEACHER)
def move_pressed(context: Context) -> None:
    """Confirmed: the class lives on the other clock, and what is to come moves along."""
    number, _, wanted = context.argument.partition("-")
    cohort = own_class(context, number_of(number))
    if cohort is None:
        return
    zone(wanted)
    if wanted != cohort.zone:
        context.unit.move_to_zone(cohort.id, wanted)
        moved = replace(cohort, zone=wanted)
        on_another_clock(context.unit, context.office.challenge, moved)
    now = moment_text(context.now, wanted, context.words)
    context.answer("zone.moved", cohort=cohort.name, zone=wanted, now=now)


@actions.declare("zn", Audience.TEACHER)
def keep_pressed(context: Context) -> None:
    """Not confirmed: nothing has changed."""
    cohort = own_class(context, number_of(context.argument))
    if cohort is not None:
        context.answer("zone.kept", cohort=cohort.name, zone=cohort.zone)
