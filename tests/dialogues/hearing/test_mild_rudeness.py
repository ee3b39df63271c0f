"""One mild slip amid helpful words, by a writer on whom nothing was trained or tuned.

The ear is deaf to most of it and should be less so; whoever helps without a slip is left in peace.
Each floor is what is reached today: it may rise.
"""

from pathlib import Path

import pytest

from dialogues.hearing import built_in
from dialogues.hearing.corpus import Labelled, corpus
from dialogues.hearing.inventory import Kind, kind_of

FOLDER = Path(__file__).parents[2] / "hearing" / "mild"

Replies = dict[bool, list[Labelled]]


def is_rude(acts: frozenset[str]) -> bool:
    return any(kind_of(act) is Kind.THREAT for act in acts)


@pytest.fixture(scope="module")
def taken() -> Replies:
    """The replies that hold a slip, and those that hold none, as far as a slip was heard."""
    found: Replies = {True: [], False: []}
    for reply in corpus(FOLDER):
        if is_rude(built_in().hear(reply.reply, reply.customer).ids):
            found[is_rude(reply.acts)].append(reply)
    return found


def test_of_1224_replies_with_one_mild_slip_a_sixth_is_noticed(taken: Replies) -> None:
    assert sum(is_rude(reply.acts) for reply in corpus(FOLDER)) == 1224
    assert len(taken[True]) >= 204


def test_of_625_helpful_replies_without_one_at_most_two_are_taken_for_rude(taken: Replies) -> None:
    assert sum(not is_rude(reply.acts) for reply in corpus(FOLDER)) == 625
    assert len(taken[False]) <= 2
