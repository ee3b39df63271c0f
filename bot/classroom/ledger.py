"""What drills ask of the rest of the house: one transaction, titles, and links back to us."""

from typing import Protocol

from bot.classroom.cohorts import Cohort, Person, Register, Role
from bot.classroom.plans import Planner
from bot.classroom.showing import Scores
from bot.practice.messages import Chat
from bot.practice.ports import Book
from bot.practice.shelf import Offer


class Ledger(Book, Register, Planner, Scores, Protocol):
    """What practice and class write together, in one transaction."""


class Shelf(Protocol):
    """Where titles come from."""

    def title(self, scenario: str, language: str = "") -> str:
        """The scenario's title in a language; its id where it is not on the shelf any more."""

    def get(self, scenario: str) -> Offer | None:
        """The scenario, if it is on the shelf."""


class Links(Protocol):
    """Payloads and links that lead back to us."""

    def payload(self, action: str, argument: str | int) -> str:
        """What a button carries back."""

    def start(self, argument: str) -> str:
        """A link that opens the direct chat with the bot; empty where there is none yet."""


def teachers(ledger: Ledger, cohort: Cohort) -> tuple[Person, ...]:
    """Who is told about the class's drills."""
    return tuple(ledger.members(cohort.id, Role.TEACHER))


def group_of(cohort: Cohort) -> Chat:
    """The class's group, in the topic where it was connected."""
    return Chat(cohort.group_chat or "", group=True, topic=cohort.topic)
