"""How often somebody may guess at an invitation code."""

from collections.abc import Sequence
from datetime import datetime, timedelta

GUESS_WINDOW = timedelta(minutes=10)
GUESSES_A_WINDOW = 5
DAY = timedelta(days=1)
GUESSES_A_DAY = 10
GUESSES_OF_ALL = 200
"""Wrong codes a day in the whole installation, so that many accounts help a guesser no further.

No person makes more than a twentieth of them: one alone cannot lock the others out.
"""


def may_guess(own: Sequence[datetime], of_all: int, now: datetime) -> bool:
    """Whether a person may try a code, after these wrong ones of their own and of everybody.

    Both are those of the last day. Fifty bits of a code hold whatever gets past.
    """
    lately = sum(1 for at in own if at > now - GUESS_WINDOW)
    return lately < GUESSES_A_WINDOW and len(own) < GUESSES_A_DAY and of_all < GUESSES_OF_ALL
