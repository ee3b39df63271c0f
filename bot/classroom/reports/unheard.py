"""Replies in which the ear heard nothing, or hardly anything: for a teacher to say what they do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.cases import mask
from dialogues.hearing import built_in
from dialogues.hearing.inventory import act_ids
from dialogues.transcript import Act, Bubble, Event, Line, Understood

_SHORTEST = 4
"""Letters below which a reply says too little to be taught."""

_HARDLY = 0.25
"""Share of a reply that must be covered by quoted words for it to count as heard."""

_LONG = 12
"""Letters from which on a single short act is hardly anything."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """A reply, masked, with the line it answered."""

    attempt: int
    position: int
    customer: str
    reply: str


def reply_of(log: Sequence[Event], attempt: int, position: int) -> Unheard | None:
    """The reply that was understood at this position, if hardly anything was heard in it."""
    event = log[position] if 0 <= position < len(log) else None
    if not isinstance(event, Understood):
        return None
    parts = [log[place] for place in event.bubbles]
    text = " ".join(part.text for part in parts if isinstance(part, Bubble))
    if not hardly_heard(text, event.heard.acts):
        return None
    asked = [e.text for e in log[: event.bubbles[0]] if isinstance(e, Line)]
    return Unheard(attempt, position, mask(asked[-1]).text if asked else "", mask(text).text)


def may_be_unheard(data: str) -> bool:
    """Whether a stored hearing is worth looking at: it holds at most one act."""
    return len(json.loads(data)["heard"]["acts"]) <= 1


def hardly_heard(text: str, acts: Sequence[Act]) -> bool:
    """Whether a reply of some length left the ear with nothing, or with next to nothing.

    A long reply of which it only heard that somebody answered (应答) was not understood either.
    """
    letters = sum(each.isalnum() for each in text)
    if letters < _SHORTEST or len(acts) > 1:
        return False
    if not acts:
        return True
    quoted = acts[0].end - acts[0].start
    return letters >= _LONG and (acts[0].id == "acknowledge" or quoted < _HARDLY * len(text))


def corpus_lines(examples: Sequence[tuple[str, str, str, str]]) -> list[str]:
    """Approved examples as lines of the ear's corpus: title, act, customer's line, reply.

    An act that a scenario defined for itself is no act of the corpus. Courtesy, 0 to 5 as writers
    give it, is what the ear says: the teacher was not asked, so it must not pull anywhere.
    """
    lines = []
    for number, (scene, act, customer, reply) in enumerate(examples):
        if act not in act_ids():
            continue
        courtesy = round(built_in().hear(reply, customer).courtesy / 20, 1)
        row = {"id": f"T{number:04d}", "scene": scene, "customer": customer, "reply": reply}
        rest = {"acts": [act], "maybe": [], "courtesy": courtesy}
        lines.append(json.dumps(row | rest, ensure_ascii=False))
    return lines


def scenario_lines(examples: Sequence[tuple[str, str]]) -> list[str]:
    """Approved examples (act's name, reply) as the lines of a customer file that hold examples."""
    by_act: dict[str, list[str]] = {}
    for name, reply in examples:
        by_act.setdefault(name, []).append(reply)
    lines = ["听懂:"] if by_act else []
    for name, replies in by_act.items():
        quoted = ", ".join(json.dumps(each, ensure_ascii=False) for each in replies)
        lines += [f"  {name}:", f"    例句: [{quoted}]"]
    return lines
