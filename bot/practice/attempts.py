"""Practice of every kind: a talk, several customers at a desk, a live room; and pauses in them.

Every function here runs inside one transaction and is plain synchronous code: it reads and writes
through the `Book` and puts what is to be said into the outbox.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.practice.begun import Begun, Library
from bot.practice.closing import Debrief, Keyboard
from bot.practice.coach import coach_line
from bot.practice.liveroom import LivePractice
from bot.practice.messages import Chat, Inbound, Message, Priority
from bot.practice.pausing import Pauses
from bot.practice.ports import Attempt, Book, Shown
from bot.practice.reception import DeskVoice
from bot.practice.talk import Examination, TalkPractice
from dialogues.transcript import Remark, Stamp
from locales.catalogue import catalogue

SETTLE_SECONDS = 2.5
"""How long the customer waits for more bubbles before taking what was said as one utterance."""


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
        self._begun = Begun(library)
        self._talks = TalkPractice(library, examine, debrief, settle_seconds, ways_on, desk_voice)
        self._desk = self._talks.desk
        self._live = LivePractice(debrief)
        self._pauses = Pauses(self, ways_on)

    # --- the student's side ---

    def start(self, book: Book, attempt: Attempt) -> Attempt:
        """Open a talk, a show, or a desk."""
        if (live := self.library.rooms.get(attempt.scenario)) is not None:
            return self._live.start(book, attempt, live.in_language(attempt.language))
        if (reception := self.library.receptions.get(attempt.scenario)) is not None:
            return self._desk.start(book, attempt, reception)
        return self._talks.start(book, attempt)

    def typed(self, book: Book, attempt: Attempt, said: Inbound, now: datetime) -> None:
        """Words for the customer, or a short command that operates the back office."""
        self._pauses.go_on(book, attempt)
        if self._begun.at_desk(attempt):
            self._desk.typed(book, attempt, said, now)
        elif (live := self._begun.show(attempt)) is not None:
            self._live.bubble(book, attempt, live, said)
        else:
            self._talks.typed(book, attempt, said, now)

    def use(self, book: Book, attempt: Attempt, tool: str, argument: str) -> bool:
        """Operate the back office; false where this customer's shop has no such tool."""
        return self._talks.use(book, attempt, tool, argument)

    def hint(self, book: Book, attempt: Attempt) -> None:
        """Tell the student what to do next; the log keeps it, and the examiner takes points."""
        if self._begun.at_desk(attempt):
            child = self._desk.focused(book, attempt)
            if child is None:
                self._desk.ask_first(book, attempt)
            else:
                self._talks.hint(book, child)
        elif self._begun.show(attempt) is not None:
            _coach(book, attempt, "practice.no_hint")
        else:
            self._talks.hint(book, attempt)

    def remark(self, book: Book, attempt: Attempt, remark: Remark) -> None:
        """Keep something that nobody said: an edit, a sticker."""
        self._talks.remark(book, attempt, remark)

    def stop(self, book: Book, attempt: Attempt) -> None:
        """The student ends the practice before the customer is done: no mark."""
        self._talks.stop(book, attempt)

    def withdraw(self, book: Book, attempt: Attempt) -> None:
        """The customer file was changed or taken away in the middle of the talk."""
        self._talks.withdraw(book, attempt)

    def expire(self, book: Book, attempt: Attempt) -> None:
        """Time is up: the talk ends and is marked as it stands."""
        self._talks.expire(book, attempt)

    # --- a pause ---

    def pause(self, book: Book, attempt: Attempt) -> None:
        """The student is called away: everything stands still, once, for ten minutes at most."""
        self._pauses.pause(book, attempt)

    def resume(self, book: Book, attempt: Attempt) -> None:
        """The student is back, or the ten minutes are over: time runs again."""
        self._pauses.resume(book, attempt)

    def settle(self, book: Book, attempt: Attempt) -> None:
        """Take the pending bubbles as one utterance, hear it, and let the customer react."""
        self._talks.settle(book, attempt)

    def is_known(self, attempt: Attempt) -> bool:
        """Whether the shelf remembers what it was begun with."""
        return self._begun.is_known(attempt)

    def hold(self, book: Book, attempt: Attempt) -> None:
        """In a pause nobody comes to a desk, and its time does not run out."""
        if self._begun.at_desk(attempt):
            self._desk.hold(book, attempt)

    def go_on(self, book: Book, attempt: Attempt, stood: timedelta) -> None:
        """After a pause time passes again, in a talk, a show, or at a desk."""
        if self._begun.at_desk(attempt):
            self._desk.go_on(book, attempt)
        elif (live := self._begun.show(attempt)) is not None:
            self._live.go_on(book, attempt, live, stood)
        else:
            self._talks.go_on(book, attempt)

    # --- several customers at once ---

    def choose(self, book: Book, attempt: Attempt, letter: str, now: datetime) -> None:
        """A customer of the desk was chosen: words without an address are for it."""
        if self._begun.at_desk(attempt):
            self._pauses.go_on(book, attempt)
            self._desk.choose(book, attempt, letter, now)

    def customers(self, book: Book, attempt: Attempt) -> Keyboard:
        """Buttons to choose among the customers of a desk; none in a talk."""
        return self._desk.customers(book, attempt) if self._begun.at_desk(attempt) else ()

    def standing(self, book: Book, attempt: Attempt) -> str:
        """Where things stand: the customer's last words, or who waits at the desk."""
        return self._desk.standing(book, attempt) if self._begun.at_desk(attempt) else attempt.words

    def arrival(self, book: Book, attempt: Attempt) -> None:
        """It is time for the desk's next customer."""
        if not attempt.over:
            self._desk.arrival(book, attempt)

    def closing(self, book: Book, attempt: Attempt) -> None:
        """The desk's time is up."""
        if not attempt.over:
            self._desk.closing(book, attempt)

    # --- the world's side ---

    def delivered(self, book: Book, number: int, shown: Shown) -> None:
        """The platform has shown a line, or perhaps has; the silence begins to run."""
        attempt = book.attempt(number)
        if attempt is None:
            return
        if self._begun.in_a_show(attempt):
            self._shown(book, attempt, shown.line, shown.stamp)
        else:
            self._talks.delivered(book, attempt, shown)

    def board(self, book: Book, attempt: Attempt) -> None:
        """It is time for the next board of a live room."""
        if attempt.over:
            return None
        live = self._begun.show(attempt)
        return self._live.tick(book, attempt, live) if live else self.withdraw(book, attempt)

    def silence(self, book: Book, attempt: Attempt, waited: float) -> None:
        """The student has said nothing for `waited` seconds."""
        self._talks.silence(book, attempt, waited)

    def customer_name(self, attempt: Attempt) -> str:
        """What the customer of a talk is called; its title where the file has changed since."""
        playable = self._begun.same(attempt)
        if playable is None:
            return self._begun.playable(attempt.scenario).title
        return playable.restore(attempt.seed, attempt.state).name

    def _shown(self, book: Book, attempt: Attempt, newest: int, stamp: Stamp | None) -> None:
        live = None if attempt.over else self._begun.show(attempt)
        if live is not None and not self._live.delivered(book, attempt, live, newest, stamp):
            self.stop(book, attempt)
            _coach(book, attempt, "live.lost")


def _coach(book: Book, attempt: Attempt, key: str) -> None:
    line = coach_line(catalogue(attempt.language), key)
    book.queue(attempt.channel, Message(Chat(attempt.chat), line, priority=Priority.TURN))
