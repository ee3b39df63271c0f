"""What to practise next, and why: what the class is due, then old mistakes, then the weakest row.

Rows are those of the scorecard (评分项). A row is weak by its mean over the last marked talks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from bot.classroom.mistakes import PASS, Mistake
from scoring.scorecard import Scorecard

LOOKS_BACK = 10
"""Marked talks that tell what somebody is weak at."""

WEAK = 75
"""A row whose mean lies below is worth practising; above, a harder customer is."""


class Reason(StrEnum):
    """Why a customer is proposed."""

    DRILL = "drill"
    MISTAKE = "mistake"
    WEAK = "weak"
    NEW = "new"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class WeakRow:
    """A row of the card that goes badly: its mean mark, and a better wording of the last fault."""

    id: str
    name: str
    name_en: str
    mark: int
    said: str = ""
    better: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """A customer to practise with next; `row` is what it trains where that is the reason."""

    scenario: str
    reason: Reason
    row: WeakRow | None = None
    mistake: Mistake | None = None


Trains = Mapping[str, frozenset[str]]
"""Customers to choose from, in the order of the shelf, and the rows of the card each trains."""


def weak_rows(cards: Sequence[Scorecard]) -> list[WeakRow]:
    """Rows by their mean over the last cards (newest first), the weakest first."""
    marks: dict[str, list[int]] = {}
    rows: dict[str, WeakRow] = {}
    for card in cards[:LOOKS_BACK]:
        for row in card.criteria:
            if row.mark is None or not row.weight:
                continue
            marks.setdefault(row.id, []).append(row.mark)
            fault = next((each for each in row.evidence if each.points < 0 and each.better), None)
            known = rows.get(row.id)
            if known is None or (fault is not None and not known.better):
                said, better = (fault.quote, fault.better) if fault else ("", "")
                rows[row.id] = WeakRow(row.id, row.name, row.name_en, 0, said, better)
    found = [_with_mark(row, round(fmean(marks[row.id]))) for row in rows.values()]
    return sorted(found, key=lambda row: (row.mark, row.id))


def _with_mark(row: WeakRow, mark: int) -> WeakRow:
    return WeakRow(row.id, row.name, row.name_en, mark, row.said, row.better)


def advise(
    shelf: Trains,
    drill: str | None,
    book: Iterable[Mistake],
    rows: Sequence[WeakRow],
    best: Mapping[str, int],
) -> Advice | None:
    """The next customer; None where the shelf is empty.

    `drill` is a drill of the class that is open and not done, `best` the best total by customer.
    Of several customers that train the weakest row, the one that went least well comes first; one
    never tried counts as just passed, so that what failed comes before what is unknown.
    """
    if drill is not None:
        return Advice(drill, Reason.DRILL)
    due = next((each for each in book if each.due and each.scenario in shelf), None)
    if due is not None:
        return Advice(due.scenario, Reason.MISTAKE, mistake=due)
    for row in rows:
        training = [each for each in shelf if row.id in shelf[each]]
        if row.mark < WEAK and training:
            return Advice(min(training, key=lambda each: best.get(each, PASS)), Reason.WEAK, row)
    fresh = next((each for each in shelf if each not in best), None)
    if fresh is not None:
        return Advice(fresh, Reason.NEW)
    if not shelf:
        return None
    return Advice(min(shelf, key=lambda each: best.get(each, 0)), Reason.AGAIN)
