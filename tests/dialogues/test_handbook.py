"""The author's handbook: its example is a real customer."""

import re
from pathlib import Path

import dialogues
from dialogues.checks import run_selftests
from dialogues.hearing import built_in
from dialogues.reading import read_scenario
from dialogues.scripted import ScriptedScenario

HANDBOOK = (Path(dialogues.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_the_customer_of_the_handbook_can_be_read_and_passes_its_tests() -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", HANDBOOK, re.DOTALL)
    reading = read_scenario(example, "handbook")
    assert reading.scenario, reading.problems
    assert reading.problems == ()
    assert run_selftests(ScriptedScenario(reading.scenario, built_in()), 10) == ()
