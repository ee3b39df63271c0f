"""What boards are made of: settings, names that may be shown, teams, and results over days."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import and_, bindparam, case, delete, func, literal, select

from bot.classroom.boards import BoardMode, ClassSetting
from bot.classroom.cohorts import Role
from bot.storage.codec import to_millis
from bot.storage.rows import Rows
from bot.storage.tables import (
    appeal,
    assignment,
    attempt,
    cohort_setting,
    membership,
    name_consent,
    occurrence,
    person,
    preference,
    team,
    team_member,
)
from scoring.standings import Result

_TOTAL = func.coalesce(appeal.c.after, attempt.c.total).label("total")
_SHOWN = func.coalesce(cohort_setting.c.board, literal(BoardMode.ALIAS.value))
_AGREED = and_(
    name_consent.c.cohort == membership.c.cohort, name_consent.c.person == membership.c.person
)

_SEASON = (
    select(
        attempt.c.person,
        _TOTAL,
        attempt.c.average_ms,
        attempt.c.step_ms,
        occurrence.c.id,
        occurrence.c.date,
        team.c.name.label("team"),
    )
    .join(assignment, assignment.c.id == attempt.c.assignment)
    .join(occurrence, occurrence.c.id == assignment.c.occurrence)
    .join(
        membership,
        and_(
            membership.c.cohort == occurrence.c.cohort,
            membership.c.person == attempt.c.person,
            membership.c.role == Role.STUDENT,
        ),
    )
    .outerjoin(appeal, appeal.c.attempt == attempt.c.id)
    .outerjoin(
        team_member,
        and_(
            team_member.c.cohort == occurrence.c.cohort,
            team_member.c.person == attempt.c.person,
        ),
    )
    .outerjoin(team, team.c.id == team_member.c.team)
    .where(
        occurrence.c.cohort == bindparam("a_cohort"),
        occurrence.c.withdrawn.is_(False),
        occurrence.c.date.between(bindparam("first"), bindparam("last")),
        occurrence.c.closed_at.is_(None) | (attempt.c.ended_at <= occurrence.c.closed_at),
        attempt.c.counts.is_(True),
        attempt.c.total.is_not(None),
    )
    .order_by(attempt.c.id)
)


class Boards(Rows):
    """Boards and their settings, in one transaction."""

    # --- what a class shows ---

    def class_setting(self, cohort: int) -> ClassSetting:
        """The class's choices; the defaults where it made none."""
        found = self._one(select(cohort_setting).where(cohort_setting.c.cohort == cohort))
        if found is None:
            return ClassSetting(cohort)
        return ClassSetting(**{**found, "board": BoardMode(found["board"])})

    def keep_setting(self, new: ClassSetting) -> None:
        """Keep the class's choices."""
        values = asdict(new)
        fresh = {name: value for name, value in values.items() if name != "cohort"}
        made = self._into(cohort_setting)
        made = made.on_conflict_do_update(index_elements=("cohort",), set_=fresh)
        self._connection.execute(made, values)

    def board_labels(self, cohort: int, mode: BoardMode | None = None) -> Mapping[int, str]:
        """The name under which each student of a class may be shown; who hides has none.

        The query reads real names from the consents alone, and only for a class that shows names.
        `mode` asks what another setting would show.
        """
        shown = _SHOWN if mode is None else literal(mode.value)
        name = case(
            (and_(shown == BoardMode.NAMES.value, name_consent.c.name.is_not(None)),
             name_consent.c.name),
            else_=person.c.alias,
        )  # fmt: skip
        query = (
            select(person.c.id, name.label("shown"))
            .join(membership, membership.c.person == person.c.id)
            .outerjoin(cohort_setting, cohort_setting.c.cohort == membership.c.cohort)
            .outerjoin(preference, preference.c.person == person.c.id)
            .outerjoin(name_consent, _AGREED)
            .where(
                membership.c.cohort == cohort,
                membership.c.role == Role.STUDENT,
                preference.c.hidden.is_not(True),
            )
        )
        return {row.id: row.shown for row in self._connection.execute(query)}

    def agree_to_name(self, cohort: int, member: int, name: str) -> None:
        """The student wants to be shown by this name in this class."""
        made = self._into(name_consent)
        made = made.on_conflict_do_update(
            index_elements=("cohort", "person"), set_={"name": name, "at": to_millis(self.now)}
        )
        values = {"cohort": cohort, "person": member, "name": name, "at": to_millis(self.now)}
        self._connection.execute(made, values)

    def withdraw_name(self, cohort: int, member: int) -> None:
        """The student wants to be shown by alias again."""
        self._connection.execute(
            delete(name_consent).where(
                name_consent.c.cohort == cohort, name_consent.c.person == member
            )
        )

    def agreed_name(self, cohort: int, member: int) -> str | None:
        """The name that the student agreed to be shown by."""
        query = select(name_consent.c.name).where(
            name_consent.c.cohort == cohort, name_consent.c.person == member
        )
        return self._connection.execute(query).scalar()

    # --- results over days ---

    def season_results(self, cohort: int, first: date, last: date) -> Sequence[Result]:
        """Attempts that count and were finished in time, of drills dated in a stretch of days."""
        asked = {"a_cohort": cohort, "first": first.isoformat(), "last": last.isoformat()}
        return [
            Result(
                str(row.person),
                row.total,
                row.average_ms,
                (row.step_ms or 1000) / 1000,
                str(row.id),
                date.fromisoformat(row.date),
                row.team or "",
            )
            for row in self._connection.execute(_SEASON, asked)
        ]

    def drills_held(self, cohort: int, first: date, last: date) -> int:
        """How many drills the class had in a stretch of days."""
        query = select(func.count()).where(
            occurrence.c.cohort == cohort,
            occurrence.c.withdrawn.is_(False),
            occurrence.c.date.between(first.isoformat(), last.isoformat()),
        )
        return self._connection.execute(query).scalar_one()

    # --- teams ---

    def teams_of(self, cohort: int) -> Mapping[str, Sequence[int]]:
        """The class's teams with the ids of their members, by name."""
        query = (
            select(team.c.name, team_member.c.person)
            .join(team_member, team_member.c.team == team.c.id)
            .where(team.c.cohort == cohort)
            .order_by(team.c.id, team_member.c.person)
        )
        found: dict[str, list[int]] = {}
        for name, member in self._connection.execute(query):
            found.setdefault(name, []).append(member)
        return found

    def team_up(self, cohort: int, name: str, members: Sequence[int]) -> None:
        """Put students into a team, out of the one they may have been in."""
        made = self._into(team).on_conflict_do_nothing(index_elements=("cohort", "name"))
        self._connection.execute(made, {"cohort": cohort, "name": name})
        query = select(team.c.id).where(team.c.cohort == cohort, team.c.name == name)
        number = self._connection.execute(query).scalar_one()
        placed = self._into(team_member).on_conflict_do_update(
            index_elements=("cohort", "person"), set_={"team": number}
        )
        for member in members:
            values = {"cohort": cohort, "person": member, "team": number}
            self._connection.execute(placed, values)

    def disband(self, cohort: int) -> None:
        """The class has no teams any more."""
        self._connection.execute(delete(team_member).where(team_member.c.cohort == cohort))
        self._connection.execute(delete(team).where(team.c.cohort == cohort))
