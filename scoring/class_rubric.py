"""A class's own way of being marked, laid over what the customer's author and the standard say."""

from dataclasses import replace
from fractions import Fraction

from scoring.rubric import CriterionSpec, Kind, Rubric
from scoring.rubric_file import standard

_CONDITIONAL = (Kind.AUTHORED, Kind.BY_TEACHER)


def in_class(rubric: Rubric, own: Rubric) -> Rubric:
    """The rubric of one talk as a class wants it.

    What the class's file says otherwise than the standard rubric wins over the author: weights,
    targets and points of its rows, red lines, medals and stars. What an author asks for (做到,
    结局) stays, for no class knows another customer's story. Weights are brought to 100 again.
    """
    changed = {row.id: row for row in own.criteria if row not in standard().criteria}
    rows = [_row(row, changed[row.id]) if row.id in changed else row for row in rubric.criteria]
    lines = [gate for gate in own.gates if gate not in standard().gates]
    kept = [gate for gate in rubric.gates if gate.id not in {line.id for line in lines}]
    return replace(
        rubric,
        id=f"{rubric.id}+{own.id}",
        version=own.version,
        upset_from=own.upset_from,
        criteria=_of_a_hundred(rows),
        gates=(*kept, *lines),
        medals=own.medals,
        stars=own.stars,
    )


def _row(row: CriterionSpec, own: CriterionSpec) -> CriterionSpec:
    """The row with the class's weight; an author's conditions are kept where the row has any."""
    if row.kind in _CONDITIONAL:
        return replace(row, weight=own.weight)
    return replace(own, done=row.done, endings=row.endings)


def _of_a_hundred(rows: list[CriterionSpec]) -> tuple[CriterionSpec, ...]:
    whole = sum((Fraction(row.weight) for row in rows), Fraction(0))
    if whole in (0, 100):
        return tuple(rows)
    return tuple(replace(row, weight=float(Fraction(row.weight) * 100 / whole)) for row in rows)
