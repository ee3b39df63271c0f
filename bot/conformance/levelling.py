"""What differs between platforms by nature, made level: numbers of events, steps of clocks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.practice.messages import Inbound, IncomingFile, Outcome, Queued, Sent
from bot.practice.messenger import Intake
from bot.practice.ports import Platform
from dialogues.transcript import Stamp

_PRECISION = 1.0


class InOrder:
    """An intake that numbers events in the order of their coming.

    A talk's paper hangs on the event's own key, and every platform has its own keys. Stamps are
    brought down to whole seconds, the step of the coarsest platform, so that marks can be equal.
    """

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._numbers: dict[str, str] = {}
        self.taking = 0

    async def take(self, inbound: Inbound) -> bool:
        """Take one event under its number."""
        number = self._numbers.setdefault(inbound.key, str(len(self._numbers) + 1))
        self.taking += 1
        try:
            stamp = _whole(inbound.stamp)
            return await self._intake.take(replace(inbound, key=number, stamp=stamp))
        finally:
            self.taking -= 1

    async def take_all(self, batch: Iterable[Inbound]) -> None:
        """Take several events, one after the other: their order is part of what is recorded."""
        for inbound in batch:
            await self.take(inbound)

    async def keep_unreadable(self, channel: str, key: str, shape: str, error: str) -> None:
        """No recording contains anything unreadable."""
        raise AssertionError(f"{channel}: event {key} cannot be read: {error} {shape}")

    async def returned(self, since: datetime) -> None:
        """The platform was never out of reach."""


class WholeSeconds:
    """A platform whose receipts are brought down to whole seconds."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.channel = platform.channel
        self.capabilities = platform.capabilities

    async def send(self, queued: Queued) -> Outcome:
        """Show a message."""
        outcome = await self._platform.send(queued)
        return (
            replace(outcome, stamp=_whole(outcome.stamp)) if isinstance(outcome, Sent) else outcome
        )

    async def probe(self) -> bool:
        """Whether it answers."""
        return await self._platform.probe()

    async def fetch(self, file: IncomingFile) -> bytes | None:
        """What is in a file."""
        return await self._platform.fetch(file)

    async def acknowledge(self, ticket: str, text: str = "") -> None:
        """A press was felt."""
        await self._platform.acknowledge(ticket, text)


def _whole(stamp: Stamp | None) -> Stamp | None:
    if stamp is None:
        return None
    return replace(stamp, at=stamp.at.replace(microsecond=0), precision=_PRECISION)
