"""How the Bot API says no: an HTTP status, a description and sometimes parameters."""

from math import ceil


class RefusalError(Exception):
    """A call that Telegram answers with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str, **parameters: int) -> RefusalError:
    """400, the call itself is wrong."""
    return RefusalError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> RefusalError:
    """403, somebody does not want to hear from the bot."""
    return RefusalError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusalError:
    """409, two ways of receiving updates at once."""
    return RefusalError(409, f"Conflict: {reason}")


def too_many(seconds: float) -> RefusalError:
    """429, wait this long (rounded up to whole seconds, at least one)."""
    wait = max(1, ceil(seconds))
    return RefusalError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


def not_found() -> RefusalError:
    """404, no such method."""
    return RefusalError(404, "Not Found")
