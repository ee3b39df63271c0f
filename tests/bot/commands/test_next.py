"""What to practise next and why; 错题本 with growing distances; streaks and their repair."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.classroom.advice import Reason, WeakRow, advise
from bot.classroom.mistakes import INTERVALS, PASS, Trial, mistakes
from bot.storage.unit import Unit
from tests.bot.house import House
from tests.bot.term import card, enrol, finish, hold

MONDAY = date(2026, 3, 2)
EVERY_DAY = [MONDAY + timedelta(days=n) for n in range(400)]


def on(day: int, total: int, scenario: str = "x") -> Trial:
    return Trial(scenario, EVERY_DAY[day], total)


def left(trials: list[Trial], today: int) -> list[tuple[str, int]]:
    found = mistakes(trials, EVERY_DAY, EVERY_DAY[today])
    return [(each.scenario, each.days_left) for each in found]


# --- 错题本 --------------------------------------------------------------------------------------


def test_a_failed_customer_is_due_on_the_next_class_day() -> None:
    assert left([on(0, 50)], 0) == [("x", 1)]
    assert left([on(0, 50)], 1) == [("x", 0)]


def test_going_well_when_due_makes_the_distance_longer_until_it_leaves_the_book() -> None:
    trials, day = [on(0, 50)], 0
    for step, distance in enumerate(INTERVALS):
        assert left(trials, day) == [("x", distance)]
        day += distance
        trials.append(on(day, 90))
        assert bool(left(trials, day)) is (step + 1 < len(INTERVALS))


def test_going_well_too_early_moves_nothing_and_failing_starts_anew() -> None:
    assert left([on(0, 50), on(1, 80), on(2, 90)], 4) == [("x", 0)]
    assert left([on(0, 50), on(1, 80), on(4, 40)], 4) == [("x", 1)]


def test_days_without_class_are_no_distance() -> None:
    found = mistakes([on(0, 50)], [MONDAY], MONDAY + timedelta(days=30))
    assert [each.days_left for each in found] == [1]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 100)), max_size=20))
def test_only_what_failed_is_in_the_book_and_waiting_is_never_negative(
    days: list[tuple[int, int]],
) -> None:
    trials = [on(day, total) for day, total in days]
    found = mistakes(trials, EVERY_DAY, EVERY_DAY[60])
    assert bool(found) <= any(total < PASS for _, total in days)
    assert all(0 <= each.days_left <= INTERVALS[each.step] for each in found)
    if days and max(trials, key=lambda each: each.day).total < PASS:
        last = [trial for trial in trials if trial.day == max(each.day for each in trials)]
        assert bool(found) or last[-1].total >= PASS


# --- what next -----------------------------------------------------------------------------------

SHELF = {"easy": frozenset({"courtesy"}), "hard": frozenset({"courtesy", "facts"})}
WEAK = WeakRow("facts", "核实信息", "facts", 40)


def test_what_the_class_is_due_comes_first_then_mistakes_then_the_weakest_row() -> None:
    book = mistakes([on(0, 50, "easy")], EVERY_DAY, EVERY_DAY[5])
    reasons = [
        advise(SHELF, "hard", book, [WEAK], {}),
        advise(SHELF, None, book, [WEAK], {}),
        advise(SHELF, None, [], [WEAK], {}),
        advise(SHELF, None, [], [], {"easy": 90}),
        advise(SHELF, None, [], [], {"easy": 90, "hard": 80}),
    ]
    assert [(each.scenario, each.reason) for each in reasons if each] == [
        ("hard", Reason.DRILL), ("easy", Reason.MISTAKE), ("hard", Reason.WEAK),
        ("hard", Reason.NEW), ("hard", Reason.AGAIN),
    ]  # fmt: skip
    assert advise({}, None, [], [WEAK], {}) is None


async def test_the_reason_is_told_and_one_tap_begins(house: House) -> None:
    await house.come_in("ada")

    def failed(unit: Unit) -> None:
        me = unit.person(1)
        assert me is not None
        finish(unit, me, None, card(40), unit.now - timedelta(days=3))

    await house.run(failed)
    await house.say("ada", "/next")
    assert "上次 40 分" in house.last("ada")
    await house.press("ada", "开始")
    assert (await house.running("ada")).scenario == "small-shop"


async def test_the_book_of_mistakes_offers_what_is_due(house: House) -> None:
    await house.come_in("ada")
    await house.say("ada", "错题本")
    assert "空的" in house.last("ada")

    def failed(unit: Unit) -> None:
        me = unit.person(1)
        assert me is not None
        finish(unit, me, None, card(40), unit.now - timedelta(days=3))

    await house.run(failed)
    await house.say("ada", "/mistakes")
    assert "小店 · 上次 40 分 · 今天练" in house.last("ada")
    await house.press("ada", "小店")
    assert (await house.running("ada")).scenario == "small-shop"


# --- streaks in the chat -----------------------------------------------------------------------


async def streaking(house: House, days: str) -> int:
    """A student whose last days were like this (D done, M missed); the class's id."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)

    def live(unit: Unit) -> None:
        me = enrol(unit, made.cohort.id, "ada")
        for number, mark in enumerate(days):
            day = MONDAY - timedelta(days=len(days) - number)
            held = hold(unit, made.cohort.id, day.isoformat())
            if mark == "D":
                finish(unit, me, held, card(80), held.opened_at)

    await house.run(live)
    return made.cohort.id


