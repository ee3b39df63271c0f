"""Which of the usual mistakes it is that YAML stumbled over, and where an author made it."""

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dialogues.reading.problem import Mark

KINDS = (
    ("quote", re.compile("quoted scalar")),
    ("bracket", re.compile("flow (sequence|mapping)|'[]}]'")),
    ("no_colon", re.compile("simple key")),
    ("colon", re.compile("mapping values")),
    ("indent", re.compile("block (end|mapping|collection)")),
)
"""Mistakes by the words that the reader of YAML has for them; the first that fits is taken."""

OPENED = ("quote", "bracket", "no_colon")
"""Those that the reader notices only later: they are told where they began."""


def diagnose(error: YAMLError, name: str) -> tuple[str, Mark]:
    """The kind of mistake (a word of the section `syntax`) and its place in the file."""
    if not isinstance(error, MarkedYAMLError):
        return "other", Mark(name, 1, 1)
    told = f"{error.context} {error.problem}"
    kind = next((kind for kind, words in KINDS if words.search(told)), "other")
    marks = (error.context_mark, error.problem_mark)
    found = [mark for mark in (marks if kind in OPENED else reversed(marks)) if mark]
    at = found[0] if found else None
    return kind, Mark(name, at.line + 1, at.column + 1) if at else Mark(name, 1, 1)
