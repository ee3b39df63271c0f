"""The customer as everything else sees it: a port that scripted customers and modules satisfy.

A customer is alive in one attempt. It has no clock and no dice of its own: it is told how many
seconds it was left waiting, and its choices follow from the seed that it was born with. All it
is can be written down as plain data and taken up again elsewhere (`snapshot`, and `restore` of
what made it).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from dialogues.transcript import Ended, Felt, Heard

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"
"""Plain data, as JSON knows it."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the customer does now.

    `lines` are said one bubble each, in order, and may be none. `felt` is the trace that the log
    keeps. `wake_after` is the number of seconds of silence after which the customer wants to be
    ticked again, counted from the delivery of its last line; None: it will wait for ever.
    `hint` is true when the customer has not understood for so long that the coach should offer
    help.
    """

    lines: tuple[str, ...]
    felt: Felt
    wake_after: float | None = None
    ended: Ended | None = None
    hint: bool = False


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What the back office showed the student, and what it did to the customer, if anything."""

    text: str
    ok: bool
    reaction: Reaction | None = None


class Customer(Protocol):
    """Somebody who writes to the shop."""

    @property
    def name(self) -> str:
        """What the customer is called, as the student sees it."""

    @property
    def tools(self) -> tuple[str, ...]:
        """Names of the back-office tools that the student may use here."""

    def open(self) -> Reaction:
        """The first line of the talk."""

    def hear(self, reply: str, heard: Heard, waited: float | None) -> Reaction:
        """React to one utterance; `waited` seconds passed since the last line was delivered."""

    def use(self, tool: str, argument: str) -> ToolAnswer:
        """The student operates the back office."""

    def tick(self, waited: float) -> Reaction:
        """Nothing was said for `waited` seconds since the last line was delivered."""

    def snapshot(self) -> Mapping[str, Data]:
        """All of the customer's changing state."""


class Playable(Protocol):
    """Something that customers can be made of: a written scenario or a Python module."""

    @property
    def id(self) -> str:
        """Stable id, as in the customer file."""

    @property
    def title(self) -> str:
        """Title for people, in the author's language."""

    @property
    def content_hash(self) -> str:
        """Hash of the content; an attempt keeps the hash it was played with."""

    def briefing(self, seed: str) -> str:
        """What the student is told before the talk: post, powers, shop rules, a tip."""

    def hear(self, reply: str, line_before: str = "") -> Heard:
        """Understand a reply with the built-in ear and this scenario's own acts."""

    def born(self, seed: str) -> Customer:
        """A customer of this scenario; same seed, same customer, on every machine."""

    def restore(self, seed: str, state: Mapping[str, Data]) -> Customer:
        """The customer that had this state."""
