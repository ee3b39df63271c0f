"""What did the student just do with words? Acts with span and reason, and courtesy.

Reading order: README.md.
"""

from dialogues.hearing.definition import ActDefinition
from dialogues.hearing.door import hear_json
from dialogues.hearing.ear import Ear, built_in
from dialogues.hearing.expressions import pattern_problem
from dialogues.hearing.inventory import (
    Kind,
    act_ids,
    act_name,
    act_words,
    is_credit,
    is_penalty,
    is_red_line,
    kind_of,
    resolve_act,
)

__all__ = [
    "ActDefinition",
    "Ear",
    "Kind",
    "act_ids",
    "act_name",
    "act_words",
    "built_in",
    "hear_json",
    "is_credit",
    "is_penalty",
    "is_red_line",
    "kind_of",
    "pattern_problem",
    "resolve_act",
]
