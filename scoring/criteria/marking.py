"""Which file marks which kind of row."""

from collections.abc import Callable, Mapping

from scoring.criteria import (
    authored,
    courtesy,
    empathy,
    problem_solving,
    professionalism,
    speed,
)
from scoring.criteria.mark import Mark
from scoring.rubric import CriterionSpec, Kind
from scoring.talk import Talk

Marking = Callable[[Talk, CriterionSpec], Mark]


def left_to_the_teacher(_talk: Talk, _spec: CriterionSpec) -> Mark:
    """A row that no rule can mark has no mark until a teacher gives one."""
    return Mark(None, "no-measure")


BY_KIND: Mapping[Kind, Marking] = {
    Kind.FIRST_RESPONSE: speed.mark,
    Kind.LATER_RESPONSE: speed.mark,
    Kind.AVERAGE_RESPONSE: speed.mark,
    Kind.COURTESY: courtesy.mark,
    Kind.PROBLEM_SOLVING: problem_solving.mark,
    Kind.EMPATHY: empathy.mark,
    Kind.PROFESSIONALISM: professionalism.mark,
    Kind.AUTHORED: authored.mark,
    Kind.BY_TEACHER: left_to_the_teacher,
}
