"""Events of a talk as compact JSON, and back, without losing a stamp's clock or precision."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from dialogues.transcript import (
    Act,
    Bubble,
    Clock,
    Delivered,
    Ended,
    Event,
    Felt,
    Handled,
    Heard,
    Line,
    Opened,
    Remark,
    Stamp,
    Understood,
    Used,
    Voice,
)

_KINDS: dict[str, type[Event]] = {
    kind.__name__.lower(): kind
    for kind in (Opened, Line, Delivered, Bubble, Understood, Felt, Used, Remark, Handled, Ended)
}
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in _KINDS.values()}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_millis(at: datetime) -> int:
    """Milliseconds since 1970 UTC; whole arithmetic, so that a round trip changes nothing."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def from_millis(millis: int) -> datetime:
    """The aware UTC time of `to_millis`."""
    return _EPOCH + timedelta(milliseconds=millis)


def kind_of(event: Event) -> str:
    """The event's kind as it is stored beside it."""
    return type(event).__name__.lower()


def encode(event: Event) -> str:
    """One event as JSON; empty fields are left out."""
    data = {name: _plain(getattr(event, name)) for name in _NAMES[type(event)]}
    return json.dumps(
        {name: value for name, value in data.items() if value not in (None, "", [])},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def decode(kind: str, text: str) -> Event:
    """The event that `encode` wrote."""
    data = json.loads(text)
    for name, restore in _RESTORE.items():
        if name in data:
            data[name] = restore(data[name])
    made = _KINDS[kind]
    for name in _REQUIRED.get(made, ()):
        data.setdefault(name, None if name == "stamp" else "")
    return made(**data)


def _plain(value: object) -> object:
    if isinstance(value, Stamp):
        return [to_millis(value.at), value.clock, value.precision]
    if isinstance(value, Heard):
        acts = [[a.id, a.start, a.end, a.quote, a.why] for a in value.acts]
        return {"acts": acts, "courtesy": value.courtesy}
    return list(value) if isinstance(value, tuple) else value


def _stamp(data: list[Any]) -> Stamp:
    return Stamp(from_millis(data[0]), Clock(data[1]), data[2])


def _heard(data: dict[str, Any]) -> Heard:
    return Heard(tuple(Act(*act) for act in data["acts"]), data["courtesy"])


_RESTORE: dict[str, Callable[[Any], Any]] = {
    "stamp": _stamp,
    "heard": _heard,
    "voice": Voice,
    "bubbles": tuple,
    "told": tuple,
    "agreed": tuple,
}
# Fields without a default that `encode` leaves out when they are empty.
_REQUIRED: dict[type[Event], tuple[str, ...]] = {
    Line: ("text",),
    Delivered: ("stamp",),
    Bubble: ("text", "stamp"),
    Used: ("tool", "argument", "answer"),
    Felt: ("stage", "rule"),
    Opened: ("scenario", "content_hash", "seed"),
    Ended: ("ending",),
    Understood: (),
    Remark: ("kind",),
    Handled: ("topic", "how"),
}
