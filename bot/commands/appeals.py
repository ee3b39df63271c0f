"""Appeals: “我不同意”, the teacher's inbox, and decisions with a reason."""

from bot.classroom.appeals import Appeal
from bot.classroom.cohorts import Person, Role
from bot.classroom.reports.talk import Hours
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import may_judge
from bot.commands.context import Context
from bot.commands.history import zone_of
from bot.commands.joining import write_rows
from bot.commands.mentor import mentors_of
from bot.practice.messages import Button, Chat, Message, Priority
from bot.practice.ports import Attempt
from dialogues.customer import Playable
from dialogues.liveroom import LiveShow
from dialogues.transcript import Transcript, Voice
from locales.catalogue import catalogue
from scoring import rulebook
from scoring.liveroom import grade_live
from scoring.remarking import (
    WHOLE,
    Dispute,
    Verdict,
    calibration,
    can_be_struck,
    disputes,
    struck,
)
from scoring.scorecard import Scorecard

_LONGEST_NUMBER = 9
_LONGEST_WORDS = 300
_LONGEST_TALK = 2_800
"""Characters of the talk in a teacher's message: with the head it fits 4,096."""
_QUOTE = 16
_MOST_SHOWN = 10
_SIGNS = {Voice.CUSTOMER: "👤", Voice.STUDENT: "🧑", Voice.AUTO: "🤖", Voice.SYSTEM: "·"}

# --- the student -----------------------------------------------------------------------------


@actions.declare("q", Audience.CONSENTED)
def disagree(context: Context) -> None:
    """“我不同意” below a debrief: which reason is it about?"""
    found = _own_card(context, context.argument)
    if found is None:
        context.answer("error.old_button")
        return
    attempt, card = found
    if not _teachers(context, context.me):
        context.answer("appeal.no_teacher")
        return
    rows = [(_choice(context, attempt, dispute),) for dispute in disputes(card)]
    whole = context.button("button.whole_mark", "qd", f"{attempt.id}-{WHOLE}")
    asking = _ask_mentor(context, attempt)
    context.answer("appeal.which", *rows, *asking, (whole,), total=card.total)


def _ask_mentor(context: Context, attempt: Attempt) -> list[tuple[Button, ...]]:
    """Where the class has an enterprise mentor, one may also just ask what they think."""
    if not mentors_of(context, context.me):
        return []
    return [(context.button("button.ask_mentor", "mf", attempt.id),)]


def _choice(context: Context, attempt: Attempt, dispute: Dispute) -> Button:
    quote = _short(dispute.evidence.quote, _QUOTE)
    label = f"「{quote}」{rulebook.why(dispute.evidence.rule, context.words.language)}"
    payload = context.office.links.payload("qd", f"{attempt.id}-{dispute.number}")
    return Button(_short(label, 40), payload)


@actions.declare("qd", Audience.CONSENTED)
def dispute_chosen(context: Context) -> None:
    """The reason is chosen: the appeal goes to the teacher with the talk attached."""
    number, _, which = context.argument.partition("-")
    found = _own_card(context, number)
    teachers = _teachers(context, context.me)
    if found is None or not teachers:
        context.answer("error.old_button")
        return
    attempt, card = found
    appeal = context.unit.appeal(_new(context, attempt, card, which))
    if appeal is None:
        context.answer("appeal.once")
        return
    context.answer("appeal.sent")
    for teacher in teachers:
        _send_to(context, teacher, appeal)


@commands.declare("appeal", Audience.CONSENTED)
def explain(context: Context) -> None:
    """/appeal WORDS: tell the teacher why, while the appeal is open."""
    appeal = context.unit.newest_appeal(context.me.id)
    words = context.argument[:_LONGEST_WORDS]
    if appeal is None or appeal.verdict is not None:
        context.answer("appeal.none_open")
    elif not words:
        context.answer("appeal.how_to_explain")
    else:
        context.unit.add_words(appeal.id, words)
        context.answer("appeal.words_added")
        for teacher in _teachers(context, context.me):
            text = catalogue(teacher.language).say(
                "appeal.words", number=appeal.id, alias=context.me.alias, words=words
            )
            _write(context, teacher, text)


def _new(context: Context, attempt: Attempt, card: Scorecard, which: str) -> Appeal:
    chosen = next((d.evidence for d in disputes(card) if str(d.number) == which), None)
    return Appeal(
        id=0,
        attempt=attempt.id,
        person=context.me.id,
        rule=chosen.rule if chosen else WHOLE,
        event=chosen.event if chosen else -1,
        start=chosen.start if chosen else -1,
        words="",
        before=card.total,
        at=context.now,
    )


# --- the teacher -----------------------------------------------------------------------------


@commands.declare("appeals", Audience.TEACHER)
def inbox(context: Context) -> None:
    """/appeals: the open appeals of one's classes, with everything needed to decide."""
    waiting = context.unit.open_appeals(_classes(context))
    context.answer("appeal.inbox", count=len(waiting))
    for appeal in waiting[:_MOST_SHOWN]:
        _send_to(context, context.me, appeal)


