"""What a criterion hands back."""

from dataclasses import dataclass

from scoring.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Mark:
    """A row's mark 0..100, or None with the reason why there is none, and the evidence.

    `due` is false where the row does not apply to this talk and its weight goes elsewhere.
    """

    value: int | None
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    due: bool = True


def within_scale(value: int) -> int:
    """The value held between 0 and 100."""
    return max(0, min(100, value))
