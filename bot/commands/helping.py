"""/help: what can be done here, by whoever asks; and what to say to those who may not do it."""

from bot.commands.access import Audience, Entry, belongs, commands
from bot.commands.context import Context

_PARTS = {
    Audience.TEACHER: "help.teacher",
    Audience.OWNER: "help.owner",
    Audience.MENTOR: "help.mentor",
    Audience.OPERATOR: "help.operator",
}
"""What each kind of staff is told, in this order."""


@commands.declare("help", Audience.CONSENTED)
def show_help(context: Context) -> None:
    """/help: what can be done here."""
    unit, me = context.unit, context.me.id
    parts = [context.words.say(key) for who, key in _PARTS.items() if belongs(who, unit, me)]
    parts.append(context.words.say("help.practice" if parts else "help.student"))
    context.answer("board.as_is", text="\n\n".join(parts))


def deny(context: Context, name: str, entry: Entry | None) -> None:
    """A command that there is not, or that is for others: say which, and where to look."""
    if entry is None:
        context.answer("error.unknown_command", command=name[:32])
    else:
        who = context.words.say(f"people.role.{entry.audience}")
        context.answer("error.not_for_you", command=name[:32], who=who)
