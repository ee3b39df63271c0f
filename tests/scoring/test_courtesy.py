"""Courtesy: face threats first, kind acts once a stage, nothing for stuffing or length."""

import pytest

from dialogues.transcript import Felt, Transcript
from scoring.criteria.courtesy import COOL
from scoring.examiner import grade
from scoring.rubric_file import standard
from scoring.scorecard import CriterionMark
from tests.scoring.talks import Talking


def courtesy(transcript: Transcript) -> CriterionMark:
    row = grade(transcript, standard()).criterion("courtesy")
    assert row is not None
    return row


def mark(talk: Talking) -> int:
    given = courtesy(talk.over()).mark
    assert given is not None
    return given


def rules(talk: Talking) -> list[str]:
    return [each.rule for each in courtesy(talk.over()).evidence]


def one(text: str, *acts: str, tone: int = 50, upset: bool = False) -> Talking:
    return Talking(upset).customer("到哪了", 0).student(text, 10, *acts, courtesy=tone)


def test_a_plain_right_answer_is_neutral() -> None:
    assert mark(one("在杭州", "report_status")) == 70


def test_a_short_friendly_answer_does_not_lose_to_a_long_one() -> None:
    short = one("亲，在的呢", "greet=在的呢", tone=70)
    long = one("您好呀" + "，这边是客服小青" * 20, "greet=您好呀", tone=70)
    assert mark(short) == mark(long) > 70


@pytest.mark.parametrize(
    "threat",
    [
        "blame",
        "rhetorical",
        "shirk",
        "impatient",
        "cold",
        "stall",
        "command",
        "flat_refusal",
    ],
)
def test_every_face_threat_costs_and_quotes_itself(threat: str) -> None:
    talk = one("查不到，自己看去", f"{threat}=自己看去")
    row = courtesy(talk.over())
    assert row.mark is not None
    assert row.mark < 70
    lost = row.evidence[0]
    assert (lost.rule, lost.quote, lost.event) == (threat, "自己看去", 1)
    assert talk.said[1].text[lost.start : lost.end] == lost.quote
    assert lost.points < 0
    assert lost.better


def test_mockery_costs_and_is_quoted_with_its_sentence() -> None:
    lost = courtesy(one("好的。查不到，您真聪明", "sarcasm=您真聪明").over()).evidence[0]
    assert (lost.rule, lost.quote, lost.points) == ("sarcasm", "查不到，您真聪明", -18)


@pytest.mark.parametrize("padding", ["", "，非常感谢您的耐心与理解" * 10])
def test_polite_beats_rude_whatever_the_length(padding: str) -> None:
    polite = one("您好，在杭州了", "greet=您好", "report_status=在杭州了", tone=70)
    rude = one("自己不会查吗" + padding, "rhetorical=自己不会查吗", tone=20)
    assert mark(polite) > mark(rude)


def test_kind_words_beside_a_face_threat_earn_nothing() -> None:
    bare = one("自己查去", "command")
    sugared = one("您好亲，谢谢，自己查去", "greet=您好", "thank=谢谢", "command=自己查去")
    assert mark(sugared) == mark(bare)


def test_kind_words_elsewhere_do_not_buy_a_face_threat_back() -> None:
    kind = (
        Talking()
        .customer("在吗", 0)
        .student("您好亲", 5, "greet=您好", courtesy=99)
        .customer("哪里了", 10)
        .student("谢谢您，您眼光真好", 15, "thank=谢谢您", "compliment=您眼光真好", courtesy=99)
        .customer("好", 20)
        .student("还要什么吗，再见", 25, "offer_more_help=还要什么吗", "farewell=再见", courtesy=99)
    )
    assert mark(kind) == 100
    kind.customer("?", 30).student("催什么催", 35, "impatient")
    assert mark(kind) <= 85


def test_a_face_threat_halves_what_kind_words_can_earn() -> None:
    talk = Talking().customer("在吗", 0)
    talk.student("您好，谢谢，您眼光真好", 5, "greet=您好", "thank=谢谢", "compliment=您眼光真好")
    talk.student("您好呀，感谢", 15, "greet=您好呀", "thank=感谢")
    assert str(mark(talk)) == str(70 + 25)
    talk.student("自己查去", 25, "command")
    assert str(mark(talk)) == str(70 + 15 - 8)


@pytest.mark.parametrize(
    ("thanked", "counted"), [((0, 2), 2), ((1, 3), 2), ((1, 2), 1), ((0, 3), 2)]
)
def test_a_talk_opens_with_its_first_reply_and_closes_with_its_last(
    thanked: tuple[int, ...], counted: int
) -> None:
    talk = Talking().customer("在吗", 0)
    for turn in range(4):
        acts = ("thank=谢谢您",) if turn in thanked else ()
        talk.student(f"谢谢您{turn}", 5 + turn, *acts)
    assert rules(talk).count("thank") == counted


def test_the_same_kindness_counts_once_per_stage() -> None:
    talk = Talking().customer("在吗", 0)
    for turn in range(6):
        talk.student(f"谢谢您{turn}", 5 + turn, "thank=谢谢您")
    assert rules(talk).count("thank") == 3


def test_saying_it_twice_in_one_reply_counts_once() -> None:
    assert rules(one("谢谢谢谢", "thank=谢谢", "thank=谢谢谢谢")).count("thank") == 1


def test_a_heap_of_set_phrases_earns_nothing() -> None:
    heap = ("greet=您好", "thank=感谢", "reassure=放心", "farewell=再见", "acknowledge=好的")
    assert mark(one("您好感谢放心再见好的", *heap)) == 70


