"""发布: a customer, a time, a look through the students' eyes, and out it goes. Three taps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.classroom.calendar import next_class_day
from bot.classroom.cards import counting
from bot.classroom.cohorts import Cohort, Occurrence
from bot.classroom.dates import local_date
from bot.classroom.drills import clock_text, window
from bot.classroom.mentoring import may_be_used
from bot.classroom.plans import Origin, Slot
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import (
    classes_meant,
    in_rows,
    number_of,
    own_class,
)
from bot.commands.context import Context
from bot.commands.drafts import draft_meant, usual_times, when_text, window_of
from bot.commands.payloads import fitting, meant
from bot.commands.settling import settle
from bot.practice.messages import Button
from dialogues.language import in_language
from locales.catalogue import catalogue

NOW_MINUTES = 120
LESSON_MINUTES = (20, 40)
ATTEMPTS = (1, 2, 3, 5)
"""How many attempts can be made to count by a button."""


@commands.declare("publish", Audience.TEACHER, in_group=True)
def publish(context: Context) -> None:
    """/publish [customer]: choose a customer; with several classes the class comes first."""
    classes = classes_meant(context)
    offer = context.office.shelf.find(context.argument) if context.argument else None
    if len(classes) == 1 and offer is not None and not context.inbound.chat.group:
        context.argument = f"{_new_draft(context, classes[0]).id}-{offer.id}"
        customer_chosen(context)
        return
    if len(classes) == 1:
        choose_customer(context, classes[0])
        return
    buttons = [
        (Button(cohort.name[:20], context.office.links.payload("k", cohort.id)),)
        for cohort in classes
    ]
    context.tell_privately(context.words.say("publish.which_class"), *buttons)


@actions.declare("k", Audience.TEACHER)
def class_chosen(context: Context) -> None:
    """The class was chosen."""
    cohort = own_class(context, number_of(context.argument))
    if cohort is not None:
        choose_customer(context, cohort)


def choose_customer(context: Context, cohort: Cohort) -> None:
    """Step 1: the whole shelf, a button each."""
    rows = shelf_buttons(context, _new_draft(context, cohort))
    lines = [context.words.say("publish.choose", cohort=cohort.name)]
    if withheld := len(context.office.shelf.offers) - len(rows):
        lines.append(context.words.say("publish.withheld", count=withheld))
    context.tell_privately("\n".join(lines), *rows)


def _new_draft(context: Context, cohort: Cohort) -> Slot:
    """A publication to be filled in; what one had begun before is dropped."""
    rules = context.unit.rules(cohort.id)
    context.unit.drop_drafts(context.me.id)
    slot = Slot(
        0,
        cohort.id,
        "",
        Origin.HAND,
        context.me.id,
        attempts=rules.attempts,
        same_paper=rules.same_paper,
    )
    return context.unit.keep_slot(slot)


def shelf_buttons(context: Context, draft: Slot) -> tuple[tuple[Button, ...], ...]:
    """What the class's drills may use, by its number on the shelf; a press fills it in."""
    payload, approvals = context.office.links.payload, context.unit.approvals(draft.cohort)
    return tuple(
        (Button(f"{number}. {context.title(one)}", payload("c", f"{draft.id}-{fitting(one)}")),)
        for number, one in enumerate(context.office.shelf.offers, 1)
        if may_be_used(approvals, one)
    )


@actions.declare("c", Audience.TEACHER)
def customer_chosen(context: Context) -> None:
    """Step 2: when? A date of the weekly plan has its times already."""
    number, _, scenario = context.argument.partition("-")
    found = draft_meant(context, number)
    if found is None:
        return
    draft, cohort = found
    scenario = meant(scenario, context.office.shelf.offers)
    if context.office.shelf.get(scenario) is None:
        context.answer("practice.gone")
        return
    if not may_be_used(context.unit.approvals(cohort.id), scenario):
        context.answer("publish.not_approved", title=context.title(scenario))
        return
    draft = context.unit.keep_slot(replace(draft, scenario=scenario))
    if draft.origin is Origin.WEEK:
        settle(context, cohort, draft)
        return
    title = context.title(scenario)
    context.answer("publish.when", *_times(context, cohort, draft), title=title)


