"""A class that has had drills and marks, written straight into the store of a test house."""

from datetime import UTC, datetime, timedelta

from bot.adapters.console.send import CHANNEL
from bot.classroom.cohorts import Drill, Occurrence, Person, Role
from bot.practice.ports import Attempt
from bot.storage.unit import Unit
from scoring.scorecard import CriterionMark, Scorecard, Timing


def card(total: int, average_ms: int | None = 10_000, row: str = "courtesy") -> Scorecard:
    """A scorecard of one row."""
    mark = CriterionMark(row, "礼貌", "courtesy", "service", 100.0, total)
    timing = Timing(average_response_ms=average_ms, precision_s=1.0)
    return Scorecard(total, "standard", 1, (mark,), timing)


def enrol(unit: Unit, cohort: int, name: str) -> Person:
    """A student of a class."""
    me = unit.enrol(Person(0, CHANNEL, name, name, f"昵称{name}", ""), unit.now)
    unit.join(cohort, me.id, Role.STUDENT, datetime(2020, 1, 1, tzinfo=UTC))
    return me


def hold(unit: Unit, cohort: int, day: str, scenario: str = "small-shop") -> Occurrence:
    """A drill of a class on a date, open from ten to twelve UTC and closed then."""
    plan = unit.drill_of(cohort) or unit.plan(Drill(0, cohort, 600, 720, (scenario,)))
    opens = datetime.fromisoformat(f"{day}T10:00:00+00:00")
    found = unit.open(
        Occurrence(0, plan.id, cohort, day, scenario, opens, opens + timedelta(hours=2))
    )
    assert found is not None
    unit.close(found.id, found.closes_at)
    return found


def finish(
    unit: Unit, who: Person, occurrence: Occurrence | None, marked: Scorecard, ended: datetime
) -> int:
    """A finished, marked attempt; without an occurrence practice of one's own."""
    share = unit.assign(occurrence.id, who.id).id if occurrence else None
    scenario = occurrence.scenario if occurrence else "small-shop"
    attempt = unit.begin(
        Attempt(
            0, who.id, CHANNEL, f"{who.chat}", scenario, "h", "s", ended, assignment=share,
            counts=occurrence is not None,
        )
    )  # fmt: skip
    attempt.over = True
    before, unit.now = unit.now, ended
    unit.save(attempt)
    unit.now = before
    unit.file(attempt.id, marked.total, marked.to_json())
    return attempt.id
