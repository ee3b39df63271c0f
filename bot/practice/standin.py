"""A person plays the customer of a talk for a while: an enterprise mentor, live.

The written customer is silent meanwhile and reacts to nothing; handed back, it goes on where it
stood. Such a talk never counts.
"""

from datetime import timedelta

from bot.practice.messages import Chat, Message, Priority
from bot.practice.ports import Attempt, Book, Timer
from dialogues.transcript import MENTOR, Line, Remark

PLAYED_SIGN = "🎭"
"""Before every word that a mentor says as the customer, wherever it is shown."""

PLAYED = "played_by_mentor"
"""Kind of the remarks between which a mentor spoke as the customer; text `begin` or `end`."""


def take_over(book: Book, attempt: Attempt, mentor: int) -> None:
    """The mentor (by id) speaks as the customer from now on."""
    attempt.played_by, attempt.was_played, attempt.counts = mentor, True, False
    attempt.listening = False
    book.append(attempt, [Remark(PLAYED, "begin")])
    book.rest(Timer.SILENCE, attempt.id)
    book.save(attempt)


def speak(book: Book, attempt: Attempt, customer: str, text: str) -> None:
    """One bubble of the customer, in the mentor's words and marked as theirs.

    Its delivery starts the clock as ever.
    """
    line = attempt.events
    book.append(attempt, [Line(text, player=MENTOR)])
    attempt.words, attempt.last_line = text, line
    attempt.played_lines += 1
    attempt.asked = line if attempt.asked is None else attempt.asked
    book.save(attempt)
    message = Message(
        Chat(attempt.chat),
        f"{PLAYED_SIGN} {customer}：{text}",
        priority=Priority.TURN,
        attempt=attempt.id,
        line=line,
    )
    book.queue(attempt.channel, message)


def hand_back(book: Book, attempt: Attempt) -> None:
    """The written customer goes on, and waits for the student as it had waited before."""
    attempt.played_by = None
    book.append(attempt, [Remark(PLAYED, "end")])
    if attempt.wake_after is not None and attempt.paused_ms is None:
        attempt.listening = True
        due = book.now + timedelta(seconds=max(0.0, attempt.wake_after - attempt.ticked))
        book.wake(Timer.SILENCE, attempt.id, due, attempt.wake_after)
    book.save(attempt)
