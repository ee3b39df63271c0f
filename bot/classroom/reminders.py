"""A reminder (提醒) once a day, to those alone who have not finished, never in quiet hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.classroom.cohorts import Cohort, Occurrence, Person
from bot.classroom.drills import local_text, zone
from bot.classroom.keeping import Preference
from bot.classroom.ledger import Ledger, Links, Shelf
from bot.classroom.rules import quiet_at
from bot.practice.messages import Button, Chat, Message, Priority
from bot.practice.ports import Timer
from locales.catalogue import catalogue
from scoring.periods import class_day

BEFORE_CLOSE = timedelta(minutes=45)
"""How long before the deadline: long enough to finish a talk or two."""

SHORTEST_WINDOW = 2 * BEFORE_CLOSE
"""Of a drill that is open for less, the offer itself is reminder enough."""

STALE = timedelta(minutes=30)
"""A reminder that comes later than this is dropped."""


class Wishes(Protocol):
    """Who wants to be reminded, in one transaction."""

    def preference(self, member: int) -> Preference:
        """What somebody wants for themselves; the defaults where they said nothing."""

    def prefer(self, new: Preference) -> None:
        """Keep somebody's wishes."""

    def unfinished(self, number: int, cohort: int) -> Sequence[int]:
        """Students of a class who can be written to and have not finished a drill's date."""


class Diary(Ledger, Wishes, Protocol):
    """What reminders are made of, in one transaction."""


def remind_at(occurrence: Occurrence) -> datetime | None:
    """When to remind of a drill; None where it is too short for that."""
    if occurrence.closes_at - occurrence.opened_at < SHORTEST_WINDOW:
        return None
    return occurrence.closes_at - BEFORE_CLOSE


class Reminders:
    """Reminds students of drills."""

    def __init__(self, shelf: Shelf, links: Links) -> None:
        self._shelf = shelf
        self._links = links

    def due(self, diary: Diary, number: int, due: datetime) -> None:
        """It is time to remind of a drill, unless that is over, stale, or the class sleeps."""
        occurrence = diary.occurrence(number)
        cohort = diary.cohort(occurrence.cohort) if occurrence else None
        if occurrence is None or cohort is None or occurrence.closed_at is not None:
            return
        where = zone(cohort.zone)
        asleep = quiet_at(diary.rules(cohort.id), where, diary.now)
        if diary.now - due > STALE or diary.now >= occurrence.closes_at or asleep:
            return
        day = class_day(diary.now, where).isoformat()
        if diary.nudged(occurrence.id):
            return
        for member in diary.unfinished(occurrence.id, cohort.id):
            wish, student = diary.preference(member), diary.person(member)
            wanted = wish.reminders and day not in (wish.muted_on, wish.reminded_on)
            if student is not None and wanted:
                self._remind(diary, cohort, occurrence, student)
                diary.prefer(replace(wish, reminded_on=day))

    def _remind(
        self, diary: Diary, cohort: Cohort, occurrence: Occurrence, student: Person
    ) -> None:
        words = catalogue(student.language)
        text = words.say(
            "remind.text",
            title=self._shelf.title(occurrence.scenario, words.language),
            closes=local_text(occurrence.closes_at, cohort.zone),
        )
        payload = self._links.payload
        rows = (
            (Button(words.say("button.begin"), payload("d", occurrence.id)),),
            (
                Button(words.say("button.not_today"), payload("rm", "today")),
                Button(words.say("button.never"), payload("rm", "never")),
            ),
        )
        key = f"remind:{occurrence.id}:{student.id}"
        message = Message(Chat(student.chat), text, rows, Priority.BROADCAST, key=key)
        diary.queue(student.channel, message)


def set_reminder(ledger: Ledger, occurrence: Occurrence) -> None:
    """Wake up in time to remind of a drill that was just opened."""
    at = remind_at(occurrence)
    if at is not None and at > ledger.now:
        ledger.wake(Timer.REMIND, occurrence.id, at)
