"""What every customer must keep to, whoever made it: the promises behind the port.

Same seed, same talk; a customer written down and taken up again goes on as if nothing had
happened; what is written down is plain data. Programmed customers are anybody's code, so this is
tried rather than believed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from dialogues.checks.battery import CRASHES
from dialogues.customer import Customer, Playable, Reaction

SEEDS = ("plugin-0", "plugin-1")

REPLIES = (
    "您好，非常抱歉给您添麻烦了",
    "麻烦提供一下订单号",
    "这个找快递，不归我们管",
    "我马上帮您查，今晚8点前给您回复",
    "祝您生活愉快",
)
"""A short talk with something of everything: kind, asking, rude, helpful, closing."""

WAITED = 20.0


@dataclass(frozen=True, slots=True)
class Flaw:
    """A broken promise: `kind` is crash, unsteady, forgetful, unwritable or nameless."""

    kind: str
    detail: str = ""


def broken_promises(playable: Playable) -> tuple[Flaw, ...]:
    """Every promise of the port that this customer breaks, each kind once with an example."""
    found: dict[str, Flaw] = {}
    for seed in SEEDS:
        for flaw in _tried(playable, seed):
            found.setdefault(flaw.kind, flaw)
    return tuple(found.values())


def _tried(playable: Playable, seed: str) -> Iterator[Flaw]:
    try:
        yield from _compared(playable, seed)
    except CRASHES as error:
        yield Flaw("crash", f"{type(error).__name__}: {error}")


def _compared(playable: Playable, seed: str) -> Iterator[Flaw]:
    if not playable.born(seed).name.strip():
        yield Flaw("nameless")
    first = _talk(playable, seed, interrupted=False)
    if _talk(playable, seed, interrupted=False) != first:
        yield Flaw("unsteady", first[0].lines[0] if first[0].lines else "")
    try:
        taken_up = _talk(playable, seed, interrupted=True)
    except _Unwritable as unwritable:
        yield Flaw("unwritable", str(unwritable))
        return
    if taken_up != first:
        turn = next(n for n, pair in enumerate(zip(first, taken_up, strict=True)) if _differ(pair))
        yield Flaw("forgetful", (("", *REPLIES)[turn]))


def _talk(playable: Playable, seed: str, *, interrupted: bool) -> list[Reaction]:
    """The reactions to a short talk, with one silence; perhaps written down between all turns."""
    customer = playable.born(seed)
    reactions = [customer.open()]
    for reply in REPLIES:
        if interrupted:
            customer = _taken_up(playable, seed, customer)
        heard = playable.hear(reply, "")
        reactions.append(customer.hear(reply, heard, WAITED))
    return reactions


class _Unwritable(Exception):
    """A snapshot that JSON cannot hold."""


def _taken_up(playable: Playable, seed: str, customer: Customer) -> Customer:
    try:
        written = json.dumps(dict(customer.snapshot()))
    except (TypeError, ValueError) as error:
        raise _Unwritable(str(error)) from error
    return playable.restore(seed, json.loads(written))


def _differ(pair: tuple[Reaction, Reaction]) -> bool:
    return pair[0] != pair[1]
