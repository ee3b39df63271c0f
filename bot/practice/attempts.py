"""A talk from its opening to its scorecard: start, bubbles, reaction, silence, end.

Every function here runs inside one transaction and is plain synchronous code: it reads and writes
through the `Book` and puts what is to be said into the outbox. The student's clock is never
ours: it runs from the platform's time of the customer's delivered line to the platform's time of
the student's first bubble.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.practice.coach import coach_line, customer_line
from bot.practice.messages import Button, Chat, Inbound, Message, Priority
from bot.practice.ports import Attempt, Book, Timer
from bot.trouble import Trouble
from dialogues.customer import Customer, Playable, Reaction
from dialogues.transcript import (
    Bubble,
    Delivered,
    Ended,
    Event,
    Line,
    Opened,
    Remark,
    Stamp,
    Transcript,
    Understood,
    Used,
)
from locales.catalogue import catalogue
from scoring.scorecard import Scorecard

SETTLE_SECONDS = 2.5
"""How long the customer waits for more bubbles before taking what was said as one utterance."""

_EDIT_EVERY = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Library(Protocol):
    """The customers that can be practised with."""

    @property
    def playables(self) -> Mapping[str, Playable]:
        """Everything playable, by id, in the order of the shelf."""

    @property
    def tools(self) -> frozenset[str]:
        """Names of all back-office tools that any customer knows."""


Keyboard = tuple[tuple[Button, ...], ...]
Examination = Callable[[Transcript, Playable, str], Scorecard]
"""Marks a talk with this playable, drawn from this seed."""


Debrief = Callable[[Attempt, Playable, Scorecard], tuple[str, Keyboard]]
"""What the coach says when a talk is over and marked, and the buttons below it."""


class UnknownScenario(Trouble):
    """There is no customer with this id; /practice and `kefu play` list them."""

    key = "trouble.no_customer"


class Practice:
    """Lets customers write to students."""

    def __init__(
        self,
        library: Library,
        examine: Examination,
        debrief: Debrief,
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        self.library = library
        self._examine = examine
        self._debrief = debrief
        self._settle = timedelta(seconds=settle_seconds)

    # --- the student's side ---

    def start(self, book: Book, attempt: Attempt) -> Attempt:
        """Open a talk."""
        playable = self._playable(attempt.scenario)
        attempt.content_hash = playable.content_hash
        attempt.state = {}
        attempt = book.begin(attempt)
        customer = playable.born(attempt.seed)
        words = catalogue(attempt.language)
        briefing = playable.briefing(attempt.seed)
        head = words.say("practice.briefing", title=playable.title, briefing=briefing)
        tools = (
            words.say("practice.tools", first=customer.tools[0], tools=" · ".join(customer.tools))
            if customer.tools
            else ""
        )
        clock = words.say("practice.clock_rule")
        self._tell(book, attempt, "\n\n".join(part for part in (head, tools, clock) if part))
        opened = Opened(playable.id, playable.content_hash, attempt.seed)
        self._react(book, attempt, customer, customer.open(), [opened])
        return attempt

    def bubble(self, book: Book, attempt: Attempt, said: Inbound, now: datetime) -> None:
        """Keep one message of the student; the customer reacts when no more is coming."""
        stamp = said.stamp
        millis = None if stamp is None else (stamp.at - _EPOCH) // timedelta(milliseconds=1)
        attempt.pending.append([attempt.events, said.text, millis])
        attempt.listening = False
        new: list[Event] = [Bubble(said.text, stamp)]
        if said.forwarded:
            new.append(Remark("forwarded", said.text[:80]))
        book.append(attempt, new)
        book.save(attempt)
        book.wake(Timer.SETTLE, attempt.id, now + self._settle)

    def settle(self, book: Book, attempt: Attempt) -> None:
        """Take the pending bubbles as one utterance, hear it, and let the customer react."""
        if attempt.over or not attempt.pending:
            return None
        playable = self._same(attempt)
        if playable is None:
            return self.withdraw(book, attempt)
        reply = "\n".join(text for _, text, _ in attempt.pending)
        heard = playable.hear(reply, attempt.words)
        customer = playable.restore(attempt.seed, attempt.state)
        reaction = customer.hear(reply, heard, _waited(attempt))
        understood = Understood(tuple(position for position, _, _ in attempt.pending), heard)
        attempt.pending, attempt.asked, attempt.asked_at, attempt.ticked = [], None, None, 0.0
        return self._react(book, attempt, customer, reaction, [understood])

    def use(self, book: Book, attempt: Attempt, tool: str, argument: str) -> bool:
        """Operate the back office; false where this customer's shop has no such tool."""
        playable = self._same(attempt)
        customer = playable.restore(attempt.seed, attempt.state) if playable else None
        if customer is None or tool not in customer.tools:
            return False
        answer = customer.use(tool, argument)
        words = catalogue(attempt.language)
        self._tell(book, attempt, words.say("practice.back_office", tool=tool, answer=answer.text))
        used = Used(tool, argument, answer.text, answer.ok)
        if answer.reaction is None:
            book.append(attempt, [used])
            attempt.state = dict(customer.snapshot())
            book.save(attempt)
        else:
            self._react(book, attempt, customer, answer.reaction, [used])
        return True

    def remark(self, book: Book, attempt: Attempt, remark: Remark) -> None:
        """Keep something that nobody said: an edit, a sticker."""
        book.append(attempt, [remark])
        book.save(attempt)

    def stop(self, book: Book, attempt: Attempt) -> None:
        """The student ends the practice before the customer is done: no mark."""
        book.append(attempt, [Ended("", success=False, abandoned=True)])
        attempt.over, attempt.listening = True, False
        book.save(attempt)
        book.rest(Timer.SILENCE, attempt.id)
        book.rest(Timer.SETTLE, attempt.id)

    def withdraw(self, book: Book, attempt: Attempt) -> None:
        """The customer file was changed or taken away in the middle of the talk."""
        self.stop(book, attempt)
        self._tell(book, attempt, coach_line(catalogue(attempt.language), "practice.withdrawn"))

    # --- the world's side ---

    def delivered(
        self, book: Book, number: int, line: int, stamp: Stamp | None, now: datetime
    ) -> None:
        """The platform has shown a line (stamp None: perhaps); the silence begins to run."""
        attempt = book.attempt(number)
        if attempt is None:
            return
        book.append(attempt, [Delivered(line, stamp)])
        if attempt.asked == line and stamp is not None:
            attempt.asked_at = stamp.at
        waiting = line == attempt.last_line and not attempt.pending and not attempt.over
        if waiting and stamp is not None:
            _listen(book, attempt, now)
        book.save(attempt)

    def silence(self, book: Book, attempt: Attempt, waited: float) -> None:
        """The student has said nothing for `waited` seconds."""
        if attempt.over or attempt.pending or not attempt.listening:
            return None
        playable = self._same(attempt)
        if playable is None:
            return self.withdraw(book, attempt)
        customer = playable.restore(attempt.seed, attempt.state)
        attempt.ticked, attempt.listening = waited, False
        return self._react(book, attempt, customer, customer.tick(waited), [])

    # --- how ---

    def _playable(self, scenario: str) -> Playable:
        try:
            return self.library.playables[scenario]
        except KeyError:
            raise UnknownScenario(asked=scenario) from None

    def _same(self, attempt: Attempt) -> Playable | None:
        """What the attempt was begun with, if it is still the same on the shelf."""
        playable = self.library.playables.get(attempt.scenario)
        return playable if playable and playable.content_hash == attempt.content_hash else None

    def _react(
        self,
        book: Book,
        attempt: Attempt,
        customer: Customer,
        reaction: Reaction,
        before: list[Event],
    ) -> None:
        first = attempt.events + len(before) + 1
        lines = [Line(text) for text in reaction.lines]
        ended = [reaction.ended] if reaction.ended else []
        book.append(attempt, [*before, reaction.felt, *lines, *ended])
        for offset, text in enumerate(reaction.lines):
            self._say(
                book, attempt, customer_line(customer.name, reaction.felt, text), first + offset
            )
        if lines:
            attempt.words = "\n".join(reaction.lines)
            attempt.last_line = first + len(lines) - 1
            attempt.asked = first if attempt.asked is None else attempt.asked
        attempt.state = dict(customer.snapshot())
        attempt.wake_after = reaction.wake_after
        attempt.over = reaction.ended is not None
        if reaction.hint and not attempt.over:
            self._tell(
                book, attempt, coach_line(catalogue(attempt.language), "practice.not_understood")
            )
        if attempt.over:
            self._finish(book, attempt)
        elif not lines:
            # Nothing was said whose delivery could start the silence: it goes on.
            _listen(book, attempt, book.now)
        book.save(attempt)

    def _finish(self, book: Book, attempt: Attempt) -> None:
        book.rest(Timer.SILENCE, attempt.id)
        book.rest(Timer.SETTLE, attempt.id)
        playable = self._playable(attempt.scenario)
        card = self._examine(Transcript.of(book.log(attempt.id)), playable, attempt.seed)
        book.file(attempt.id, card.total, card.to_json())
        text, buttons = self._debrief(attempt, playable, card)
        self._tell(book, attempt, text, buttons)
        if attempt.assignment is not None:
            book.wake(Timer.PROGRESS, attempt.assignment, _next_edit(book.now))

    def _say(self, book: Book, attempt: Attempt, text: str, line: int) -> None:
        message = Message(
            Chat(attempt.chat), text, priority=Priority.TURN, attempt=attempt.id, line=line
        )
        book.queue(attempt.channel, message)

    def _tell(
        self,
        book: Book,
        attempt: Attempt,
        text: str,
        buttons: Keyboard = (),
    ) -> None:
        book.queue(attempt.channel, Message(Chat(attempt.chat), text, buttons, Priority.TURN))


def _listen(book: Book, attempt: Attempt, now: datetime) -> None:
    """The student's silence runs until the customer wants to be told of it."""
    if attempt.wake_after is None:
        return
    attempt.listening = True
    due = now + timedelta(seconds=max(0.0, attempt.wake_after - attempt.ticked))
    book.wake(Timer.SILENCE, attempt.id, due, attempt.wake_after)


def _next_edit(now: datetime) -> datetime:
    """The next full ten seconds: a class that finishes together is one edit, not forty."""
    seconds = int(now.timestamp()) // _EDIT_EVERY * _EDIT_EVERY + _EDIT_EVERY
    return datetime.fromtimestamp(seconds, UTC)


def _waited(attempt: Attempt) -> float | None:
    """Seconds from the delivery of the first unanswered line to the first bubble, both platform's.

    None where either is unmeasured, or where the bubble was sent before the line arrived.
    """
    millis = attempt.pending[0][2]
    if millis is None or attempt.asked_at is None:
        return None
    seconds = (_EPOCH + timedelta(milliseconds=millis) - attempt.asked_at).total_seconds()
    return seconds if seconds >= 0 else None
