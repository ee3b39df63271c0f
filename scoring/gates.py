"""Red lines (红线): what caps a total, however good the rest was."""

from dataclasses import dataclass

from dialogues.condition import all_hold
from dialogues.scenario import TIME_UP
from dialogues.transcript import Transcript
from scoring.evidence import Evidence, cite
from scoring.rubric import Gate
from scoring.situation import Situation
from scoring.timing.waits import rounds


@dataclass(frozen=True, slots=True)
class GateHit:
    """A red line that was crossed, the cap it puts on the total, and the words that crossed it."""

    id: str
    cap: int
    evidence: tuple[Evidence, ...]


def crossed(transcript: Transcript, gates: tuple[Gate, ...]) -> tuple[GateHit, ...]:
    """The red lines crossed in this talk, in the rubric's order."""
    hits = ((gate, _words(transcript, gate)) for gate in gates)
    return tuple(GateHit(gate.id, gate.cap, words) for gate, words in hits if words)


def _words(transcript: Transcript, gate: Gate) -> tuple[Evidence, ...]:
    if gate.when and not all_hold(gate.when, Situation(transcript)):
        return ()
    if gate.deserted:
        return _deserted(transcript, gate)
    if not gate.acts:
        about = "，".join(condition.words for condition in gate.when)
        last = max((said.event for said in transcript.utterances), default=0)
        return (cite(last, 0, "", "not-done", gate.cap - 100, about),)
    return tuple(
        cite(said.event, act.start, act.quote, act.id, gate.cap - 100)
        for said in transcript.utterances
        if said.heard is not None
        for act in said.heard.acts
        if act.id in gate.acts
    )


def _deserted(transcript: Transcript, gate: Gate) -> tuple[Evidence, ...]:
    """The customer's words that nobody answered any more, where it went away over them."""
    ended, every = transcript.ended, rounds(transcript.utterances)
    if ended is None or ended.success or ended.abandoned or ended.ending == TIME_UP:
        return ()
    if not every or every[-1].replies:
        return ()
    last = every[-1].asks[-1]
    return (cite(last.event, 0, last.text, "deserted", gate.cap - 100),)
