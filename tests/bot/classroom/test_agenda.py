"""Ten thousand schedules over jumping clocks, summer time, leap days and 调休: once each."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from bot.classroom.agenda import Setting, Verdict, late, next_window, runs_on, verdict
from bot.classroom.calendar import ENTERED_KINDS, Calendar, Span, class_days
from bot.classroom.cohorts import Drill
from bot.classroom.drills import Window, window, window_of, zone
from bot.classroom.rules import Rules, after_quiet, quiet_at

SCHEDULES = 10_000
ZONES = (
    "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
    "America/Nuuk", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca",
)  # fmt: skip
STARTS = (
    date(2024, 2, 26), date(2026, 2, 12), date(2026, 3, 27), date(2026, 9, 18), date(2026, 9, 29),
    date(2026, 10, 23), date(2026, 12, 29), date(2027, 12, 29), date(2028, 2, 26), date(2026, 3, 5),
)  # fmt: skip
"""Days before a leap day, holidays and their make-up days, a change of clocks, New Year."""
LOUD = Rules(quiet_since=0, quiet_until=0, pushes=99)


@dataclass
class Keeper:
    """What is stored of one schedule, and a service that looks at it whenever it is awake.

    The store keeps what the real one keeps: one timer, unique dates. The service does what
    `Challenge.post_due` does, with the same pure functions.
    """

    drill: Drill
    setting: Setting
    rules: Rules
    due: datetime | None
    posted: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    at: list[tuple[str, datetime]] = field(default_factory=list)

    def look(self, now: datetime) -> None:
        """Do everything that is due, as the timetable does: each timer is taken once."""
        while self.due is not None and self.due <= now:
            taken, self.due = self.due, None
            self._post_due(taken, now)

    def _post_due(self, due: datetime, now: datetime) -> None:
        planned = window_of(self.drill, self.setting.zone, due)
        on = date.fromisoformat(planned.date)
        if runs_on(self.drill, self.setting, on) and planned.date not in self.posted:
            why = verdict(planned, now, self.rules, self.setting.zone, 0)
            if why is Verdict.POST:
                self.posted.append(planned.date)
                self.at.append((planned.date, now))
            else:
                self.told.append(planned.date)
        coming = next_window(self.drill, self.setting, due)
        self.due = coming.opens_at if coming else None


def drawn(dice: Random) -> tuple[Keeper, date]:
    """A schedule, and the day on which it is set up."""
    start = dice.choice(STARTS) + timedelta(days=dice.randrange(-2, 3))
    post = dice.choice((0, 1, 119, 120, 125, 150, 179, 1140, 1380, 1439, dice.randrange(1440)))
    close = (post + dice.randrange(1, 1440)) % 1440
    spans = tuple(
        Span(n, since, since + timedelta(days=dice.randrange(4)), dice.choice(ENTERED_KINDS))
        for n in range(dice.randrange(3))
        for since in (start + timedelta(days=dice.randrange(8)),)
    )
    calendar = Calendar(spans, official=dice.random() < 0.8, every_day=dice.random() < 0.3)
    taken = {(start + timedelta(days=dice.randrange(9))).isoformat()} if dice.random() < 0.3 else ()
    drill = Drill(1, 1, post, close, ("a", "b"))
    setting = Setting(dice.choice(ZONES), calendar, taken)
    rules = LOUD if dice.random() < 0.7 else Rules(dice.randrange(1440), dice.randrange(1440))
    first = window(drill, setting.zone, start).opens_at - timedelta(minutes=dice.randrange(1, 2000))
    coming = next_window(drill, setting, first)
    return Keeper(drill, setting, rules, coming.opens_at if coming else None), start


def lived(dice: Random, keeper: Keeper, start: date) -> tuple[datetime, datetime]:
    """Nine days of ticks at any distance, stops, late starts, and a clock that jumps both ways.

    The instant at which the timer was set first, and the furthest that the clock has shown.
    """
    now = keeper.due or datetime(start.year, start.month, start.day, tzinfo=UTC)
    begun, furthest = now - timedelta(seconds=1), now
    end = now + timedelta(days=9)
    while now < end:
        keeper.look(now)
        furthest = max(furthest, now)
        jump = dice.choice((0, 0, 0, 0, 2, -2, 24, -24)) * dice.random()
        now += timedelta(hours=dice.choice((0.01, 0.5, 3, 7, 26)) * dice.random() + max(jump, 0))
        if jump < 0 and dice.random() < 0.5:
            now = max(begun, now + timedelta(hours=jump))
    keeper.look(now)
    return begun, max(furthest, now)


def wanted(keeper: Keeper, begun: datetime, until: datetime) -> list[str]:
    """Every date whose opening lies in the stretch, told independently of `next_window`."""
    name = keeper.setting.zone
    first, last = (at.astimezone(zone(name)).date() for at in (begun, until))
    days = class_days(keeper.setting.calendar, first - timedelta(2), last + timedelta(2))
    windows = [window(keeper.drill, name, on) for on in days]
    return [
        one.date
        for one in windows
        if begun < one.opens_at <= until and one.date not in keeper.setting.taken
    ]


def test_ten_thousand_schedules_fire_each_occurrence_exactly_once() -> None:
    fired = 0
    for seed in range(SCHEDULES):
        dice = Random(seed)
        keeper, start = drawn(dice)
        begun, until = lived(dice, keeper, start)
        met = keeper.posted + keeper.told
        assert sorted(met) == wanted(keeper, begun, until), f"seed {seed}"
        for on, at in keeper.at:
            planned = window(keeper.drill, keeper.setting.zone, date.fromisoformat(on))
            assert planned.opens_at <= at < planned.closes_at, f"seed {seed}"
            assert not quiet_at(keeper.rules, zone(keeper.setting.zone), at), f"seed {seed}"
        fired += len(keeper.posted)
    assert fired > 2 * SCHEDULES


def test_a_late_post_moves_its_deadline_by_as_much_and_an_early_clock_does_not() -> None:
    opens = datetime(2026, 3, 2, 11, tzinfo=UTC)
    planned = Window("2026-03-02", opens, opens + timedelta(hours=2))
    twenty = timedelta(minutes=20)
    assert late(planned, opens + twenty).closes_at == planned.closes_at + twenty
    assert late(planned, opens - twenty) == planned


def test_ten_thousand_quiet_hours_end_outside_of_themselves() -> None:
    for seed in range(10_000):
        dice = Random(seed)
        rules = Rules(dice.randrange(1440), dice.randrange(1440))
        name = zone(dice.choice(ZONES))
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(525_600))
        free = after_quiet(rules, name, at)
        assert free >= at
        assert (free == at) == (not quiet_at(rules, name, at))
        assert free - at <= timedelta(hours=25)


def test_a_finite_plan_ends_and_slides_over_what_the_teacher_enters() -> None:
    plan = Drill(1, 1, 1140, 1260, tuple("abc"), cycle=False)
    monday = datetime(2026, 11, 23, 1, tzinfo=UTC)
    exam = Span(1, date(2026, 11, 24), date(2026, 11, 27), ENTERED_KINDS[0])
    setting = Setting("Asia/Shanghai", Calendar((exam,)))
    found = next_window(plan, setting, monday)
    assert found is not None
    assert found.date == "2026-11-23"
    after = next_window(replace(plan, step=1), setting, found.opens_at)
    assert after is not None
    assert after.date == "2026-11-30"
    assert replace(plan, step=3).over