async def test_the_streak_stands_with_ones_own_marks(house: House) -> None:
    await streaking(house, "DDD")
    await house.say("ada", "/me")
    assert "连续 3 个上课日" in house.last("ada")


async def test_a_teacher_repairs_a_day_with_a_reason_that_is_kept_and_told(house: House) -> None:
    await streaking(house, "DDMMD")
    await house.say("ada", "/me")
    assert "连续 1 个上课日" in house.last("ada")
    await house.say("teacher", "/repair 昵称ada 2026-02-27 当天请病假")
    assert "已补 2026-02-27，现在连续 4 个上课日" in house.last("teacher")
    assert "当天请病假" in house.last("ada")
    await house.say("teacher", "/repair")
    assert "2026-02-27 昵称ada：当天请病假" in house.last("teacher")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("昵称bob 2026-02-27 病", "没有昵称"), ("昵称ada 2026-02-27", "日期和理由"),
     ("昵称ada 昨天 病", "日期和理由"), ("昵称ada 2026-02-30 病", "日期和理由"),
     ("昵称ada 2026-01-01 病", "不用补"), ("昵称ada 2026-03-01 病", "不用补")],
)  # fmt: skip
async def test_what_cannot_be_repaired_is_explained_and_changes_nothing(
    house: House, typed: str, told: str
) -> None:
    await streaking(house, "DDMMD")
    await house.say("teacher", f"/repair {typed}")
    assert told in house.last("teacher")
    assert house.rows("SELECT 1 FROM streak_repair") == []


async def test_a_day_is_repaired_once(house: House) -> None:
    await streaking(house, "DDMMD")
    for _ in range(2):
        await house.say("teacher", "/repair 昵称ada 02-27 病假")
    assert "已经补过" in house.last("teacher")
    assert len(house.rows("SELECT 1 FROM streak_repair")) == 1


async def test_an_outage_of_ours_breaks_no_streak(house: House) -> None:
    await streaking(house, "DDMMD")
    since = datetime(2026, 2, 27, 10, tzinfo=UTC)
    await house.run(lambda unit: unit.out_of_reach(since, since + timedelta(minutes=30)))
    await house.say("ada", "/me")
    assert "连续 3 个上课日" in house.last("ada")


async def test_being_away_is_noticed_and_kept(house: House) -> None:
    await house.service.timetable.tick()
    house.clock.advance(3600)
    await house.service.timetable.tick()
    assert len(house.rows("SELECT 1 FROM outage WHERE until - since >= 3500000")) == 1
