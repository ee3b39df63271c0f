"""The debrief (讲评) in a chat: a few short lines in the coach's voice, and what to do next."""

from bot.commands.context import LinkBook
from bot.practice.attempts import Keyboard
from bot.practice.messages import Button
from bot.practice.ports import Attempt
from dialogues.customer import Playable
from locales.catalogue import catalogue
from scoring.debrief import debrief
from scoring.scorecard import Scorecard


class DebriefWriter:
    """Puts a scorecard into words for the student."""

    def __init__(self, links: LinkBook) -> None:
        self._links = links

    def __call__(
        self, attempt: Attempt, playable: Playable, card: Scorecard
    ) -> tuple[str, Keyboard]:
        """The text, and a button to try the same customer again."""
        words = catalogue(attempt.language)
        lines = [words.say(line.key, **line.values) for line in debrief(card, words.language)]
        head = words.say("debrief.head", title=playable.title)
        foot = [] if attempt.counts else [words.say("debrief.not_counted")]
        again = Button(words.say("button.again"), self._links.payload("s", attempt.scenario))
        return "\n".join([head, *lines, *foot]), ((again,),)
