"""The school calendar: official days, the teacher's days, and years that nobody knows yet."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.classroom.calendar import (
    CLASS_KINDS,
    ENTERED_KINDS,
    OFFICIAL_YEARS,
    Calendar,
    DayKind,
    Span,
    class_days,
    day_of,
    next_class_day,
    unknown_years,
)
from bot.classroom.dates import monday_of, read_date

KNOWN = st.dates(date(OFFICIAL_YEARS[0], 1, 1), date(OFFICIAL_YEARS[-1], 12, 31))
ANY_DAY = st.dates(date(2024, 1, 1), date(2031, 12, 31))
SPANS = st.lists(
    st.builds(
        lambda number, since, length, kind: Span(
            number, since, since + timedelta(days=length), kind
        ),
        st.integers(1, 99),
        ANY_DAY,
        st.integers(0, 40),
        st.sampled_from(ENTERED_KINDS),
    ),
    max_size=6,
).map(tuple)
TODAY = date(2026, 11, 25)


@given(KNOWN)
def test_a_known_day_is_a_class_day_exactly_where_the_library_says_workday(on: date) -> None:
    assert day_of(Calendar(), on).is_class == chinese_calendar.is_workday(on)
    assert day_of(Calendar(), on).known


def test_the_national_day_of_2026_with_its_make_up_days() -> None:
    kinds = {day: day_of(Calendar(), date(2026, month, day)).kind for month, day in
             ((9, 20), (9, 30), (10, 1), (10, 7), (10, 8), (10, 10), (10, 11))}  # fmt: skip
    assert kinds == {
        20: DayKind.MAKE_UP,
        30: DayKind.CLASS,
        1: DayKind.HOLIDAY,
        7: DayKind.HOLIDAY,
        8: DayKind.CLASS,
        10: DayKind.MAKE_UP,
        11: DayKind.WEEKEND,
    }


def test_a_year_that_is_not_announced_goes_by_weekdays_and_says_so() -> None:
    year = OFFICIAL_YEARS[-1] + 1
    monday = monday_of(date(year, 10, 8))
    week = [day_of(Calendar(), monday + timedelta(days=n)) for n in range(7)]
    assert [day.is_class for day in week] == [True] * 5 + [False] * 2
    assert not any(day.known for day in week)
    assert unknown_years(Calendar(), TODAY, date(year, 1, 20)) == (year,)
    assert unknown_years(Calendar(official=False), TODAY, date(year, 1, 20)) == ()


@given(SPANS, ANY_DAY)
def test_what_the_teacher_entered_last_holds_over_everything(
    spans: tuple[Span, ...], on: date
) -> None:
    over = [span.kind for span in spans if span.since <= on <= span.until]
    expected = over[-1] if over else day_of(Calendar(), on).kind
    assert day_of(Calendar(spans), on).kind == expected


@given(SPANS, ANY_DAY, st.integers(0, 60))
def test_class_days_are_all_and_only_the_days_of_a_class_kind(
    spans: tuple[Span, ...], since: date, length: int
) -> None:
    calendar, until = Calendar(spans), since + timedelta(days=length)
    found = class_days(calendar, since, until)
    every = [since + timedelta(days=n) for n in range(length + 1)]
    assert list(found) == [on for on in every if day_of(calendar, on).kind in CLASS_KINDS]


@given(SPANS, ANY_DAY)
def test_the_next_class_day_is_later_and_none_lies_between(
    spans: tuple[Span, ...], after: date
) -> None:
    calendar = Calendar(spans)
    found = next_class_day(calendar, after)
    assert found is not None
    assert class_days(calendar, after + timedelta(days=1), found) == (found,)


def test_a_class_that_is_away_for_good_has_no_next_class_day() -> None:
    away = Span(1, date(2026, 1, 1), date(2030, 1, 1), DayKind.INTERNSHIP)
    assert next_class_day(Calendar((away,)), TODAY) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2027-02-05", date(2027, 2, 5)), ("20270205", date(2027, 2, 5)),
        ("2027年2月5日", date(2027, 2, 5)), ("2-5", date(2027, 2, 5)), ("2月5日", date(2027, 2, 5)),
        ("11/20", date(2026, 11, 20)), ("6-1", date(2026, 6, 1)), ("今天", TODAY),
        ("明天", date(2026, 11, 26)), ("周三", TODAY), ("星期二", date(2026, 12, 1)),
        ("wed", TODAY), ("周天", date(2026, 11, 29)), ("2-29", None), ("13-1", None),
        ("2026-02-30", None), ("周八", None), ("", None), ("99999", None),
        ("１２-１", date(2026, 12, 1)),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(written: str, meant: date | None) -> None:
    assert read_date(written, TODAY) == meant


@given(st.text(max_size=14))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = read_date(text, TODAY)
    assert found is None or 1 <= found.year <= 9999
