"""The debrief (讲评) in a chat: a few short lines in the coach's voice, and what to do next."""

from collections.abc import Iterator

from bot.commands.context import LinkBook
from bot.practice.closing import Keyboard
from bot.practice.messages import Button
from bot.practice.ports import Attempt
from bot.practice.shelf import Offer
from dialogues.liveroom import LiveShow
from dialogues.reception import Reception
from dialogues.secrets import secret_of
from locales.catalogue import Catalogue, catalogue
from scoring.debrief import debrief
from scoring.deductions import HINT_POINTS
from scoring.scorecard import Scorecard


class TalkButtons:
    """What can be had in a talk: a hint, a pause, and in the pause to go on."""

    def __init__(self, links: LinkBook) -> None:
        self._links = links

    def __call__(self, attempt: Attempt) -> Keyboard:
        """The buttons; they belong to this talk only."""
        if attempt.paused_ms is not None:
            return ((self._button(attempt, "button.go_on", "zg"),),)
        hint = self._button(attempt, "button.hint", "h")
        if attempt.rested or attempt.letter:
            return ((hint,),)
        return ((hint, self._button(attempt, "button.pause", "zp")),)

    def _button(self, attempt: Attempt, key: str, action: str) -> Button:
        label = catalogue(attempt.language).say(key)
        return Button(label, self._links.payload(action, attempt.id))


def _told_at_last(playable: Offer, seed: str, words: Catalogue) -> Iterator[str]:
    """What the customer kept to himself, now that it cannot help any more."""
    if isinstance(playable, LiveShow | Reception):
        return
    secret = secret_of(playable, seed)
    if secret.wants:
        yield words.say("debrief.wanted", wants=secret.wants)
    if secret.truth:
        yield words.say("debrief.truth", truth=secret.truth)


class DebriefWriter:
    """Puts a scorecard into words for the student."""

    def __init__(self, links: LinkBook) -> None:
        self._links = links

    def __call__(self, attempt: Attempt, playable: Offer, card: Scorecard) -> tuple[str, Keyboard]:
        """The text, and buttons to try the same customer again or to disagree with the mark."""
        words = catalogue(attempt.language)
        lines = [words.say(line.key, **line.values) for line in debrief(card, words.language)]
        lines += _told_at_last(playable, attempt.seed, words)
        head = words.say("debrief.head", title=playable.title)
        hints = len(card.deductions)
        foot = [words.say("debrief.hints", hints=hints, lost=hints * HINT_POINTS)] if hints else []
        if not attempt.counts:
            foot.append(
                words.say("debrief.played", count=attempt.played_lines)
                if attempt.was_played
                else words.say("debrief.not_counted")
            )
        again = Button(words.say("button.again"), self._links.payload("s", attempt.scenario))
        appeal = Button(words.say("button.disagree"), self._links.payload("q", attempt.id))
        return "\n".join([head, *lines, *foot]), ((again, appeal),)
