"""周计划: the week as one table, a customer and times a day; last week copied; ready plans."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.classroom.agenda import coming_windows, next_window, scenario_of
from bot.classroom.calendar import unknown_years
from bot.classroom.cohorts import Cohort, Drill
from bot.classroom.dates import day_text, kind_text, local_date, moment_text, monday_of, read_date
from bot.classroom.drills import clock_text
from bot.classroom.plans import Origin, Slot, SlotState
from bot.classroom.ready_plans import ReadyPlan, ready_plans
from bot.classroom.week import DAYS_A_WEEK, Standing, WeekDay, copied, week_table
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import classes_meant, in_rows, number_of, own_class
from bot.commands.context import Context
from bot.commands.day_off import OFF, call_off
from bot.commands.drafts import read_times, usual_times
from bot.commands.publish import shelf_buttons
from bot.commands.settling import settle
from bot.practice.messages import Button

_A_WEEK = timedelta(days=DAYS_A_WEEK)


@commands.declare("week", Audience.TEACHER, in_group=True)
def week(context: Context) -> None:
    """/week, or /week 周三 19:00 21:00 [customer]: see the week, or set one day of it."""
    classes = classes_meant(context)
    words = context.argument.replace("，", " ").replace(",", " ").split()
    for cohort in classes:
        if words:
            _set_day(context, cohort, words)
        else:
            today = local_date(context.now, cohort.zone)
            show_week(context, cohort, monday_of(today))


def _set_day(context: Context, cohort: Cohort, words: Sequence[str]) -> None:
    today = local_date(context.now, cohort.zone)
    on, times = read_date(words[0], today), read_times(words[1:3])
    if on is not None and len(words) == 2 and words[1].lower() in OFF:
        call_off(context, cohort, _row(context, cohort, on))
        return
    offer = context.office.shelf.find(" ".join(words[3:]))
    if on is None or times is None:
        context.tell_privately(context.words.say("week.how"))
    elif offer is None:
        asked = " ".join(words[3:])[:80] or "?"
        context.tell_privately(context.words.say("schedule.unknown", asked=asked))
    else:
        draft = replace(_row(context, cohort, on), post_minute=times[0], close_minute=times[1])
        settle(context, cohort, context.unit.keep_slot(replace(draft, scenario=offer.id)))


def _row(context: Context, cohort: Cohort, on: date) -> Slot:
    """A new row of the weekly plan, to be filled in."""
    rules, (post, close) = context.unit.rules(cohort.id), usual_times(context, cohort)
    return Slot(
        0,
        cohort.id,
        "",
        Origin.WEEK,
        context.me.id,
        on.isoformat(),
        post,
        close,
        attempts=rules.attempts,
        same_paper=rules.same_paper,
    )


# --- the table ---------------------------------------------------------------------------------


@actions.declare("w", Audience.TEACHER)
def week_pressed(context: Context) -> None:
    """Another week."""
    if (found := _class_and_day(context)) is not None:
        show_week(context, *found)


def show_week(context: Context, cohort: Cohort, monday: date) -> None:
    """The week's table with a button a day."""
    table = _table(context, cohort, monday)
    lines = [f"{day_text(row.day.date, context.words)}  {_row_text(context, row)}" for row in table]
    sunday = monday + timedelta(days=DAYS_A_WEEK - 1)
    text = context.words.say(
        "week.table",
        cohort=cohort.name,
        since=f"{monday:%m-%d}",
        until=f"{sunday:%m-%d}",
        rows="\n".join(lines),
        zone=cohort.zone,
    )
    for year in unknown_years(context.unit.calendar(cohort.id), monday, sunday):
        text = f"{text}\n{context.words.say('calendar.unknown_year', year=year)}"
    context.tell_privately(text, *_week_buttons(context, cohort, monday))


def _week_buttons(context: Context, cohort: Cohort, monday: date) -> tuple[tuple[Button, ...], ...]:
    names = context.words.say("calendar.weekdays").split()
    dates = [monday + timedelta(days=number) for number in range(DAYS_A_WEEK)]
    days = [
        Button(name, context.office.links.payload("wd", _argument(cohort, on)))
        for name, on in zip(names, dates, strict=True)
        if on >= local_date(context.now, cohort.zone)
    ]
    ways = (
        context.button("button.copy_week", "wc", _argument(cohort, monday)),
        context.button("button.next_week", "w", _argument(cohort, monday + _A_WEEK)),
    )
    return (*in_rows(days, 4), ways, (context.button("button.ready_plans", "rl", cohort.id),))


def _table(context: Context, cohort: Cohort, monday: date) -> tuple[WeekDay, ...]:
    first, last = monday.isoformat(), (monday + _A_WEEK - timedelta(days=1)).isoformat()
    unit = context.unit
    return week_table(
        unit.calendar(cohort.id),
        monday,
        unit.occurrences(cohort.id, first, last),
        unit.slots(cohort.id, first, last),
        _standing(context, cohort, last),
    )


def _standing(context: Context, cohort: Cohort, last: str) -> list[Standing]:
    """What the standing plan will bring from now until a date."""
    drill = context.unit.drill_of(cohort.id)
    if drill is None or drill.over:
        return []
    days = (date.fromisoformat(last) - local_date(context.now, cohort.zone)).days + 1
    here = context.office.challenge.setting(context.unit, cohort, context.now)
    windows = coming_windows(drill, here, context.now, max(0, days))
    return [Standing(one.date, scenario_of(drill, ahead)) for ahead, one in enumerate(windows)]


