"""What students can ask for: practice, their own record, help, an end."""

from datetime import timedelta

from bot.classroom.cohorts import Occurrence, Person, Role
from bot.classroom.drills import local_text
from bot.commands.access import Audience, actions, commands
from bot.commands.context import Context
from bot.commands.streaks import streak_line
from bot.practice.coach import bar
from bot.practice.messages import Button
from bot.practice.ports import Attempt, Timer
from locales.catalogue import resolve_language

_HISTORY = 5
_LIVE = timedelta(seconds=2)
"""A lesson's teacher sees so soon who has begun."""
_LONGEST_NUMBER = 9
"""Digits of an id; people can type longer ones, the store cannot hold them."""


@commands.declare("practice", Audience.CONSENTED)
def practise(context: Context) -> None:
    """/practice [number, id or title]: choose a customer, or start with the one named."""
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    if running is not None:
        resume(context, running)
    elif not context.argument:
        offer_customers(context)
    elif (playable := context.office.shelf.find(context.argument)) is None:
        context.answer("practice.unknown", asked=context.argument[:40])
        offer_customers(context)
    else:
        begin(context, playable.id)


@actions.declare("l", Audience.CONSENTED)
def offer_customers(context: Context) -> None:
    """Show the shelf, a button each."""
    rows = tuple(
        (
            Button(
                f"{number}. {context.title(playable.id)}",
                context.office.links.payload("s", playable.id),
            ),
        )
        for number, playable in enumerate(context.office.shelf.offers.values(), 1)
    )
    context.answer("practice.choose", *rows)


@actions.declare("s", Audience.CONSENTED)
def start_pressed(context: Context) -> None:
    """A customer was chosen from the shelf, or is to come again."""
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    if running is not None:
        resume(context, running)
    elif context.office.shelf.get(context.argument) is None:
        context.answer("practice.gone")
    else:
        begin(context, context.argument)


@actions.declare("ok", Audience.CONSENTED)
def agreed_already(context: Context) -> None:
    """A second tap on the consent button."""
    practise_button = context.button("button.practise", "l")
    context.answer("welcome.back", (practise_button,), alias=context.me.alias)


@actions.declare("d", Audience.CONSENTED)
def drill_pressed(context: Context) -> None:
    """The day's drill is to begin."""
    start_drill(context, context.argument)


def start_drill(context: Context, number: str) -> None:
    """Begin one's share of a drill; late, it is practice without a mark on the board."""
    known = number.isdecimal() and len(number) <= _LONGEST_NUMBER
    occurrence = context.unit.occurrence(int(number)) if known else None
    classes = {cohort.id for cohort in context.unit.cohorts_of(context.me.id)}
    if occurrence is None or occurrence.cohort not in classes:
        context.answer("drill.not_yours")
        return
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    if running is not None:
        resume(context, running)
    elif context.office.shelf.get(occurrence.scenario) is None:
        context.answer("practice.gone")
    elif occurrence.cohort not in {
        c.id for c in context.unit.cohorts_of(context.me.id, Role.STUDENT)
    }:
        begin(context, occurrence.scenario)
    elif context.now >= occurrence.closes_at or occurrence.closed_at is not None:
        context.answer("drill.late")
        begin(context, occurrence.scenario)
    else:
        _begin_assigned(context, occurrence)


def _begin_assigned(context: Context, occurrence: Occurrence) -> None:
    """The first attempts count, as many as the teacher said; after that it is practice."""
    share = context.unit.assign(occurrence.id, context.me.id)
    if share.attempts >= occurrence.attempts:
        context.answer("drill.used_up", attempts=occurrence.attempts)
        begin(context, occurrence.scenario)
        return
    context.unit.begun(share.id)
    whose = "same" if occurrence.same_paper else context.me.id
    seed = f"drill-{occurrence.id}-{whose}-{share.attempts + 1}"
    _start(context, occurrence.scenario, seed, share.id)
    if occurrence.lesson:
        context.unit.wake(Timer.PROGRESS, share.id, context.now + _LIVE)


