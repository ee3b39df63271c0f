"""没听懂的话: replies in which the ear heard hardly anything become examples, once approved.

A tap names the act, a second one approves the masked sentence. What is dealt with is not offered
again. Approved sentences are their class's own: its students are understood from then on, no other
class is; and they are exported for the ear and for scenarios.
"""

from datetime import timedelta

from bot.classroom.reports.unheard import Unheard, may_be_unheard, reply_of
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import in_rows, number_of, own_classes
from bot.commands.context import Context
from bot.commands.talks import own_talk
from bot.practice.messages import Button
from bot.storage.teaching import Example
from dialogues.hearing.guesses import guesses
from dialogues.hearing.inventory import act_name, is_credit

_LOOK_BACK = timedelta(days=30)
_MOST_LOOKED_AT = 400
_OFFERED = 6


@commands.declare("unheard", Audience.TEACHER)
def unheard(context: Context) -> None:
    """/unheard: the newest reply that was not understood, with what it may have meant."""
    show_next(context)


def show_next(context: Context) -> None:
    """Offer the next reply that nobody has looked at."""
    found = _waiting(context)
    if found is None:
        ways = (context.button("button.examples", "ue"),) if _examples(context) else ()
        context.answer("unheard.none", *((ways,) if ways else ()))
        return
    context.answer(
        "unheard.which",
        *in_rows(_acts(context, found), 2),
        (context.button("button.not_worth", "ux", f"{found.attempt}-{found.position}"),),
        customer=found.customer or "—",
        reply=found.reply,
    )


def _waiting(context: Context) -> Unheard | None:
    unit = context.unit
    classes = [cohort.id for cohort in own_classes(context)]
    rows = unit.understood_since(classes, context.now - _LOOK_BACK, _MOST_LOOKED_AT)
    for attempt, position, data in rows:
        if may_be_unheard(data):
            found = reply_of(unit.log(attempt), attempt, position)
            if found is not None:
                return found
    return None


def _acts(context: Context, found: Unheard) -> list[Button]:
    likely = guesses(found.reply, found.customer, _OFFERED)
    where = f"{found.attempt}-{found.position}"
    links, language = context.office.links, context.words.language
    return [
        Button(act_name(act, language)[:20], links.payload("ua", f"{where}-{act}"))
        for act in likely
    ]


@actions.declare("ua", Audience.TEACHER)
def act_chosen(context: Context) -> None:
    """“This is act X”: show the masked sentence as it would be kept, and ask."""
    found = _meant(context)
    if found is None:
        return
    reply, act = found
    context.answer(
        "unheard.sure",
        (
            context.button("button.approve", "uy", context.argument),
            context.button("button.not_so", "un"),
        ),
        reply=reply.reply,
        act=act_name(act, context.words.language),
    )


@actions.declare("uy", Audience.TEACHER)
def approved(context: Context) -> None:
    """The sentence becomes an example; the next one is shown."""
    found = _meant(context)
    if found is None:
        return
    reply, act = found
    talk = context.unit.attempt(reply.attempt)
    if talk is None or not _settle(context, reply.attempt, reply.position, act):
        return
    example = Example(talk.scenario, act, reply.customer, reply.reply)
    for cohort in own_classes(context):
        if talk.person in {pupil.id for pupil in context.unit.pupils(cohort.id)}:
            context.unit.keep_example(cohort.id, talk.person, example)
    context.answer("unheard.kept", act=act_name(act, context.words.language))
    show_next(context)


@actions.declare("ux", Audience.TEACHER)
def not_worth(context: Context) -> None:
    """Nothing to learn from it; it is not offered again."""
    attempt, _, position = context.argument.partition("-")
    if _settle(context, number_of(attempt), number_of(position), ""):
        show_next(context)


@actions.declare("un", Audience.TEACHER)
def not_so(context: Context) -> None:
    """Not that act after all: the same reply again."""
    show_next(context)


def _meant(context: Context) -> tuple[Unheard, str] | None:
    """The reply and act that a button speaks of, if both are there and the class is one's own."""
    attempt, position, act = [*context.argument.split("-", 2), "", ""][:3]
    number = number_of(attempt)
    if not is_credit(act) or not _is_own(context, number):
        return None
    found = reply_of(context.unit.log(number), number, number_of(position))
    if found is None:
        context.answer("error.old_button")
        return None
    return found, act


def _settle(context: Context, attempt: int, position: int, act: str) -> bool:
    """Note that it was dealt with; false, and said, where somebody else did."""
    if not _is_own(context, attempt):
        return False
    talk = context.unit.attempt(attempt)
    done = talk is not None and context.unit.settle_unheard(
        attempt, position, talk.person, act, context.me.id
    )
    if not done:
        context.answer("unheard.done_already")
    return done


def _is_own(context: Context, attempt: int) -> bool:
    """Whether the talk is one of a student of one's own; a desk's customer counts as its desk."""
    found = context.unit.attempt(attempt)
    top = found.parent if found and found.parent is not None else attempt
    return own_talk(context, top) is not None


def _examples(context: Context) -> bool:
    return bool(context.unit.examples([cohort.id for cohort in own_classes(context)]))
