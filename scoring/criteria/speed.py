"""Response time: the first answer and the later ones, each round marked by the curve."""

from fractions import Fraction

from dialogues.stuffing import is_stuffed
from dialogues.transcript import Utterance
from scoring import lexicon
from scoring.criteria.mark import Mark
from scoring.evidence import Evidence, cite
from scoring.rubric import CriterionSpec, Kind
from scoring.talk import Talk
from scoring.timing.curve import Curve
from scoring.timing.figures import first_rounds, half_up
from scoring.timing.waits import Outcome, Round


def mark(talk: Talk, spec: CriterionSpec) -> Mark:
    """The mean mark of the rounds that this row is about; unanswered ones count as nothing.

    Abuse is no answer. Whether it is taken to close a round with nothing, or not to have been
    said, the lower mark counts, so that no abuse ever gains time.
    """
    plain = _mark(talk, talk.rounds, spec)
    if talk.civil_rounds == talk.rounds:
        return plain
    civil = _mark(talk, talk.civil_rounds, spec)
    return min(plain, civil, key=lambda each: -1 if each.value is None else each.value)


def _mark(talk: Talk, every: tuple[Round, ...], spec: CriterionSpec) -> Mark:
    curve = spec.curve
    if curve is None:
        return Mark(None, "no-measure")
    if not every:
        return Mark(None, "no-rounds")
    due = _rounds_for(spec.kind, every)
    if not due:
        return Mark(None, "no-later-round")
    measured = [each for each in due if each.wait.outcome is not Outcome.UNMEASURED]
    if not measured:
        return Mark(None, "unmeasured")
    share = Fraction(-spec.points.get("placeholder", 0), 100)
    marked = [_mark_round(talk, each, curve, share) for each in measured]
    mean = half_up(sum((value for value, _ in marked), Fraction(0)) / len(marked))
    reason = "" if len(measured) == len(due) else "partly-measured"
    return Mark(mean, reason, tuple(evidence for _, evidence in marked))


def first_substantive(of: Round) -> Utterance | None:
    """The round's first reply that says something to the matter.

    「亲稍等」 does not, and neither does a heap of set phrases.
    """
    return next((reply for reply in of.replies if not _why_empty(of, reply)), None)


def _why_empty(of: Round, reply: Utterance) -> str:
    """The rule by which a reply says nothing to the matter, or nothing."""
    if lexicon.is_placeholder(reply.text, [ask.text for ask in of.asks]):
        return "placeholder"
    return "heap" if reply.heard and is_stuffed(reply.text, reply.heard) else ""


def _rounds_for(kind: Kind, every: tuple[Round, ...]) -> tuple[Round, ...]:
    if kind is Kind.AVERAGE_RESPONSE:
        return every
    firsts = first_rounds(every)
    if kind is Kind.FIRST_RESPONSE:
        return firsts
    return tuple(each for each in every if each not in firsts)


def _mark_round(
    talk: Talk, each: Round, curve: Curve, share: Fraction
) -> tuple[Fraction, Evidence]:
    """A round's mark and its evidence; `share` of it waits for the substantive answer."""
    if not each.replies:
        return Fraction(0), _about(each.asks[0], "unanswered", -100)
    reply = each.replies[0]
    if talk.is_abuse(reply):
        return Fraction(0), _about(reply, "abuse-no-answer", -100)
    mark_by_first = curve.mark(each.wait.ms)
    answer = first_substantive(each)
    until = each.wait_until(answer)
    if answer is not reply and until.outcome is not Outcome.UNMEASURED:
        mixed = mark_by_first * (1 - share) + curve.mark(until.ms) * share
        return mixed, _about(reply, _why_empty(each, reply), half_up(mixed) - 100)
    lost = half_up(mark_by_first) - 100
    return mark_by_first, _about(reply, "slow" if lost < 0 else "in-time", lost)


def _about(said: Utterance, rule: str, points: int) -> Evidence:
    return cite(said.event, 0, said.text, rule, points)
