"""审核顾客: a customer that a teacher sends to the mentor waits for a yes before drills use it."""

from bot.classroom.cohorts import Cohort, Person, Role
from bot.classroom.mentoring import Approval
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import number_of, own_classes
from bot.commands.context import Context
from bot.commands.joining import write, write_rows
from bot.commands.mentor import mentored
from bot.commands.payloads import fitting, meant
from bot.practice.messages import Button
from locales.catalogue import catalogue


@commands.declare("review", Audience.TEACHER)
def review(context: Context) -> None:
    """/review [customer]: what the mentors said about customers, or ask them about one."""
    offer = context.office.shelf.find(context.argument) if context.argument else None
    if context.argument and offer is None:
        context.answer("practice.unknown", asked=context.argument[:40])
        return
    for cohort in own_classes(context):
        if offer is None:
            _show(context, cohort)
        else:
            _ask(context, cohort, offer.id)


def _show(context: Context, cohort: Cohort) -> None:
    title = context.title
    lines = [
        f"{context.words.say(f'approval.state.{state}')} {title(scenario)}"
        for scenario, state in context.unit.approvals(cohort.id).items()
    ]
    text = "\n".join(lines) or context.words.say("approval.none")
    context.answer("approval.shown", cohort=cohort.name, text=text)


def _ask(context: Context, cohort: Cohort, scenario: str) -> None:
    mentors = context.unit.members(cohort.id, Role.MENTOR)
    if not mentors:
        context.answer("mentor.none")
        return
    context.unit.ask_approval(cohort.id, scenario)
    title = context.title(scenario)
    context.answer("approval.asked", title=title, cohort=cohort.name)
    for mentor in mentors:
        send_waiting(context, mentor, cohort, scenario)


def send_waiting(context: Context, to: Person, cohort: Cohort, scenario: str) -> None:
    """A customer as a mentor judges it: play it, then yes or no."""
    words, links = catalogue(to.language), context.office.links
    argument = f"{cohort.id}-{fitting(scenario)}"
    text = words.say("approval.please", title=context.title_for(to, scenario), cohort=cohort.name)
    verdicts = (
        Button(words.say("button.approve_customer"), links.payload("my", argument)),
        Button(words.say("button.refuse_customer"), links.payload("mn", argument)),
    )
    play = Button(words.say("button.try_customer"), links.payload("s", scenario))
    write_rows(context, to, text, ((play,), verdicts))


def waiting(context: Context) -> list[tuple[Cohort, str]]:
    """Customers that wait for one's yes."""
    return [
        (cohort, scenario)
        for cohort in mentored(context)
        for scenario, state in context.unit.approvals(cohort.id).items()
        if state is Approval.WAITING
    ]


@commands.declare("reviews", Audience.MENTOR)
def reviews(context: Context) -> None:
    """/reviews: customers that wait for one's yes."""
    found = waiting(context)
    context.answer("approval.waiting", count=len(found))
    for cohort, scenario in found:
        send_waiting(context, context.me, cohort, scenario)


@actions.declare("my", Audience.MENTOR)
def approve(context: Context) -> None:
    """“通过”: the class's drills may use this customer."""
    _decide(context, Approval.APPROVED)


@actions.declare("mn", Audience.MENTOR)
def refuse(context: Context) -> None:
    """“退回”: the class's drills may not use this customer."""
    _decide(context, Approval.REFUSED)


def _decide(context: Context, state: Approval) -> None:
    number, _, scenario = context.argument.partition("-")
    mine = {cohort.id: cohort for cohort in mentored(context)}
    cohort = mine.get(number_of(number))
    scenario = meant(scenario, context.unit.approvals(cohort.id) if cohort else ())
    if cohort is None or scenario not in context.unit.approvals(cohort.id):
        context.answer("mentor.not_yours")
        return
    context.unit.approve(cohort.id, scenario, state, context.me.id)
    title = context.title(scenario)
    context.answer(
        "approval.decided", title=title, said=context.words.say(f"approval.state.{state}")
    )
    for teacher in context.unit.members(cohort.id, Role.TEACHER):
        words = catalogue(teacher.language)
        said = words.say(f"approval.state.{state}")
        told = context.title_for(teacher, scenario)
        write(
            context, teacher, words.say("approval.told", title=told, said=said, cohort=cohort.name)
        )
