"""What students decide for themselves: alias, being shown, real name, reminders."""

from dataclasses import replace

from bot.classroom.boards import BoardMode
from bot.classroom.cohorts import Role
from bot.classroom.drills import zone
from bot.classroom.own_alias import objection, tidy
from bot.commands.access import Audience, actions, commands
from bot.commands.context import Context
from bot.commands.history import zone_of
from dialogues.hearing import built_in
from scoring.periods import class_day


@commands.declare("alias", Audience.CONSENTED)
def alias(context: Context) -> None:
    """/alias NAME: be called something else, as long as it is short, kind and nobody's name."""
    wanted = tidy(context.argument)
    if not wanted:
        context.answer("alias.how", alias=context.me.alias)
        return
    beside = context.unit.aliases_beside(context.me.id)
    others = [each for each, whose in beside.items() if whose != context.me.id]
    real = context.unit.real_names_beside(context.me.id)
    why = objection(wanted, built_in(), others, real)
    if why is not None:
        context.answer(f"alias.not.{why}")
        return
    context.unit.rename(context.me.id, wanted)
    context.answer("alias.done", alias=wanted)


@commands.declare("hide", Audience.CONSENTED)
def hide(context: Context) -> None:
    """/hide: whether one stands on boards, and the switch."""
    _show_hidden(context, context.unit.preference(context.me.id).hidden)


@actions.declare("hd", Audience.CONSENTED)
def hide_pressed(context: Context) -> None:
    """The switch: hidden or shown, as often as one likes."""
    hidden = context.argument == "1"
    own = context.unit.preference(context.me.id)
    context.unit.prefer(replace(own, hidden=hidden))
    _show_hidden(context, hidden)


def _show_hidden(context: Context, hidden: bool) -> None:
    if hidden:
        context.answer("hide.hidden", (context.button("button.show_me", "hd", 0),))
    else:
        context.answer("hide.shown", (context.button("button.hide_me", "hd", 1),))


# --- one's real name ---


@commands.declare("realname", Audience.CONSENTED)
def real_name(context: Context) -> None:
    """/realname: whether one's classes show one's real name; only oneself can allow it."""
    classes = context.unit.cohorts_of(context.me.id, Role.STUDENT)
    for cohort in classes:
        agreed = context.unit.agreed_name(cohort.id, context.me.id)
        key = "realname.agreed" if agreed else "realname.alias"
        names = context.unit.class_setting(cohort.id).board is BoardMode.NAMES
        now = context.words.say("realname.used" if names else "realname.unused")
        button = (
            context.button("button.alias_only", "rn", f"{cohort.id}-0")
            if agreed
            else context.button("button.real_name", "rn", f"{cohort.id}-1")
        )
        context.answer(key, (button,), cohort=cohort.name, name=agreed or "", now=now)
    if not classes:
        context.answer("me.no_class")


@actions.declare("rn", Audience.CONSENTED)
def real_name_pressed(context: Context) -> None:
    """Agree to be shown by one's name in one class, or take that back."""
    number, _, wish = context.argument.partition("-")
    classes = context.unit.cohorts_of(context.me.id, Role.STUDENT)
    cohort = next((each for each in classes if str(each.id) == number), None)
    if cohort is None:
        context.answer("me.no_class")
        return
    name = context.unit.real_name(cohort.id, context.me.id)
    if wish != "1":
        context.unit.withdraw_name(cohort.id, context.me.id)
    elif name is None:
        context.answer("realname.unknown", cohort=cohort.name)
        return
    else:
        context.unit.agree_to_name(cohort.id, context.me.id, name)
    real_name(context)


# --- reminders ---


@commands.declare("remind", Audience.CONSENTED)
def remind(context: Context) -> None:
    """/remind: whether one is reminded of a drill once before it closes, and the switch."""
    _show_reminders(context, context.unit.preference(context.me.id).reminders)


@actions.declare("rm", Audience.CONSENTED)
def remind_pressed(context: Context) -> None:
    """Not today, never, or again."""
    own = context.unit.preference(context.me.id)
    if context.argument == "today":
        day = class_day(context.now, zone(zone_of(context.unit, context.me.id)))
        context.unit.prefer(replace(own, muted_on=day.isoformat()))
        context.answer("remind.not_today")
        return
    wanted = context.argument == "on"
    context.unit.prefer(replace(own, reminders=wanted, muted_on=""))
    _show_reminders(context, wanted)


def _show_reminders(context: Context, wanted: bool) -> None:
    if wanted:
        context.answer("remind.on", (context.button("button.never", "rm", "never"),))
    else:
        context.answer("remind.off", (context.button("button.remind_me", "rm", "on"),))
