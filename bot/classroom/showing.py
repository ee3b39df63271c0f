"""Which board a class sees: looked up with the class's own setting, never past it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.classroom.board import board_text
from bot.classroom.boards import BoardMode, ClassSetting, Season, period_of, season_text
from bot.classroom.calendar import Calendar, next_class_day
from bot.classroom.cohorts import Cohort, Occurrence, Person, Role
from bot.classroom.cohorts import Result as Finished
from locales.catalogue import Catalogue
from scoring.periods import PeriodKind, before
from scoring.standings import Result


class Scores(Protocol):
    """What boards are made of, in one transaction."""

    def class_setting(self, cohort: int) -> ClassSetting:
        """The class's choices; the defaults where it made none."""

    def board_labels(self, cohort: int, mode: BoardMode | None = None) -> Mapping[int, str]:
        """The name under which each student of a class may be shown; who hides has none."""

    def season_results(self, cohort: int, first: date, last: date) -> Sequence[Result]:
        """Attempts that count and were finished in time, of drills dated in a stretch of days."""

    def drills_held(self, cohort: int, first: date, last: date) -> int:
        """How many drills the class had in a stretch of days."""

    def results(self, occurrence: int) -> Sequence[Finished]:
        """All attempts that count and were finished before the close, oldest first."""

    def members(self, cohort: int, role: Role) -> Sequence[Person]:
        """Members of a class in one role, by id."""


def season_of(
    scores: Scores, cohort: Cohort, kind: PeriodKind, day: date, mode: BoardMode | None = None
) -> Season:
    """The period that a day lies in, with what may be shown of it; `mode` for a preview."""
    period = period_of(kind, day)
    # The period before is needed to tell who improved.
    since = period.first if kind is PeriodKind.DAY else before(period).first
    return Season(
        cohort.name,
        period,
        mode or scores.class_setting(cohort.id).board,
        scores.season_results(cohort.id, since, period.last),
        scores.board_labels(cohort.id, mode),
        scores.drills_held(cohort.id, period.first, period.last),
    )


def drill_board(
    scores: Scores, cohort: Cohort, occurrence: Occurrence, title: str, words: Catalogue
) -> str:
    """The board of one drill as the class may see it; empty where the class shows none."""
    mode = scores.class_setting(cohort.id).board
    if mode in (BoardMode.OFF, BoardMode.TEAM):
        day = date.fromisoformat(occurrence.date)
        return season_text(words, season_of(scores, cohort, PeriodKind.DAY, day))
    labels = scores.board_labels(cohort.id)
    shown = [
        replace(result, alias=labels.get(result.person, ""))
        for result in scores.results(occurrence.id)
    ]
    members = len(scores.members(cohort.id, Role.STUDENT))
    return board_text(words, cohort, title, occurrence.date, shown, members)


def week_board(scores: Scores, cohort: Cohort, occurrence: Occurrence, words: Catalogue) -> str:
    """The board of the ISO week that a drill belongs to, as the class may see it."""
    day = date.fromisoformat(occurrence.date)
    return season_text(words, season_of(scores, cohort, PeriodKind.WEEK, day))


def ends_week(calendar: Calendar, day: date) -> bool:
    """Whether no other class day of the same ISO week follows."""
    following = next_class_day(calendar, day)
    return following is None or following.isocalendar()[:2] != day.isocalendar()[:2]
