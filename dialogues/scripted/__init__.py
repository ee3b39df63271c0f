"""Plays a written scenario: mood, facts, rules, endings."""

from dialogues.scripted.customer import ScriptedCustomer
from dialogues.scripted.playable import ScriptedScenario

__all__ = ["ScriptedCustomer", "ScriptedScenario"]
