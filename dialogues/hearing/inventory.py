"""The inventory of service acts (话术动作): ids, names, kinds, and authors' words for them."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from locales import hearing


class Kind(StrEnum):
    """What an act is worth: it earns, it costs courtesy, or it crosses a red line."""

    CREDIT = "credit"
    THREAT = "threat"
    RED_LINE = "red_line"


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    name: str


@cache
def _inventory() -> dict[str, _Entry]:
    return {act: _Entry(Kind(kind), name) for act, kind, name in hearing.rows("zh_CN", "acts")}


@cache
def _english() -> dict[str, str]:
    return dict(hearing.rows("en", "acts"))


@cache
def _words() -> dict[str, frozenset[str]]:
    """Every word that stands for acts: ids, names and groups, in both languages."""
    words = {
        word: frozenset(ids.split())
        for language in ("en", "zh_CN")
        for word, ids in hearing.rows(language, "groups")
    }
    for act, entry in _inventory().items():
        words |= {word: frozenset({act}) for word in (act, entry.name, _english()[act])}
    return words


def act_ids() -> tuple[str, ...]:
    """All built-in acts, in the order of the inventory."""
    return tuple(_inventory())


def act_name(act: str, language: str = "zh_CN") -> str:
    """What people call an act; an author's own act is called by its id."""
    if language.startswith("en"):
        return _english().get(act, act)
    return _inventory()[act].name if act in _inventory() else act


def resolve_act(word: str) -> frozenset[str]:
    """The acts that an author's word stands for (道歉, 结束语, 粗鲁 …); none: nobody knows it."""
    return _words().get(word.strip().lower(), frozenset())


def act_words() -> tuple[str, ...]:
    """All words that `resolve_act` knows, to suggest the nearest of."""
    return tuple(_words())


def kind_of(act: str) -> Kind | None:
    """Whether an act earns, costs or crosses a line; None for an author's own act."""
    return _inventory()[act].kind if act in _inventory() else None


def is_credit(act: str) -> bool:
    """Whether the act is good service."""
    return kind_of(act) is Kind.CREDIT


def is_penalty(act: str) -> bool:
    """Whether the act costs: a face threat or a red line."""
    return kind_of(act) in {Kind.THREAT, Kind.RED_LINE}


def is_red_line(act: str) -> bool:
    """Whether the act is a matter of compliance, whatever its tone."""
    return kind_of(act) is Kind.RED_LINE