@actions.declare("qa", Audience.TEACHER)
def grant(context: Context) -> None:
    """“有道理”: the reason is struck and the talk is marked again without it."""
    appeal = _mine(context, context.argument)
    if appeal is None:
        return
    again = _marked_again(context, appeal)
    if again is None:
        context.answer("appeal.by_hand", number=appeal.id)
        return
    reason = context.words.say("appeal.granted_reason")
    _decide(context, appeal, Verdict.GRANTED, again.total, reason, again.to_json())


@actions.declare("qr", Audience.TEACHER)
def how_to_reject(context: Context) -> None:
    """“维持原分”: a reason is owed to the student."""
    appeal = _mine(context, context.argument)
    if appeal is not None:
        context.answer("appeal.reason_please", number=appeal.id)


@actions.declare("qm", Audience.TEACHER)
def how_to_remark(context: Context) -> None:
    """“改分”: which mark, and why."""
    appeal = _mine(context, context.argument)
    if appeal is not None:
        context.answer("appeal.by_hand", number=appeal.id)


@commands.declare("uphold", Audience.TEACHER)
def uphold(context: Context) -> None:
    """/uphold NUMBER REASON: the mark stands."""
    number, _, reason = context.argument.partition(" ")
    appeal = _mine(context, number)
    if appeal is None:
        return
    if not reason.strip():
        context.answer("appeal.reason_please", number=appeal.id)
    else:
        _decide(context, appeal, Verdict.UPHELD, appeal.before, reason.strip())


@commands.declare("remark", Audience.TEACHER)
def remark(context: Context) -> None:
    """/remark NUMBER MARK REASON: another mark, given by hand."""
    number, _, rest = context.argument.partition(" ")
    mark, _, reason = rest.strip().partition(" ")
    appeal = _mine(context, number)
    if appeal is None:
        return
    if not (mark.isdecimal() and len(mark) <= 3 and int(mark) <= 100 and reason.strip()):
        context.answer("appeal.by_hand", number=appeal.id)
    else:
        _decide(context, appeal, Verdict.REMARKED, int(mark), reason.strip())


@commands.declare("calibration", Audience.TEACHER)
def show_calibration(context: Context) -> None:
    """/calibration: what decided appeals say about each rule."""
    found = calibration(context.unit.decisions(_classes(context)))
    lines = [
        context.words.say(
            "calibration.line",
            rule=_rule_name(context, each.rule),
            disputed=each.disputed,
            upheld=each.upheld,
            wrong=each.wrong_reason,
            low=each.too_low,
            high=each.too_high,
        )
        for each in found[:_MOST_SHOWN]
    ]
    text = "\n".join(lines) or context.words.say("calibration.none")
    context.answer("calibration.card", text=text)


def _mine(context: Context, number: str) -> Appeal | None:
    """The open appeal of a student whom one teaches; whoever asks for another is told."""
    appeal = context.unit.appealed(int(number)) if _is_number(number) else None
    mine = appeal is not None and appeal.person in _pupils(context)
    if appeal is None or not mine or not may_judge(context, appeal.attempt):
        context.answer("appeal.not_found")
        return None
    if appeal.verdict is not None:
        context.answer("appeal.decided_already")
        return None
    return appeal


def _decide(
    context: Context,
    appeal: Appeal,
    verdict: Verdict,
    after: int,
    reason: str,
    card: str | None = None,
) -> None:
    reason = reason[:_LONGEST_WORDS]
    if not context.unit.decide(appeal.id, verdict, context.me.id, after, card, reason):
        context.answer("appeal.decided_already")
        return
    context.answer("appeal.decided", number=appeal.id, before=appeal.before, after=after)
    student = context.unit.person(appeal.person)
    attempt = context.unit.attempt(appeal.attempt)
    if student is None or attempt is None:
        return
    text = catalogue(student.language).say(
        f"appeal.outcome.{verdict}",
        title=context.title(attempt.scenario),
        before=appeal.before,
        after=after,
        reason=reason,
    )
    _write(context, student, text)


def _marked_again(context: Context, appeal: Appeal) -> Scorecard | None:
    """The card without the disputed reason; None where only a person can tell."""
    attempt = context.unit.attempt(appeal.attempt)
    card = context.unit.card(appeal.attempt)
    if attempt is None or card is None or not can_be_struck(appeal.rule):
        return None
    disputed = (
        each.evidence
        for each in disputes(Scorecard.from_json(card))
        if (each.evidence.rule, each.evidence.event, each.evidence.start)
        == (appeal.rule, appeal.event, appeal.start)
    )
    evidence = next(disputed, None)
    if evidence is None:
        return None
    return _examined(
        context, attempt, struck(Transcript.of(context.unit.log(attempt.id)), evidence)
    )


def _examined(context: Context, attempt: Attempt, talk: Transcript) -> Scorecard | None:
    """The card of a talk or a show; None where nobody has its customer or room any more."""
    room = _live_room(context, attempt)
    if room is not None:
        return grade_live(talk, room.room)
    playable = _played(context, attempt)
    return context.office.examine(talk, playable, attempt.seed) if playable else None


