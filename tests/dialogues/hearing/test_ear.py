"""The ear through its public door."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.hearing import ActDefinition, act_ids, built_in, hear_json, is_penalty
from dialogues.transcript import Heard


def heard(reply: str, customer: str = "") -> frozenset[str]:
    return built_in().hear(reply, customer).ids


@pytest.mark.parametrize(
    ("customer", "reply", "act"),
    [
        ("在吗", "您好，在的", "greet"),
        ("等了五天了", "非常抱歉让您久等了", "apologise"),
        ("怎么还没到", "换作是我也会着急的", "empathise"),
        ("帮我查下快递", "麻烦您提供一下订单号", "ask_order"),
        ("杯子碎了", "麻烦拍张照片发给我看看", "ask_evidence"),
        ("什么时候有结果", "今晚8点前给您回复", "commit_time"),
        ("好的", "还有什么可以帮到您的吗", "offer_more_help"),
        ("没有了", "祝您生活愉快，再见", "farewell"),
        ("还没到", "请耐心等待", "stall"),
        ("能退吗", "不行", "flat_refusal"),
        ("便宜点", "加我微信，转账便宜20", "offplatform"),
        ("登录不上", "把验证码发我", "privacy"),
        ("满意", "五星好评返5元红包", "bribe_review"),
        ("垃圾店", "你有病吧", "insult"),
        ("where is it", "I'm so sorry for the delay", "apologise"),
    ],
)
def test_a_plain_sentence_is_heard(customer: str, reply: str, act: str) -> None:
    assert act in heard(reply, customer)


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("非常抱歉让您久等了", "非常抱歉讓您久等了"),
        ("非常抱歉让您久等了", "非常 抱歉 让您久等了"),
        ("非常抱歉让您久等了", "非常抱歉让您久等了！！！！！！"),
        ("你是傻逼吗", "你是傻*逼吗"),
        ("加我微信，转账便宜20", "加我薇信，转账便宜20"),
        ("非常抱歉让您久等了", "非常报歉让您久等了"),
    ],
)
def test_the_way_of_writing_does_not_matter(plain: str, written: str) -> None:
    assert heard(written) >= heard(plain) & {"apologise", "insult", "offplatform"} != set()


@pytest.mark.parametrize(
    "reply",
    [
        "有的亲，草绿色现货",
        "靠垫可以拆下来机洗的",
        "操作很简单，长按开机键三秒就可以",
        "支持七天无理由退货，不影响二次销售即可",
        "不客气，祝您生活愉快",
        "感谢您的耐心等待，已经为您查到了",
        "请您千万不要把验证码告诉任何人",
        "您刚才说“不知道怎么退”，我来教您一步步操作",
    ],
)
def test_an_innocent_reply_is_no_penalty(reply: str) -> None:
    assert not [act for act in heard(reply) if is_penalty(act)]


def test_the_customers_line_decides_what_a_bare_word_means() -> None:
    assert "offer_return" in heard("能", "能退吗")
    assert "offer_reship" in heard("可以的亲", "少的那件能补发吗")
    assert not heard("能", "在家能洗吗") & {"offer_return", "offer_reship"}


def test_rude_words_are_less_courteous_than_kind_ones() -> None:
    ear = built_in()
    kind = ear.hear("非常抱歉让您久等了，我马上帮您处理", "怎么还没到").courtesy
    plain = ear.hear("包裹在杭州", "怎么还没到").courtesy
    rude = ear.hear("你有病吧催什么催", "怎么还没到").courtesy
    assert kind > plain > rude
    assert rude <= 10


@given(st.text(alphabet=st.characters(), max_size=300), st.text(max_size=50))
def test_any_text_is_heard_with_true_quotes_in_order(reply: str, customer: str) -> None:
    acts = built_in().hear(reply, customer).acts
    assert all(act.quote == reply[act.start : act.end] != "" for act in acts)
    assert [act.start for act in acts] == sorted(act.start for act in acts)
    assert {act.id for act in acts} <= set(act_ids())


@pytest.mark.parametrize(
    "reply", ["", " ", "\ud800", "\u202e好的", "😀😀😀", "好" * 10_000, "((((" * 3000, "\x00\n"]
)
def test_hostile_input_is_survived(reply: str) -> None:
    assert 0 <= built_in().hear(reply, reply).courtesy <= 100


@given(st.text(max_size=80))
def test_the_machine_door_answers_one_line_for_any_line(line: str) -> None:
    answer = hear_json(line)
    assert "\n" not in answer
    assert set(json.loads(answer)) == {"acts", "courtesy"}


def test_the_machine_door_gives_spans_into_the_reply() -> None:
    reply = "🙏非常抱歉，今晚8点前给您回复"
    answer = json.loads(hear_json(json.dumps({"reply": reply, "customer": "到哪了"})))
    assert {"apologise", "commit_time"} <= {act["id"] for act in answer["acts"]}
    for act in answer["acts"]:
        assert act["quote"] == reply[act["span"][0] : act["span"][1]]


def test_nothing_said_is_nothing_heard() -> None:
    assert built_in().hear("\u200b \n") == Heard()


PROMISE = ActDefinition(
    "承诺到货",
    keywords=("包到",),
    must_contain=(("保证", "一定"), ("到货", "送到")),
    patterns=("(明天|后天)(准|必)到",),
    examples=("我保证您明天一定能收到货",),
    exclude=("不敢说",),
)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("明天包到的", True),
        ("放心，一定给您送到", True),
        ("明天准到", True),
        ("我保证您后天一定能收到货", True),
        ("不敢说明天准到", False),
        ("没法保证送到的时间", False),
        ("您好", False),
    ],
)
def test_an_authors_act_is_heard_by_the_same_rules(reply: str, expected: bool) -> None:
    ear = built_in().with_acts([PROMISE])
    assert ("承诺到货" in ear.hear(reply).ids) is expected


def test_a_refused_pattern_is_an_error_for_its_author() -> None:
    with pytest.raises(ValueError, match="重复"):
        built_in().with_acts([ActDefinition("坏", patterns=("(a+)+",))])


def test_full_width_and_composed_letters_keep_their_places() -> None:
    reply = unicodedata.normalize("NFD", "café ") + "ＯＫ，抱歉"
    (apology,) = (act for act in built_in().hear(reply, "坏了").acts if act.id == "apologise")
    assert apology.quote == "抱歉"


@pytest.mark.parametrize(
    ("reply", "insults"),
    [
        ("“傻逼”两个字刻不了哦，换一个吧", False),
        ("他对您说“神经病”？我代表店里给您道歉", False),
        ("《滚蛋吧！肿瘤君》有的，今天发", False),
        ("您可真是个“傻逼”", True),
        ("你“神经病”吧", True),
        ("“神经病”", True),
    ],
)
def test_an_insult_is_quoted_unless_it_is_what_the_customer_is_called(
    reply: str, insults: bool
) -> None:
    assert ("insult" in built_in().hear(reply, "在吗").ids) is insults
