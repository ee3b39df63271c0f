"""A bot of our own on Telegram as a `Messenger`: it asks for updates, or has them posted."""

from bot.adapters.telegram.login import Connection, insist, show_menu
from bot.adapters.telegram.polling import Poller
from bot.nursery import Nursery
from bot.practice.messenger import Intake, Messenger
from bot.practice.ports import Clock
from bot.settings import Settings
from bot.trouble import Trouble


class ServerMissing(Trouble):
    """A webhook needs a web server: pip install "kefu-coach[webhook]"."""

    key = "trouble.server_missing"


def messenger_by(connection: Connection, settings: Settings, clock: Clock) -> Messenger:
    """Posted to where a webhook is set, asking otherwise."""
    if not settings.webhook:
        return Polled(connection, clock)
    try:
        from bot.adapters.telegram.posted import Posted
    except ModuleNotFoundError:
        raise ServerMissing from None
    return Posted(connection, settings, clock)


class Polled:
    """Receives by long polling."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.name = connection.username
        self.platform = connection.platform
        self._connection = connection
        self._clock = clock
        self._poller: Poller | None = None

    @property
    def in_touch(self) -> bool:
        """Whether Telegram's last answer left nothing waiting."""
        return self._poller is not None and self._poller.in_touch

    async def receive(self, intake: Intake) -> None:
        """Poll until cancelled."""
        # Long polling is refused while a webhook is set; what waits there is kept.
        await insist(self._connection.client, self._clock, "deleteWebhook")
        self._poller = Poller(self._connection, intake, self._clock, intake.returned)
        async with Nursery() as nursery:
            nursery.start(show_menu(self._connection.client), "menu")
            try:
                await self._poller.run()
            finally:
                self._poller = None
