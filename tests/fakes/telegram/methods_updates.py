"""Receiving: long polling or a webhook, never both."""

from urllib.parse import urlsplit

from tests.fakes.telegram.calls import Call, RawResult, execute, method
from tests.fakes.telegram.chats import Json
from tests.fakes.telegram.errors import RefusalError, bad_request, conflict, too_many
from tests.fakes.telegram.limits import SECRET_TOKEN
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.updates import TAKEN_OVER, Pending
from tests.fakes.telegram.webhooks import Address, Webhook

_LONGEST_POLL = 50
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_NOT_FROM_WEBHOOKS = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


@method("getUpdates")
async def get_updates(call: Call) -> RawResult:
    """What happened since; waits for it if nothing did."""
    bot, params = call.bot, call.params
    if bot.webhook is not None and not bot.webhook.closed:
        raise conflict(_WEBHOOK_ACTIVE)
    bot.queue.allow(_wanted(params))
    bot.poll.interrupt(TAKEN_OVER)
    offset = params.integer("offset")
    limit = min(max(params.integer("limit", 100), 1), 100)
    seconds = float(min(max(params.integer("timeout"), 0), _LONGEST_POLL))
    if call.world.rules.punish_repeated_offset:
        limit, seconds = _slowed(bot.poll.repeated(offset), limit, seconds)
    if offset:
        bot.queue.forget(offset)
    found = bot.queue.take(limit)
    if not found and seconds:
        await bot.poll.wait(seconds)
        found = bot.queue.take(limit)
    return _listed(found)


def _slowed(since: float, limit: int, seconds: float) -> tuple[int, float]:
    """The server's answer to impatience: wait at least 3 s, and get one by one below 0.5 s."""
    return 1 if since < 0.5 else limit, max(seconds, 3.0) if since < 3.0 else seconds


def _wanted(params: Params) -> list[object] | None:
    """`allowed_updates`; what cannot be read changes nothing."""
    try:
        return params.array("allowed_updates") if "allowed_updates" in params.values else None
    except RefusalError:
        return None


def _listed(updates: list[Pending]) -> RawResult:
    return RawResult(b"[" + b",".join([one.body for one in updates]) + b"]")


@method("setWebhook")
async def set_webhook(call: Call) -> bool:
    """Deliver to this address from now on, beginning with what is waiting."""
    url = call.params.text("url")
    if not url:
        return await delete_webhook(call)
    now = call.world.clock.now()
    if now - call.bot.webhook_set_at < 1.0:
        raise too_many(1)
    address = _address(call.params, url)
    call.bot.webhook_set_at = now
    await _replace(call)
    call.bot.poll.interrupt("terminated by setWebhook request")
    call.bot.queue.allow(_wanted(call.params))
    hook = Webhook(address, call.world.clock, call.bot.queue, Executor(call))
    call.bot.webhook = hook
    for one in call.bot.queue.take(len(call.bot.queue)):
        hook.accept(one)
    return True


def _address(params: Params, url: str) -> Address:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not SECRET_TOKEN.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = min(max(params.integer("max_connections", 40), 1), 100)
    return Address(url, secret, connections)


class Executor:
    """Runs the method that a bot puts into its answer to a webhook; nobody hears the result."""

    def __init__(self, call: Call) -> None:
        self._world = call.world
        self._bot = call.bot

    async def __call__(self, content_type: str, body: bytes) -> None:
        """Run it, unless it is one of those that are only allowed as a call."""
        try:
            params = Params.read("", content_type, body)
            name = str(params.values.pop("method", "")).lower()
            if name and name not in _NOT_FROM_WEBHOOKS and not name.startswith("get"):
                await execute(Call(self._world, self._bot, name, params))
        except RefusalError:
            return


@method("deleteWebhook")
async def delete_webhook(call: Call) -> bool:
    """Back to polling."""
    await _replace(call)
    return True


async def _replace(call: Call) -> None:
    hook, call.bot.webhook = call.bot.webhook, None
    if hook is not None:
        await hook.close()
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.clear()


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """How delivery goes."""
    hook = call.bot.webhook
    info: Json = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.queue.take(len(call.bot.queue) or 1)),
    }
    if call.bot.queue.allowed:
        info["allowed_updates"] = call.bot.queue.allowed
    if hook is None or hook.closed:
        return info
    info |= {"url": hook.address.url, "max_connections": hook.address.connections}
    if hook.last_error:
        info |= {
            "last_error_date": hook.last_error_date,
            "last_error_message": hook.last_error,
        }
    return info
