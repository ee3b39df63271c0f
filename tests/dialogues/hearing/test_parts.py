"""Expressions, inventory, negation: the parts an author meets."""

import pytest

from dialogues.hearing import (
    act_ids,
    act_name,
    is_credit,
    is_penalty,
    is_red_line,
    pattern_problem,
    resolve_act,
)
from dialogues.hearing.clauses import clauses
from dialogues.hearing.negation import denied
from dialogues.hearing.normalise import normalise


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+b",
        r"(a|b*)*",
        r"(.)\1",
        r".*退款",
        r"[^,]+到",
        r"(?P<x>a)(?P=x)",
        r"(",
        "a" * 401,
        r".{0,40}.{0,40}.{0,40}",
        r"((ab?c{2,5})x){3}",
    ],
)
def test_an_expression_that_could_run_for_ever_is_refused(pattern: str) -> None:
    assert pattern_problem(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(今天|今晚|\d+)[^,。!?]{0,12}(之前|内)[^,。!?]{0,10}(回复|答复)",
        r"[smlx]{1,3}\s*码",
        r"\d+\s*斤",
        r"(保证|肯定)(能|会)?(今天|明天)?(到货|送到)",
    ],
)
def test_an_ordinary_expression_is_accepted(pattern: str) -> None:
    assert pattern_problem(pattern) is None


@pytest.mark.parametrize(
    ("word", "acts"),
    [
        ("道歉", {"apologise"}),
        ("apologise", {"apologise"}),
        ("结束语", {"farewell", "offer_more_help"}),
        ("让客户等", {"stall"}),
        ("反问指责", {"rhetorical", "blame"}),
        ("催件", {"expedite"}),
        ("催办", {"expedite"}),
        ("没有这个词", set()),
    ],
)
def test_an_authors_word_stands_for_acts(word: str, acts: set[str]) -> None:
    assert resolve_act(word) == acts


def test_every_act_has_names_and_one_kind() -> None:
    assert len(act_ids()) == 52
    for act in act_ids():
        assert act_name(act) != act
        assert is_credit(act) != is_penalty(act)
    assert act_name("apologise", "en") == "apology"
    assert act_name("承诺到货") == "承诺到货"
    assert {act for act in act_ids() if is_red_line(act)} == {
        "overpromise",
        "absolute_claim",
        "offplatform",
        "privacy",
        "bribe_review",
    }


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("我们不退款", "退款", True),
        ("不是不退款", "退款", False),
        ("不好意思给您退款", "退款", False),
        ("能不能退款", "退款", False),
        ("没问题给您退款", "退款", False),
    ],
)
def test_a_negator_denies_unless_it_is_none(text: str, word: str, expected: bool) -> None:
    assert denied(text, 0, text.index(word)) is expected


def test_clauses_end_at_marks_and_at_blanks_between_chinese_words() -> None:
    text = normalise("您好，我来查 稍等！but wait a moment").text
    assert [text[a:b] for a, b in clauses(text)] == ["您好", "我来查", "稍等", "but wait a moment"]


def test_plain_text_knows_where_it_came_from() -> None:
    typed = "親愛的  顧客！！！！您 好"
    plain = normalise(typed)
    start = plain.text.index("顾客")
    assert typed[slice(*plain.original(start, start + 2))] == "顧客"