def _played(context: Context, attempt: Attempt) -> Playable | None:
    """What was played, as long as the shelf remembers it with the content it had."""
    return context.office.shelf.version(attempt.scenario, attempt.content_hash)


def _live_room(context: Context, attempt: Attempt) -> LiveShow | None:
    """The live room of a show, likewise."""
    return context.office.shelf.room(attempt.scenario, attempt.content_hash)


# --- messages --------------------------------------------------------------------------------


def _send_to(context: Context, teacher: Person, appeal: Appeal) -> None:
    """One appeal as a teacher sees it: who, what about, the talk, and three buttons."""
    words = catalogue(teacher.language)
    student = context.unit.person(appeal.person)
    attempt = context.unit.attempt(appeal.attempt)
    if student is None or attempt is None:
        return
    text = words.say(
        "appeal.card",
        number=appeal.id,
        alias=student.alias,
        title=context.title(attempt.scenario),
        before=appeal.before,
        rule=_rule_name(context, appeal.rule),
        quote=_short(_quoted(context, appeal), 60) or "—",
        words=appeal.words or "—",
        talk=_talk_text(context, attempt),
    )
    rows = [_decisions(context, teacher, appeal)]
    forward = _forward(context, teacher, appeal, student)
    write_rows(context, teacher, text, (*rows, *((tuple(forward),) if forward else ())))


def _decisions(context: Context, teacher: Person, appeal: Appeal) -> tuple[Button, ...]:
    words, links = catalogue(teacher.language), context.office.links
    again = Button(words.say("button.mark_again"), links.payload("qa", appeal.id))
    stands = Button(words.say("button.uphold"), links.payload("qr", appeal.id))
    by_hand = Button(words.say("button.remark"), links.payload("qm", appeal.id))
    attempt = context.unit.attempt(appeal.attempt)
    known = attempt and (_played(context, attempt) or _live_room(context, attempt))
    by_itself = known is not None and can_be_struck(appeal.rule)
    return (again, stands, by_hand) if by_itself else (stands, by_hand)


def _forward(context: Context, teacher: Person, appeal: Appeal, student: Person) -> list[Button]:
    """Where the class has an enterprise mentor, the teacher may ask what they think."""
    if not mentors_of(context, student):
        return []
    label = catalogue(teacher.language).say("button.to_mentor")
    return [Button(label, context.office.links.payload("mg", appeal.attempt))]


def _quoted(context: Context, appeal: Appeal) -> str:
    """The disputed words as the card quotes them: a desk's customers' logs number alike."""
    card = context.unit.card(appeal.attempt)
    found = (
        each.evidence.quote
        for each in (disputes(Scorecard.from_json(card)) if card else ())
        if (each.evidence.rule, each.evidence.event, each.evidence.start)
        == (appeal.rule, appeal.event, appeal.start)
    )
    return next(found, "")


def _talk_text(context: Context, attempt: Attempt) -> str:
    """The whole talk with times, at a desk every customer's; a very long one is cut inside."""
    lines = _said(context, attempt)
    for child in context.unit.children(attempt.id):
        lines += [f"— {child.letter} —", *_said(context, child)]
    text = "\n".join(lines)
    half = _LONGEST_TALK // 2
    return text if len(text) <= _LONGEST_TALK else f"{text[:half]}\n…\n{text[-half:]}"


def _said(context: Context, attempt: Attempt) -> list[str]:
    hour = Hours(zone_of(context.unit, attempt.person))
    return [
        f"{_SIGNS[said.voice]} {f'{hour(said)} ' if said.stamp else ''}{said.text}"
        for said in Transcript.of(context.unit.log(attempt.id)).utterances
    ]


def _write(context: Context, to: Person, text: str, buttons: tuple[Button, ...] = ()) -> None:
    rows = (buttons,) if buttons else ()
    message = Message(Chat(to.chat), text, rows, Priority.NOTICE)
    context.unit.queue(to.channel, message)


def _rule_name(context: Context, rule: str) -> str:
    if rule == WHOLE:
        return context.words.say("appeal.whole_mark")
    return rulebook.why(rule, context.words.language)


# --- who -------------------------------------------------------------------------------------


def _own_card(context: Context, number: str) -> tuple[Attempt, Scorecard] | None:
    """One's own finished attempt with its card."""
    attempt = context.unit.attempt(int(number)) if _is_number(number) else None
    if attempt is None or attempt.person != context.me.id:
        return None
    card = context.unit.card(attempt.id)
    return (attempt, Scorecard.from_json(card)) if card else None


def _teachers(context: Context, student: Person) -> list[Person]:
    classes = context.unit.cohorts_of(student.id, Role.STUDENT)
    found = {t.id: t for c in classes for t in context.unit.members(c.id, Role.TEACHER)}
    return list(found.values())


def _classes(context: Context) -> list[int]:
    return [cohort.id for cohort in context.unit.cohorts_of(context.me.id, Role.TEACHER)]


def _pupils(context: Context) -> set[int]:
    return {
        student.id
        for cohort in _classes(context)
        for student in context.unit.members(cohort, Role.STUDENT)
    }


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _short(text: str, most: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"
