"""Taking raw updates to the receiver, however they came in."""

import json
from collections.abc import Sequence

from bot.adapters.telegram.client import Reply
from bot.adapters.telegram.login import Connection
from bot.adapters.telegram.updates import UNREADABLE, read_update, shape_of
from bot.nursery import Nursery
from bot.practice.messages import Inbound
from bot.practice.messenger import Taker


class Taking:
    """One bot's updates on their way to the receiver."""

    def __init__(self, connection: Connection, taker: Taker) -> None:
        self._username = connection.username
        self._platform = connection.platform
        self._taker = taker

    async def take(self, updates: Sequence[Reply], nursery: Nursery) -> None:
        """Take numbered updates; returns when they may be acknowledged to Telegram."""
        mine = [inbound for update in updates if (inbound := await self._read(update))]
        for inbound in mine:
            if inbound.ticket:
                nursery.start(self._platform.acknowledge(inbound.ticket), "acknowledge")
        await self._taker.take_all(mine)

    async def _read(self, update: Reply) -> Inbound | None:
        channel = self._platform.channel
        try:
            return read_update(update, channel, self._username)
        except UNREADABLE as error:
            key, shape = str(update["update_id"]), json.dumps(shape_of(update))
            await self._taker.keep_unreadable(channel, key, shape, type(error).__name__)
            return None
