"""A talk from its opening to its scorecard: start, bubbles, reaction, silence, end.

Every function here runs inside one transaction and is plain synchronous code: it reads and writes
through the `Book` and puts what is to be said into the outbox. The student's clock is never
ours: it runs from the platform's time of the customer's delivered line to the platform's time of
the student's first bubble.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.practice.briefing import briefing
from bot.practice.closing import Debrief, Keyboard, close
from bot.practice.coach import coach_line, customer_line
from bot.practice.liveroom import LivePractice
from bot.practice.messages import Chat, Inbound, Message, Priority
from bot.practice.pausing import Pauses
from bot.practice.ports import Attempt, Book, Shown, Timer
from bot.practice.reception import DeskPractice, DeskVoice
from bot.practice.tools import tool_command
from bot.trouble import Trouble
from dialogues.customer import Customer, Playable, Reaction
from dialogues.hearing.taught import hardly_anything, with_taught
from dialogues.help import hint_from
from dialogues.language import in_language
from dialogues.liveroom import LiveShow
from dialogues.reception import Reception, mark_of
from dialogues.scenario import TIME_UP
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
from scoring.deductions import HINT, HINT_POINTS
from scoring.scorecard import Scorecard

SETTLE_SECONDS = 2.5
"""How long the customer waits for more bubbles before taking what was said as one utterance."""

_IN_A_TALK = (
    Timer.SETTLE,
    Timer.SILENCE,
    Timer.BOARD,
    Timer.ARRIVAL,
    Timer.CLOSING,
    Timer.RESUME,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Library(Protocol):
    """The customers that can be practised with."""

    @property
    def playables(self) -> Mapping[str, Playable]:
        """Everything playable, by id, in the order of the shelf."""

    @property
    def rooms(self) -> Mapping[str, LiveShow]:
        """The live rooms, by id, in the order of the shelf."""

    @property
    def receptions(self) -> Mapping[str, Reception]:
        """The receptions (多客接待), by id, in the order of the shelf."""

    @property
    def tools(self) -> frozenset[str]:
        """Names of all back-office tools that any customer knows."""

    def version(self, scenario: str, content_hash: str) -> Playable | None:
        """The customer with exactly this content, now or since the program started."""

    def room(self, scenario: str, content_hash: str) -> LiveShow | None:
        """The live room with exactly this content, now or since the program started."""

    def reception(self, scenario: str, content_hash: str) -> Reception | None:
        """The reception with exactly this content, now or since the program started."""


Examination = Callable[[Transcript, Playable, str, str], Scorecard]
"""Marks a talk with this playable, drawn from this seed, by the class's rubric if it has one."""


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
        settle_seconds: float,
        ways_on: Callable[[Attempt], Keyboard],
        desk_voice: DeskVoice,
    ) -> None:
        self.library = library
        self._ways_on = ways_on
        self._examine = examine
        self._debrief = debrief
        self._settle = timedelta(seconds=settle_seconds)
        self._live = LivePractice(debrief)
        self._desk = DeskPractice(self, library, desk_voice)
        self._pauses = Pauses(self, ways_on)

    # --- the student's side ---

    def start(self, book: Book, attempt: Attempt) -> Attempt:
        """Open a talk, a show, or a desk."""
        if (live := self.library.rooms.get(attempt.scenario)) is not None:
            return self._live.start(book, attempt, live.in_language(attempt.language))
        if (reception := self.library.receptions.get(attempt.scenario)) is not None:
            return self._desk.start(book, attempt, reception)
        playable = in_language(self._playable(attempt.scenario), attempt.language)
        attempt.content_hash = playable.content_hash
        attempt.state = {}
        attempt = book.begin(attempt)
        customer = playable.born(attempt.seed)
        like = self._desk.same_shop(book, attempt) if attempt.letter else ""
        ways = () if attempt.letter else self._ways_on(attempt)
        self._tell(book, attempt, briefing(attempt, playable, customer, like), ways)
        opened = Opened(playable.id, playable.content_hash, attempt.seed)
        self._react(book, attempt, customer, customer.open(), [opened])
        return attempt

    def typed(self, book: Book, attempt: Attempt, said: Inbound, now: datetime) -> None:
        """Words for the customer, or a short command that operates the back office."""
        self._pauses.go_on(book, attempt)
        if self._at_desk(attempt):
            self._desk.typed(book, attempt, said, now)
            return
        command = tool_command(said.text, self.library.tools)
        if command is None or not self.use(book, attempt, *command):
            self.bubble(book, attempt, said, now)

    def bubble(self, book: Book, attempt: Attempt, said: Inbound, now: datetime) -> None:
        """Keep one message of the student; the customer reacts when no more is coming."""
        if (live := self._show(attempt)) is not None:
            self._live.bubble(book, attempt, live, said)
            return
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

    def hint(self, book: Book, attempt: Attempt) -> None:
        """Tell the student what to do next; the log keeps it, and the examiner takes points."""
        if self._at_desk(attempt):
            return self._hint_at_desk(book, attempt)
        if self._show(attempt) is not None:
            return self._tell(
                book, attempt, coach_line(catalogue(attempt.language), "practice.no_hint")
            )
        playable = self._same(attempt)
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
            self._desk.left(book, attempt)

    def withdraw(self, book: Book, attempt: Attempt) -> None:
        """The customer file was changed or taken away in the middle of the talk."""
        self.stop(book, attempt)
        self._tell(book, attempt, coach_line(catalogue(attempt.language), "practice.withdrawn"))

    # --- a pause ---

    def pause(self, book: Book, attempt: Attempt) -> None:
        """The student is called away: everything stands still, once, for ten minutes at most."""
        self._pauses.pause(book, attempt)

    def resume(self, book: Book, attempt: Attempt) -> None:
        """The student is back, or the ten minutes are over: time runs again."""
        self._pauses.resume(book, attempt)

    def is_known(self, attempt: Attempt) -> bool:
        """Whether the shelf remembers what it was begun with."""
        shelf, version = self.library, (attempt.scenario, attempt.content_hash)
        return any(
            found is not None
            for found in (shelf.version(*version), shelf.room(*version), shelf.reception(*version))
        )

    def hold(self, book: Book, attempt: Attempt) -> None:
        """In a pause nobody comes to a desk, and its time does not run out."""
        if self._at_desk(attempt):
            self._desk.hold(book, attempt)

    def go_on(self, book: Book, attempt: Attempt, stood: timedelta) -> None:
        """After a pause time passes again, in a talk, a show, or at a desk."""
        if self._at_desk(attempt):
            self._desk.go_on(book, attempt)
        elif (live := self._show(attempt)) is not None:
            self._live.go_on(book, attempt, live, stood)
        else:
            _listen(book, attempt, book.now)
            book.save(attempt)

    # --- several customers at once ---

    def choose(self, book: Book, attempt: Attempt, letter: str, now: datetime) -> None:
        """A customer of the desk was chosen: words without an address are for it."""
        if self._at_desk(attempt):
            self._pauses.go_on(book, attempt)
            self._desk.choose(book, attempt, letter, now)

    def customers(self, book: Book, attempt: Attempt) -> Keyboard:
        """Buttons to choose among the customers of a desk; none in a talk."""
        return self._desk.customers(book, attempt) if self._at_desk(attempt) else ()

    def standing(self, book: Book, attempt: Attempt) -> str:
        """Where things stand: the customer's last words, or who waits at the desk."""
        return self._desk.standing(book, attempt) if self._at_desk(attempt) else attempt.words

    def arrival(self, book: Book, attempt: Attempt) -> None:
        """It is time for the desk's next customer."""
        if not attempt.over:
            self._desk.arrival(book, attempt)

    def closing(self, book: Book, attempt: Attempt) -> None:
        """The desk's time is up."""
        if not attempt.over:
            self._desk.closing(book, attempt)

    def expire(self, book: Book, attempt: Attempt) -> None:
        """Time is up: the talk ends and is marked as it stands."""
        book.append(attempt, [Ended(TIME_UP, success=False)])
        attempt.over, attempt.listening = True, False
        self._finish(book, attempt)

    def _hint_at_desk(self, book: Book, attempt: Attempt) -> None:
        child = self._desk.focused(book, attempt)
        return self._desk.ask_first(book, attempt) if child is None else self.hint(book, child)

    # --- the world's side ---

    def delivered(self, book: Book, number: int, shown: Shown) -> None:
        """The platform has shown a line, or perhaps has; the silence begins to run."""
        line, stamp = shown.line, shown.stamp
        attempt = book.attempt(number)
        if attempt is None:
            return
        if self._in_a_show(attempt):
            self._shown(book, attempt, line, stamp)
            return
        book.append(attempt, [Delivered(line, stamp)])
        if attempt.asked == line and stamp is not None:
            attempt.asked_at = stamp.at
        waiting = line == attempt.last_line and not attempt.pending and not attempt.over
        if waiting and stamp is not None:
            _listen(book, attempt, book.now)
        if attempt.letter and shown.message:
            attempt.said.append(shown.message)
        book.save(attempt)

    def board(self, book: Book, attempt: Attempt) -> None:
        """It is time for the next board of a live room."""
        if attempt.over:
            return None
        live = self._show(attempt)
        return self._live.tick(book, attempt, live) if live else self.withdraw(book, attempt)

    def silence(self, book: Book, attempt: Attempt, waited: float) -> None:
        """The student has said nothing for `waited` seconds."""
        if attempt.over or attempt.pending or not attempt.listening or attempt.played_by:
            return None
        playable = self._same(attempt)
        if playable is None:
            return self.withdraw(book, attempt)
        customer = playable.restore(attempt.seed, attempt.state)
        attempt.ticked, attempt.listening = waited, False
        return self._react(book, attempt, customer, customer.tick(waited), [])

    def customer_name(self, attempt: Attempt) -> str:
        """What the customer of a talk is called; its title where the file has changed since."""
        playable = self._same(attempt)
        if playable is None:
            return self._playable(attempt.scenario).title
        return playable.restore(attempt.seed, attempt.state).name

    # --- how ---

    def _playable(self, scenario: str) -> Playable:
        try:
            return self.library.playables[scenario]
        except KeyError:
            raise UnknownScenario(asked=scenario) from None

    def _same(self, attempt: Attempt) -> Playable | None:
        """What the attempt was begun with, as long as the shelf remembers it."""
        playable = self.library.version(attempt.scenario, attempt.content_hash)
        return in_language(playable, attempt.language) if playable else None

    def _show(self, attempt: Attempt) -> LiveShow | None:
        """The live room that the attempt was begun with, as long as the shelf remembers it."""
        live = self.library.room(attempt.scenario, attempt.content_hash)
        return live.in_language(attempt.language) if live else None

    def _at_desk(self, attempt: Attempt) -> bool:
        """Whether it was begun at a desk, also one that has changed over a restart."""
        begun = self.library.reception(attempt.scenario, attempt.content_hash)
        return begun is not None or attempt.scenario in self.library.receptions

    def _in_a_show(self, attempt: Attempt) -> bool:
        return self._show(attempt) is not None or attempt.scenario in self.library.rooms

    def _shown(self, book: Book, attempt: Attempt, newest: int, stamp: Stamp | None) -> None:
        live = None if attempt.over else self._show(attempt)
        if live is not None and not self._live.delivered(book, attempt, live, newest, stamp):
            self.stop(book, attempt)
            self._tell(book, attempt, coach_line(catalogue(attempt.language), "live.lost"))

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
        playable = self._same(attempt) or self._playable(attempt.scenario)
        talk = Transcript.of(book.log(attempt.id))
        card = self._examine(talk, playable, attempt.seed, book.rubric_for(attempt))
        if attempt.parent is None:
            close(book, attempt, card, self._debrief(attempt, playable, card))
        else:
            book.file(attempt.id, card.total, card.to_json())
            self._desk.left(book, attempt)

    def _say(self, book: Book, attempt: Attempt, bubbles: Sequence[str], first: int) -> None:
        """The customer's bubbles, the lines from `first` on; at a desk the last one has buttons."""
        desk = book.attempt(attempt.parent) if bubbles and attempt.parent is not None else None
        ways = () if desk is None else self.customers(book, desk)
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
