"""The rule book: for every rule its reason and better wording, in Chinese and English.

The book is data, `rulebook.yaml`; a rule that hears an act bears the act's id.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

Entry = Mapping[str, Mapping[str, str]]

STOPS = "。，！？；～、.,!?;~ \n"

BOOK = Path(__file__).with_name("rulebook.yaml")


@cache
def entries() -> Mapping[str, Entry]:
    """All rules by id; each has `why` and perhaps `better`, by language."""
    loaded: dict[str, Entry] = YAML(typ="safe", pure=True).load(BOOK.read_text("utf-8"))
    return loaded


def model_answers() -> Iterator[str]:
    """The better wordings that stand by themselves; the others go on after the student's words."""
    for entry in entries().values():
        yield from (each for each in entry.get("better", {}).values() if "{" not in each)


def why(rule: str, language: str = "zh_CN") -> str:
    """The rule's reason, one short sentence; the rule's own id for a rule not in the book."""
    return entries().get(rule, {}).get("why", {}).get(language, rule)


def better(rule: str, quote: str) -> str:
    """What to say instead of the quoted words, in their language; empty where words can't help."""
    language = "en" if quote.isascii() else "zh_CN"
    wording = entries().get(rule, {}).get("better", {}).get(language, "")
    # Wording that goes on after the student's words brings its own stop.
    kept = quote if wording.endswith("{quote}") else quote.rstrip(STOPS)
    return wording.replace("{quote}", kept)
