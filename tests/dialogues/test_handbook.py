"""The author's handbook: its example is a real customer."""

import re
from pathlib import Path

import dialogues
from dialogues.checks import run_selftests
from dialogues.hearing import built_in
from dialogues.reading import read_scenario
from dialogues.scripted import ScriptedScenario

HANDBOOK = (Path(dialogues.__file__).parent / "README.md").read_text(encoding="utf-8")
WRITTEN, TRANSLATED = re.findall(r"```yaml\n(.*?)```", HANDBOOK, re.DOTALL)
EXAMPLE = read_scenario(WRITTEN, "handbook.yaml", translations={"en": TRANSLATED})


def test_the_customer_of_the_handbook_can_be_read_and_passes_its_tests() -> None:
    assert EXAMPLE.scenario, EXAMPLE.problems
    assert EXAMPLE.problems == ()
    assert run_selftests(ScriptedScenario(EXAMPLE.scenario, built_in()), 10) == ()


def test_its_translation_is_whole() -> None:
    assert EXAMPLE.scenario
    english = ScriptedScenario(EXAMPLE.scenario, built_in()).in_language("en")
    assert english.briefing("1").startswith("Your post: You work in after-sales")
    assert "half-way" in english.born("1").open().lines[0]