def test_a_list_of_keywords_earns_nothing() -> None:
    text = "您好 抱歉 理解您 订单号 催件 加急 两小时内回复 祝您愉快"
    acts = ("greet=您好", "empathise=理解您", "expedite=催件")
    assert mark(one(text, *acts, upset=True)) == 64


def test_a_list_of_colours_is_no_heap() -> None:
    talk = one("有红 黑 白 蓝 绿 黄 紫 灰的哦", "greet=有红", "explain_product=红 黑 白")
    assert mark(talk) == 76


def test_a_copied_reply_earns_nothing_more() -> None:
    talk = Talking().customer("在吗", 0).student("谢谢您呀", 5, "thank=谢谢您呀")
    once = mark(talk)
    talk.student(" 谢谢您呀 ", 9, "thank=谢谢您呀").student("谢谢您呀", 12, "thank=谢谢您呀")
    assert mark(talk) == once


def test_asking_to_wait_is_fine_twice_and_stalling_the_third_time() -> None:
    talk = Talking().customer("在吗", 0)
    for turn in range(2):
        talk.student(f"稍等我查下{turn}", 5 + turn, "hold=稍等")
    assert "stall-third" not in rules(talk)
    talk.student("稍等我再查下", 20, "hold=稍等")
    assert "stall-third" in rules(talk)


def test_progress_between_makes_waiting_fine_again() -> None:
    talk = Talking().customer("在吗", 0)
    for turn in range(4):
        talk.student(f"稍等{turn}", 5 + turn * 2, "hold=稍等")
        talk.student(f"在杭州了{turn}", 6 + turn * 2, "report_status=在杭州了")
    assert "stall-third" not in rules(talk)


def test_after_progress_two_requests_to_wait_are_fine_again() -> None:
    talk = Talking().customer("在吗", 0).student("稍等1", 5, "hold=稍等")
    talk.student("在杭州了", 9, "report_status")
    talk.student("稍等2", 12, "hold=稍等").student("稍等3", 15, "hold=稍等")
    assert mark(talk) == 70
    talk.student("稍等4", 18, "hold=稍等")
    assert rules(talk) == ["stall-third"]


def test_an_apology_earns_only_where_it_is_due() -> None:
    calm = one("抱歉，这款是棉的", "apologise=抱歉")
    assert mark(one("理解您，这款是棉的", "empathise=理解您")) == 70
    upset = one("抱歉，马上查", "apologise=抱歉", upset=True)
    wronged = Talking().customer("收到的杯子碎了", 0).student("抱歉，马上查", 9, "apologise=抱歉")
    assert mark(calm) == 70
    assert mark(upset) == mark(wronged) == 76


def test_an_apology_owed_to_an_upset_customer_is_missed() -> None:
    row = courtesy(one("在杭州", "report_status", upset=True).over())
    missed = row.evidence[0]
    assert (missed.rule, missed.quote) == ("apology-missing", "在杭州")
    assert missed.better.endswith("在杭州")


@pytest.mark.parametrize(
    ("before", "after", "owed"), [(40, 40, True), (39, 40, True), (39, 39, False)]
)
def test_care_is_owed_from_the_line_of_the_rubric_on(before: int, after: int, owed: bool) -> None:
    talk = Talking().customer("到哪了", 0).student("在杭州", 5)
    found = courtesy(talk.over(moods=(Felt(before, after, "", ""),))).evidence
    assert ("apology-missing" in {each.rule for each in found}) is owed


def test_who_was_angry_at_the_start_is_owed_care_by_the_first_reply() -> None:
    talk = Talking().customer("坏了", 0).student("在杭州", 5).student("明天到", 9)
    row = courtesy(talk.over(moods=(Felt(40, 40, "", ""), Felt(40, 40, "", ""))))
    assert [each.quote for each in row.evidence if each.rule == "apology-missing"] == ["在杭州"]


def test_mockery_is_quoted_without_the_stop_before_it() -> None:
    talk = one("！您可真会买", "sarcasm=真会买")
    assert [each.quote for each in courtesy(talk.over()).evidence] == ["您可真会买"]


def test_a_reply_is_cool_only_below_the_line() -> None:
    assert rules(one("那是另一回事", tone=COOL - 1)) == ["tone"]
    assert rules(one("那是另一回事", tone=COOL)) == []


def test_a_cool_reply_without_a_named_fault_costs_a_little() -> None:
    assert rules(one("那是另一回事", tone=10)) == ["tone"]


def test_a_cool_sounding_reply_that_was_heard_to_be_kind_is_not_punished() -> None:
    assert "tone" not in rules(one("在的呢", "greet", tone=10))


def test_a_warm_tone_earns_and_saying_more_of_it_does_not() -> None:
    talk = one("我帮您看", tone=65)
    once = mark(talk)
    assert once == 75
    talk.student("我帮您看看", 20, courtesy=65).student("我帮您看看哈", 30, courtesy=65)
    assert mark(talk) == once


def test_unheard_replies_give_no_mark_but_a_reason() -> None:
    row = courtesy(Talking().customer("在吗", 0).unheard("在的", 5).over())
    assert (row.mark, row.reason) == (None, "unheard")


def test_partly_heard_replies_are_marked_and_said_so() -> None:
    talk = Talking().customer("在吗", 0).unheard("在的", 5).student("在杭州", 9, "report_status")
    assert courtesy(talk.over()).reason == "partly-heard"


def test_silence_has_no_courtesy() -> None:
    row = courtesy(Talking().customer("在吗", 0).over())
    assert (row.mark, row.reason) == (None, "no-replies")


def test_many_acts_in_the_same_words_are_no_heap() -> None:
    acts = (
        "apologise=抱歉",
        "decline=抱歉没货",
        "reassure=没货",
        "thank=谢谢您",
        "farewell=谢谢您",
    )
    assert mark(one("抱歉没货，谢谢您", *acts)) > 70
