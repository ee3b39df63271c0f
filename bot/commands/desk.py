"""The front desk: decides what an event means and takes it to the one who knows.

Order of work in a direct chat: has this person consented? is it a button? a command? words in a
talk that is going on? Everything else gets a kind answer that says what to do next.
"""

from bot.classroom.cohorts import Role
from bot.classroom.drills import next_window
from bot.commands import (
    access,
    appeals,  # noqa: F401 - importing it declares its handlers
    consent,
    reception,  # noqa: F401 - and so does this
    student,
    teacher,
)
from bot.commands.context import Context, Office
from bot.practice.messages import Chat, Inbound, Kind, Message, Priority
from bot.practice.ports import Attempt, Due, Timer
from bot.storage.unit import Unit
from dialogues.transcript import Remark
from locales.catalogue import catalogue

_OPERATOR_TEXT = 200
_IN_A_TALK = frozenset({Timer.SETTLE, Timer.SILENCE, Timer.BOARD, Timer.ARRIVAL, Timer.CLOSING})


class Desk:
    """Handles the events of one channel."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._guard = consent.InvitationGuard()

    def handle(self, unit: Unit, inbound: Inbound) -> None:
        """Let an event take effect, inside one transaction; may raise `LeaveNoTrace`."""
        if inbound.sender.anonymous:
            return
        person = unit.person_of(inbound.channel, inbound.sender.id)
        language = person.language if person else inbound.sender.language
        context = Context(unit, inbound, self._office, catalogue(language), person)
        if inbound.chat.group:
            self._in_group(context)
        elif inbound.kind in (Kind.BLOCKED, Kind.RETURNED):
            self._reachability(context)
        elif person is None:
            self._unknown(context)
        else:
            self._known(context)

    def give_up(self, unit: Unit, inbound: Inbound, error: str) -> None:
        """The event failed for the last time: tell the operator once, and whoever waits."""
        words = catalogue(inbound.sender.language)
        if self._office.operator:
            text = words.say("operator.dead_letter", key=inbound.key, error=error[:_OPERATOR_TEXT])
            alert = Message(
                Chat(self._office.operator), text, key=f"alert:{inbound.channel}:{inbound.key}"
            )
            unit.queue(inbound.channel, alert)
        if not inbound.chat.group and unit.person_of(inbound.channel, inbound.sender.id):
            unit.queue(inbound.channel, Message(inbound.chat, words.say("error.try_again")))

    def give_up_timer(self, unit: Unit, due: Due) -> None:
        """A talk's timer failed for the last time: the talk ends kindly, its log is kept."""
        attempt = unit.attempt(due.subject) if due.kind in _IN_A_TALK else None
        channel, chat = (attempt.channel, attempt.chat) if attempt else ("", "")
        unit.bury(channel, f"{due.kind}:{due.subject}:{due.due:%Y%m%dT%H%M%S}", chat, "", "", 5)
        if attempt is None:
            self._drill_failed(unit, due)
            return
        self._office.practice.stop(unit, attempt)
        text = catalogue(attempt.language).say("error.talk_broken")
        unit.queue(channel, Message(Chat(chat), text, priority=Priority.TURN))
        if self._office.operator:
            words = catalogue("").say("operator.dead_letter", key=due.subject, error=due.kind)
            key = f"alert:{due.kind}:{due.subject}"
            unit.queue(channel, Message(Chat(self._office.operator), words, key=key))

    def _drill_failed(self, unit: Unit, due: Due) -> None:
        """A drill could not be posted or closed: tell the operator; the next day is tried again."""
        number = due.subject
        occurrence = unit.occurrence(number) if due.kind is Timer.CLOSE_DRILL else None
        drill = unit.drill(occurrence.drill if occurrence else number)
        cohort = unit.cohort(drill.cohort) if drill else None
        if drill is None or cohort is None:
            return
        if due.kind is Timer.POST_DRILL:
            unit.wake(due.kind, drill.id, next_window(drill, cohort.zone, unit.now).opens_at)
        if self._office.operator and cohort.channel:
            text = catalogue("").say("operator.dead_letter", key=cohort.name, error=due.kind)
            key = f"alert:{due.kind}:{number}:{due.due:%Y%m%d}"
            unit.queue(cohort.channel, Message(Chat(self._office.operator), text, key=key))

    # --- groups ---

    def _in_group(self, context: Context) -> None:
        inbound = context.inbound
        if inbound.kind is Kind.MIGRATED:
            self._moved(context, inbound.text)
        elif inbound.kind is Kind.REMOVED:
            self._removed(context)
        elif inbound.kind is Kind.COMMAND and context.person is not None:
            if inbound.command == "start" and inbound.text.startswith("class_"):
                teacher.connect_group(context, inbound.text)
            else:
                self._command(context)

    def _moved(self, context: Context, new: str) -> None:
        """The group became a supergroup: everything that belongs to it moves along."""
        unit, inbound = context.unit, context.inbound
        for cohort in unit.cohorts_in(inbound.channel, inbound.chat.id):
            unit.connect(cohort.id, inbound.channel, new, cohort.topic)
        unit.move_chat(inbound.channel, inbound.chat.id, new)

    def _removed(self, context: Context) -> None:
        unit, inbound = context.unit, context.inbound
        for cohort in unit.cohorts_in(inbound.channel, inbound.chat.id):
            unit.connect(cohort.id, inbound.channel, None)
            for one in unit.members(cohort.id, Role.TEACHER):
                text = catalogue(one.language).say("group.removed", cohort=cohort.name)
                unit.queue(one.channel, Message(Chat(one.chat), text))

    # --- direct chats ---

    def _reachability(self, context: Context) -> None:
        if context.person is not None:
            context.unit.reachable(context.person.id, context.inbound.kind is Kind.RETURNED)

    def _unknown(self, context: Context) -> None:
        """Nobody we know: ask first. Only a yes is ever stored."""
        press = None
        if context.inbound.kind is Kind.PRESS:
            press = self._office.signer.read(context.inbound.text)
        if press is None:
            consent.ask(context)
        else:
            consent.answer(context, press.action)
            self._arrive(context, press.argument)

    def _arrive(self, context: Context, argument: str) -> None:
        """Go where the link pointed: into a class, to a drill, or just in."""
        if argument.startswith("join_"):
            code = argument.removeprefix("join_")
            invitation = consent.join(context, code, self._guard)
            consent.welcome(context, invitation, wrong_code=invitation is None)
        elif argument.startswith("drill_"):
            student.start_drill(context, argument.removeprefix("drill_"))
        else:
            consent.welcome(context, None, wrong_code=False)

    def _known(self, context: Context) -> None:
        kind = context.inbound.kind
        if kind is Kind.PRESS:
            self._press(context)
        elif kind is Kind.COMMAND and context.inbound.command == "start":
            self._start(context)
        elif kind is Kind.COMMAND:
            self._command(context)
        elif kind is Kind.EDIT:
            self._edit(context)
        elif kind is Kind.TEXT and context.inbound.text.strip():
            self._words(context)
        else:
            self._stranger(context)

    def _start(self, context: Context) -> None:
        if context.inbound.text:
            self._arrive(context, context.inbound.text)
            return
        running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
        if running is not None:
            student.resume(context, running)
        else:
            practise = context.button("button.practise", "l")
            context.answer("welcome.back", (practise,), alias=context.me.alias)

    def _press(self, context: Context) -> None:
        press = self._office.signer.read(context.inbound.text)
        entry = access.actions.get(press.action) if press else None
        if press is None or entry is None or not access.allowed(entry, context):
            context.answer("error.old_button")
            return
        context.argument = press.argument
        entry.handler(context)

    def _command(self, context: Context) -> None:
        entry = access.commands.get(context.inbound.command)
        if entry is not None and access.allowed(entry, context):
            context.argument = context.inbound.text.strip()
            entry.handler(context)
        elif not context.inbound.chat.group:
            context.answer("error.unknown_command", command=context.inbound.command[:32])

    # --- words in a talk ---

    def _words(self, context: Context) -> None:
        running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
        if running is None:
            practise = context.button("button.practise", "l")
            context.answer("practice.none_running", (practise,))
        else:
            self._office.practice.typed(context.unit, running, context.inbound, context.now)

    def _edit(self, context: Context) -> None:
        running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
        if running is None:
            return
        remark = Remark("edited", context.inbound.text)
        self._once(context, running, remark, "practice.edited")

    def _stranger(self, context: Context) -> None:
        """A sticker, a photo, a voice message, nothing but blanks."""
        running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
        if running is None:
            context.answer("practice.words_please")
        else:
            kind = context.inbound.text or context.inbound.kind
            self._once(context, running, Remark("media", kind[:40]), "practice.words_please")

    def _once(self, context: Context, running: Attempt, remark: Remark, key: str) -> None:
        """Keep a remark; explain it the first time, and not again in this talk."""
        flag = 1 if remark.kind == "media" else 2
        if not running.strangers & flag:
            running.strangers |= flag
            context.answer(key)
        self._office.practice.remark(context.unit, running, remark)
