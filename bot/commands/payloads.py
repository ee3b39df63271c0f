"""What a button carries back: an action and an argument, signed, well under 64 bytes.

The signature keeps foreign and forged payloads out; it gives nobody a right. Who may do what is
decided by the id of whoever pressed, never by the keyboard.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

PREFIX = "k1"
"""Begins every payload of ours."""
_MAC_BYTES = 8


_ROOM = 36
"""Characters of a name that stands beside a number of nine digits and a dash."""
_DIGEST = 8


def fitting(name: str) -> str:
    """A customer's id as a button carries it beside a number; a long one is cut, and marked."""
    if len(name) <= _ROOM:
        return name
    digest = sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{name[: _ROOM - _DIGEST - 1]}~{digest}"


def meant(carried: str, names: Iterable[str]) -> str:
    """Which of these ids a button carries; what it carries where it is none of them."""
    return next((name for name in names if fitting(name) == carried), carried)


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed: what is wanted, of what."""

    action: str
    argument: str


class Signer:
    """Makes and reads payloads of one installation."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, action: str, argument: str | int = "") -> str:
        """The payload for a button."""
        body = f"{PREFIX}.{action}.{argument}"
        return f"{body}.{self._mac(body)}"

    def read(self, payload: str) -> Press | None:
        """What the payload says; None for anything that we did not sign."""
        body, dot, mac = payload.rpartition(".")
        known = hmac.compare_digest(mac.encode("utf-8", "replace"), self._mac(body).encode())
        if not dot or not known:
            return None
        _, action, argument = body.split(".", 2)
        return Press(action, argument)

    def _mac(self, body: str) -> str:
        digest = hmac.new(self._key, body.encode("utf-8", "surrogatepass"), sha256).digest()
        return urlsafe_b64encode(digest[:_MAC_BYTES]).decode().rstrip("=")
