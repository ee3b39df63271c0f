"""The authoring words: both languages say the same things."""

from string import Formatter

import pytest

from dialogues.wording import LANGUAGES, wording

SECTIONS = ("fields", "types", "values", "comparisons", "conditions", "tools", "units", "criteria",
            "problems", "shapes", "suggest", "office", "selftest")  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_every_id_has_words_in_every_language(section: str) -> None:
    ids = [set(wording(language, section)) for language in LANGUAGES]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("section", ["problems", "selftest", "suggest"])
def test_messages_ask_for_the_same_words_in_every_language(section: str) -> None:
    for key in wording("zh_CN", section):
        asked = [_placeholders(wording(language, section)[key]) for language in LANGUAGES]
        assert asked[0] == asked[1], key


def _placeholders(message: str | list[str]) -> set[str]:
    parts = [message] if isinstance(message, str) else message
    return {name for part in parts for _, name, _, _ in Formatter().parse(part) if name}
