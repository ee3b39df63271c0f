"""How a fault looks from the outside."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from tests.fakes.telegram.answers import cut, refused
from tests.fakes.telegram.calls import Call
from tests.fakes.telegram.errors import RefusalError, too_many
from tests.fakes.telegram.faults import Fault, Harm

_HTML = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
Perform = Callable[[], Awaitable[web.Response]]


async def suffer(
    fault: Fault, request: web.BaseRequest, call: Call, perform: Perform
) -> web.StreamResponse:
    """Answer a call, or not, the way the fault says."""
    if fault.harm is Harm.DELAY:
        await call.world.clock.sleep(fault.seconds)
        return await perform()
    if fault.harm.takes_effect:
        whole = await _done(perform)
        return cut(request) if fault.harm is Harm.DROP_AFTER else _half(request, whole)
    if fault.harm is Harm.FLOOD:
        raise _told_to_wait(call, fault.seconds)
    if fault.harm is Harm.STATUS:
        raise RefusalError(fault.status, HTTPStatus(fault.status).phrase)
    if fault.harm is Harm.HTML:
        return web.Response(status=fault.status, text=_HTML, content_type="text/html")
    return cut(request)


def _told_to_wait(call: Call, seconds: float) -> RefusalError:
    """A 429; if it is about a chat, sending there before its end is a violation."""
    chat_id = call.params.integer("chat_id")
    if not chat_id:
        return too_many(seconds)
    return call.bot.flood.penalise(chat_id, seconds, call.world.clock.now())


async def _done(perform: Perform) -> web.Response:
    try:
        return await perform()
    except RefusalError as refusal:
        return refused(refusal)


def _half(request: web.BaseRequest, whole: web.Response) -> web.StreamResponse:
    """Promise the whole body, send half of it, hang up."""
    body = whole.body if isinstance(whole.body, bytes) else b""
    transport = request.transport
    if transport is not None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        transport.write(head.encode() + b"\r\n\r\n" + body[: len(body) // 2])
        transport.close()
    return web.Response()
