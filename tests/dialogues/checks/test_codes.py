"""Every code has a page, and the page's examples are what it says that they are."""

import re

import pytest

from dialogues.checks.codes import codes, page_of
from dialogues.checks.reachability import unreached
from dialogues.reading import read_scenario
from dialogues.wording import wording
from tests.dialogues.liveroom.room import SMALL as ROOM
from tests.dialogues.shop import SMALL as SHOP

EXAMPLE = re.compile(r"```(yaml(?: en)?)\n(.*?)\n```", re.DOTALL)
OF_ROOMS = {"D130", "D131", "D132", "D133", "D134", "D230", "D231"}
BY_SEARCH = {"D215", "D216", "D217"}
IN_PROSE = {"D001", "D002", "D006", "D007", "D008", "D140"}
"""What no few lines can show; `test_hostile_files` shows them."""


def sections(text: str) -> dict[str, str]:
    """The sections of a file by their name, each with all of its lines."""
    parts = re.split(r"(?m)^(?=[^\s#])", text.rstrip("\n") + "\n")
    return {re.split(r"[:：]", part)[0].strip(): part for part in parts if part.strip()}


def found(code: str, kind: str, example: str) -> set[str]:
    """The codes that come of a small customer with these sections in place of its own."""
    if kind == "yaml en":
        reading = read_scenario(SHOP, "page.yaml", translations={"en": example})
        # What a page does not show is missing as a whole, which is told at the first column.
        return {problem.code for problem in reading.problems if problem.column > 1}
    whole = sections(ROOM if code in OF_ROOMS else SHOP)
    twice = "\n".join(example.split("\n")[1:]) if code == "D018" else ""
    text = "".join((whole | sections(example)).values()) + twice
    reading = read_scenario(text, "page.yaml")
    told = {problem.code for problem in reading.problems}
    if reading.scenario and code in BY_SEARCH:
        told |= {problem.code for problem in unreached(reading.scenario, "page.yaml")}
    return told


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(codes()) == set(wording("zh_CN", "problems"))


@pytest.mark.parametrize("code", codes())
def test_a_page_says_what_why_and_what_to_do_in_both_languages(code: str) -> None:
    page = page_of(code)
    assert page.startswith(f"# {code} ")
    assert "**什么**：" in page
    assert "**为什么**：" in page
    assert "\nEnglish: " in page


@pytest.mark.parametrize("code", [code for code in codes() if code not in IN_PROSE])
def test_the_wrong_example_has_the_problem_and_the_right_one_has_not(code: str) -> None:
    (kind, wrong), (_, right) = EXAMPLE.findall(page_of(code))
    assert code in found(code, kind, wrong)
    assert code not in found(code, kind, right)


def test_a_page_is_found_however_its_code_is_typed() -> None:
    assert page_of(" d101 ") == page_of("D101") != ""
    assert page_of("D999") == page_of("../codes") == ""
