"""What teachers decide about appeals: struck, upheld or marked by hand, each with a reason."""

from bot.classroom.appeals import Appeal
from bot.classroom.cohorts import Role
from bot.commands.access import Audience, actions, commands
from bot.commands.appeal_card import examined, rule_name
from bot.commands.appeal_inbox import taught, way_on
from bot.commands.appeals import LONGEST_WORDS
from bot.commands.classes import may_judge, number_of
from bot.commands.context import Context
from bot.commands.joining import write
from bot.practice.messages import Button
from dialogues.transcript import Transcript
from locales.catalogue import catalogue
from scoring.remarking import Verdict, calibration, can_be_struck, disputes, struck
from scoring.scorecard import Scorecard

_MOST_SHOWN = 10
_READY = ("rule", "talk", "meet")
"""Reasons for letting a mark stand that teachers give most: one tap each."""


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
    """“维持原分”: a reason is owed to the student, a ready one in one tap."""
    appeal = _mine(context, context.argument)
    if appeal is None:
        return
    payload = context.office.links.payload
    ready = [
        (Button(context.words.say(f"appeal.ready.{each}"), payload("qv", f"{appeal.id}-{each}")),)
        for each in _READY
    ]
    context.answer("appeal.reason_please", *ready, number=appeal.id)


@actions.declare("qv", Audience.TEACHER)
def uphold_with(context: Context) -> None:
    """A ready reason: the mark stands, and the student is told it."""
    number, _, which = context.argument.partition("-")
    appeal = _mine(context, number)
    if appeal is not None and which in _READY:
        reason = context.words.say(f"appeal.ready.{which}")
        _decide(context, appeal, Verdict.UPHELD, appeal.before, reason)


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
    found = calibration(context.unit.decisions(taught(context)))
    lines = [
        context.words.say(
            "calibration.line",
            rule=rule_name(context.words, each.rule),
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
    appeal = context.unit.appealed(number_of(number))
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
    reason = reason[:LONGEST_WORDS]
    if not context.unit.decide(appeal.id, verdict, context.me.id, after, card, reason):
        context.answer("appeal.decided_already")
        return
    told = context.words.say("appeal.decided", number=appeal.id, before=appeal.before, after=after)
    left, rows = way_on(context)
    context.answer("board.as_is", *rows, text=f"{told}\n{left}".strip())
    student = context.unit.person(appeal.person)
    attempt = context.unit.attempt(appeal.attempt)
    if student is None or attempt is None:
        return
    text = catalogue(student.language).say(
        f"appeal.outcome.{verdict}",
        title=context.title_for(student, attempt.scenario),
        before=appeal.before,
        after=after,
        reason=reason,
    )
    write(context, student, text)


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
    return examined(context, attempt, struck(Transcript.of(context.unit.log(attempt.id)), evidence))


def _pupils(context: Context) -> set[int]:
    return {
        student.id
        for cohort in taught(context)
        for student in context.unit.members(cohort, Role.STUDENT)
    }
