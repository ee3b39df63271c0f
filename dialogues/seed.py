"""Draws without dice: the same seed draws the same on every machine and Python version."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def draw(seed: str, purpose: str, below: int) -> int:
    """A number from 0 up to but not including `below`, fixed by seed and purpose."""
    # Lone surrogates may stand in what people type; they are as good a seed as any.
    paper = f"{seed}\x00{purpose}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(paper, digest_size=8).digest(), "big") % below


def pick(seed: str, purpose: str, among: Sequence[T]) -> T:
    """One of these, fixed by seed and purpose."""
    return among[draw(seed, purpose, len(among))]
