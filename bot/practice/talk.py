"""One customer's talk from its opening to its scorecard: bubbles, reaction, silence, end.

The student's clock is never ours: it runs from the platform's time of the customer's delivered
line to the platform's time of the student's first bubble.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.practice.begun import Begun, Library
from bot.practice.briefing import briefing
from bot.practice.closing import Debrief, Keyboard, close
from bot.practice.coach import coach_line, customer_line
from bot.practice.messages import Chat, Inbound, Message, Priority
from bot.practice.ports import Attempt, Book, Shown, Timer
from bot.practice.reception import DeskPractice, DeskVoice
from bot.practice.tools import tool_command
from dialogues.customer import Customer, Playable, Reaction
from dialogues.hearing.taught import hardly_anything, with_taught
from dialogues.help import hint_from
from dialogues.language import in_language
from dialogues.reception import mark_of
from dialogues.scenario import TIME_UP
from dialogues.transcript import (
    Bubble,
    Delivered,
    Ended,
    Event,
    Line,
    Opened,
    Remark,
    Transcript,
    Understood,
    Used,
)
from locales.catalogue import catalogue
from scoring.deductions import HINT, HINT_POINTS
from scoring.scorecard import Scorecard

_IN_A_TALK = (
    Timer.SETTLE,
    Timer.SILENCE,
    Timer.BOARD,
    Timer.ARRIVAL,
    Timer.CLOSING,
    Timer.RESUME,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


Examination = Callable[[Transcript, Playable, str, str], Scorecard]
"""Marks a talk with this playable, drawn from this seed, by the class's rubric if it has one."""


