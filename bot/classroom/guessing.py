"""How often somebody may guess at an invitation code."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

_MOST_GUESSES = 5
_GUESS_WINDOW = timedelta(minutes=10)
_MOST_A_DAY = 200
_DAY = timedelta(days=1)


class InvitationGuard:
    """At most five wrong codes a person in ten minutes, and two hundred a day of everybody.

    Kept in memory: nothing about a guess is stored. Fifty bits of a code hold whatever gets past.
    """

    def __init__(self) -> None:
        self._wrong: dict[str, deque[datetime]] = defaultdict(deque)
        self._all: deque[datetime] = deque(maxlen=_MOST_A_DAY)

    def may_try(self, platform_id: str, now: datetime) -> bool:
        """Whether this person may try a code."""
        wrong = self._wrong[platform_id]
        while wrong and wrong[0] < now - _GUESS_WINDOW:
            wrong.popleft()
        flooded = len(self._all) == _MOST_A_DAY and self._all[0] > now - _DAY
        return len(wrong) < _MOST_GUESSES and not flooded

    def missed(self, platform_id: str, now: datetime) -> None:
        """The code was wrong."""
        self._wrong[platform_id].append(now)
        self._all.append(now)
        if len(self._wrong) > 10_000:
            self._wrong.pop(next(iter(self._wrong)))
