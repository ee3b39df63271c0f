"""The board: aliases, the better half, honest ties, nobody who is last."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.classroom.board import MOST_PLACES, board_text
from bot.classroom.cohorts import Cohort, Result
from locales.catalogue import LANGUAGES, catalogue
from scoring.scorecard import Scorecard, Timing

AT = datetime(2026, 3, 2, 13, tzinfo=UTC)
CLASS = Cohort(1, "电商2班", "Asia/Shanghai")


def result(person: int, total: int, average_ms: int | None = 10_000) -> Result:
    """A finished attempt of one student."""
    card = Scorecard(total, "standard", 1, (), Timing(average_response_ms=average_ms))
    return Result(person, f"海豚{person:02d}", total, card.to_json(), AT)


def board(results: Sequence[Result], members: int = 40) -> list[str]:
    """The board's lines."""
    text = board_text(catalogue(""), CLASS, "物流延迟", "2026-03-02", results, members)
    return text.splitlines()


def aliases(results: Sequence[Result]) -> list[str]:
    """Who stands on the board, in order."""
    return [line.split()[1] for line in board(results)[2:-1]]


MARKS = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5)), min_size=1, max_size=60)


@given(MARKS)
def test_nobody_with_the_worst_best_mark_is_on_the_board(marks: list[tuple[int, int]]) -> None:
    results = [result(person, total) for person, total in marks]
    best = {r.alias: max(o.total for o in results if o.alias == r.alias) for r in results}
    shown = aliases(results)
    assert len(shown) == len(set(shown)) <= MOST_PLACES
    if len(set(best.values())) > 1:
        assert min(best.values()) not in {best[alias] for alias in shown}
    assert all(best[alias] >= sorted(best.values())[len(best) // 2] for alias in shown)


@given(MARKS)
def test_the_best_come_first(marks: list[tuple[int, int]]) -> None:
    results = [result(person, total) for person, total in marks]
    best = {r.alias: max(o.total for o in results if o.alias == r.alias) for r in results}
    shown = [best[alias] for alias in aliases(results)]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == max(best.values())


def test_ties_share_a_place_and_the_next_one_is_left_out() -> None:
    places = [result(person, 90) for person in (1, 2)] + [result(3, 80)]
    rest = [result(person, 10 + person) for person in range(4, 9)]
    lines = board(places + rest)
    assert [line.split()[0] for line in lines[2:-1]] == ["🥇", "🥇", "🥉", "4."]


def test_many_who_share_the_second_place_of_four_are_not_shown_as_the_last() -> None:
    assert aliases([result(1, 90), result(2, 80), result(3, 80), result(4, 80)]) == ["海豚01"]


def test_those_who_did_not_finish_are_counted_and_not_named() -> None:
    lines = board([result(1, 90)], members=3)
    assert lines[1] == "完成 1/3"


def test_without_results_the_board_is_friendly() -> None:
    assert board([])[-1] == "这次还没有人完成，下次一起加油！"


def test_the_average_counts_everybodys_best_attempt_once() -> None:
    lines = board([result(1, 90), result(1, 10), result(2, 70)])
    assert lines[-1].startswith("全班平均 80 分")


def test_where_speed_was_not_measured_no_seconds_are_shown() -> None:
    assert board([result(1, 90, None)])[2] == "🥇 海豚01  90 分"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_fits_into_one_message_in_every_language(language: str) -> None:
    results = [result(person, 100 - person) for person in range(1, 60)]
    longest = Cohort(1, "班" * 64, "Asia/Shanghai")
    text = board_text(catalogue(language), longest, "题" * 60, "2026-03-02", results, 60)
    assert len(text.encode("utf-16-le")) // 2 < 4096
