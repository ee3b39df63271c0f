"""Replies made to slow the ear down or to break it."""

import hashlib
import json
import time
from collections.abc import Iterator

import pytest

from dialogues.hearing import built_in, hear_json
from dialogues.hearing.lexicon import rule_hits
from dialogues.hearing.normalise import LONGEST, normalise
from dialogues.hearing.rules import MOST_OF_A_WORD

LENGTH = 4096
PIECES = (
    "退款", "给您", "您", "不", "没", "，", "。", "！", "？", "~", " ", "\n", "“", "”", "《", "【",
    "傻", "逼", "*", "微", "信", "a", "1", "0", ".", "((", "))", "\\", "\u200b", "\u0301", "😀",
    "抱歉", "五星好评", "返", "验证码", "保证", "今天", "前", "到", "您好", "赶紧", "哦", "𠮷",
    "\ud800", "ﬀ", "㍿", "ﷺ", "親愛的", "thank you ", "not ", "refund ", "&", "<b>", "%s", "{}",
)  # fmt: skip


def adversarial(number: int) -> str:
    """One of many replies of 4,096 code points, drawn from a hash: a few pieces, much repeated."""
    draws = hashlib.shake_256(str(number).encode()).digest(2048)
    few = [PIECES[draw % len(PIECES)] for draw in draws[: 1 + number % 9]]
    text = "".join(few[draw % len(few)] * (1 + draw % 5) for draw in draws)
    return (text * (LENGTH // max(len(text), 1) + 1))[:LENGTH]


def _seconds(replies: list[str]) -> Iterator[float]:
    ear = built_in()
    for reply in replies:
        began = time.process_time()
        ear.hear(reply, reply)
        yield time.process_time() - began


def test_replies_of_4096_letters_are_heard_whatever_they_are() -> None:
    for number in range(400):
        reply = adversarial(number)
        heard = built_in().hear(reply, reply[::-1])
        assert 0 <= heard.courtesy <= 100
        assert all(act.quote == reply[act.start : act.end] != "" for act in heard.acts)


@pytest.mark.parametrize("piece", PIECES)
def test_a_longer_reply_costs_no_more_than_one_as_long_as_the_ear_listens(piece: str) -> None:
    listened, long = (piece * 300)[:300], (piece * 60_000)[:60_000]
    short_cost = min(_seconds([listened] * 5))
    assert min(_seconds([long] * 5)) < 4 * short_cost + 0.002


def test_code_points_that_stand_for_many_letters_are_not_listened_to_for_longer() -> None:
    heard = normalise(" ".join("ﷺ" * LENGTH))
    assert LONGEST <= len(heard.text) < LONGEST + 20
    assert len(heard.origin) == len(heard.text)


@pytest.mark.parametrize("word", ["抱歉", "退款", "您好", "今天"])
def test_a_word_said_over_and_over_is_not_looked_at_for_ever(word: str) -> None:
    hits = rule_hits(normalise(word * 150), "")
    starts = {hit.start for hit in hits}
    assert len(starts) <= 2 * MOST_OF_A_WORD


def test_the_machine_door_survives_adversarial_lines() -> None:
    for number in range(100):
        line = json.dumps({"reply": adversarial(number), "customer": adversarial(number + 1)})
        assert set(json.loads(hear_json(line))) == {"acts", "courtesy"}
        assert json.loads(hear_json(line[: number * 30]))["courtesy"] >= 0
