"""Words of distress stop the role-play: help lines, a kind word, and no mark.

What was said is not stored. A teacher is told only where the school has switched that on, and then
only that somebody should be talked to, never what they wrote.
"""

from dataclasses import replace

from bot.classroom.cohorts import Role
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import known_as
from bot.commands.context import Context
from bot.practice.messages import Chat, Message
from locales.catalogue import catalogue
from locales.distress import HelpLine, help_lines


def answer(context: Context) -> None:
    """Stop whatever is going on and show who can help."""
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    if running is not None:
        context.office.practice.stop(context.unit, running)
    told = _tell_teachers(context)
    lines = "\n".join(_line(context, each) for each in help_lines())
    key = "distress.told" if told else "distress.private"
    context.answer("distress.help", lines=lines, privacy=context.words.say(key))


def _line(context: Context, line: HelpLine) -> str:
    english = context.words.language == "en"
    name, hours = (line.name_en, line.hours_en) if english else (line.name, line.hours)
    return f"📞 {line.number} · {name} · {hours}"


def _tell_teachers(context: Context) -> bool:
    """Tell the teachers of classes whose school wants that; once a day and student."""
    told = False
    for cohort in context.unit.cohorts_of(context.me.id, Role.STUDENT):
        if not context.unit.class_setting(cohort.id).tell_distress:
            continue
        for teacher in context.unit.members(cohort.id, Role.TEACHER):
            text = catalogue(teacher.language).say(
                "distress.teacher",
                alias=known_as(context.unit, teacher.id, context.me),
                cohort=cohort.name,
            )
            key = f"distress:{cohort.id}:{context.me.id}:{teacher.id}:{context.now:%Y%m%d}"
            told_once = Message(Chat(teacher.chat), text, key=key, forget=True)
            context.unit.queue(teacher.channel, told_once)
            told = True
    return told


@commands.declare("distress", Audience.TEACHER)
def setting(context: Context) -> None:
    """/distress: whether teachers are told when a student's words are a call for help."""
    for cohort in context.unit.cohorts_of(context.me.id, Role.TEACHER):
        told = context.unit.class_setting(cohort.id).tell_distress
        switch = (
            context.button("button.tell_nobody", "ds", f"{cohort.id}-0")
            if told
            else context.button("button.tell_me", "ds", f"{cohort.id}-1")
        )
        key = "distress.is_told" if told else "distress.is_private"
        context.answer(key, (switch,), cohort=cohort.name)


@actions.declare("ds", Audience.TEACHER)
def switched(context: Context) -> None:
    """The switch, for a class that one teaches."""
    number, _, wish = context.argument.partition("-")
    mine = {str(each.id) for each in context.unit.cohorts_of(context.me.id, Role.TEACHER)}
    if number in mine:
        kept = context.unit.class_setting(int(number))
        context.unit.keep_setting(replace(kept, tell_distress=wish == "1"))
    setting(context)
