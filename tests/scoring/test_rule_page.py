"""Every rule has a page whose wrong example brings it about, and whose right one does not."""

import re
from dataclasses import replace

import pytest

from dialogues.hearing import built_in
from dialogues.transcript import Ended
from scoring import rulebook
from scoring.examiner import grade
from scoring.rubric_file import standard
from scoring.rule_page import RulePage, page_of, pages, price
from tests.scoring.talks import Talking

LINE = re.compile(r"(客|学)(?:@(\d+))?:(.+)")

EARNING = frozenset(
    [
        "greet",
        "acknowledge",
        "thank",
        "apologise",
        "empathise",
        "reassure",
        "compliment",
        "farewell",
        "offer_more_help",
        "warm",
        "in-time",
        "solution",
        "finding-out",
        "engaged",
        "next-step",
        "solved",
        "confirm",
        "closing",
    ]
)
"""Rules that are to be earned: the right example does, the wrong one does not."""

NOT_HEARD_IN_TALKS = frozenset({"instead"})
"""Wording for other rules, no rule by itself."""


def applied(page: RulePage, lines: tuple[str, ...], good: bool) -> set[str]:
    """All rules that the examiner names for an example, heard by the real ear."""
    talk, now, line = Talking(), 0.0, ""
    for each in lines:
        who, seconds, text = LINE.fullmatch(each).groups()  # type: ignore[union-attr]
        now += float(seconds or 10)
        if who == "客":
            line = text
            talk.customer(text, now)
        else:
            talk.student(text, now)
            talk.said[-1] = replace(talk.said[-1], heard=built_in().hear(text, line))
    talk.upset = {"upset": True, "calm": good}.get(page.setting)
    known = page.setting == "ended" or (page.setting == "left" and good)
    ended = Ended("x", success=good, satisfaction=5) if known else None
    if page.setting == "left" and not good:
        ended = Ended("x", success=False, satisfaction=None, abandoned=True)
    card = grade(talk.over(ended=ended), standard())
    named = {each.rule for row in card.criteria for each in row.evidence}
    named |= {each.rule for hit in card.gates for each in hit.evidence}
    return named | {row.reason for row in card.criteria}


HEARD = sorted(
    rule
    for rule, page in pages().items()
    if page.setting != "log" and rule not in NOT_HEARD_IN_TALKS
)


@pytest.mark.parametrize("rule", HEARD)
def test_the_examples_of_a_page_are_true(rule: str) -> None:
    page = pages()[rule]
    wrong, right = applied(page, page.wrong, good=False), applied(page, page.right, good=True)
    assert (rule in wrong, rule in right) == (rule not in EARNING, rule in EARNING), (wrong, right)


def test_every_rule_of_the_book_has_a_page_and_every_page_a_rule() -> None:
    assert set(pages()) == set(rulebook.entries())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("rule", sorted(pages()))
def test_a_page_has_every_part_in_both_languages(rule: str, language: str) -> None:
    page = pages()[rule]
    parts = (page.hears, page.matters, rulebook.entries()[rule]["why"])
    text = page_of(rule, language)
    assert all(part[language] and part[language] in text for part in parts)
    assert page.wrong
    assert page.right
    assert all(LINE.fullmatch(line) and line in text for line in (*page.wrong, *page.right))


def test_a_page_is_found_however_its_rule_was_typed() -> None:
    assert page_of(" Stall-Third ") == page_of("stall-third") != ""
    assert page_of("nonsense") == ""


def test_a_page_names_the_price() -> None:
    assert price("thank", standard()) == "礼貌 +5"
    assert price("insult", standard(), "en") == "Courtesy -70; total capped at 40"
    assert price("no-time", standard()) == "拿不到解决问题 15 分"
    assert price("calm-customer", standard(), "en") == "neither gives nor takes"
