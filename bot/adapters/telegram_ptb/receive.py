"""A practice inside somebody's python-telegram-bot application.

One handler in a group of its own, before the host's: it stops the update only where it was ours.
Of polling, ours are taken out already when Telegram's answer comes in.
"""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, cast

from telegram import Bot, Update
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    BaseHandler,
    CommandHandler,
    ConversationHandler,
    InvalidCallbackData,
)

from bot.adapters.telegram.client import Reply
from bot.adapters.telegram.guest import Door, MountedTwice, Tap
from bot.adapters.telegram.webhook import Webhook

App = Application[Any, Any, Any, Any, Any, Any]
Handler = BaseHandler[Any, Any, Any]
Hook = Callable[[App], Coroutine[Any, Any, None]]


class Mounted:
    """The practice of one application.

    Starts and stops with `run_polling` and `run_webhook`; where the host starts the application by
    itself, with the first update or with `start`, and it stops with `stop`.
    """

    def __init__(self, application: App, door: Door, group: int, *, durable: bool) -> None:
        if any(isinstance(one, _Practice) for one in _all(application)):
            raise MountedTwice
        self._application = application
        self._door = door
        self._tap = Tap(door, self)
        application.add_handler(_Practice(self, door, self._tap), group)
        application.post_init = _after(application.post_init, self.start)
        application.post_stop = _before(self.stop, application.post_stop)
        if durable and application.updater is not None:
            tapped = _TappedBot(application.updater.bot, self._tap)
            application.updater.bot = cast("Bot", tapped)

    async def start(self) -> None:
        """Open the store and begin; `run_polling` and `run_webhook` do it too."""
        await self._door.start()

    async def stop(self) -> None:
        """Send what is on its way and close the store; `run_polling` and `run_webhook` do it."""
        await self._door.stop()

    def webhook(self, secret: str) -> Webhook:
        """An ASGI application for Telegram to post to; what is the host's goes into its queue."""
        return Webhook(secret, self._accept)

    async def _accept(self, update: Reply) -> None:
        if not await self._tap.judge(update):
            told = Update.de_json(update, self._application.bot)
            await self._application.update_queue.put(told)

    # --- the host, as `Host` ---

    def owns(self, command: str) -> bool:
        """Whether a handler of the host's is declared for this command."""
        return any(
            isinstance(one, CommandHandler) and command in one.commands
            for one in _all(self._application)
        )

    async def is_talking(self, update: Reply, _chat: int, _person: int) -> bool:
        """Whether a conversation of the host's that has begun wants this very update."""
        told = Update.de_json(update, self._application.bot)
        talks = (one for one in _all(self._application) if isinstance(one, ConversationHandler))
        wanted = (talk.check_update(told) for talk in talks)
        return any(found is not None and found[0] is not None for found in wanted)


class _Practice(BaseHandler[Update, Any, None]):
    """Hands updates to the practice, and stops those that were ours."""

    def __init__(self, mounted: Mounted, door: Door, tap: Tap) -> None:
        super().__init__(self._take, block=True)
        self._mounted = mounted
        self._door = door
        self._tap = tap

    def check_update(self, update: object) -> bool:
        """Whether it could be ours and was not judged before."""
        if not isinstance(update, Update) or self._tap.has_judged(update.update_id):
            return False
        return self._door.may_take(as_told(update), self._mounted)

    async def _take(self, update: Update, _context: Any) -> None:
        if await self._door.take(as_told(update), self._mounted):
            raise ApplicationHandlerStop


class _TappedBot:
    """The host's bot for its updater, with ours taken out of what Telegram tells."""

    def __init__(self, bot: Bot, tap: Tap) -> None:
        self._bot = bot
        self._tap = tap

    def __getattr__(self, name: str) -> Any:
        return getattr(self._bot, name)

    async def get_updates(self, offset: int | None = None, **rest: Any) -> Sequence[Update]:
        """The host's updates; ours have taken effect on disk."""
        self._tap.listens_to(rest.get("allowed_updates"))
        asking = self._bot.get_updates(offset=self._tap.offset(offset), **rest)
        return await self._tap.strain(asking, as_told)


def as_told(update: Update) -> Reply:
    """An update as Telegram wrote it."""
    told = update.to_dict()
    data: object = update.callback_query.data if update.callback_query else None
    if isinstance(data, InvalidCallbackData):
        # The host lets the library keep the data of its buttons; it does not know ours.
        told["callback_query"]["data"] = data.callback_data
    return told


def _all(application: App) -> Iterable[Handler]:
    """Every handler of the application, with those inside of conversations."""
    for group in application.handlers.values():
        for handler in group:
            yield from _with_inner(handler)


def _with_inner(handler: Handler) -> Iterable[Handler]:
    yield handler
    if isinstance(handler, ConversationHandler):
        states = [one for inner in handler.states.values() for one in inner]
        for inner in (*handler.entry_points, *handler.fallbacks, *states):
            yield from _with_inner(inner)


def _after(first: Hook | None, then: Callable[[], Coroutine[Any, Any, None]]) -> Hook:
    """The host's own hook, then ours."""

    async def both(application: App) -> None:
        if first is not None:
            await first(application)
        await then()

    return both


def _before(first: Callable[[], Coroutine[Any, Any, None]], then: Hook | None) -> Hook:
    """Ours, then the host's own hook."""

    async def both(application: App) -> None:
        await first()
        if then is not None:
            await then(application)

    return both
