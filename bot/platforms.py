"""Which messengers can be served: our own ones, and those that others add by pip.

A package announces a function `connect(settings, clock)` under the entry-point group
`kefu.platforms`; what its `async with` gives is a `Messenger`. Only the chosen one is imported,
for that takes seconds. A broken one is reported and left out.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import get_args

from bot.logs import get_logger, where
from bot.practice.messages import Ambiguous, Capabilities, IncomingFile, Outcome, Queued
from bot.practice.messenger import Intake, Messenger
from bot.practice.ports import Clock, Platform
from bot.settings import Settings
from bot.trouble import Trouble

log = get_logger(__name__)

Connect = Callable[[Settings, Clock], AbstractAsyncContextManager[Messenger]]

PLATFORMS = "kefu.platforms"
"""The entry-point group; each entry names a `connect(settings, clock)`."""

OWN = tuple(
    EntryPoint(name, f"bot.adapters.{module}.connect:messenger", PLATFORMS)
    for name, module in (("aiogram", "telegram_aiogram"), ("ptb", "telegram_ptb"))
)
"""Telegram through either library; each comes with the extra of its name."""

_OUTCOMES: tuple[type, ...] = get_args(Outcome)
_MESSENGER = ("name", "platform", "in_touch", "receive")
_PLATFORM = ("channel", "capabilities", "send", "probe", "fetch", "acknowledge")


class UnknownPlatform(Trouble):
    """No platform of this name is installed; `kefu platforms` lists those that are."""

    key = "trouble.unknown_platform"


class LibraryMissing(Trouble):
    """The library is not installed: pip install "kefu-coach[aiogram]" or "kefu-coach[ptb]"."""

    key = "trouble.library_missing"


class BrokenPlatform(Trouble):
    """A package's platform cannot be used: mend, update or uninstall it, or choose another."""

    key = "trouble.broken_platform"


@dataclass(frozen=True, slots=True)
class Offer:
    """A platform that can be asked for: its name, and the package that brings it ("": ours)."""

    name: str
    entry: EntryPoint
    package: str = ""

    @property
    def _ours(self) -> bool:
        return not self.package

    def load(self) -> Connect:
        """How to log in there; `LibraryMissing` or `BrokenPlatform` where that is impossible."""
        try:
            connect = self.entry.load()
        except ModuleNotFoundError as error:
            if self._ours:
                raise LibraryMissing(platform=self.name) from None
            raise self.broken(error) from error
        except Exception as error:
            raise self.broken(error) from error
        if not callable(connect):
            raise self.broken(f"{self.entry.value} is no function")
        loaded: Connect = connect
        return loaded

    @asynccontextmanager
    async def connected(self, settings: Settings, clock: Clock) -> AsyncIterator[Messenger]:
        """A bot of ours there, for as long as the block lasts."""
        connect = self.load()
        ours = self._ours
        opened = connect(settings, clock) if ours else self._carefully(connect, settings, clock)
        async with opened as messenger:
            yield messenger

    @asynccontextmanager
    async def _carefully(
        self, connect: Connect, settings: Settings, clock: Clock
    ) -> AsyncIterator[Messenger]:
        """A bot of ours there, through anybody's code."""
        try:
            connecting = connect(settings, clock)
            given = await connecting.__aenter__()
        except Trouble:
            raise
        except Exception as error:
            raise self.broken(error) from error
        try:
            yield self._guarded(given)
        finally:
            await self._leave(connecting)

    def _guarded(self, given: Messenger) -> "Guarded":
        try:
            missing = missing_in(given)
        except Exception as error:
            raise self.broken(error) from error
        if missing:
            raise self.broken(f"no {', '.join(missing)}")
        return Guarded(given)

    async def _leave(self, connecting: AbstractAsyncContextManager[Messenger]) -> None:
        try:
            await connecting.__aexit__(None, None, None)
        except Exception as error:  # noqa: BLE001 - anybody's code, and all is stored already
            log.error("platform_not_left", platform=self.name, error=where(error))

    def broken(self, why: object) -> BrokenPlatform:
        """That it cannot be used, and why."""
        told = f"{type(why).__name__}: {why}" if isinstance(why, Exception) else str(why)
        return BrokenPlatform(platform=self.name, package=self.package, why=told)


