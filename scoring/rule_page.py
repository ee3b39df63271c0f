"""One page per rule: what it hears, why it matters in the trade, wrong, right, and its price."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from scoring import rulebook
from scoring.rubric import Rubric
from scoring.rubric_file import standard

PAGES = Path(__file__).with_name("rule_pages.yaml")

EARNED_BY = {
    "greeting-missing": "greet",
    "closing-missing": "closing",
    "confirm-missing": "confirm",
    "no-solution": "solution",
    "no-time": "next-step",
    "not-solved": "solved",
    "left-early": "solved",
    "empathy-missing": "empathise",
}
"""What was missed under a rule, by the rule that would have earned it."""

HEADS = {
    "zh_CN": ("听什么", "为什么", "错", "对", "分值"),
    "en": ("Hears", "Why it matters", "Wrong", "Right", "Points"),
}

WORDS = {
    "zh_CN": ("封顶 {} 分", "拿不到{} {} 分", "自己不加分，也不扣分", "：", "；"),
    "en": ("total capped at {}", "{}: {} points not earned", "neither gives nor takes", ": ", "; "),
}


@dataclass(frozen=True, slots=True)
class RulePage:
    """The parts of a rule's page; texts by language, examples as lines of a talk.

    A line begins with 客 for the customer or 学 for the student, who answers after 10 seconds or
    after those written behind the @. `setting` says what the talk was: upset, calm, ended or
    left; `log` where no words bring the rule about.
    """

    rule: str
    hears: Mapping[str, str]
    matters: Mapping[str, str]
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    setting: str = ""


@cache
def pages() -> Mapping[str, RulePage]:
    """All pages by the rule's id."""
    loaded: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(PAGES.read_text("utf-8"))
    return {rule: _page(rule, parts) for rule, parts in loaded.items()}


def _page(rule: str, parts: dict[str, Any]) -> RulePage:
    examples = {name: tuple(parts[name]) for name in ("wrong", "right")}
    return RulePage(rule, **(parts | examples))


def page_of(rule: str, language: str = "zh_CN") -> str:
    """The page of a rule as text, however its id was typed; empty where there is no such rule."""
    page = pages().get(rule.strip().lower())
    if page is None:
        return ""
    bodies = (
        page.hears[language],
        page.matters[language],
        _talk(page.wrong),
        _talk(page.right),
        price(page.rule, standard(), language),
    )
    title = f"# {page.rule} {rulebook.why(page.rule, language)}"
    colon = WORDS[language][3]
    lines = [f"**{head}**{colon}{body}" for head, body in zip(HEADS[language], bodies, strict=True)]
    return "\n\n".join((title, *lines)) + "\n"


def price(rule: str, rubric: Rubric, language: str = "zh_CN") -> str:
    """What a rule gives or takes under a rubric, in words."""
    nothing, stop = WORDS[language][2], WORDS[language][4]
    return stop.join(_prices(rule, rubric, language)) or nothing


def _prices(rule: str, rubric: Rubric, language: str) -> Iterator[str]:
    capped, missed = WORDS[language][:2]
    for spec in rubric.criteria:
        if points := spec.points.get(rule, 0):
            yield f"{spec.name(language)} {points:+d}"
        if points := spec.points.get(EARNED_BY.get(rule, ""), 0):
            yield missed.format(spec.name(language), points)
    for gate in rubric.gates:
        if rule in gate.acts:
            yield capped.format(gate.cap)


def _talk(lines: tuple[str, ...]) -> str:
    return "".join(f"\n- {line}" for line in lines)