class TalkPractice:
    """Lets one customer write to one student, alone or as one of several at a desk."""

    def __init__(
        self,
        library: Library,
        examine: Examination,
        debrief: Debrief,
        settle_seconds: float,
        ways_on: Callable[[Attempt], Keyboard],
        desk_voice: DeskVoice,
    ) -> None:
        self._library = library
        self._begun = Begun(library)
        self._ways_on = ways_on
        self._examine = examine
        self._debrief = debrief
        self._settle = timedelta(seconds=settle_seconds)
        # The customers of a desk are talks: either needs the other.
        self.desk = DeskPractice(self, library, desk_voice)

    def start(self, book: Book, attempt: Attempt) -> Attempt:
        """Open a talk; the customer speaks first."""
        playable = in_language(self._begun.playable(attempt.scenario), attempt.language)
        attempt.content_hash = playable.content_hash
        attempt.state = {}
        attempt = book.begin(attempt)
        customer = playable.born(attempt.seed)
        like = self.desk.same_shop(book, attempt) if attempt.letter else ""
        ways = () if attempt.letter else self._ways_on(attempt)
        self._tell(book, attempt, briefing(attempt, playable, customer, like), ways)
        opened = Opened(playable.id, playable.content_hash, attempt.seed)
        self._react(book, attempt, customer, customer.open(), [opened])
        return attempt

    def typed(self, book: Book, attempt: Attempt, said: Inbound, now: datetime) -> None:
        """Words for the customer, or a short command that operates the back office."""
        command = tool_command(said.text, self._library.tools)
        if command is None or not self.use(book, attempt, *command):
            self.bubble(book, attempt, said, now)

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
        playable = self._begun.same(attempt)
        if playable is None:
            return self.withdraw(book, attempt)
        reply = "\n".join(text for _, text, _ in attempt.pending)
        heard = playable.hear(reply, attempt.words)
        if hardly_anything(heard):
            heard = with_taught(heard, reply, book.taught(attempt.person, attempt.scenario))
        customer = playable.restore(attempt.seed, attempt.state)
        understood = Understood(tuple(position for position, _, _ in attempt.pending), heard)
        if attempt.played_by is not None:
            # A mentor plays the customer, and reacts to it in person.
            attempt.pending, attempt.asked, attempt.asked_at = [], None, None
            book.append(attempt, [understood])
            return book.save(attempt)
        reaction = customer.hear(reply, heard, _waited(attempt))
        attempt.pending, attempt.asked, attempt.asked_at, attempt.ticked = [], None, None, 0.0
        return self._react(book, attempt, customer, reaction, [understood])

    def use(self, book: Book, attempt: Attempt, tool: str, argument: str) -> bool:
        """Operate the back office; false where this customer's shop has no such tool."""
        playable = self._begun.same(attempt)
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

    def hint(self, book: Book, attempt: Attempt) -> None:
        """Tell the student what to do next; the log keeps it, and the examiner takes points."""
        playable = self._begun.same(attempt)
        if playable is None:
            return self.withdraw(book, attempt)
        customer = playable.restore(attempt.seed, attempt.state)
        told, words = hint_from(customer), catalogue(attempt.language)
        if not told:
            return self._tell(book, attempt, coach_line(words, "practice.no_hint"))
        attempt.state = dict(customer.snapshot())
        self._tell(book, attempt, coach_line(words, "practice.hint", hint=told, points=HINT_POINTS))
        return self.remark(book, attempt, Remark(HINT, told))

    def remark(self, book: Book, attempt: Attempt, remark: Remark) -> None:
        """Keep something that nobody said: an edit, a sticker."""
        book.append(attempt, [remark])
        book.save(attempt)

    def stop(self, book: Book, attempt: Attempt) -> None:
        """The student ends the practice before the customer is done: no mark."""
        book.append(attempt, [Ended("", success=False, abandoned=True)])
        attempt.over, attempt.listening = True, False
        book.save(attempt)
        for kind in _IN_A_TALK:
            book.rest(kind, attempt.id)
        for child in book.children(attempt.id):
            if not child.over:
                self.stop(book, child)
        if attempt.parent is not None:
            self.desk.left(book, attempt)

    def withdraw(self, book: Book, attempt: Attempt) -> None:
        """The customer file was changed or taken away in the middle of the talk."""
        self.stop(book, attempt)
        self._tell(book, attempt, coach_line(catalogue(attempt.language), "practice.withdrawn"))

    def expire(self, book: Book, attempt: Attempt) -> None:
        """Time is up: the talk ends and is marked as it stands."""
        book.append(attempt, [Ended(TIME_UP, success=False)])
        attempt.over, attempt.listening = True, False
        self._finish(book, attempt)

    def delivered(self, book: Book, attempt: Attempt, shown: Shown) -> None:
        """The platform has shown a line, or perhaps has; the silence begins to run."""
        line, stamp = shown.line, shown.stamp
        book.append(attempt, [Delivered(line, stamp)])
        if attempt.asked == line and stamp is not None:
            attempt.asked_at = stamp.at
        waiting = line == attempt.last_line and not attempt.pending and not attempt.over
        if waiting and stamp is not None:
            _listen(book, attempt, book.now)
        if attempt.letter and shown.message:
            attempt.said.append(shown.message)
        book.save(attempt)

    def silence(self, book: Book, attempt: Attempt, waited: float) -> None:
        """The student has said nothing for `waited` seconds."""
        if attempt.over or attempt.pending or not attempt.listening or attempt.played_by:
            return None
        playable = self._begun.same(attempt)
        if playable is None:
            return self.withdraw(book, attempt)
        customer = playable.restore(attempt.seed, attempt.state)
        attempt.ticked, attempt.listening = waited, False
        return self._react(book, attempt, customer, customer.tick(waited), [])

    def go_on(self, book: Book, attempt: Attempt) -> None:
        """After a pause the silence runs again."""
        _listen(book, attempt, book.now)
        book.save(attempt)

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
        said = [customer_line(customer.name, reaction.felt, text) for text in reaction.lines]
        self._say(book, attempt, said, first)
        if lines:
            attempt.words = "\n".join(reaction.lines)
            attempt.last_line = first + len(lines) - 1
            attempt.asked = first if attempt.asked is None else attempt.asked
        attempt.state = dict(customer.snapshot())
        attempt.wake_after = reaction.wake_after
        attempt.over = reaction.ended is not None
        if reaction.hint and not attempt.over:
            words = catalogue(attempt.language)
            line = coach_line(words, "practice.not_understood", points=HINT_POINTS)
            self._tell(book, attempt, line, self._ways_on(attempt))
        if not lines and not attempt.over:
            # Nothing was said whose delivery could start the silence: it goes on.
            _listen(book, attempt, book.now)
        if attempt.over:
            self._finish(book, attempt)
        else:
            book.save(attempt)

    def _finish(self, book: Book, attempt: Attempt) -> None:
        """Mark what is over; a customer of a desk is spoken of when all have gone."""
        book.save(attempt)
        book.rest(Timer.SILENCE, attempt.id)
        book.rest(Timer.SETTLE, attempt.id)
        playable = self._begun.same(attempt) or self._begun.playable(attempt.scenario)
        talk = Transcript.of(book.log(attempt.id))
        card = self._examine(talk, playable, attempt.seed, book.rubric_for(attempt))
        if attempt.parent is None:
            close(book, attempt, card, self._debrief(attempt, playable, card))
        else:
            book.file(attempt.id, card.total, card.to_json())
            self.desk.left(book, attempt)

    def _say(self, book: Book, attempt: Attempt, bubbles: Sequence[str], first: int) -> None:
        """The customer's bubbles, the lines from `first` on; at a desk the last one has buttons."""
        desk = book.attempt(attempt.parent) if bubbles and attempt.parent is not None else None
        ways = () if desk is None else self.desk.customers(book, desk)
        for line, text in enumerate(bubbles, first):
            last = line == first + len(bubbles) - 1
            message = Message(
                Chat(attempt.chat),
                _marked(attempt, text),
                ways if last else (),
                Priority.TURN,
                attempt=attempt.id,
                line=line,
            )
            book.queue(attempt.channel, message)

    def _tell(
        self,
        book: Book,
        attempt: Attempt,
        text: str,
        buttons: Keyboard = (),
    ) -> None:
        told = _marked(attempt, text)
        book.queue(attempt.channel, Message(Chat(attempt.chat), told, buttons, Priority.TURN))


def _marked(attempt: Attempt, text: str) -> str:
    """What is said by or about a customer at a desk begins with its colour and letter."""
    return f"{mark_of(attempt.letter)} {text}" if attempt.letter else text


def _listen(book: Book, attempt: Attempt, now: datetime) -> None:
    """The student's silence runs until the customer wants to be told of it."""
    if attempt.wake_after is None or attempt.paused_ms is not None:
        return
    attempt.listening = True
    due = now + timedelta(seconds=max(0.0, attempt.wake_after - attempt.ticked))
    book.wake(Timer.SILENCE, attempt.id, due, attempt.wake_after)


def _waited(attempt: Attempt) -> float | None:
    """Seconds from the delivery of the first unanswered line to the first bubble, both platform's.

    None where either is unmeasured, or where the bubble was sent before the line arrived.
    """
    millis = attempt.pending[0][2]
    if millis is None or attempt.asked_at is None:
        return None
    seconds = (_EPOCH + timedelta(milliseconds=millis) - attempt.asked_at).total_seconds()
    return seconds if seconds >= 0 else None
