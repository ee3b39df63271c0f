"""The live room while the show goes on: time passes, comments come, answers are judged.

No clock and no dice: the room is told how many of its seconds have passed, which board was
shown, and what the student said, and all else follows from the seed. While nobody tells it
anything, it stands still.
"""

from collections.abc import Iterator

from dialogues.liveroom.address import Address, read_address
from dialogues.liveroom.board import Board, compose
from dialogues.liveroom.comments import Comment, draw_comments
from dialogues.liveroom.model import LiveRoom, Topic
from dialogues.liveroom.outcome import How, Outcome, Slip
from dialogues.liveroom.state import Open, State
from dialogues.stuffing import is_stuffed
from dialogues.transcript import Ended, Handled, Heard
from dialogues.wording import wording

RUDE = frozenset({"rhetorical", "blame", "impatient", "sarcasm", "insult", "threat"})
"""Acts that quarrel with a viewer (怼人)."""

GRACE = 2.0
"""Seconds of a message's way to us: so much later a viewer is taken to have heard nothing."""

STEP = 1.0
"""The coarsest clock's step in seconds: no answer is late by less."""

CHATTER_STAYS = 6.0
"""Seconds for which small talk stands on the board."""

GONE_AFTER = 2
"""Time limits after which a viewer without an answer is gone."""

AT_ONCE = 2
"""Topics that one answer may be about; one more where it is said to a single viewer."""

AGAIN = 60.0
"""Seconds after which viewers look up again when everybody is told the same."""


