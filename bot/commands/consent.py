"""Before anything is stored: who we are, what is kept, and a plain yes or no."""

from bot.classroom.aliases import draw_alias
from bot.classroom.cohorts import Person
from bot.classroom.invitations import normal_code
from bot.commands.context import Context
from bot.delivery.receiving import LeaveNoTrace
from bot.practice.messages import Inbound


def ask(context: Context) -> None:
    """Answer somebody unknown: explain and ask, and leave no trace of it."""
    yes = context.button("button.agree", "ok", _way_in(context.inbound)[:24])
    no = context.button("button.decline", "no")
    raise LeaveNoTrace([context.message("consent.ask", (yes, no))])


def _way_in(inbound: Inbound) -> str:
    """Where a link, or a code that was typed, leads to.

    What follows a link is plain ASCII; words typed behind /start would not fit into a button.
    """
    if not inbound.text.isascii():
        return ""
    if inbound.command == "join":
        return f"join_{normal_code(inbound.text)}"
    return inbound.text if inbound.command == "start" else ""


def answer(context: Context, action: str) -> None:
    """Somebody unknown pressed a button: yes, no, or something older."""
    if action == "ok":
        enrol(context)
    elif action == "no":
        raise LeaveNoTrace([context.message("consent.declined")])
    else:
        ask(context)


def enrol(context: Context) -> None:
    """They agreed: from here on they are known, by an alias."""
    sender, chat = context.inbound.sender, context.inbound.chat
    context.person = context.unit.enrol(
        Person(0, context.inbound.channel, sender.id, chat.id, draw_alias(), sender.language),
        context.now,
    )


def welcome(context: Context) -> None:
    """Say what is next to somebody who came without a class."""
    practise = context.button("button.practise", "l")
    context.answer("welcome.alone", (practise,), alias=context.me.alias)
