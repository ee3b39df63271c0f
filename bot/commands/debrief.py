"""The debrief (讲评) in a chat: a few short lines in the coach's voice, and what to do next."""

from bot.commands.context import LinkBook
from bot.practice.closing import Keyboard
from bot.practice.messages import Button
from bot.practice.ports import Attempt
from bot.practice.shelf import Offer
from locales.catalogue import catalogue
from scoring.debrief import debrief
from scoring.deductions import HINT_POINTS
from scoring.scorecard import Scorecard


class HintButton:
    """Offers a hint to a student whom the customer does not understand."""

    def __init__(self, links: LinkBook) -> None:
        self._links = links

    def __call__(self, attempt: Attempt) -> Keyboard:
        """The button; it belongs to this talk only."""
        label = catalogue(attempt.language).say("button.hint")
        return ((Button(label, self._links.payload("h", attempt.id)),),)


class DebriefWriter:
    """Puts a scorecard into words for the student."""

    def __init__(self, links: LinkBook) -> None:
        self._links = links

    def __call__(self, attempt: Attempt, playable: Offer, card: Scorecard) -> tuple[str, Keyboard]:
        """The text, and buttons to try the same customer again or to disagree with the mark."""
        words = catalogue(attempt.language)
        lines = [words.say(line.key, **line.values) for line in debrief(card, words.language)]
        head = words.say("debrief.head", title=playable.title)
        hints = len(card.deductions)
        foot = [words.say("debrief.hints", hints=hints, lost=hints * HINT_POINTS)] if hints else []
        foot += [] if attempt.counts else [words.say("debrief.not_counted")]
        again = Button(words.say("button.again"), self._links.payload("s", attempt.scenario))
        appeal = Button(words.say("button.disagree"), self._links.payload("q", attempt.id))
        return "\n".join([head, *lines, *foot]), ((again, appeal),)
