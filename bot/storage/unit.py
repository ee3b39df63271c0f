"""Everything stored, seen through one transaction."""

from datetime import datetime

from sqlalchemy import Connection

from bot.practice.messages import Queued
from bot.storage.appeals import Appeals
from bot.storage.attempts import Attempts
from bot.storage.boards import Boards
from bot.storage.cohorts import Cohorts
from bot.storage.drills import Drills
from bot.storage.errands import Errands
from bot.storage.facts import Facts
from bot.storage.mentoring import Mentoring
from bot.storage.outbox import Outbox
from bot.storage.people import People
from bot.storage.plans import Plans
from bot.storage.privacy import Privacy
from bot.storage.reports import Reports
from bot.storage.roles import Roles
from bot.storage.rosters import Rosters
from bot.storage.rubrics import Rubrics
from bot.storage.students import Students
from bot.storage.teaching import Teaching
from bot.storage.timers import Timers


class Unit(
    Attempts,
    Outbox,
    Timers,
    People,
    Cohorts,
    Roles,
    Rosters,
    Rubrics,
    Mentoring,
    Drills,
    Plans,
    Appeals,
    Facts,
    Boards,
    Students,
    Errands,
    Privacy,
    Reports,
    Teaching,
):
    """One transaction: all that is written through it becomes true together, or not at all.

    It satisfies the practice's `Book` and the classroom's `Register`. `leaving` collects the
    messages that go out once it is committed, `soonest` is the earliest timer that was set.
    """

    def __init__(self, connection: Connection, now: datetime, generation: int) -> None:
        self._connection = connection
        self.now = now
        self.generation = generation
        self.leaving: list[Queued] = []
        self.soonest: datetime | None = None
