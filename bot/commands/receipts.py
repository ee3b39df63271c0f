"""What became of messages, and what follows from it: clocks start, chats move, people leave."""

from bot.classroom.cohorts import Role
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
        for cohort in unit.cohorts_in(channel, old):
            unit.connect(cohort.id, channel, new, cohort.topic)

    def _unreachable(self, unit: Unit, queued: Queued) -> None:
        chat = queued.message.chat
        if not chat.group:
            person = unit.person_of(queued.channel, chat.id)
            if person is not None:
                unit.reachable(person.id, False)
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
                payload = self._office.links.payload("r", queued.id)
                again = Button(words.say("button.resend"), payload)
                text = words.say(key, cohort=cohort.name)
                once = f"doubt:{queued.id}:{teacher.id}"
                asked = Message(Chat(teacher.chat), text, ((again,),), key=once)
                unit.queue(teacher.channel, asked)