class Room:
    """One show of a live room."""

    def __init__(self, model: LiveRoom, seed: str, state: State | None = None) -> None:
        self.model = model
        self.comments = {c.number: c for c in draw_comments(model, seed)}
        self.state = state or State(atmosphere=model.atmosphere.start)

    # --- what is to be seen ---

    def board(self) -> Board:
        """The board as it stands."""
        return compose(self.comments, self.state, self.model.rows)

    def shown(self, newest: int, at: float | None) -> tuple[Comment, ...]:
        """A board up to this number was seen; the answer are the comments new on it.

        `at` is the moment in seconds on the clock that answers are stamped with; None: unmeasured.
        """
        fresh = range(self.state.seen + 1, min(newest, self.state.arrived) + 1)
        for number in fresh:
            self.state.open[number] = Open(self.state.now, at)
        self.state.seen = max(self.state.seen, *fresh, 0)
        return tuple(self.comments[number] for number in fresh)

    # --- time ---

    def advance(self, seconds: float) -> Outcome:
        """Let so many seconds of the show pass; what falls due on the way happens in order."""
        until = min(round(self.state.now + seconds, 3), self.model.lasts)
        handled: list[Handled] = []
        while not self.state.ended:
            number = min(self.state.open, key=self._due, default=None)
            if number is None or self._due(number) > until:
                break
            self.state.now = max(self.state.now, self._due(number))
            handled += self._pass_by(number)
            if (ended := self._blown_up()) is not None:
                self._arrive()
                return Outcome((*handled, *self._lost()), ended=ended)
        if not self.state.ended:
            self.state.now = until
            self._arrive()
        return Outcome(tuple(handled), ended=self._over())

    def _arrive(self) -> None:
        """Everybody who was to write by now has written."""
        following = self.comments.get(self.state.arrived + 1)
        while following is not None and following.at <= self.state.now:
            self.state.arrived += 1
            following = self.comments.get(self.state.arrived + 1)

    def _due(self, number: int) -> float:
        """When something happens to an open comment by itself."""
        waiting, topic = self.state.open[number], self._topic(number)
        if topic is None:
            return waiting.since + CHATTER_STAYS
        limits = GONE_AFTER if waiting.overdue else 1
        return waiting.since + limits * topic.limit + GRACE

    def _pass_by(self, number: int) -> Iterator[Handled]:
        """Nobody has answered: the time limit is over, or the viewer is gone."""
        topic, waiting = self._topic(number), self.state.open[number]
        if topic is None or waiting.overdue:
            del self.state.open[number]
            return
        waiting.overdue = True
        self._move(self._price(topic))
        yield Handled(number, topic.name, How.OVERDUE)

    def _price(self, topic: Topic) -> int:
        temper = self.model.atmosphere
        return temper.grave_overdue if topic.by_name else temper.overdue

    def _move(self, by: int) -> None:
        self.state.atmosphere = max(0, min(100, self.state.atmosphere + by))

    def _blown_up(self) -> Ended | None:
        if self.state.atmosphere > self.model.atmosphere.blow_up:
            return None
        self.state.ended = True
        return Ended(wording("zh_CN", "shows")["blown_up"], success=False, satisfaction=1)

    def _over(self) -> Ended | None:
        if self.state.ended or self.state.now < self.model.lasts:
            return None
        self.state.ended = True
        satisfaction = 1 + self.state.atmosphere * 4 // 100
        return Ended(wording("zh_CN", "shows")["finished"], success=True, satisfaction=satisfaction)

    def _lost(self) -> Iterator[Handled]:
        """A room that blew up leaves everybody without an answer who asked or would have asked."""
        for number, comment in self.comments.items():
            waiting = self.state.open.get(number)
            unheard = number > self.state.seen or (waiting is not None and not waiting.overdue)
            if comment.topic and unheard:
                yield Handled(number, comment.topic, How.LOST)

    # --- answers ---

    def address(self, text: str) -> Address:
        """To whom a text is said."""
        viewers = {self.comments[n].nickname: n for n in range(1, self.state.arrived + 1)}
        return read_address(text, viewers, self.state.arrived)

    def hear(self, text: str, heard: Heard, at: float | None) -> Outcome:
        """The student says something; `at` is the moment on the same clock as of `shown`."""
        to = self.address(text)
        shown = self.shown(max(to.numbers, default=0), None)
        slip = self._slip(to, text, heard)
        if slip is Slip.RUDE:
            self._move(self.model.atmosphere.rude)
        handled = [] if slip else self._deal(to, heard, at)
        ended = self._blown_up()
        return Outcome((*handled, *(self._lost() if ended else ())), shown, slip, ended)

    def _deal(self, to: Address, heard: Heard, at: float | None) -> list[Handled]:
        """What becomes of the comments that were answered or blocked."""
        if to.block:
            return [self._block(number, at) for number in self._open(to)]
        if to.numbers:
            return [self._answer(number, to, heard, at) for number in self._open(to)]
        told = self._news(heard)
        handled = [self._done(number, How.ANSWERED, at) for number in self._asking(told)]
        self.state.said |= dict.fromkeys(told, self.state.now)
        return handled

    def _slip(self, to: Address, text: str, heard: Heard) -> Slip | None:
        """Why this reaches nobody, if so."""
        if heard.ids & RUDE:
            return Slip.RUDE
        if to.stranger:
            return Slip.STRANGER
        if (to.numbers or to.block) and not self._open(to):
            return Slip.GONE
        if self._too_much(to, text, heard):
            return Slip.TOO_MUCH
        if to.numbers or self._asking(self._news(heard)):
            return None
        return Slip.AGAIN if self._asking(self._answered_by(heard)) else Slip.NOTHING

    def _too_much(self, to: Address, text: str, heard: Heard) -> bool:
        """Whether this is an answer to everything, as one keeps it to be pasted."""
        most = AT_ONCE + (len(to.numbers) == 1)
        answers = {topic.answered_by & heard.ids for topic in self.model.topics.values()}
        return len(answers - {frozenset()}) > most or is_stuffed(text, heard)

    def _open(self, to: Address) -> list[int]:
        return [number for number in to.numbers if number in self.state.open]

    def _answered_by(self, heard: Heard) -> frozenset[str]:
        """The topics that these words answer when they are said to everybody."""
        return frozenset(
            topic.name
            for topic in self.model.topics.values()
            if topic.shared and not topic.by_name and topic.answered_by & heard.ids
        )

    def _news(self, heard: Heard) -> frozenset[str]:
        """Those of which everybody was not told a moment ago."""
        recent = {topic for topic, at in self.state.said.items() if self.state.now - at < AGAIN}
        return self._answered_by(heard) - recent

    def _asking(self, topics: frozenset[str]) -> list[int]:
        return [number for number in self.state.open if self.comments[number].topic in topics]

    def _block(self, number: int, at: float | None) -> Handled:
        topic = self._topic(number)
        if topic is not None and topic.block:
            return self._done(number, How.BLOCKED, at)
        self._move(self.model.atmosphere.grave_overdue)
        del self.state.open[number]
        return Handled(number, self.comments[number].topic, How.WRONGLY_BLOCKED)

    def _answer(self, number: int, to: Address, heard: Heard, at: float | None) -> Handled:
        topic = self._topic(number)
        if topic is None:
            del self.state.open[number]
            return Handled(number, "", How.CHATTED)
        fits = bool(topic.answered_by & heard.ids) and (topic.shared or len(to.numbers) == 1)
        if fits:
            return self._done(number, How.ANSWERED, at)
        self._move(self.model.atmosphere.overdue)
        return Handled(number, topic.name, How.BESIDE)

    def _done(self, number: int, how: How, at: float | None) -> Handled:
        """Dealt with, in time or late; time is the student's, not that of the room."""
        topic, waiting = self.model.topics[self.comments[number].topic], self.state.open.pop(number)
        measured = at is not None and waiting.at is not None
        waited = max(0.0, at - waiting.at) if measured else None  # type: ignore[operator]
        late = (self.state.now - waiting.since if waited is None else waited) > topic.limit + STEP
        if not late:
            # An answer that was on its way to us when the time was over was in time.
            pardon = -self._price(topic) if waiting.overdue else 0
            self._move(self.model.atmosphere.answered + pardon)
        return Handled(number, topic.name, How.LATE if late else how, waited=waited)

    def _topic(self, number: int) -> Topic | None:
        return self.model.topics.get(self.comments[number].topic)