def offers(entries: Iterable[EntryPoint] | None = None) -> Mapping[str, Offer]:
    """All platforms that are installed, by name; names that are announced twice are left out.

    Nobody can take the place of our own. Nothing is imported.
    """
    found: dict[str, list[Offer]] = defaultdict(list)
    for entry in entry_points(group=PLATFORMS) if entries is None else entries:
        found[entry.name].append(Offer(entry.name, entry, _package_of(entry)))
    own = {entry.name: Offer(entry.name, entry) for entry in OWN}
    single = {}
    for name, several in found.items():
        if len(several) == 1 and name not in own:
            single[name] = several[0]
        else:
            packages = [offer.package for offer in several]
            hint = "the name is taken: uninstall one of them, or tell its author to rename it"
            log.error("platform_refused", platform=name, packages=packages, hint=hint)
    return {**own, **single}


def _package_of(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def platform_called(name: str) -> Offer:
    """The platform of this name."""
    known = offers()
    if name not in known:
        raise UnknownPlatform(platform=name, known=", ".join(known))
    return known[name]


def missing_in(messenger: object) -> tuple[str, ...]:
    """What something lacks to be a `Messenger`."""
    missing = tuple(name for name in _MESSENGER if not hasattr(messenger, name))
    platform = getattr(messenger, "platform", None)
    if missing or not isinstance(getattr(platform, "capabilities", None), Capabilities):
        return missing or ("platform.capabilities",)
    return tuple(f"platform.{name}" for name in _PLATFORM if not hasattr(platform, name))


# --- anybody's code ------------------------------------------------------------------------------


class Guarded:
    """A messenger of somebody else's whose mistakes cost a message, and never the practice."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self.name = str(messenger.name)
        self.platform: Platform = GuardedPlatform(messenger.platform)

    @property
    def in_touch(self) -> bool:
        """Whether whatever people say reaches us; not where even that cannot be told."""
        try:
            return bool(self._messenger.in_touch)
        except Exception as error:  # noqa: BLE001 - anybody's code
            log.error("platform_failed", at="in_touch", error=where(error))
            return False

    async def receive(self, intake: Intake) -> None:
        """Tell everything that happens."""
        await self._messenger.receive(intake)


class GuardedPlatform:
    """A platform of somebody else's: of what it fails to answer nothing is known for certain."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.channel = str(platform.channel)
        self.capabilities = platform.capabilities

    async def send(self, queued: Queued) -> Outcome:
        """Show a message; where it fails, it may have been shown or not."""
        try:
            outcome: Outcome = await self._platform.send(queued)
        except Exception as error:  # noqa: BLE001 - anybody's code
            log.error("platform_failed", at="send", error=where(error))
            return Ambiguous(type(error).__name__)
        if not isinstance(outcome, _OUTCOMES):
            log.error("platform_failed", at="send", error=f"{type(outcome).__name__} is no Outcome")
            return Ambiguous("no outcome")
        return outcome

    async def probe(self) -> bool:
        """Whether it answers at the moment."""
        try:
            return bool(await self._platform.probe())
        except Exception as error:  # noqa: BLE001 - anybody's code
            log.error("platform_failed", at="probe", error=where(error))
            return False

    async def fetch(self, file: IncomingFile) -> bytes | None:
        """What is in a file that somebody sent."""
        try:
            content = await self._platform.fetch(file)
        except Exception as error:  # noqa: BLE001 - anybody's code
            log.error("platform_failed", at="fetch", error=where(error))
            return None
        return content if isinstance(content, bytes) else None

    async def acknowledge(self, ticket: str, text: str = "") -> None:
        """Tell whoever pressed a button that it was felt."""
        try:
            await self._platform.acknowledge(ticket, text)
        except Exception as error:  # noqa: BLE001 - anybody's code
            log.error("platform_failed", at="acknowledge", error=where(error))
