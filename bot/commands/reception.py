"""Several customers at once in a chat: choosing whom one answers, and the debrief of a desk."""

from collections.abc import Sequence

from bot.commands.access import Audience, actions
from bot.commands.context import Context, LinkBook
from bot.practice.closing import Keyboard
from bot.practice.coach import rows
from bot.practice.messages import Button
from bot.practice.ports import Attempt
from dialogues.reception import mark_of
from locales.catalogue import catalogue
from scoring.reception import Served, desk_debrief
from scoring.scorecard import Scorecard

_PER_ROW = 4
_FOCUS = "👉"


@actions.declare("f", Audience.CONSENTED)
def customer_chosen(context: Context) -> None:
    """The student will answer this customer now; a button of an older desk chooses nobody."""
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    number, _, letter = context.argument.partition("-")
    if running is None or str(running.id) != number:
        context.answer("practice.over_already")
        return
    context.office.practice.choose(context.unit, running, letter, context.now)


class DeskWriter:
    """The buttons of a desk, and its scorecard in words for the student."""

    def __init__(self, links: LinkBook) -> None:
        self._links = links

    def customers(self, attempt: Attempt, letters: Sequence[str], focus: str) -> Keyboard:
        """A button for each customer, the one in focus marked."""
        buttons = [
            Button(
                f"{_FOCUS if letter == focus else ''}{mark_of(letter)}",
                self._links.payload("f", f"{attempt.id}-{letter}"),
            )
            for letter in letters
        ]
        return rows(buttons, _PER_ROW)

    def debrief(
        self, attempt: Attempt, title: str, card: Scorecard, served: Sequence[Served], most: int
    ) -> tuple[str, Keyboard]:
        """The text, and buttons to work at the same desk again or to disagree with the mark."""
        words = catalogue(attempt.language)
        told = desk_debrief(card, served, most, words.language)
        lines = [words.say(line.key, **line.values) for line in told]
        head = words.say("debrief.head", title=title)
        foot = [] if attempt.counts else [words.say("debrief.not_counted")]
        again = Button(words.say("button.again"), self._links.payload("s", attempt.scenario))
        appeal = Button(words.say("button.disagree"), self._links.payload("q", attempt.id))
        return "\n".join([head, *lines, *foot]), ((again, appeal),)
