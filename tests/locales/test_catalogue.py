"""Every message exists in every language, fits where it is shown, and is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot
import scoring
from bot.adapters.telegram import login
from locales.catalogue import LANGUAGES, Catalogue, MissingMessage, catalogue, resolve_language
from scoring.debrief import TIPS

CHINESE = catalogue("")
ROOMS = [Path(room.__path__[0]) for room in (bot, scoring)]
MEDALS = ("bronze", "silver", "gold", "capped")
LEVELS = ("high", "middle", "low", "unmarked")
BUILT = {
    *(f"debrief.tip.{tip}" for tip in (*TIPS, "checklist", "keep")),
    *(f"debrief.total.{medal}" for medal in MEDALS),
    *(f"debrief.courtesy.{level}" for level in LEVELS),
    *(f"menu.{name}" for name in login.MENU),
    *("button.again", "button.agree", "button.begin", "button.practise"),
}
"""Keys that are put together and stand nowhere in the sources as a whole."""


def words_in_sources() -> Iterator[str]:
    """Every string constant of the sources that is shaped like a key of the catalogue."""
    for room in ROOMS:
        # Foreign keys of tables are shaped like keys of messages.
        for file in (f for f in room.rglob("*.py") if not {"tables", "versions"} & {*f.parts}):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


WORDS = frozenset(words_in_sources())
USED = {word for word in WORDS if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", word)} | BUILT
_FAMILY = (
    r"(cli|card|appeal|alias|boardset|history|mydata|next|season|button\.boards|button\.period"
    r"|digest|paper|poster|skill|week_report|button\.paper|people\.role|roster\.bad|mentor\.phrase|approval\.state)"
)
BEGINNINGS = tuple(word for word in WORDS if re.fullmatch(rf"{_FAMILY}\.([a-z_]+\.)*", word))
"""How keys begin that end in a value: f"cli.card.{column}"."""
FAMILIES = {key.partition(".")[0] for key in CHINESE.keys}


def places(text: str) -> set[str]:
    """The {places} of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages(language: str) -> None:
    assert catalogue(language).keys == CHINESE.keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_has_the_same_places_in_every_language(language: str) -> None:
    other = catalogue(language)
    differing = [k for k in CHINESE.keys if places(other.text(k)) != places(CHINESE.text(k))]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_has_a_name_and_no_format(language: str) -> None:
    for key in CHINESE.keys:
        for _, name, form, conversion in Formatter().parse(catalogue(language).text(key)):
            assert name is None or (name.isidentifier() and not form and not conversion), key


def test_every_key_that_the_code_uses_exists() -> None:
    asked = {key for key in USED if key.partition(".")[0] in FAMILIES}
    assert asked - CHINESE.keys == set()
    assert {start for start in BEGINNINGS if not _begun(start)} == set()


def test_no_message_is_left_over() -> None:
    assert {key for key in CHINESE.keys - USED if not key.startswith(BEGINNINGS)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_menu_entries_are_short(language: str) -> None:
    words = catalogue(language)
    for key in words.keys:
        if key.startswith("button."):
            assert len(words.text(key)) <= (10 if language == "zh_CN" else 22), key
        if key.startswith("menu."):
            assert 1 <= len(words.text(key)) <= 256, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_leave_room_in_one_telegram_message(language: str) -> None:
    words = catalogue(language)
    for key in words.keys:
        filled = words.text(key) if not places(words.text(key)) else _filled(words, key)
        assert 0 < len(filled.encode("utf-16-le")) // 2 < 4096, key
        assert filled == filled.strip(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_speaks_like_a_programmer(language: str) -> None:
    for key in catalogue(language).keys:
        if key.partition(".")[0] not in {"trouble", "operator"} and not key.startswith("cli."):
            said = catalogue(language).text(key).lower()
            assert not re.search(r"\b(token|session|callback|null|exception)\b", said), key


def test_chinese_messages_are_chinese() -> None:
    for key in CHINESE.keys:
        text = re.sub(r"\{\w+\}", "", CHINESE.text(key)).strip()
        assert not text or re.search(r"[\u4e00-\u9fff]|[^\w\s]", text), key


def test_values_are_filled_in_and_never_read_as_places() -> None:
    said = CHINESE.say("practice.unknown", asked="{title} {0} %s")
    assert "「{title} {0} %s」" in said


def test_a_missing_message_is_an_error_and_not_an_empty_text() -> None:
    with pytest.raises(MissingMessage, match=r"no\.such\.key"):
        CHINESE.say("no.such.key")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("", "zh_CN"), ("zh-hans", "zh_CN"), ("en", "en"), ("en-GB", "en"), ("EN_us", "en"),
     ("de", "zh_CN"), ("\ud800", "zh_CN"), ("zh_CN", "zh_CN")],
)  # fmt: skip
def test_a_language_tag_finds_the_nearest_catalogue(tag: str, language: str) -> None:
    assert resolve_language(tag) == language
    assert catalogue(tag).language == language


def test_there_are_enough_aliases_for_a_school() -> None:
    for language in LANGUAGES:
        words = catalogue(language)
        manners = words.text("alias.manners").split()
        animals = words.text("alias.animals").split()
        assert len(set(manners)) == len(manners)
        assert len(set(animals)) == len(animals)
        assert len(manners) * len(animals) * 90 > 20_000


def _filled(words: Catalogue, key: str) -> str:
    return words.say(key, **dict.fromkeys(places(words.text(key)), "字" * 60))


def _begun(start: str) -> set[str]:
    return {key for key in CHINESE.keys if key.startswith(start)}
