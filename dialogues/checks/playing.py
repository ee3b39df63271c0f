"""Plays a scripted student against any customer and writes the log that a real talk would leave.

Time is made up: it starts on a fixed Monday morning and passes as the script says, so that the
same script always leaves the same log. Whoever is left waiting is ticked as in real life.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from dialogues.customer import Customer, Playable, Reaction
from dialogues.transcript import (
    Bubble,
    Delivered,
    Event,
    Line,
    Opened,
    Remark,
    Stamp,
    Understood,
    Used,
)

TOO_LATE = "too_late"
"""The remark for a line that was still being typed when the talk ended."""

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))


@dataclass(frozen=True, slots=True)
class Says:
    """The student says this, so many seconds after the customer's last line."""

    text: str
    takes: float = 20.0


@dataclass(frozen=True, slots=True)
class Uses:
    """The student operates a tool, which takes no time."""

    tool: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """The student says nothing for so many seconds after the customer's last line."""

    seconds: float


Step = Says | Uses | Waits


def play_script(playable: Playable, seed: str, script: Iterable[Step]) -> list[Event]:
    """The log of the talk; steps after its end are not played."""
    talk = Talk(playable, seed)
    for step in script:
        if talk.over:
            break
        talk.play(step)
    return talk.log


class Talk:
    """One talk going on in made-up time."""

    def __init__(self, playable: Playable, seed: str) -> None:
        self._playable = playable
        self._customer: Customer = playable.born(seed)
        self._now = 0.0
        self._quiet_since = 0.0
        self._wake_after: float | None = None
        self._line = ""
        self.over = False
        self.log: list[Event] = [Opened(playable.id, playable.content_hash, seed)]
        self._take(self._customer.open(), fresh=True)

    def play(self, step: Step) -> None:
        """One step of the script."""
        match step:
            case Says(text, takes):
                self._wait(takes)
                self._say(text)
            case Uses(tool, argument):
                answer = self._customer.use(tool, argument)
                self.log.append(Used(tool, argument, answer.text, answer.ok))
                if answer.reaction:
                    self._take(answer.reaction, fresh=True)
            case Waits(seconds):
                self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        until = self._now + seconds
        while not self.over and self._wake_after is not None:
            wake = self._quiet_since + self._wake_after
            if wake > until:
                break
            self._now = max(self._now, wake)
            self._take(self._customer.tick(self._now - self._quiet_since), fresh=False)
        self._now = max(self._now, until)

    def _say(self, text: str) -> None:
        if self.over:
            self.log.append(Remark(TOO_LATE, text))
            return
        heard = self._playable.hear(text, self._line)
        self.log.append(Bubble(text, self._stamp()))
        self.log.append(Understood((len(self.log) - 1,), heard))
        self._take(self._customer.hear(text, heard, self._now - self._quiet_since), fresh=True)

    def _take(self, reaction: Reaction, *, fresh: bool) -> None:
        self.log.append(reaction.felt)
        for text in reaction.lines:
            self.log.append(Line(text))
            self.log.append(Delivered(len(self.log) - 1, self._stamp()))
            self._line = text
        if fresh:
            self._quiet_since = self._now
        self._wake_after = reaction.wake_after
        if reaction.ended:
            self.log.append(reaction.ended)
            self.over = True

    def _stamp(self) -> Stamp:
        return Stamp(MONDAY + timedelta(seconds=self._now))
