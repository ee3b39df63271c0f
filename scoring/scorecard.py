"""The scorecard (成绩单): the whole judgement of one talk, as plain, stable data."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from scoring.evidence import Evidence
from scoring.gates import GateHit
from scoring.timing.figures import Share

NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class CriterionMark:
    """One row of the card (得分).

    `weight` is what the row weighs in this talk, after rows that were not due passed theirs on.
    A `mark` of None was not given, and `reason` names the rule that says why.
    """

    id: str
    name: str
    name_en: str
    module: str
    weight: float
    mark: int | None
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """How fast the student answered, human replies only, by round.

    Times are in milliseconds. An unanswered round is None and stays in every denominator; rounds
    whose stamps are missing are left out and counted in `unmeasured_rounds`. `precision_s` is
    the step of the coarsest clock that took part.
    """

    first_response_ms: int | None = None
    round_response_ms: tuple[int | None, ...] = ()
    average_response_ms: int | None = None
    first_substantive_ms: int | None = None
    within_30s: Share = NOTHING
    within_180s: Share = NOTHING
    unmeasured_rounds: int = 0
    precision_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All that the examiner says about one talk.

    `total` is the weighted mean of the marks given, under the caps of the gates. `unmarked` is
    the share of the weight, in per cent, that could not be marked and so says nothing in it.
    `deductions` are what hints took off the total.
    """

    total: int
    rubric: str
    rubric_version: int
    criteria: tuple[CriterionMark, ...]
    timing: Timing
    gates: tuple[GateHit, ...] = ()
    unmarked: int = 0
    medal: str = ""
    medal_least: int = 0
    stars: int = 0
    deductions: tuple[Evidence, ...] = ()

    def criterion(self, row: str) -> CriterionMark | None:
        """The row of this id."""
        return next((each for each in self.criteria if each.id == row), None)

    def to_data(self) -> dict[str, Any]:
        """The card in the shape that `kefu grade --json` promises, with a little more."""
        return {
            "total": self.total,
            "rubric": {"id": self.rubric, "version": self.rubric_version},
            "medal": {"id": self.medal, "least": self.medal_least, "stars": self.stars},
            "unmarked": self.unmarked,
            "deductions": _evidence(self.deductions),
            "gates": [
                {"id": hit.id, "cap": hit.cap, "evidence": _evidence(hit.evidence)}
                for hit in self.gates
            ],
            "criteria": [
                {
                    "id": row.id,
                    "name": row.name,
                    "name_en": row.name_en,
                    "module": row.module,
                    "weight": row.weight,
                    "mark": row.mark,
                    "reason": row.reason,
                    "evidence": _evidence(row.evidence),
                }
                for row in self.criteria
            ],
            "timing": _timing(self.timing),
        }

    def to_json(self) -> str:
        """The card as text; the same card always gives the same bytes."""
        text = json.dumps(self.to_data(), ensure_ascii=False, separators=(",", ":"))
        # Half a character can be typed by hostile programs and cannot be written as UTF-8.
        return text if _is_writable(text) else json.dumps(json.loads(text))

    @classmethod
    def from_json(cls, text: str) -> "Scorecard":
        """The card that was written down."""
        data = json.loads(text)
        return cls(
            total=data["total"],
            rubric=data["rubric"]["id"],
            rubric_version=data["rubric"]["version"],
            criteria=tuple(
                CriterionMark(**{**row, "evidence": _read_evidence(row["evidence"])})
                for row in data["criteria"]
            ),
            timing=_read_timing(data["timing"]),
            gates=tuple(
                GateHit(hit["id"], hit["cap"], _read_evidence(hit["evidence"]))
                for hit in data["gates"]
            ),
            unmarked=data["unmarked"],
            medal=data["medal"]["id"],
            medal_least=data["medal"]["least"],
            stars=data["medal"]["stars"],
            deductions=_read_evidence(data.get("deductions", [])),
        )


def _evidence(found: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [
        {
            "event": each.event,
            "span": [each.start, each.end],
            "quote": each.quote,
            "rule": each.rule,
            "points": each.points,
            "why": each.why,
            "better": each.better,
            "about": each.about,
        }
        for each in found
    ]


def _read_evidence(rows: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    read = []
    for row in rows:
        start, end = row["span"]
        rest = {key: value for key, value in row.items() if key != "span"}
        read.append(Evidence(start=start, end=end, **rest))
    return tuple(read)


def _timing(timing: Timing) -> dict[str, Any]:
    return {
        "first_response_s": _seconds(timing.first_response_ms),
        "round_response_s": [_seconds(ms) for ms in timing.round_response_ms],
        "average_response_s": _seconds(timing.average_response_ms),
        "first_substantive_s": _seconds(timing.first_substantive_ms),
        "share_within_30s": timing.within_30s.value,
        "share_within_180s": timing.within_180s.value,
        "within_30s": asdict(timing.within_30s),
        "within_180s": asdict(timing.within_180s),
        "unmeasured_rounds": timing.unmeasured_rounds,
        "precision_s": timing.precision_s,
    }


def _read_timing(data: dict[str, Any]) -> Timing:
    return Timing(
        first_response_ms=_milliseconds(data["first_response_s"]),
        round_response_ms=tuple(_milliseconds(s) for s in data["round_response_s"]),
        average_response_ms=_milliseconds(data["average_response_s"]),
        first_substantive_ms=_milliseconds(data["first_substantive_s"]),
        within_30s=Share(**data["within_30s"]),
        within_180s=Share(**data["within_180s"]),
        unmeasured_rounds=data["unmeasured_rounds"],
        precision_s=data["precision_s"],
    )


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _is_writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
