"""The rubrics that classes set for themselves: every version is kept, old marks keep theirs."""

from sqlalchemy import insert, select

from bot.classroom.cohorts import Role
from bot.practice.ports import Attempt
from bot.storage.codec import to_millis
from bot.storage.rows import Rows
from bot.storage.tables import assignment, attempt, class_rubric, membership, occurrence

_IN_DRILL = (
    select(occurrence.c.cohort)
    .join(assignment, assignment.c.occurrence == occurrence.c.id)
    .where(assignment.c.id == attempt.c.assignment)
    .scalar_subquery()
)


class Rubrics(Rows):
    """Rubrics of classes, in one transaction."""

    def set_rubric(self, cohort: int, text: str) -> None:
        """What a class is marked by from now on; an empty text is the standard rubric again."""
        values = {"cohort": cohort, "text": text, "at": to_millis(self.now)}
        self._connection.execute(insert(class_rubric), values)

    def rubric_of(self, cohort: int) -> str:
        """What a class is marked by now, as its file says; empty: the standard rubric."""
        newest = (
            select(class_rubric.c.text)
            .where(class_rubric.c.cohort == cohort)
            .order_by(class_rubric.c.id.desc())
            .limit(1)
        )
        return self._connection.execute(newest).scalar() or ""

    def rubric_for(self, talk: Attempt) -> str:
        """What held when a talk was begun: for its drill's class, else the student's only one."""
        cohort = self._class_of(talk)
        if cohort is None:
            return ""
        at_the_time = (
            select(class_rubric.c.text)
            .where(
                class_rubric.c.cohort == cohort,
                class_rubric.c.at <= to_millis(talk.started_at),
            )
            .order_by(class_rubric.c.id.desc())
            .limit(1)
        )
        return self._connection.execute(at_the_time).scalar() or ""

    def _class_of(self, talk: Attempt) -> int | None:
        drilled = self._connection.execute(
            select(_IN_DRILL).where(attempt.c.id == (talk.parent or talk.id))
        ).scalar()
        if drilled is not None:
            return int(drilled)
        own = select(membership.c.cohort).where(
            membership.c.person == talk.person, membership.c.role == Role.STUDENT
        )
        classes = [int(row.cohort) for row in self._connection.execute(own)]
        return classes[0] if len(classes) == 1 else None
