"""Boards over days, weeks and terms: New Year, zones, hard drills, teams, improvement."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.periods import (
    PeriodKind,
    before,
    class_day,
    day_of,
    month_of,
    term,
    term_of,
    week_of,
)
from scoring.season import Improvement, difficulty, most_improved, season, teams
from scoring.standings import Result

MONDAY = date(2026, 11, 23)
WEEK = week_of(MONDAY)


def result(
    student: str, mark: int, drill: str = "1", day: date = MONDAY, team: str = "", ms: int = 10_000
) -> Result:
    return Result(student, mark, ms, drill=drill, day=day, team=team)


def places(*results: Result, **rest: int | bool) -> list[tuple[int, str, int]]:
    found = season(results, WEEK, **rest)  # type: ignore[arg-type]
    return [(each.place, each.student, each.mark) for each in found]


# --- the school year -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_a_week_over_new_year_is_one_week(day: date, name: str) -> None:
    assert week_of(day).name == name


def test_a_saturday_of_make_up_lessons_belongs_to_its_own_iso_week() -> None:
    saturday = date(2026, 10, 10)
    assert week_of(saturday).holds(date(2026, 10, 5))
    assert not week_of(saturday).holds(date(2026, 10, 12))


@given(st.dates(date(1970, 1, 1), date(2200, 12, 31)))
def test_periods_hold_their_day_and_follow_without_gap(day: date) -> None:
    for make in (day_of, week_of, month_of):
        period = make(day)
        assert period.holds(day)
        assert before(period).last + timedelta(days=1) == period.first
        assert make(period.first) == make(period.last) == period


def test_a_talk_at_half_past_eleven_is_todays_in_the_classs_own_zone() -> None:
    moment = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    assert class_day(moment, ZoneInfo("Asia/Shanghai")) == date(2026, 11, 22)
    assert class_day(moment + timedelta(minutes=30), ZoneInfo("Asia/Shanghai")) == MONDAY
    with pytest.raises(ValueError, match="时区"):
        class_day(datetime(2026, 11, 22), UTC)  # noqa: DTZ001 - a naive time is the point


def test_a_day_in_the_holidays_is_in_no_term() -> None:
    autumn = term("2026 秋", date(2026, 9, 1), date(2027, 1, 22))
    assert term_of(MONDAY, [autumn]) == autumn
    assert term_of(date(2027, 2, 1), [autumn]) is None
    assert before(autumn).last == date(2026, 8, 31)
    with pytest.raises(ValueError, match="早于"):
        term("反了", MONDAY, MONDAY - timedelta(days=1))


# --- places ----------------------------------------------------------------------------------


def test_the_mean_of_the_best_of_each_drill_counts() -> None:
    found = places(result("安", 60), result("安", 80), result("安", 90, "2"), result("白", 84))
    assert found == [(1, "安", 85), (2, "白", 84)]


def test_trying_often_does_not_help() -> None:
    once = places(result("安", 80), result("白", 80, ms=20_000))
    often = places(*[result("安", 80)] * 9, result("白", 80, ms=20_000))
    assert once == often


def test_too_few_drills_give_no_place() -> None:
    found = places(result("安", 100), result("白", 80), result("白", 70, "2"), minimum_drills=2)
    assert found == [(1, "白", 75)]


def test_days_outside_the_period_do_not_count() -> None:
    sunday = MONDAY - timedelta(days=1)
    assert places(result("安", 100, day=sunday), result("白", 80)) == [(1, "白", 80)]


def test_an_unmeasured_drill_leaves_the_mean_speed_unmeasured() -> None:
    unmeasured = Result("安", 80, None, drill="2", day=MONDAY)
    found = season((result("安", 80), unmeasured), WEEK)
    assert found[0].average_ms is None


# --- difficulty ------------------------------------------------------------------------------


def test_a_hard_drill_costs_less_when_evened_out() -> None:
    easy = [result(f"易{n}", 90, "易") for n in range(20)]
    hard = [result(f"难{n}", 60, "难") for n in range(20)]
    everybody = (*easy, *hard, result("安", 89, "易"), result("白", 70, "难"))
    plain = {who: mark for _, who, mark in places(*everybody, top=50)}
    even = {who: mark for _, who, mark in places(*everybody, top=50, adjusted=True)}
    assert plain["安"] > plain["白"]
    assert even["白"] > even["安"]


def test_a_drill_that_few_did_is_hardly_believed_to_be_hard() -> None:
    few = difficulty([result("安", 0, "难"), result("白", 100, "易")])
    many = difficulty(
        [result(f"{n}", 0, "难") for n in range(45)]
        + [result(f"{n}", 100, "易") for n in range(45)]
    )
    assert few["难"] == Fraction(-50, 6)
    assert many["难"] == -45
    assert difficulty(()) == {}


marks = st.lists(
    st.builds(
        result,
        st.sampled_from("安白陈丁"),
        st.integers(0, 100),
        st.sampled_from("12"),
        st.sampled_from([MONDAY, MONDAY - timedelta(days=7)]),
        st.sampled_from(["", "红", "蓝"]),
    )
)


@given(marks, st.booleans())
def test_marks_stay_marks_and_the_order_of_arrival_does_not_matter(
    some: list[Result], adjusted: bool
) -> None:
    found = season(some, WEEK, adjusted=adjusted)
    assert all(0 <= each.mark <= 100 for each in found)
    assert [each.mark for each in found] == sorted((e.mark for e in found), reverse=True)
    again = season(reversed(some), WEEK, adjusted=adjusted)
    assert [(e.place, e.student, e.mark) for e in again] == [
        (e.place, e.student, e.mark) for e in found
    ]


# --- improvement and teams -------------------------------------------------------------------


def last_week(student: str, mark: int, drill: str) -> Result:
    return result(student, mark, drill, MONDAY - timedelta(days=5))


def test_the_most_improved_is_told_and_nobody_who_fell() -> None:
    results = (
        *(last_week("安", 50, d) for d in "12"),
        *(result("安", 80, d) for d in "34"),
        *(last_week("白", 90, d) for d in "12"),
        *(result("白", 70, d) for d in "34"),
    )
    assert [each.student for each in most_improved(results, WEEK)] == ["安"]
    assert most_improved(results, WEEK)[0].points > 0


def test_who_did_as_well_as_before_has_not_improved_and_one_point_is_enough() -> None:
    results = [last_week(who, 60, d) for who in "安白" for d in "12"]
    results += [result("安", 60, d) for d in "34"] + [result("白", 61, d) for d in "34"]
    assert [each.student for each in most_improved(results, WEEK)] == ["白"]


OTHERS = "陈丁戊己庚辛壬癸子丑寅卯"


def test_easier_drills_are_no_improvement() -> None:
    results = [last_week(who, 60, d) for who in OTHERS for d in "12"]
    results += [result(who, 60, d) for who in OTHERS for d in "34"]
    results += [result(who, 100, d) for who in OTHERS for d in "56"]
    results += [last_week("安", 70, d) for d in "12"] + [result("安", 80, d) for d in "56"]
    assert "安" not in [each.student for each in most_improved(results, WEEK, top=99)]


def test_harder_drills_before_make_no_improvement_now() -> None:
    results = [last_week(who, 40, d) for who in OTHERS for d in "12"]
    results += [last_week(who, 80, d) for who in OTHERS for d in "78"]
    results += [result(who, 60, d) for who in OTHERS for d in "34"]
    results += [last_week("安", 50, d) for d in "12"] + [result("安", 60, d) for d in "34"]
    assert "安" not in [each.student for each in most_improved(results, WEEK, top=99)]


def test_one_lucky_day_is_no_improvement() -> None:
    results = (last_week("安", 50, "1"), result("安", 90, "2"), result("安", 90, "3"))
    assert most_improved(results, WEEK) == ()


def test_equally_improved_students_are_told_together() -> None:
    results = [last_week(who, 50, d) for who in "安白陈" for d in "12"]
    results += [result(who, 60, d) for who in "安白陈" for d in "34"]
    found = most_improved(results, WEEK, top=1)
    assert found == tuple(Improvement(who, 50, 60) for who in "安白陈")


def test_a_small_team_is_not_beaten_by_its_size() -> None:
    red = [result(who, 90, team="红") for who in "安白"]
    blue = [result(who, 80, team="蓝") for who in "陈丁戊己"]
    alone = [result("庚", 100)]
    found = teams((*red, *blue, *alone), WEEK)
    assert [(t.place, t.team, t.mark, t.members) for t in found] == [
        (1, "红", 90, 2),
        (2, "蓝", 80, 4),
    ]


def test_equal_teams_share_a_place() -> None:
    found = teams((result("安", 80, team="红"), result("白", 80, team="蓝")), WEEK)
    assert [team.place for team in found] == [1, 1]


def test_a_period_has_its_kind() -> None:
    assert (WEEK.kind, WEEK.first) == (PeriodKind.WEEK, MONDAY)
