"""/pause: the student is called away, and back."""

from bot.commands.access import Audience, actions, commands
from bot.commands.context import Context
from bot.practice.ports import Attempt


@commands.declare("pause", Audience.CONSENTED)
def pause(context: Context) -> None:
    """/pause: let the talk stand still, once, for ten minutes at most."""
    running = _running(context)
    if running is None:
        context.answer("practice.none_running", (context.button("button.practise", "l"),))
        return
    context.office.practice.pause(context.unit, running)


@actions.declare("zp", Audience.CONSENTED)
def pause_pressed(context: Context) -> None:
    """The button to pause; an old one must not stop a newer talk."""
    running = _running(context)
    if running is not None and str(running.id) == context.argument:
        context.office.practice.pause(context.unit, running)
    else:
        context.answer("practice.over_already")


@actions.declare("zg", Audience.CONSENTED)
def go_on_pressed(context: Context) -> None:
    """The button to go on; pressed twice, or when time runs already, it changes nothing."""
    running = _running(context)
    if running is None or str(running.id) != context.argument:
        context.answer("practice.over_already")
    elif running.paused_ms is None:
        context.answer("practice.resumed", words=running.words)
    else:
        context.office.practice.resume(context.unit, running)


def _running(context: Context) -> Attempt | None:
    return context.unit.running(context.inbound.channel, context.inbound.chat.id)
