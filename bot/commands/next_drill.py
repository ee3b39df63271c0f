"""What to practise next and why, and 错题本: what went badly and when it comes again."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.classroom.advice import LOOKS_BACK, Trains, WeakRow, advise, weak_rows
from bot.classroom.cohorts import Occurrence, Role
from bot.classroom.drills import zone
from bot.classroom.mistakes import Mistake, Trial, mistakes
from bot.commands.access import Audience, actions, commands
from bot.commands.context import Context
from bot.commands.history import zone_of
from bot.practice.messages import Button
from dialogues.customer import Playable
from dialogues.scenario import draw_values
from dialogues.scripted import ScriptedScenario
from scoring.periods import class_day
from scoring.rubric_file import standard
from scoring.scenario_rubric import rubric_for
from scoring.scorecard import Scorecard

_SHOWN = 5
_SHORT = 24


@commands.declare("next", Audience.CONSENTED)
def next_drill(context: Context) -> None:
    """/next: one customer to practise with now, and the reason."""
    cards = _cards(context)
    best: dict[str, int] = {}
    for trial in _trials(context):
        best[trial.scenario] = max(trial.total, best.get(trial.scenario, 0))
    drill = _open_drill(context)
    due = drill.scenario if drill else None
    found = advise(trains(context), due, book(context), weak_rows(cards), best)
    if found is None:
        context.answer("practice.gone")
        return
    begin = (
        context.button("button.start_it", "s", found.scenario)
        if drill is None
        else context.button("button.begin", "d", drill.id)
    )
    context.answer(
        f"next.{found.reason}",
        (begin,),
        title=context.title(found.scenario),
        row=_row_name(context, found.row) if found.row else "",
        mark=found.row.mark if found.row else 0,
        last=found.mistake.last if found.mistake else 0,
    )


@actions.declare("nx", Audience.CONSENTED)
def next_pressed(context: Context) -> None:
    """The button for what to practise next."""
    next_drill(context)


@commands.declare("mistakes", Audience.CONSENTED)
def show_mistakes(context: Context) -> None:
    """/mistakes: customers that failed, when each is due again, and the weakest row."""
    entries = book(context)
    weak = [row for row in weak_rows(_cards(context)) if row.better][:1]
    if not entries and not weak:
        context.answer("mistakes.none", (context.button("button.next", "nx"),))
        return
    lines = [_line(context, entry) for entry in entries[:_SHOWN]]
    rows = [(_try(context, entry),) for entry in entries[:_SHOWN] if entry.due]
    if weak:
        lines.append(_weakness(context, weak[0]))
    head = "mistakes.head" if entries else "mistakes.only_weak"
    text = "\n".join([context.words.say(head, count=len(entries)), *lines])
    context.answer("board.as_is", *rows, (context.button("button.next", "nx"),), text=text)


@actions.declare("mi", Audience.CONSENTED)
def mistakes_pressed(context: Context) -> None:
    """The button for 错题本."""
    show_mistakes(context)


def book(context: Context) -> list[Mistake]:
    """The student's own 错题本; only what is on the shelf can be tried again."""
    today = class_day(context.now, zone(zone_of(context.unit, context.me.id)))
    trials = [trial for trial in _trials(context) if context.office.shelf.get(trial.scenario)]
    days = context.unit.drill_days(context.me.id)
    # Without a class every day is as good as another.
    return mistakes(trials, days or _all_days(trials, today), today)


def trains(context: Context) -> Trains:
    """Customers on the shelf, and the rows of the card that each is marked by."""
    return {number: _rows(one) for number, one in context.office.shelf.playables.items()}


def _rows(customer: Playable) -> frozenset[str]:
    rubric = standard()
    if isinstance(customer, ScriptedScenario):
        values = draw_values(customer.scenario, "")
        rubric = rubric_for(customer.scenario.rubric, values)
    return frozenset(row.id for row in rubric.criteria if row.weight)


def _cards(context: Context) -> list[Scorecard]:
    talks = context.unit.marked_talks(context.me.id, LOOKS_BACK)
    return [Scorecard.from_json(talk.card) for talk in talks]


def _trials(context: Context) -> list[Trial]:
    where = zone(zone_of(context.unit, context.me.id))
    totals = context.unit.totals(context.me.id)
    return [Trial(scenario, class_day(ended, where), total) for scenario, ended, total in totals]


def _all_days(trials: Sequence[Trial], today: date) -> frozenset[date]:
    first = min((trial.day for trial in trials), default=today)
    return frozenset(first + timedelta(days=n) for n in range((today - first).days + 1))


def _open_drill(context: Context) -> Occurrence | None:
    """A drill of one's class that is open and not done yet, the one that closes first."""
    unit, me = context.unit, context.me.id
    for cohort in unit.cohorts_of(me, Role.STUDENT):
        for occurrence in unit.going_on(cohort.id):
            done = {result.person for result in unit.results(occurrence.id)}
            if me not in done and context.now < occurrence.closes_at:
                return occurrence
    return None


def _line(context: Context, entry: Mistake) -> str:
    return context.words.say(
        "mistakes.due" if entry.due else "mistakes.later",
        title=_title(context, entry.scenario),
        last=entry.last,
        days=entry.days_left,
    )


def _try(context: Context, entry: Mistake) -> Button:
    payload = context.office.links.payload("s", entry.scenario)
    return Button(f"🔁 {_title(context, entry.scenario)}", payload)


def _title(context: Context, scenario: str) -> str:
    title = context.title(scenario)
    return title if len(title) <= _SHORT else title[: _SHORT - 1] + "…"


def _weakness(context: Context, row: WeakRow) -> str:
    name = _row_name(context, row)
    key = "mistakes.weak"
    return context.words.say(key, row=name, mark=row.mark, said=row.said[:60], better=row.better)


def _row_name(context: Context, row: WeakRow) -> str:
    return row.name_en if context.words.language == "en" else row.name
