"""Short everyday replies that the corpus hardly has: the model alone hears rudeness in them."""

import re
import time
from pathlib import Path

import pytest

from dialogues.hearing import act_ids, built_in, is_penalty
from dialogues.hearing.corpus import corpus
from dialogues.hearing.normalise import normalise
from locales import hearing

FOLDER = Path(__file__).parents[2] / "hearing"
ASKED = ("嗯，那你帮我看看。", "那怎么办？", "这个能退吗？", "在吗？")


ROWS = [row for language in ("zh_CN", "en") for row in hearing.rows(language, "everyday")]


def heard(reply: str, customer: str = "") -> frozenset[str]:
    return built_in().hear(reply, customer).ids


@pytest.mark.parametrize("customer", ASKED)
@pytest.mark.parametrize(
    "reply",
    [
        "你好呀",
        "你好亲",
        "谢谢你哦",
        "您别生气哈",
        "你稍等哈",
        "你放心啦",
        "怎么了亲",
        "？怎么了",
        "穿过了吗",
        "吊牌剪了吗",
        "不喜欢吗",
        "自己用吗",
        "家里养宠物吗",
        "你是给谁买呀",
        "书桌上缺什么吗",
        "您平时桌子上东西多不多呀",
        "你想要什么价位的",
        "您想怎么处理呢",
        "你看这个行吗",
        "你姓什么呀",
        "你多重呀",
        "收到了吗",
        "有图吗",
        "知道啦",
        "快递在派送了",
        "你不用管啦",
        "要送人吗",
    ],
)
def test_an_everyday_reply_is_no_penalty(reply: str, customer: str) -> None:
    assert not [act for act in heard(reply, customer) if is_penalty(act)]


@pytest.mark.parametrize(
    ("reply", "act"),
    [
        ("嗨小满", "greet"),
        ("哎 你来啦", "greet"),
        ("上次那个 sorry哈", "apologise"),
        ("有图不", "ask_evidence"),
        ("有事找我", "offer_more_help"),
        ("没到再来找我", "offer_more_help"),
        ("么么哒", "farewell"),
        ("祝阿姨生日快乐", "farewell"),
        ("图呢", "ask_evidence"),
        ("照片", "ask_evidence"),
        ("单号呢", "ask_order"),
        ("这次想买点什么样的呀", "ask_need"),
        ("你是给谁买呀", "ask_need"),
        ("亲，不想要了是吗", "restate"),
        ("有的有的", "report_status"),
        ("再给你发个10块券", "offer_compensation"),
        ("怎么了", "ask_problem"),
        ("send me the order number and a photo please", "ask_evidence"),
        ("sorry I can't tell you that", "decline"),
        ("I'll ask finance now", "expedite"),
        ("the parcel is stuck at the hub", "report_status"),
        ("then take M", "recommend"),
        ("order today and it ships today", "commit_time"),
    ],
)
def test_an_everyday_reply_is_heard(reply: str, act: str) -> None:
    assert act in heard(reply)


@pytest.mark.parametrize(
    ("reply", "act"),
    [
        ("坏的我们安排上门取件", "commit_time"),
        ("银行那边还没到", "commit_time"),
        ("确实是我们的货", "empathise"),
        ("您还担心啥呀", "reassure"),
        ("我教您", "decline"),
        ("我教您", "flat_refusal"),
        ("马上帮您查一下物流", "expedite"),
        ("一起149 多20块钱", "offer_compensation"),
        ("？你好好说话", "greet"),
    ],
)
def test_an_everyday_reply_is_not_taken_for_another(reply: str, act: str) -> None:
    assert act not in heard(reply)


@pytest.mark.parametrize(
    ("reply", "act"),
    [
        ("穿过了谁还要啊", "rhetorical"),
        ("签收前不看一眼的吗", "rhetorical"),
        ("计算器会用吧？", "rhetorical"),
        ("路又不是我修的", "shirk"),
        ("谢谢您哦 又给我加班的机会", "sarcasm"),
        ("你好好说话", "sarcasm"),
        ("改成五星我补你八块八嘛", "bribe_review"),
        ("请耐心等待", "stall"),
        ("不行", "flat_refusal"),
    ],
)
def test_rudeness_is_heard_as_before(reply: str, act: str) -> None:
    assert act in heard(reply, "能退吗")


DISPUTED = {("查一下我的单", "稍等")}
"""One reader heard stalling; of four bare ones after such calm lines another heard none."""


def test_no_line_that_excuses_a_reply_fits_one_that_readers_call_rude() -> None:
    rows = [
        (kind, frozenset(acts.split()), re.compile(pattern))
        for kind, acts, pattern in ROWS
        if kind in {"alone", "calm"}
    ]
    presses = re.compile("|".join(pattern for kind, _, pattern in ROWS if kind == "presses"))
    for reply in (*corpus(FOLDER), *corpus(FOLDER / "unseen")):
        if (reply.customer, reply.reply) in DISPUTED:
            continue
        plain = normalise(reply.reply).text
        pressed = presses.search(normalise(reply.customer).text)
        for kind, acts, pattern in rows:
            rude = reply.acts & acts if kind == "alone" or not pressed else frozenset()
            assert not (rude and pattern.fullmatch(plain)), (reply.reply, rude)


@pytest.mark.parametrize("line", ["这个能退吗", "在吗", "我要退货", "多久能到"])
def test_a_bare_request_to_wait_is_no_stalling_where_nobody_presses(line: str) -> None:
    assert heard("稍等", line) == {"hold"}


def test_a_bare_request_to_wait_may_be_stalling_for_who_has_waited_already() -> None:
    assert "stall" in heard("稍等", "慢死了")


def test_every_line_of_the_table_names_acts_and_compiles() -> None:
    for kind, acts, pattern in ROWS:
        assert kind in {"is", "never", "alone", "calm", "presses"}
        assert set(acts.split()) <= {*act_ids(), "-"}
        re.compile(pattern)


def test_no_line_of_the_table_runs_for_long() -> None:
    hostile = ("好嗯" * 150, "您你亲那请问" * 50, "，".join("家里平时" * 70), "想想看看" * 75)
    for text in hostile:
        started = time.process_time()
        for _, _, pattern in ROWS:
            re.search(pattern, text)
            re.fullmatch(pattern, text)
        assert time.process_time() - started < 0.5
