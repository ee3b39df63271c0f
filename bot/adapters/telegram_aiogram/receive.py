"""A practice inside somebody's aiogram bot: `dispatcher.include_router(router)`.

The router holds no handlers that could answer anything. Ours are taken out before the host's
filters, states and handlers see them: of polling already when Telegram's answer comes in, and
otherwise by a middleware of the dispatcher.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.filters import Command
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.types import TelegramObject, Update
from aiohttp import web

from bot.adapters.telegram.client import Reply
from bot.adapters.telegram.guest import Door, MountedTwice, Tap
from bot.adapters.telegram.updates import KINDS
from bot.adapters.telegram.webhook import MOST_BYTES, SECRET_HEADER, Webhook
from bot.logs import get_logger, where
from bot.nursery import Nursery
from bot.trouble import Trouble

log = get_logger(__name__)

HOST_SECONDS = 10.0
"""So long may handlers of the host go on that work on a posted update when all is to stop."""

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class NotInDispatcher(Trouble):
    """Include the practice in the dispatcher itself, not in another router."""

    key = "trouble.not_in_dispatcher"


class PracticeRouter(Router):
    """The practice of one bot, to be included in the dispatcher that serves it.

    Starts and stops with the dispatcher; without its lifecycle, with the first update.
    """

    def __init__(self, bot: Bot, door: Door, *, durable: bool) -> None:
        super().__init__(name=f"kefu-{bot.id}")
        self.bot = bot
        self._door = door
        self._tap = Tap(door, self)
        self._nursery = Nursery()
        self.startup.register(self.start)
        self.shutdown.register(self.stop)
        for kind in KINDS:
            # So that a dispatcher that asks only for what its routers use asks for these too.
            self.observers[kind].register(_nothing, _never)
        if durable:
            bot.session.middleware(_Strainer(self, self._tap))

    async def start(self) -> None:
        """Open the store and begin; the dispatcher's startup does it too."""
        await self._door.start()

    async def stop(self) -> None:
        """Send what is on its way and close the store; the dispatcher's shutdown does it too."""
        await self._nursery.close(HOST_SECONDS)
        await self._door.stop()

    # --- where it is mounted ---

    @property
    def parent_router(self) -> Router | None:
        """The dispatcher, once included."""
        return self._parent_router

    @parent_router.setter
    def parent_router(self, router: Router) -> None:
        if not isinstance(router, Dispatcher):
            raise NotInDispatcher
        others = (one for one in router.sub_routers if isinstance(one, PracticeRouter))
        if self._parent_router or any(one.bot.id == self.bot.id for one in others):
            raise MountedTwice
        self._parent_router = router
        router.sub_routers.append(self)
        router.update.outer_middleware(self._before_the_host)

    @property
    def _dispatcher(self) -> Dispatcher:
        if not isinstance(self._parent_router, Dispatcher):
            raise NotInDispatcher
        return self._parent_router

    # --- the host, as `Host` ---

    def owns(self, command: str) -> bool:
        """Whether a handler of the host's is declared for this command."""
        return any(_declares(router, command) for router in self._dispatcher.chain_tail)

    async def is_talking(self, _update: Reply, chat: int, person: int) -> bool:
        """Whether the host's state machine has a state for this person here."""
        fsm = self._dispatcher.fsm
        context = fsm.resolve_context(self.bot, chat_id=chat, user_id=person)
        return context is not None and await context.get_state() is not None

    # --- what comes in ---

    async def _before_the_host(self, handler: Next, event: TelegramObject, data: Any) -> Any:
        if isinstance(event, Update) and data["bot"].id == self.bot.id:
            judged = self._tap.has_judged(event.update_id)
            if not judged and await self._door.take(as_told(event), self):
                return None
        return await handler(event, data)

    def webhook(self, secret: str) -> Webhook:
        """An ASGI application for Telegram to post to; what is the host's is passed on to it."""
        return Webhook(secret, self._accept)

    def aiohttp_handler(self, secret: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        """The same for `app.router.add_post(path, ...)` of an aiohttp application."""
        hook = self.webhook(secret)

        async def handle(request: web.Request) -> web.Response:
            told = request.headers.getall(SECRET_HEADER, [])
            # Bytes that are no text come as surrogates.
            secrets = (value.encode("utf-8", "surrogateescape") for value in told)
            status = hook.admits(request.method, secrets)
            if status is HTTPStatus.OK:
                body = await _read(request)
                too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                status = too_large if body is None else await hook.take(body)
            return web.Response(status=status)

        return handle

    async def _accept(self, update: Reply) -> None:
        if not await self._tap.judge(update):
            self._nursery.start(self._pass_on(update), "host")

    async def _pass_on(self, update: Reply) -> None:
        """As aiogram's own webhook does: in the background, an answer that is a call is made."""
        dispatcher = self._dispatcher
        try:
            result = await dispatcher.feed_raw_update(self.bot, update)
        except Exception as error:  # noqa: BLE001 - the host's; aiogram has logged it
            log.warning("host_failed", error=where(error))
            return
        if isinstance(result, TelegramMethod):
            await dispatcher.silent_call_request(self.bot, result)


class _Strainer(BaseRequestMiddleware):
    """Takes ours out of what the host's polling is told."""

    def __init__(self, router: PracticeRouter, tap: Tap) -> None:
        self._router = router
        self._tap = tap

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        mounted = self._router.parent_router is not None and bot.id == self._router.bot.id
        if not isinstance(method, GetUpdates) or not mounted:
            return await make_request(bot, method)
        method.offset = self._tap.offset(method.offset)
        self._tap.listens_to(method.allowed_updates)
        # Declared as the whole answer, it is what the answer holds.
        asking: Any = make_request(bot, method)
        return await self._tap.strain(asking, as_told)


def as_told(update: TelegramObject) -> Reply:
    """An update as Telegram wrote it."""
    return update.model_dump(mode="json", by_alias=True, exclude_unset=True)


async def _read(request: web.Request) -> bytes | None:
    """The whole body; None as soon as it is too long."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _declares(router: Router, command: str) -> bool:
    declared = (handler.flags.get("commands", ()) for handler in router.message.handlers)
    return any(_names(one, command) for commands in declared for one in commands)


def _names(declared: Command, command: str) -> bool:
    for name in declared.commands:
        if isinstance(name, str):
            if name.casefold() == command:
                return True
        elif name.match(command):
            return True
    return False


async def _never(_event: TelegramObject) -> bool:
    return False


async def _nothing(_event: TelegramObject) -> None:
    """Never called."""
