"""The front desk: decides what an event means and takes it to the one who knows.

Order of work in a direct chat: has this person consented? is it a button? a command? words in a
talk that is going on? Everything else gets a kind answer that says what to do next.
"""

from dataclasses import replace

from bot.classroom.cohorts import Role
from bot.commands import (
    access,
    appeal_inbox,  # noqa: F401 - importing it declares its handlers
    appeals,  # noqa: F401 - importing it declares its handlers
    approval,  # noqa: F401 - and so does this
    boards,  # noqa: F401 - and so does this
    cases,
    consent,
    distress,
    helping,
    history,  # noqa: F401 - and so does this
    joining,
    keeping,  # noqa: F401 - and so does this
    leaving,  # noqa: F401 - and so does this
    mentor,  # noqa: F401 - and so does this
    mydata,  # noqa: F401 - and so does this
    next_drill,  # noqa: F401 - and so does this
    operators,  # noqa: F401 - and so does this
    own,  # noqa: F401 - and so does this
    papers,  # noqa: F401 - and so does this
    pause,  # noqa: F401 - and so does this
    people,  # noqa: F401 - and so does this
    publish,  # noqa: F401 - and so does this
    reception,  # noqa: F401 - and so does this
    reports,  # noqa: F401 - and so does this
    roster,
    rubric,  # noqa: F401 - and so does this
    school_year,  # noqa: F401 - and so does this
    settling,  # noqa: F401 - and so does this
    spoken,
    standin,
    streaks,  # noqa: F401 - and so does this
    student,
    talks,  # noqa: F401 - and so does this
    teacher,
    teams,  # noqa: F401 - and so does this
    unheard,  # noqa: F401 - and so does this
    uploads,
    verdicts,  # noqa: F401 - and so does this
    week,  # noqa: F401 - and so does this
    zones,  # noqa: F401 - and so does this
)
from bot.commands.classes import connecting, own_classes
from bot.commands.context import Context, Office
from bot.commands.receipts import group_moved, mark_unreachable, take_up_again
from bot.practice.messages import Chat, Inbound, Kind, Message, Priority
from bot.practice.ports import Attempt, Due, Timer
from bot.storage.unit import Unit
from dialogues.transcript import Remark
from locales.catalogue import catalogue
from locales.distress import in_distress

_OPERATOR_TEXT = 200
_SAID = frozenset({Kind.TEXT, Kind.COMMAND, Kind.EDIT})
_OF_AN_OCCURRENCE = frozenset({Timer.CLOSE_DRILL, Timer.RESULTS, Timer.REMIND})
_IN_A_TALK = frozenset(
    {Timer.SETTLE, Timer.SILENCE, Timer.BOARD, Timer.ARRIVAL, Timer.CLOSING, Timer.RESUME}
)


def _for_groups(command: str) -> bool:
    entry = access.commands.get(spoken.WORDS.get(command, command))
    return entry is not None and entry.in_group


class Desk:
    """Handles the events of one channel."""

    def __init__(self, office: Office) -> None:
        self._office = office

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
        occurrence = unit.occurrence(number) if due.kind in _OF_AN_OCCURRENCE else None
        drill = unit.drill(occurrence.drill if occurrence else number)
        cohort = unit.cohort(drill.cohort) if drill else None
        if due.kind is Timer.DIGEST:
            cohort = unit.cohort(number)
        if cohort is None:
            return
        if due.kind is Timer.POST_DRILL:
            self._office.challenge.rearm(unit, cohort)
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
            elif not (_for_groups(inbound.command) and teacher.offer_to_connect(context)):
                self._command(context)

    def _moved(self, context: Context, new: str) -> None:
        """The group became a supergroup: everything that belongs to it moves along."""
        unit, inbound = context.unit, context.inbound
        group_moved(self._office, unit, inbound.channel, inbound.chat.id, new)
        unit.move_chat(inbound.channel, inbound.chat.id, new)

    def _removed(self, context: Context) -> None:
        unit, inbound = context.unit, context.inbound
        for cohort in unit.cohorts_in(inbound.channel, inbound.chat.id):
            unit.connect(cohort.id, inbound.channel, None)
            for one in unit.members(cohort.id, Role.TEACHER):
                words = catalogue(one.language)
                text = words.say("group.removed", cohort=cohort.name)
                rows = connecting(self._office.links, words, cohort)
                unit.queue(one.channel, Message(Chat(one.chat), text, rows))

    # --- direct chats ---

    def _reachability(self, context: Context) -> None:
        if context.person is not None and context.inbound.kind is Kind.BLOCKED:
            mark_unreachable(self._office, context.unit, context.person)
        elif context.person is not None:
            take_up_again(self._office, context.unit, context.person)

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
            joining.come_in(context, argument.removeprefix("join_"))
        elif argument.startswith("drill_"):
            student.start_drill(context, argument.removeprefix("drill_"))
        else:
            consent.welcome(context)

    def _known(self, context: Context) -> None:
        kind = context.inbound.kind
        if not context.me.active:
            take_up_again(self._office, context.unit, context.me)
        if kind is Kind.PRESS:
            self._press(context)
        elif kind in _SAID and in_distress(context.inbound.text):
            distress.answer(context)
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
        access.enter(entry, context)

    def _command(self, context: Context) -> None:
        name = context.inbound.command
        entry = access.commands.get(spoken.WORDS.get(name, name))
        if entry is not None and access.allowed(entry, context):
            context.argument = context.inbound.text.strip()
            access.enter(entry, context)
        elif not context.inbound.chat.group:
            helping.deny(context, name, entry)

    # --- words in a talk ---

    def _words(self, context: Context) -> None:
        running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
        asked = spoken.command_of(context.inbound.text, talking=running is not None)
        if asked is not None:
            context.inbound = replace(context.inbound, command=asked[0], text=asked[1])
            self._command(context)
        elif running is None:
            self._to_us(context)
        else:
            standin.relay(context, running)
            self._office.practice.typed(context.unit, running, context.inbound, context.now)

    def _to_us(self, context: Context) -> None:
        """Words that are for no customer: what we have asked for, or somebody looking for one."""
        if (played := standin.playing(context)) is not None:
            standin.say(context, played)
        elif roster.expected(context):
            context.forget = True
            roster.take(context)
        elif cases.collecting(context):
            context.forget = True
            cases.take(context, context.inbound.text)
        else:
            practise = context.button("button.practise", "l")
            teaches = bool(own_classes(context))
            context.answer("teacher.words" if teaches else "practice.none_running", (practise,))

    def _edit(self, context: Context) -> None:
        running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
        if running is None:
            return
        remark = Remark("edited", context.inbound.text)
        self._once(context, running, remark, "practice.edited")

    def _stranger(self, context: Context) -> None:
        """A sticker, a photo, a voice message, nothing but blanks."""
        running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
        if running is None and uploads.is_ours(context):
            context.forget = True
            uploads.take(context)
        elif running is None:
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
