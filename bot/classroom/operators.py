"""运维: who runs the installation; let in by a code that only its console shows."""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.classroom.invitations import normal_code
from bot.secrets import new_code

CODE_LIVES = timedelta(minutes=15)
_FACT = "operator_code"


class Installation(Protocol):
    """What is known of the installation, in one transaction."""

    @property
    def now(self) -> datetime:
        """When the transaction began."""

    def remember(self, name: str, value: str) -> None:
        """Keep a value under a name."""

    def recall(self, name: str) -> str | None:
        """The value kept under this name."""

    def take_fact(self, name: str, value: str) -> bool:
        """Forget a value if it is this one; false where it is not."""


def new_operator_code(installation: Installation) -> str:
    """A code for one operator, good for fifteen minutes; one that was there before is void."""
    code = new_code()
    ends = installation.now + CODE_LIVES
    installation.remember(_FACT, f"{code} {ends.timestamp():.0f}")
    return code


def redeem_operator_code(installation: Installation, typed: str) -> bool:
    """Whether this is the code; it is void from then on."""
    kept = installation.recall(_FACT)
    if kept is None:
        return False
    code, _, ends = kept.partition(" ")
    right = hmac.compare_digest(code.encode(), normal_code(typed).encode("utf-8", "replace"))
    in_time = installation.now < datetime.fromtimestamp(int(ends), UTC)
    return right and in_time and installation.take_fact(_FACT, kept)
