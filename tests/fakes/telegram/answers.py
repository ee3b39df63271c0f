"""Answers as they go over the wire."""

import json
from typing import Any

from aiohttp import web

from tests.fakes.telegram.calls import RawResult
from tests.fakes.telegram.errors import RefusalError


def answered(result: Any) -> web.Response:
    """`ok: true`; half surrogate pairs go out as JSON escapes."""
    if isinstance(result, RawResult):
        body = b'{"ok":true,"result":' + result.body + b"}"
    else:
        body = json.dumps({"ok": True, "result": result}, separators=(",", ":")).encode()
    return web.Response(body=body, content_type="application/json")


def refused(refusal: RefusalError) -> web.Response:
    """`ok: false`, with the same number as HTTP status; a 429 says how long in a header too."""
    content: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    headers = {}
    if refusal.parameters:
        content["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.Response(
        status=refusal.code,
        body=json.dumps(content).encode(),
        content_type="application/json",
        headers=headers,
    )


def cut(request: web.BaseRequest) -> web.Response:
    """Hang up without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
