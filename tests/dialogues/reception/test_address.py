"""Whom a message names: letters with something behind them, and nothing that only looks so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.reception.address import read_address


@pytest.mark.parametrize(
    ("typed", "letter", "words"),
    [
        ("A 您好", "A", "您好"),
        ("a：您好", "A", "您好"),
        ("B，马上", "B", "马上"),
        ("b, 马上", "B", "马上"),
        ("c:ok", "C", "ok"),
        ("Ａ　您好", "A", "您好"),
        ("@B 在的", "B", "在的"),
        ("🔴A 您好", "A", "您好"),
        ("A\n您好", "A", "您好"),
        ("A: hello", "A", "hello"),
        ("b hello", "B", "hello"),
        ("  A  您好", "A", "您好"),
        ("A", "A", ""),
        ("A 2小时内回复您", "A", "2小时内回复您"),
        ("A 查订单 QH1", "A", "查订单 QH1"),
    ],
)
def test_a_letter_in_front_is_an_address(typed: str, letter: str, words: str) -> None:
    found = read_address(typed, "ABC")
    assert found is not None
    assert (found.letter, typed[found.start :]) == (letter, words)


@pytest.mark.parametrize(
    "typed",
    [
        "您好", "", "   ", "L 码合适", "M码", "A码的话", "Aa", "A refund is on its way",
        "a minute please", "您好 A", "APP 里能看到", "D 您好", "🔴", "12 A",
    ],
)  # fmt: skip
def test_other_words_are_no_address(typed: str) -> None:
    assert read_address(typed, "ABC") is None


@given(st.text(max_size=200))
def test_an_address_is_a_known_letter_and_lies_within_the_words(typed: str) -> None:
    found = read_address(typed, "AB")
    if found is not None:
        assert found.letter in "AB"
        assert 0 < found.start <= len(typed)
