"""暂停: real life is not punished. A talk may stand still once, for ten minutes at most.

At a desk all customers stand still together and nobody comes in; in a live room the show does.
How long it stood still is kept in the log as a remark; whoever folds the log takes that time out,
so neither the customer's anger nor the marks know of it.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.practice.closing import Keyboard
from bot.practice.coach import coach_line
from bot.practice.messages import Chat, Message, Priority
from bot.practice.ports import Attempt, Book, Timer
from dialogues.transcript import PAUSED, Remark
from locales.catalogue import catalogue

LONGEST_PAUSE = timedelta(minutes=10)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_RESTED = (Timer.SILENCE, Timer.BOARD)


class Paused(Protocol):
    """What can stand still: talks, live rooms and desks, as a pause needs them."""

    def settle(self, book: Book, attempt: Attempt) -> None:
        """Let the customer react to what was said before."""

    def is_known(self, attempt: Attempt) -> bool:
        """Whether there still is what it was begun with."""

    def standing(self, book: Book, attempt: Attempt) -> str:
        """Where things stand, for somebody who comes back."""

    def customers(self, book: Book, attempt: Attempt) -> Keyboard:
        """Buttons to choose among the customers of a desk."""

    def hold(self, book: Book, attempt: Attempt) -> None:
        """Nobody comes in, and nothing ends, until it goes on."""

    def go_on(self, book: Book, attempt: Attempt, stood: timedelta) -> None:
        """Time passes again, after so long; the attempt is kept here."""


class Pauses:
    """Lets students leave, and come back."""

    def __init__(self, paused: Paused, ways_on: Callable[[Attempt], Keyboard]) -> None:
        self._paused = paused
        self._ways_on = ways_on

    def pause(self, book: Book, attempt: Attempt) -> None:
        """The student is called away: everything stands still, once, for ten minutes at most."""
        for one in _together(book, attempt):
            if one.pending:
                # What was said before is still answered; only then does everything stand still.
                self._paused.settle(book, one)
        now = book.attempt(attempt.id)
        if now is None or now.over:
            return
        words = catalogue(now.language)
        if not self._paused.is_known(now):
            _tell(book, now, coach_line(words, "practice.no_pause"))
        elif now.rested:
            _tell(book, now, coach_line(words, "practice.paused_before"))
        else:
            for one in _together(book, now):
                _stand_still(book, one)
            self._paused.hold(book, now)
            _stand_still(book, now)
            _tell(book, now, coach_line(words, "practice.paused"), self._ways_on(now))

    def resume(self, book: Book, attempt: Attempt) -> None:
        """The student is back, or the ten minutes are over: time runs again, and that is said."""
        if attempt.paused_ms is None or attempt.over:
            return
        self.go_on(book, attempt)
        key = "desk.resumed" if book.children(attempt.id) else "practice.resumed"
        told = self._paused.standing(book, attempt)
        line = coach_line(catalogue(attempt.language), key, words=told)
        _tell(book, attempt, line, self._paused.customers(book, attempt))

    def go_on(self, book: Book, attempt: Attempt) -> None:
        """Time runs again, without a word: whoever has spoken to a customer needs none."""
        if attempt.paused_ms is None:
            return
        for one in book.children(attempt.id):
            if not one.over:
                self._paused.go_on(book, one, _wake(book, one))
        self._paused.go_on(book, attempt, _wake(book, attempt))


def paused_for(attempt: Attempt, now: datetime) -> timedelta:
    """How long it has been standing still; nothing where it is not."""
    if attempt.paused_ms is None:
        return timedelta(0)
    return max(timedelta(0), now - (_EPOCH + attempt.paused_ms * _MS))


def _together(book: Book, attempt: Attempt) -> Sequence[Attempt]:
    """Who stands still: the customers of a desk, or the talk itself."""
    return [one for one in book.children(attempt.id) if not one.over] or [attempt]


def _stand_still(book: Book, attempt: Attempt) -> None:
    attempt.paused_ms, attempt.rested = (book.now - _EPOCH) // _MS, True
    attempt.listening = False
    for kind in _RESTED:
        book.rest(kind, attempt.id)
    if attempt.parent is None:
        book.wake(Timer.RESUME, attempt.id, book.now + LONGEST_PAUSE)
    book.save(attempt)


def _wake(book: Book, attempt: Attempt) -> timedelta:
    """End the pause; what a customer had waited before still counts. How long it was."""
    stood = paused_for(attempt, book.now)
    attempt.paused_ms = None
    if attempt.asked_at is not None:
        attempt.asked_at += stood
    book.rest(Timer.RESUME, attempt.id)
    book.append(attempt, [Remark(PAUSED, str(stood // _MS))])
    return stood


def _tell(book: Book, attempt: Attempt, text: str, buttons: Keyboard = ()) -> None:
    book.queue(attempt.channel, Message(Chat(attempt.chat), text, buttons, Priority.TURN))
