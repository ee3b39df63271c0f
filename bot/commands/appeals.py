"""我不同意: a student disputes one reason for a mark, and may say why."""

from bot.classroom.appeals import Appeal
from bot.commands.access import Audience, actions, commands
from bot.commands.appeal_card import send_appeal, short, teachers_of
from bot.commands.classes import known_as, number_of
from bot.commands.context import Context
from bot.commands.joining import write
from bot.commands.mentor import mentors_of
from bot.practice.messages import Button
from bot.practice.ports import Attempt
from locales.catalogue import catalogue
from scoring import rulebook
from scoring.remarking import WHOLE, Dispute, disputes
from scoring.scorecard import Scorecard

LONGEST_WORDS = 300
_QUOTE = 16
_LABEL = 40


@actions.declare("q", Audience.CONSENTED)
def disagree(context: Context) -> None:
    """“我不同意” below a debrief: which reason is it about?"""
    found = _own_card(context, context.argument)
    if found is None:
        context.answer("error.old_button")
        return
    attempt, card = found
    if not teachers_of(context, context.me):
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
    label = rulebook.why(dispute.evidence.rule, context.words.language)
    if quote := short(dispute.evidence.quote, _QUOTE):
        label = context.words.say("appeal.choice", quote=quote, why=label)
    payload = context.office.links.payload("qd", f"{attempt.id}-{dispute.number}")
    return Button(short(label, _LABEL), payload)


@actions.declare("qd", Audience.CONSENTED)
def dispute_chosen(context: Context) -> None:
    """The reason is chosen: the appeal goes to the teacher with the talk attached."""
    number, _, which = context.argument.partition("-")
    found = _own_card(context, number)
    teachers = teachers_of(context, context.me)
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
        send_appeal(context, teacher, appeal)


@commands.declare("appeal", Audience.CONSENTED)
def explain(context: Context) -> None:
    """/appeal WORDS: tell the teacher why, while the appeal is open."""
    appeal = context.unit.newest_appeal(context.me.id)
    words = context.argument[:LONGEST_WORDS]
    if appeal is None or appeal.verdict is not None:
        context.answer("appeal.none_open")
    elif not words:
        context.answer("appeal.how_to_explain")
    else:
        context.unit.add_words(appeal.id, words)
        context.answer("appeal.words_added")
        for teacher in teachers_of(context, context.me):
            who = known_as(context.unit, teacher.id, context.me)
            text = catalogue(teacher.language).say(
                "appeal.words", number=appeal.id, alias=who, words=words
            )
            write(context, teacher, text)


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


def _own_card(context: Context, number: str) -> tuple[Attempt, Scorecard] | None:
    """One's own finished attempt with its card."""
    attempt = context.unit.attempt(number_of(number))
    if attempt is None or attempt.person != context.me.id:
        return None
    card = context.unit.card(attempt.id)
    return (attempt, Scorecard.from_json(card)) if card else None
