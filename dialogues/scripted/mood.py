"""How the anger moves: every kindness counts, the same kindness ever less, rudeness in full."""

from collections.abc import Iterator

from dialogues.scenario import Change, Decay, Mood
from dialogues.scripted.sanity import Listened

CALM, FURIOUS = 0, 100


def clamp(anger: int) -> int:
    """The anger, kept between 0 and 100."""
    return max(CALM, min(FURIOUS, anger))


def changes_heard(mood: Mood, listened: Listened) -> list[Change]:
    """The changes that a reply brings: every kindness once, and one phrase angers once.

    A phrase may well be heard as curt, impatient and commanding at the same time; the customer
    is angered by the worst of it, not by the sum.
    """
    return [*_soothing(mood, listened), *_angering(mood, listened)]


def _soothing(mood: Mood, listened: Listened) -> Iterator[Change]:
    acts = frozenset(listened.acts)
    return (change for change in mood.changes if change.by <= 0 and change.acts & acts)


def _angering(mood: Mood, listened: Listened) -> Iterator[Change]:
    acts, taken = frozenset(listened.bad), list[tuple[int, int]]()
    worst_first = sorted((c for c in mood.changes if c.by > 0), key=lambda change: -change.by)
    for change in worst_first:
        spans = [listened.spans[act] for act in sorted(change.acts & acts)]
        fresh = [span for span in spans if not any(_overlap(span, other) for other in taken)]
        if fresh:
            taken += spans
            yield change


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def effect(change: Change, times_before: int, decay: Decay) -> int:
    """What a change does when it was felt so many times before."""
    if change.by >= 0 or decay is Decay.NONE:
        return change.by
    if decay is Decay.ONCE:
        return 0 if times_before else change.by
    # Towards zero, and by integers: the same on every machine.
    return -(-change.by >> times_before)