def begin(context: Context, scenario: str) -> None:
    """Practise alone: every time another variant."""
    seed = f"own-{context.me.id}-{context.inbound.key}"
    _start(context, scenario, seed, None)


def _start(context: Context, scenario: str, seed: str, share: int | None) -> None:
    attempt = Attempt(
        id=0,
        person=context.me.id,
        channel=context.inbound.channel,
        chat=context.inbound.chat.id,
        scenario=scenario,
        content_hash="",
        seed=seed,
        started_at=context.now,
        language=resolve_language(context.me.language),
        assignment=share,
        counts=share is not None,
    )
    context.office.practice.start(context.unit, attempt)


def resume(context: Context, running: Attempt) -> None:
    """A talk is going on: say where it stands; its clock is not touched."""
    stop = context.button("button.stop", "x", running.id)
    practice = context.office.practice
    shelf = context.office.shelf
    at_desk = shelf.reception(running.scenario, running.content_hash) is not None
    context.answer(
        "desk.running" if at_desk else "practice.running",
        *practice.customers(context.unit, running),
        (stop,),
        title=context.title(running.scenario),
        words=practice.standing(context.unit, running),
    )


@commands.declare("stop", Audience.CONSENTED)
def stop(context: Context) -> None:
    """/stop: end the talk that is going on; it gets no mark."""
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    again = context.button("button.practise", "l")
    if running is None:
        context.answer("practice.none_running", (again,))
        return
    context.office.practice.stop(context.unit, running)
    context.answer("practice.stopped", (again,))


@actions.declare("x", Audience.CONSENTED)
def stop_pressed(context: Context) -> None:
    """The button to end the talk; an old one must not end a newer talk."""
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    if running is not None and str(running.id) == context.argument:
        stop(context)
    else:
        context.answer("practice.over_already")


@commands.declare("hint", Audience.CONSENTED)
def hint(context: Context) -> None:
    """/hint: what to do next in the talk that is going on; it costs points."""
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    if running is None:
        context.answer("practice.none_running", (context.button("button.practise", "l"),))
        return
    context.office.practice.hint(context.unit, running)


@actions.declare("h", Audience.CONSENTED)
def hint_pressed(context: Context) -> None:
    """The button for help; an old one must not cost points in a newer talk."""
    running = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    here = [] if running is None else [running, *context.unit.children(running.id)]
    talk = next((one for one in here if str(one.id) == context.argument and not one.over), None)
    if talk is not None:
        context.office.practice.hint(context.unit, talk)
    else:
        context.answer("practice.over_already")


@commands.declare("me", Audience.CONSENTED)
def me(context: Context) -> None:
    """/me: alias, classes, the day's drill, and one's own last marks."""
    person = context.me
    classes = context.unit.cohorts_of(person.id)
    names = "、".join(cohort.name for cohort in classes) or context.words.say("me.no_class")
    lines = [context.words.say("me.head", alias=person.alias, classes=names)]
    lines += [
        _drill_line(context, occurrence, cohort.zone)
        for cohort in classes
        for occurrence in context.unit.going_on(cohort.id)
    ]
    lines += [line for cohort in classes if (line := streak_line(context, cohort))]
    lines += _history(context, person)
    context.answer("me.card", text="\n".join(lines))


def _drill_line(context: Context, occurrence: Occurrence, zone: str) -> str:
    own = [r.total for r in context.unit.results(occurrence.id) if r.person == context.me.id]
    title = context.title(occurrence.scenario)
    if own:
        return context.words.say("me.drill_done", title=title, best=max(own))
    closes = local_text(occurrence.closes_at, zone)
    return context.words.say("me.drill_open", title=title, closes=closes)


def _history(context: Context, person: Person) -> list[str]:
    records = context.unit.history(person.id, _HISTORY)
    if not records:
        return [context.words.say("me.no_marks")]
    marks = [
        f"{bar(record.total / 100)} {record.total} {context.title(record.scenario)}"
        for record in records
    ]
    return [context.words.say("me.marks"), *marks]
