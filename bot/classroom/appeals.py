"""Appeals (申诉): a student disagrees with a mark, a teacher decides, both marks are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scoring.remarking import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal against one finished attempt.

    `rule`, `event` and `start` say which reason is disputed (the rule `total`: the whole mark),
    `words` what the student adds. `verdict` is None until a teacher decides; `before` is the
    examiner's total and `after` what holds since.
    """

    id: int
    attempt: int
    person: int
    rule: str
    event: int
    start: int
    words: str
    before: int
    at: datetime
    verdict: Verdict | None = None
    after: int | None = None
    reason: str = ""


class AppealBook(Protocol):
    """Appeals in one transaction."""

    def appeal(self, new: Appeal) -> Appeal | None:
        """Keep an appeal; None where this attempt has one already."""

    def appealed(self, number: int) -> Appeal | None:
        """The appeal with this id."""

    def newest_appeal(self, person: int) -> Appeal | None:
        """What somebody appealed against last."""

    def add_words(self, number: int, words: str) -> None:
        """Keep what the student adds to an open appeal."""

    def open_appeals(self, cohorts: Sequence[int]) -> Sequence[Appeal]:
        """Undecided appeals of students of these classes, oldest first."""

    def decide(
        self, number: int, verdict: Verdict, by: int, after: int, card: str | None, reason: str
    ) -> bool:
        """Keep a decision, with the new scorecard if there is one; false where it came late."""

    def decisions(self, cohorts: Sequence[int]) -> Sequence[Decision]:
        """All decided appeals of students of these classes."""
