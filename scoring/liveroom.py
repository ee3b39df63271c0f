"""The examiner of live rooms: who was answered, in time, and what was never to be missed.

A comment is due once it was answered or its time was over; comments that were still in time when
the show ended say nothing. Every share is weighed by what the author says a topic is worth.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from dialogues.liveroom import LiveRoom
from dialogues.liveroom.model import Row
from dialogues.liveroom.outcome import How
from dialogues.reading.vocabulary import names
from dialogues.transcript import Handled, Transcript, Utterance, Voice
from scoring.criteria import courtesy
from scoring.criteria.mark import Mark
from scoring.evidence import Evidence, cite
from scoring.examiner import settle
from scoring.rubric import CriterionSpec, Gate, Kind, Module, Rubric
from scoring.rubric_file import standard
from scoring.scorecard import Scorecard, Timing
from scoring.talk import Talk
from scoring.timing.figures import Share, half_up

DONE = frozenset({How.ANSWERED, How.BLOCKED})
"""What becomes of a comment that was dealt with in time."""

DUE = DONE | {How.LATE, How.OVERDUE, How.LOST, How.WRONGLY_BLOCKED}

RULES: Mapping[str, str] = {
    How.ANSWERED: "live-answered",
    How.BLOCKED: "live-blocked",
    How.LATE: "live-late",
    How.BESIDE: "live-beside",
    How.OVERDUE: "live-overdue",
    How.CHATTED: "live-chatter",
    How.WRONGLY_BLOCKED: "live-wrong-block",
}

MODULES: Mapping[str, Module] = {
    "answer_rate": Module.PROBLEM_SOLVING,
    "in_time_rate": Module.PLATFORM,
    "priorities": Module.PROBLEM_SOLVING,
    "courtesy": Module.COMMUNICATION,
    "no_chatter": Module.PLATFORM,
}

LATE_WORTH = Fraction(1, 2)
"""What a late answer to something that must not be missed is worth."""


def grade_live(transcript: Transcript, room: LiveRoom) -> Scorecard:
    """Mark a show by its author's rubric, under the standard red lines and the author's own."""
    rubric = rubric_of(room)
    talk, show = Talk(transcript, rubric), _Show(transcript, room)
    marks = {
        spec.id: _mark(talk, show, spec, row)
        for spec, row in zip(rubric.criteria, room.rubric, strict=True)
    }
    return settle(talk, marks, show.timing)


def rubric_of(room: LiveRoom) -> Rubric:
    """The rubric of a live room: its own rows, the standard red lines, medals and stars."""
    under = standard()
    own = tuple(Gate(f"own-{n}", gate.acts, gate.cap) for n, gate in enumerate(room.gates, 1))
    rows = tuple(_spec(row, under) for row in room.rubric)
    return replace(under, id=f"{under.id}+live", criteria=rows, gates=under.gates + own)


def _spec(row: Row, under: Rubric) -> CriterionSpec:
    known = next((spec for spec in under.criteria if spec.id == row.id), None)
    if known is not None:
        return replace(known, weight=row.weight, heir="")
    named = {"zh_CN": row.name, "en": names("criteria", "en")[row.id].capitalize()}
    return CriterionSpec(row.id, Kind.AUTHORED, row.weight, named, MODULES[row.id])


def _mark(talk: Talk, show: "_Show", spec: CriterionSpec, row: Row) -> Mark:
    match row.id:
        case "courtesy":
            return courtesy.mark(talk, spec)
        case "no_chatter":
            return show.no_chatter()
        case "in_time_rate":
            return show.share(row.topics, Fraction(0))
        case "priorities":
            return show.share(row.topics, LATE_WORTH)
    return show.share(row.topics, Fraction(1))


@dataclass(frozen=True)
class _Show:
    """What became of the comments of one show."""

    transcript: Transcript
    room: LiveRoom
    said: Mapping[int, Utterance] = field(init=False)

    def __post_init__(self) -> None:
        said = {each.event: each for each in self.transcript.utterances}
        object.__setattr__(self, "said", said)

    @cached_property
    def comments(self) -> Mapping[int, Utterance]:
        """The comments that were shown, by number."""
        lines = (u for u in self.transcript.utterances if u.voice is Voice.CUSTOMER)
        return dict(enumerate(lines, 1))

    @cached_property
    def fates(self) -> tuple[Handled, ...]:
        """The last word on every comment that was due, in order of comments."""
        last = {h.comment: h for h in self.transcript.handled if h.how in DUE and h.topic}
        return tuple(last[number] for number in sorted(last))

    def share(self, topics: frozenset[str], late: Fraction) -> Mark:
        """The share of the due comments on these topics (none: all) that was answered.

        `late` is what an answer after the time limit is worth.
        """
        due = [fate for fate in self.fates if not topics or fate.topic in topics]
        if not due:
            return Mark(None, "nothing-asked")
        whole = sum(self._worth(fate) for fate in due)
        worth = {How.LATE: late, **dict.fromkeys(DONE, Fraction(1))}
        got = sum((worth.get(How(f.how), Fraction(0)) * self._worth(f) for f in due), Fraction(0))
        beside = [
            handled
            for handled in self.transcript.handled
            if handled.how == How.BESIDE and (not topics or handled.topic in topics)
        ]
        evidence = (*self._cited(due, whole, late), *self._beside(beside, whole))
        return Mark(half_up(100 * got / whole), "", evidence)

    def no_chatter(self) -> Mark:
        """The share of the student's answers that did not go to small talk."""
        acted = {handled.by for handled in self.transcript.handled if handled.by is not None}
        if not acted:
            return Mark(None, "no-replies")
        idle = [h for h in self.transcript.handled if not h.topic and h.by is not None]
        wasted = {handled.by for handled in idle}
        mark = half_up(Fraction(100 * (len(acted) - len(wasted)), len(acted)))
        each = -half_up(Fraction(100, len(acted)))
        return Mark(mark, "", tuple(self._words(handled, each) for handled in idle))

    @property
    def timing(self) -> Timing:
        """How fast comments were answered; those that never were stay in the denominators."""
        measured = [f for f in self.fates if f.waited is not None or f.how not in _ANSWERED]
        waits = tuple(None if f.waited is None else round(f.waited * 1000) for f in measured)
        known = [wait for wait in waits if wait is not None]
        stamps = [u.stamp.precision for u in self.transcript.utterances if u.stamp]
        return Timing(
            first_response_ms=known[0] if known else None,
            round_response_ms=waits,
            average_response_ms=half_up(Fraction(sum(known), len(known))) if known else None,
            first_substantive_ms=known[0] if known else None,
            within_30s=_within(waits, 30),
            within_180s=_within(waits, 180),
            unmeasured_rounds=len(self.fates) - len(measured),
            precision_s=max(stamps, default=0.0),
        )

    def _worth(self, handled: Handled) -> int:
        return self.room.topics[handled.topic].worth

    def _cited(self, due: Iterable[Handled], whole: int, late: Fraction) -> Iterator[Evidence]:
        """One piece of evidence for each answer and each viewer who got none."""
        together: dict[tuple[int, str], int] = {}
        for fate in due:
            points = half_up(Fraction(100 * self._worth(fate), whole))
            if fate.by is None or fate.how == How.WRONGLY_BLOCKED:
                yield from self._left_alone(fate, -points)
            else:
                key = (fate.by, fate.how)
                together[key] = together.get(key, 0) + points
        for (by, how), points in together.items():
            gained = half_up(points * late) if how == How.LATE else points
            yield self._words(Handled(0, "", how, by), gained or -points)

    def _left_alone(self, fate: Handled, points: int) -> Iterator[Evidence]:
        comment = self.comments.get(fate.comment)
        if comment is not None:
            yield cite(comment.event, 0, comment.text, RULES[How.OVERDUE], points)

    def _beside(self, missed: Iterable[Handled], whole: int) -> Iterator[Evidence]:
        """Answers to something else, with the author's own example of what would have answered."""
        for handled in missed:
            points = -half_up(Fraction(100 * self._worth(handled), whole))
            found = self._words(handled, points)
            example = self.room.example(handled.topic)
            better = f"{handled.comment} {example}" if example else ""
            yield replace(found, better=better)

    def _words(self, handled: Handled, points: int) -> Evidence:
        """Evidence that quotes what the student typed."""
        said = self.said[handled.by or 0]
        return cite(said.event, 0, said.text, RULES[handled.how], points)


_ANSWERED = DONE | {How.LATE}


def _within(waits: Iterable[int | None], limit_s: int) -> Share:
    every = tuple(waits)
    return Share(sum(w is not None and w <= limit_s * 1000 for w in every), len(every))