def _row_text(context: Context, row: WeekDay) -> str:
    title = context.title
    parts = [f"✓ {title(one.scenario)}" for one in row.posted]
    parts += [context.words.say("week.is_off")] * row.off
    parts += [
        f"{clock_text(one.post_minute)}–{clock_text(one.close_minute)} {title(one.scenario)}"
        for one in row.set
    ]
    if not row.day.is_class:
        parts.insert(0, kind_text(row.day.kind, context.words))
    if row.standing and not any(one.origin is Origin.WEEK for one in row.set):
        parts.append(f"↻ {title(row.standing.scenario)}")
    return "；".join(parts) or "—"


@actions.declare("wd", Audience.TEACHER)
def day_pressed(context: Context) -> None:
    """A day of the week: choose its customer."""
    found = _class_and_day(context)
    if found is None:
        return
    cohort, on = found
    context.unit.drop_drafts(context.me.id)
    draft = context.unit.keep_slot(_row(context, cohort, on))
    rows = shelf_buttons(context, draft)
    there = [
        one
        for one in context.unit.slots(cohort.id, on.isoformat(), on.isoformat())
        if one.state is SlotState.SET
    ]
    rows += tuple((context.button("button.clear", "pd", one.id),) for one in there)
    rows += ((context.button("button.day_off", "wo", context.argument),),)
    context.answer("week.choose", *rows, day=day_text(on, context.words))


@actions.declare("wo", Audience.TEACHER)
def day_off_pressed(context: Context) -> None:
    """A day of the week: nothing is to be posted on it."""
    if (found := _class_and_day(context)) is not None:
        call_off(context, found[0], _row(context, *found))


@actions.declare("wc", Audience.TEACHER)
def copy_week(context: Context) -> None:
    """The rows of the week before, once more."""
    found = _class_and_day(context)
    if found is None:
        return
    cohort, monday = found
    unit, before = context.unit, monday - _A_WEEK
    last = monday + _A_WEEK - timedelta(days=1)
    previous = unit.slots(cohort.id, before.isoformat(), (monday - timedelta(1)).isoformat())
    taken = {one.date for one in unit.slots(cohort.id, monday.isoformat(), last.isoformat())}
    today = local_date(context.now, cohort.zone)
    calendar = unit.calendar(cohort.id)
    rows = copied(previous, calendar, today, taken, context.me.id)
    for slot in rows.slots:
        context.office.challenge.set_date(unit, cohort, slot)
    names = "、".join(day_text(on, context.words) for on in rows.skipped)
    skipped = context.words.say("week.skipped", days=names) if names else ""
    context.answer("week.copied", count=len(rows.slots), skipped=skipped)
    show_week(context, cohort, monday)


def _argument(cohort: Cohort, on: date) -> str:
    return f"{cohort.id}-{on:%Y%m%d}"


def _class_and_day(context: Context) -> tuple[Cohort, date] | None:
    number, _, day = context.argument.partition("-")
    cohort = own_class(context, number_of(number))
    on = read_date(day, local_date(context.now, "UTC"))
    return (cohort, on) if cohort and on else None


# --- ready plans -------------------------------------------------------------------------------


@actions.declare("rl", Audience.TEACHER)
def list_ready_plans(context: Context) -> None:
    """The ready plans, a button each."""
    cohort = own_class(context, number_of(context.argument))
    if cohort is None:
        return
    language = context.words.language
    rows = tuple(
        (Button(plan.titled(language), context.office.links.payload("rp", f"{cohort.id}-{name}")),)
        for name, plan in ready_plans().items()
    )
    context.answer("ready.list", *rows)


@actions.declare("rp", Audience.TEACHER)
def show_ready_plan(context: Context) -> None:
    """A ready plan on this class's own dates."""
    found = _class_and_plan(context)
    if found is None:
        return
    cohort, plan = found
    drill = _drill_of(context, cohort, plan)
    here = context.office.challenge.setting(context.unit, cohort, context.now)
    windows = coming_windows(drill, here, context.now, len(plan.days))
    rows = [
        f"{day_text(date.fromisoformat(one.date), context.words)}  {context.title(scenario)}"
        for one, scenario in zip(windows, plan.days, strict=False)
    ]
    text = context.words.say(
        "ready.shown",
        title=plan.titled(context.words.language),
        cohort=cohort.name,
        post=clock_text(drill.post_minute),
        close=clock_text(drill.close_minute),
        rows="\n".join(rows),
    )
    years = {int(one.date[:4]) for one in windows}
    calendar = context.unit.calendar(cohort.id)
    for year in sorted(years):
        if unknown_years(calendar, date(year, 1, 1), date(year, 1, 1)):
            text = f"{text}\n{context.words.say('calendar.unknown_year', year=year)}"
    start = context.button("button.start_plan", "rs", context.argument)
    context.answer("board.as_is", (start,), text=text)


@actions.declare("rs", Audience.TEACHER)
def start_ready_plan(context: Context) -> None:
    """The ready plan becomes the class's standing plan."""
    found = _class_and_plan(context)
    if found is None:
        return
    cohort, plan = found
    unit, challenge = context.unit, context.office.challenge
    drill = challenge.set_plan(unit, cohort, _drill_of(context, cohort, plan))
    coming = next_window(drill, challenge.setting(unit, cohort, context.now), context.now)
    opens = moment_text(coming.opens_at, cohort.zone, context.words) if coming else "—"
    title = plan.titled(context.words.language)
    context.answer("ready.started", cohort=cohort.name, title=title, next=opens)


def _drill_of(context: Context, cohort: Cohort, plan: ReadyPlan) -> Drill:
    post, close = usual_times(context, cohort)
    return Drill(0, cohort.id, post, close, plan.days, cycle=False)


def _class_and_plan(context: Context) -> tuple[Cohort, ReadyPlan] | None:
    number, _, name = context.argument.partition("-")
    cohort, plan = own_class(context, number_of(number)), ready_plans().get(name)
    return (cohort, plan) if cohort and plan else None
