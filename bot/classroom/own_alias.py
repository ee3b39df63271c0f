"""An alias (昵称) that a student chooses: short, plain, not rude, and nobody's real name."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from dialogues.hearing import Ear

SHORTEST, LONGEST = 2, 12
"""Characters: a board's line on a phone has room for twelve."""

_RUDE = frozenset({"insult", "threat"})
_LETTERS = ("L", "N")


class Objection(StrEnum):
    """Why an alias cannot be taken."""

    LENGTH = "length"
    SIGNS = "signs"
    RUDE = "rude"
    REAL_NAME = "real_name"
    TAKEN = "taken"


def tidy(words: str) -> str:
    """The alias as it is compared and shown: composed, without blanks at the ends."""
    return unicodedata.normalize("NFKC", words).strip()


def objection(
    alias: str, ear: Ear, taken: Iterable[str], real_names: Iterable[str]
) -> Objection | None:
    """Why this (tidied) alias cannot be taken; None where it can.

    Only letters and digits of any script, so that nothing on a board can pass for a sign of ours.
    Names of two and more characters are looked for anywhere in it, also with digits between.
    """
    if not SHORTEST <= len(alias) <= LONGEST:
        return Objection.LENGTH
    if not all(unicodedata.category(sign)[0] in _LETTERS for sign in alias):
        return Objection.SIGNS
    bare = "".join(sign for sign in alias.casefold() if not sign.isdigit())
    if any(act.id in _RUDE for said in {alias, bare} for act in ear.hear(said).acts):
        return Objection.RUDE
    names = (name.casefold() for name in real_names if len(name) >= SHORTEST)
    if any(name in bare for name in names):
        return Objection.REAL_NAME
    if alias.casefold() in {each.casefold() for each in taken}:
        return Objection.TAKEN
    return None
