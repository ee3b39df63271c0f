"""A customer's own way of being marked (评分), laid over the standard rubric."""

from collections.abc import Mapping
from dataclasses import replace

from dialogues import scenario
from dialogues.condition import Condition, Has
from dialogues.scenario import fill
from scoring.rubric import CriterionSpec, Gate, Kind, Rubric
from scoring.rubric_file import standard
from scoring.timing.curve import Curve

AVERAGE = "average_response"
"""Authors may mark all rounds in one row; it takes after the standard first response."""


def rubric_for(
    marks: scenario.Rubric, values: Mapping[str, str] | None = None, base: Rubric | None = None
) -> Rubric:
    """The rubric for one attempt: the author's rows where there are any, else the base's.

    `values` are the attempt's drawn 【变量】. The base's red lines hold for every customer; the
    author's come on top.
    """
    under = base or standard()
    rows = tuple(_row(row, values or {}, under) for row in marks.criteria) or under.criteria
    own = tuple(_gate(n, gate, values or {}) for n, gate in enumerate(marks.gates, 1))
    name = f"{under.id}+own" if marks.criteria or own else under.id
    return replace(under, id=name, criteria=rows, gates=under.gates + own)


def _gate(number: int, gate: scenario.Gate, values: Mapping[str, str]) -> Gate:
    when = tuple(_filled(condition, values) for condition in gate.when)
    return Gate(f"own-{number}", gate.acts, gate.cap, when=when)


def _row(row: scenario.Criterion, values: Mapping[str, str], base: Rubric) -> CriterionSpec:
    spec = _known(row.id, base)
    names = spec.names or {"zh_CN": row.name}
    spec = replace(spec, weight=row.weight, names=names)
    if row.full is not None and row.zero is not None:
        spec = replace(spec, curve=Curve.between(row.full, row.zero))
    if row.done or row.endings:
        done = tuple(_filled(condition, values) for condition in row.done)
        spec = replace(spec, kind=Kind.AUTHORED, done=done, endings=row.endings)
    return spec


def _known(row_id: str, base: Rubric) -> CriterionSpec:
    """The base's or the standard row of this id; a row nobody knows is left to the teacher."""
    known = {spec.id: spec for spec in (*standard().criteria, *base.criteria)}
    if row_id == AVERAGE and AVERAGE not in known:
        return replace(known["first_response"], id=row_id, kind=Kind.AVERAGE_RESPONSE, names={})
    return known.get(row_id, CriterionSpec(row_id, Kind.BY_TEACHER, 0))


def _filled(condition: Condition, values: Mapping[str, str]) -> Condition:
    if isinstance(condition, Has):
        names = frozenset(fill(name, values) for name in condition.names)
        return replace(condition, names=names, words=fill(condition.words, values))
    return condition
