"""What somebody brings who adds a messenger: a connection that shows messages and tells events.

A package announces a function `connect(settings, clock)` under the entry-point group
`kefu.platforms`; what its `async with` gives is a `Messenger`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.practice.messages import Inbound
from bot.practice.ports import Platform


class Taker(Protocol):
    """Where events go. What has been taken is safe on disk and may be acknowledged."""

    async def take(self, inbound: Inbound) -> bool:
        """Take one event; returns when it has taken effect on disk, or is kept aside.

        False where it is none of ours. The same `channel` and `key` again change nothing.
        """

    async def take_all(self, batch: Iterable[Inbound]) -> None:
        """Take several events; returns when the last one is safe."""

    async def keep_unreadable(self, channel: str, key: str, shape: str, error: str) -> None:
        """Keep aside an event that cannot be read: its shape only, without a single value."""


class Intake(Taker, Protocol):
    """A messenger's side of the practice."""

    async def returned(self, since: datetime) -> None:
        """The platform had been out of reach since then: nobody is blamed for silence."""


class Messenger(Protocol):
    """A bot of ours that its platform knows."""

    @property
    def name(self) -> str:
        """What people call the bot there."""

    @property
    def platform(self) -> Platform:
        """How messages are shown."""

    @property
    def in_touch(self) -> bool:
        """Whether whatever people say reaches us at the moment."""

    async def receive(self, intake: Intake) -> None:
        """Tell everything that happens, until cancelled; acknowledge only what was taken.

        What it raises is logged, and it is called again after a while; a `Trouble` ends us.
        """
