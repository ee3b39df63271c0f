"""Reports name what an author asked for and did not get: “not done” alone helps nobody."""

from datetime import UTC, date, datetime

from bot.classroom.papers.growth_words import line_text
from bot.classroom.reports.book import Mark
from bot.classroom.reports.findings import common_faults
from bot.classroom.reports.growth import Line
from locales.catalogue import catalogue
from scoring.evidence import cite
from scoring.scorecard import CriterionMark, Scorecard, Timing

WORDS = catalogue("zh_CN")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def mark(person: int, *missing: str) -> Mark:
    """A talk in which these things were not done."""
    evidence = tuple(cite(3, 0, "", "not-done", -25, about) for about in missing)
    row = CriterionMark("solving", "解决问题", "solving", "service", 100.0, 40, evidence=evidence)
    card = Scorecard(40, "standard", 1, (row,), Timing())
    return Mark(person, 1, person, "small-shop", 40, 40, card.to_json(), NOW, NOW)


def test_each_thing_that_was_not_done_is_a_fault_of_its_own() -> None:
    faults = common_faults([mark(1, "听过 道歉", "用过 查物流"), mark(2, "用过 查物流")], 5)
    assert [(each.about, each.students) for each in faults] == [
        ("用过 查物流", 2),
        ("听过 道歉", 1),
    ]


def test_a_line_of_the_growth_file_says_what_was_done() -> None:
    line = Line(date(2026, 3, 2), "小店", "非常抱歉", "done", 50, "听过 道歉")
    assert "该做的做到了：听过 道歉「非常抱歉」" in line_text(line, WORDS)
