"""A log that may be stored: words masked, and labels in the place of names."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from dialogues.cases.masking import Private, mask_all
from dialogues.cases.shapes import Role, Said, role_of

_LABELS = {Role.AGENT: "客服", Role.CUSTOMER: "顾客", None: "某人"}


def anonymous_log(said: Sequence[Said]) -> tuple[list[Said], Counter[Private]]:
    """The log without personal data, and how much of what was taken out.

    A label keeps the role that a name told, and is the same wherever the name stands, so that a log
    may come in several parts.
    """
    names = list(dict.fromkeys(each.who for each in said))
    texts, found = mask_all([each.text for each in said], names)
    labels = {name: label_of(name) for name in names}
    return [
        Said(labels[each.who], " ".join(text.split()))
        for each, text in zip(said, texts, strict=True)
    ], found


def label_of(name: str) -> str:
    """What stands for a name; nobody finds the name by it."""
    digest = sha256(name.encode("utf-8", "replace")).hexdigest()
    return f"{_LABELS[role_of(name)]}{digest[:4]}"
