"""How polite a reply is towards this customer in this moment, 0..100."""

NEUTRAL = 50
CEILINGS = (
    (frozenset({"insult", "threat"}), 10),
    (frozenset({"sarcasm"}), 30),
    (
        frozenset({"blame", "rhetorical", "shirk", "impatient", "cold", "command", "flat_refusal"}),
        40,
    ),
    (frozenset({"stall"}), 50),
)
"""No more than this where one of these acts was heard: what angers is not polite."""


def courtesy(tone: int, acts: frozenset[str]) -> int:
    """From the model's tone in thousandths of a step of the scale 1..5 around 3, and the acts."""
    heard = NEUTRAL + tone * 25 // 1000
    ceiling = min((top for ids, top in CEILINGS if ids & acts), default=100)
    return max(0, min(heard, ceiling))
