"""What became of messages, and what follows from it: clocks start, chats move, people leave."""

from dataclasses import replace

from bot.classroom.cohorts import Person, Role
from bot.commands.context import Office
from bot.practice.messages import Ambiguous, Button, Chat, Failed, Fault, Message, Queued, Sent
from bot.practice.ports import Shown
from bot.storage.unit import Unit
from locales.catalogue import catalogue


class Receipts:
    """Hears of every message that was sent, refused or lost, in the transaction that stores it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def delivered(self, unit: Unit, queued: Queued, receipt: Sent) -> None:
        """A customer's line has arrived: the student's clock runs from the platform's time."""
        message = queued.message
        if receipt.astray:
            self._topic_lost(unit, queued)
        if message.attempt is not None and message.line is not None:
            shown = Shown(message.line, receipt.stamp, receipt.message_id)
            self._office.practice.delivered(unit, message.attempt, shown)

    def lost(self, unit: Unit, queued: Queued, outcome: Failed | Ambiguous) -> None:
        """Not sent (again). A line in doubt is never measured; a group's post is the teacher's."""
        message = queued.message
        if isinstance(outcome, Failed) and outcome.fault in (Fault.BLOCKED, Fault.GONE):
            self._unreachable(unit, queued)
        elif message.chat.group and not message.edits:
            key = "group.in_doubt" if isinstance(outcome, Ambiguous) else "group.refused"
            self._ask_teachers(unit, queued, key)
        if message.attempt is not None and message.line is not None:
            self._office.practice.delivered(unit, message.attempt, Shown(message.line, None))

    def moved(self, unit: Unit, channel: str, old: str, new: str) -> None:
        """A group has another id now."""
        group_moved(self._office, unit, channel, old, new)

    def _topic_lost(self, unit: Unit, queued: Queued) -> None:
        """The class's topic is gone: from now on it is the group itself, and the teacher knows."""
        lost = queued.message.chat
        for cohort in unit.cohorts_in(queued.channel, lost.id):
            if cohort.topic and cohort.topic == lost.topic:
                unit.connect(cohort.id, queued.channel, lost.id)
                self._office.challenge.notices.topic_lost(unit, cohort)

    def _unreachable(self, unit: Unit, queued: Queued) -> None:
        chat = queued.message.chat
        if not chat.group:
            person = unit.person_of(queued.channel, chat.id)
            if person is not None:
                mark_unreachable(self._office, unit, person)
            return
        for cohort in unit.cohorts_in(queued.channel, chat.id):
            unit.connect(cohort.id, queued.channel, None)
            for teacher in unit.members(cohort.id, Role.TEACHER):
                text = catalogue(teacher.language).say("group.removed", cohort=cohort.name)
                unit.queue(teacher.channel, Message(Chat(teacher.chat), text))

    def _ask_teachers(self, unit: Unit, queued: Queued, key: str) -> None:
        """Perhaps the group has seen it, perhaps it may not: somebody who can look decides."""
        for cohort in unit.cohorts_in(queued.channel, queued.message.chat.id):
            for teacher in unit.members(cohort.id, Role.TEACHER):
                words = catalogue(teacher.language)
                payload = self._office.links.payload("r", f"{cohort.id}-{queued.id}")
                again = Button(words.say("button.resend"), payload)
                text = words.say(key, cohort=cohort.name)
                once = f"doubt:{queued.id}:{teacher.id}"
                asked = Message(Chat(teacher.chat), text, ((again,),), key=once)
                unit.queue(teacher.channel, asked)


def group_moved(office: Office, unit: Unit, channel: str, old: str, new: str) -> None:
    """A group became a supergroup: its classes go along, and drills going on get new cards.

    What was posted before cannot be edited there. Told by both the group and the platform's
    refusal; whoever comes second finds nothing left to do.
    """
    for cohort in unit.cohorts_in(channel, old):
        unit.connect(cohort.id, channel, new, cohort.topic)
        office.challenge.moved(unit, cohort, replace(cohort, group_chat=new))


def mark_unreachable(office: Office, unit: Unit, person: Person) -> None:
    """Somebody has blocked us: nothing is sent to them by itself, and their teacher knows."""
    if person.active:
        unit.reachable(person.id, False)
        office.challenge.notices.unreachable(unit, person)


def take_up_again(office: Office, unit: Unit, person: Person) -> None:
    """Somebody who had blocked us is back: they hear of the drills that are going on."""
    if person.active:
        return
    unit.reachable(person.id, True)
    office.challenge.notices.returned(unit, person)
    back = replace(person, active=True)
    for cohort in unit.cohorts_of(person.id, Role.STUDENT):
        for occurrence in unit.going_on(cohort.id):
            office.challenge.cards.offer_again(unit, cohort, occurrence, back)
