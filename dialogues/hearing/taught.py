"""What a class's teacher taught the ear: approved sentences, and replies that say the same."""

from collections.abc import Sequence
from dataclasses import replace

from dialogues.cases import mask
from dialogues.hearing.normalise import normalise
from dialogues.hearing.similarity import Examples
from dialogues.transcript import Act, Heard

ALIKE = 800
"""Thousandths of similarity from which a reply is taken for an approved sentence.

Far more than for an author's examples: a teacher approved this sentence, not its neighbours.
"""


def hardly_anything(heard: Heard) -> bool:
    """Whether so little was heard that an approved sentence may say more."""
    return len(heard.acts) <= 1


def with_taught(heard: Heard, reply: str, taught: Sequence[tuple[str, str]]) -> Heard:
    """What was heard, and the acts of the approved sentences (act, sentence) that this reply is.

    Personal data is masked in approved sentences, so it is in the reply that is compared.
    """
    if not taught or not reply:
        return heard
    examples = Examples((act, normalise(sentence).text) for act, sentence in taught)
    near = examples.nearest(normalise(mask(reply).text).text)
    new = tuple(
        Act(act, 0, len(reply), reply, f"像老师批准的例句“{sentence}”（{likeness / 10:.0f}%）")
        for act, (likeness, sentence) in sorted(near.items())
        if likeness >= ALIKE and act not in heard.ids
    )
    return replace(heard, acts=new + heard.acts) if new else heard