def _times(context: Context, cohort: Cohort, draft: Slot) -> tuple[tuple[Button, ...], ...]:
    def at(key: str, code: str, **values: object) -> Button:
        label = context.words.say(key, **values)
        return Button(label, context.office.links.payload("t", f"{draft.id}-{code}"))

    days = []
    for on, (post, close) in _usual_days(context, cohort):
        label = _day_label(context, cohort, on)
        code = f"{on:%Y%m%d}x{post}x{close}"
        days.append(at("publish.on_day", code, day=label, time=clock_text(post)))
    lessons = [at("publish.lesson", f"l{most}", minutes=most) for most in LESSON_MINUTES]
    now = at("publish.now", f"n{NOW_MINUTES}", hours=NOW_MINUTES // 60)
    return ((now,), *in_rows(days), tuple(lessons))


def _day_label(context: Context, cohort: Cohort, on: date) -> str:
    """今天, or the weekday: on a Monday, “周一” would leave open which."""
    if on == local_date(context.now, cohort.zone):
        return context.words.say("publish.today")
    return context.words.say("calendar.weekdays").split()[on.weekday()]


def _usual_days(context: Context, cohort: Cohort) -> Sequence[tuple[date, tuple[int, int]]]:
    """Today, if the usual time is yet to come, and the next class days."""
    post, close = usual_times(context, cohort)
    today = local_date(context.now, cohort.zone)
    calendar = context.unit.calendar(cohort.id)
    usual = Slot(0, 0, "", Origin.HAND, 0, post_minute=post)
    later = window(usual, cohort.zone, today).opens_at > context.now
    found = [today] if later else []
    day: date | None = today
    while len(found) < 3 and (day := next_class_day(calendar, day or today)) is not None:
        found.append(day)
    return [(on, (post, close)) for on in found]


@actions.declare("t", Audience.TEACHER)
def time_chosen(context: Context) -> None:
    """Step 3: what the students will see, and the button that sends it."""
    number, _, code = context.argument.partition("-")
    found = draft_meant(context, number)
    if found is None:
        return
    draft, cohort = found
    if code[:1] in ("n", "l"):
        draft = replace(draft, minutes=number_of(code[1:]), lesson=code[0] == "l", date="")
    else:
        day, post, close = code.split("x")
        on = date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}")
        draft = replace(
            draft,
            minutes=0,
            lesson=False,
            date=on.isoformat(),
            post_minute=number_of(post),
            close_minute=number_of(close),
        )
    preview(context, cohort, context.unit.keep_slot(draft))


def preview(context: Context, cohort: Cohort, draft: Slot) -> None:
    """The drill through the students' eyes, with its exact times, before anybody sees it."""
    words, links = context.words, context.office.links
    imagined = _imagined(context, cohort, draft)
    cards = context.office.challenge.cards
    paper = "publish.same_paper" if draft.same_paper else "publish.own_paper"
    text = words.say(
        "publish.preview",
        # The group reads Chinese, whatever its teacher reads.
        card=cards.text(context.unit, cohort, imagined, catalogue("")),
        offer=cards.offer_text(cohort, imagined, words),
        briefing=_briefing(context, draft.scenario),
        when=when_text(context, cohort, draft),
        paper=words.say(paper),
        counting=counting(words, draft.attempts),
    )
    rows = (
        (context.button("button.publish", "g", draft.id),),
        (
            context.button("button.paper", "ps", draft.id),
            context.button("button.attempts", "pa", draft.id),
        ),
        (
            Button(words.say("button.try_it"), links.payload("s", draft.scenario)),
            context.button("button.drop", "pz", draft.id),
        ),
    )
    context.answer("board.as_is", *rows, text=text)


def _imagined(context: Context, cohort: Cohort, draft: Slot) -> Occurrence:
    when = window_of(context, cohort, draft)
    return Occurrence(
        id=0,
        drill=0,
        cohort=cohort.id,
        date=when.date,
        scenario=draft.scenario,
        opened_at=when.opens_at,
        closes_at=when.closes_at,
        attempts=draft.attempts,
        same_paper=draft.same_paper,
        lesson=draft.lesson,
    )


def _briefing(context: Context, scenario: str) -> str:
    playable = context.office.shelf.playables.get(scenario)
    if playable is None:
        return context.title(scenario)
    return in_language(playable, context.words.language).briefing("preview")


@actions.declare("ps", Audience.TEACHER)
def paper_pressed(context: Context) -> None:
    """The same paper for all, or everybody's own variant."""
    if (found := draft_meant(context, context.argument, timed=True)) is not None:
        draft, cohort = found
        changed = replace(draft, same_paper=not draft.same_paper)
        preview(context, cohort, context.unit.keep_slot(changed))


@actions.declare("pa", Audience.TEACHER)
def attempts_pressed(context: Context) -> None:
    """How many attempts count: the next number on offer."""
    if (found := draft_meant(context, context.argument, timed=True)) is not None:
        draft, cohort = found
        more = next((each for each in ATTEMPTS if each > draft.attempts), ATTEMPTS[0])
        preview(context, cohort, context.unit.keep_slot(replace(draft, attempts=more)))


@actions.declare("pz", Audience.TEACHER)
def drop_draft(context: Context) -> None:
    """Not to be published after all."""
    if (found := draft_meant(context, context.argument)) is not None:
        context.unit.drop_slot(found[0].id)
        context.answer("publish.dropped")
