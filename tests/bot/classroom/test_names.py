"""Whatever somebody calls themselves: shown, it is letters, and nothing in it acts."""

import random
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.classroom.names import LONGEST_NAME, clean_name
from bot.classroom.own_alias import objection, tidy
from dialogues.hearing import built_in
from locales.catalogue import LANGUAGES, catalogue
from tests.bot.commands.test_joining import with_roster
from tests.bot.house import House

HOSTILE = 5_000
INJECTIONS = [
    "<b>张三</b>", "<a href='http://evil.com'>点我</a>", "[点我](tg://user?id=1)",
    "*粗* _斜_ `码`", "@everyone", "@durov", "t.me/joinchat/x", "https://evil.com",
    "evil.com", "ｅｖｉｌ．ｃｏｍ", "a@b.cn", "/stop", "/start@bot", "#标签", "$TSLA",
    "+86 138 0013 8000", "13800138000", "\u5f20\u202e\u4e09",
    "\u2066\u674e\u56db\u2069", "\u738b\u200b\u5c0f\u200d\u660e",
    "\ufeff\u8d75\u516d", "a\u0300\u0301\u0302\u0303\u0304b", "{alias}",
    "{cohort.__class__}", "%s%n", "\u5f20\u4e09\n\u2705 \u6ee1\u5206",
    "\u5f20\u4e09\r\n\u7b2c1\u540d", "\u5f35\x00\u4e09", "\x1b[31m\u7ea2",
    "🥇 1. 张三 100分", "=cmd|' /C calc'!A0", "+1+1", "'; DROP TABLE person;--",
    "\ud800", "ﷺ", "\u202emoc.live", "１３８００１３８０００", "\u115f\u1160", "\u2800",
    "\u034f", "🇨🇳", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "ｔ．ｍｅ／ｘ",
    "w w w.a.b",
]  # fmt: skip
ENTITIES = re.compile(
    r"[@#$/<>{}\[\]`*_\\]|\w\.\w|\d{5}|[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
"""What a messenger would make a link, a mention, a command or a number of, or not show at all."""


def hostile_names() -> list[str]:
    """Five thousand: injections between names, cut, doubled and mixed; the same every time."""
    dice = random.Random(5000)
    pieces = [
        *INJECTIONS,
        "张三",
        "阿卜杜热合曼·买买提艾力",
        "Mary-Jane O'Neil",
        "\u0301",
        "😀",
        " ",
        "・",
    ]
    return ["".join(dice.choices(pieces, k=dice.randint(1, 5))) for _ in range(HOSTILE)]


def is_harmless(shown: str) -> bool:
    """Nothing in it links, turns, hides, or begins a line of its own."""
    kinds = {unicodedata.category(sign) for sign in shown}
    return not ENTITIES.search(shown) and not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def test_five_thousand_hostile_names_are_harmless_on_a_roster() -> None:
    cleaned = [clean_name(name) for name in hostile_names()]
    assert [name for name in cleaned if not is_harmless(name) or len(name) > LONGEST_NAME] == []
    assert sum(map(bool, cleaned)) > HOSTILE // 2


def test_five_thousand_hostile_aliases_are_harmless_or_refused() -> None:
    ear = built_in()
    taken = [alias for name in hostile_names()[:HOSTILE] if (alias := tidy(name))]
    allowed = [alias for alias in taken if len(alias) <= 12 and not objection(alias, ear, [], [])]
    assert [alias for alias in allowed if not is_harmless(re.sub(r"\d", "", alias))] == []


SHOWN = (
    "roster.shown", "roster.preview", "roster.saved", "join.taken", "join.who", "welcome.student",
    "welcome.mentor", "people.joined", "board.head", "board.place", "board.place_untimed",
    "drill.card_open", "drill.card_closed", "appeal.card",
)  # fmt: skip
"""Templates into which names go: roster, welcome, board, card, and what teachers read."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_thousand_hostile_names_bring_no_entity_into_any_template(language: str) -> None:
    words = catalogue(language)
    names = [name for each in hostile_names() if (name := clean_name(each))]
    for key in SHOWN:
        places = re.findall(r"{(\w+)}", words.text(key))
        empty = words.say(key, **dict.fromkeys(places, "※"))
        for name in names:
            filled = words.say(key, **dict.fromkeys(places, name))
            assert filled.count("\n") == empty.count("\n"), (key, name)
            assert len(ENTITIES.findall(filled)) == len(ENTITIES.findall(empty)), (key, name)


@given(st.text(max_size=60))
@example("A¨¸")
def test_cleaning_is_done_once_and_for_all(name: str) -> None:
    cleaned = clean_name(name)
    assert clean_name(cleaned) == cleaned
    assert is_harmless(cleaned)


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "欧阳娜娜",
        "阿卜杜热合曼·买买提艾力",
        "Mary-Jane O'Neil",
        "José Ñuñez",
        "张伟2",
        "𠮷田",
        "まゆみ",
    ],
)
def test_names_that_people_have_stay_as_they_are(name: str) -> None:
    assert clean_name(name) == name


async def test_hostile_names_through_the_door_stay_on_their_line(house: House) -> None:
    pasted = "\n".join(name.replace("\n", " ").replace("\ud800", "") for name in INJECTIONS)
    made = await with_roster(house, pasted + "\n张三")
    await house.come_in("ada", made.student_code)
    labels = [b.label for row in house.sees("ada")[-1].buttons for b in row][:-1]
    assert labels
    assert [label for label in labels if not is_harmless(label)] == []
    await house.press("ada", "张三")
    await house.say("teacher", "/roster")
    names = house.last("teacher").splitlines()[1]
    assert is_harmless(names.replace("✓", "").replace("·", "").replace("　", " "))
