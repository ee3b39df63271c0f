"""暂停: real life is not punished. A talk may stand still once, for ten minutes at most.

How long it stood still is kept in the log as a remark; whoever folds the log takes that time out,
so neither the customer's anger nor the marks know of it.
"""

from datetime import UTC, datetime, timedelta

from bot.practice.ports import Attempt, Book, Timer
from dialogues.transcript import PAUSED, Remark

LONGEST_PAUSE = timedelta(minutes=10)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def stand_still(book: Book, attempt: Attempt) -> None:
    """From now on no time passes in this talk."""
    attempt.paused_ms, attempt.rested = (book.now - _EPOCH) // _MS, True
    attempt.listening = False
    book.rest(Timer.SILENCE, attempt.id)
    book.wake(Timer.RESUME, attempt.id, book.now + LONGEST_PAUSE)
    book.save(attempt)


def go_on(book: Book, attempt: Attempt) -> None:
    """Time passes again; what the student had let the customer wait before still counts."""
    since = _EPOCH + (attempt.paused_ms or 0) * _MS
    stood = max(timedelta(0), book.now - since)
    attempt.paused_ms = None
    if attempt.asked_at is not None:
        attempt.asked_at += stood
    book.rest(Timer.RESUME, attempt.id)
    book.append(attempt, [Remark(PAUSED, str(stood // _MS))])
