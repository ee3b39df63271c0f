"""What follows when a talk or a show is over and marked."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.practice.messages import Button, Chat, Message, Priority
from bot.practice.ports import Attempt, Book, Timer
from bot.practice.shelf import Offer
from locales.catalogue import catalogue
from scoring.scorecard import Scorecard

Keyboard = tuple[tuple[Button, ...], ...]
Debrief = Callable[[Attempt, Offer, Scorecard], tuple[str, Keyboard]]
"""What the coach says when a talk is over and marked, and the buttons below it."""

_EDIT_EVERY = 10


def close(book: Book, attempt: Attempt, card: Scorecard, debriefed: tuple[str, Keyboard]) -> None:
    """Keep the scorecard, tell the student, and let the class's progress know."""
    book.file(attempt.id, card.total, card.to_json())
    text, buttons = debriefed
    if book.settle_late(attempt):
        text = f"{text}\n{catalogue(attempt.language).say('debrief.late')}"
    book.queue(attempt.channel, Message(Chat(attempt.chat), text, buttons, Priority.TURN))
    if attempt.assignment is not None:
        book.wake(Timer.PROGRESS, attempt.assignment, _next_edit(book.now))


def _next_edit(now: datetime) -> datetime:
    """The next full ten seconds: a class that finishes together is one edit, not forty."""
    seconds = int(now.timestamp()) // _EDIT_EVERY * _EDIT_EVERY + _EDIT_EVERY
    return datetime.fromtimestamp(seconds, UTC)
