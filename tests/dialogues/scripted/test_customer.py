"""How the scripted customer takes what a student says, seen through its port."""

import pytest

from dialogues.customer import Customer, Playable
from dialogues.transcript import Act, Ended, Heard
from tests.dialogues.shop import SMALL, acts, customer, playable

LONG = "我这边先帮您把情况从头到尾核对清楚再说"


def test_a_scripted_scenario_is_playable_and_its_customer_a_customer() -> None:
    scenario: Playable = playable()
    born: Customer = scenario.born("1")
    assert (scenario.id, scenario.title, born.name) == ("small-shop", "小店", "李女士")
    assert "查物流" in born.tools


def test_the_briefing_and_the_lines_hold_the_drawn_values() -> None:
    briefing, opening = playable().briefing("3"), playable().born("3").open().lines[0]
    goods = "书桌" if "书桌" in briefing else "鞋柜"
    assert briefing == f"岗位：你卖{goods}。"
    assert goods in opening


def test_the_same_seed_says_the_same_and_other_seeds_draw_other_variants() -> None:
    openings = {seed: playable().born(seed).open().lines for seed in "abcdefgh"}
    assert openings == {seed: playable().born(seed).open().lines for seed in "abcdefgh"}
    assert len(set(openings.values())) > 2


# --- mood --------------------------------------------------------------------------------------


def test_an_apology_calms_the_customer() -> None:
    felt = customer().hear("对不起", acts("道歉"), 5).felt
    assert (felt.anger_before, felt.anger) == (60, 52)


def test_the_same_kindness_counts_half_each_time() -> None:
    upset = customer()
    angers = [upset.hear(f"对不起{n}", acts("道歉"), 5).felt.anger for n in range(5)]
    assert angers == [52, 48, 46, 45, 45]


def test_rudeness_is_never_discounted() -> None:
    upset = customer(SMALL.replace("怒气: 60", "怒气: 10"))
    angers = [upset.hear(f"滚{n}", acts("辱骂"), 5).felt.anger for n in range(2)]
    assert angers == [45, 80]


def test_one_phrase_angers_once_by_its_worst() -> None:
    heard = Heard((Act("shirk", 0, 5, "", ""), Act("insult", 2, 4, "", "")))
    mild = customer(SMALL.replace("怒气: 60", "怒气: 10"))
    assert mild.hear("不归我管", heard, 5).felt.anger == 45
    apart = Heard((Act("shirk", 0, 2, "", ""), Act("insult", 2, 4, "", "")))
    mild = customer(SMALL.replace("怒气: 60", "怒气: 10"))
    assert mild.hear("不归我管", apart, 5).felt.anger == 60


def test_what_the_author_describes_is_no_face_threat_for_its_sound() -> None:
    own = (
        "听懂: {问身材: {关键词: [多少斤], 例句: [您多少斤, 体重多少斤, 大概多少斤]}}\n阶段: [开头"
    )
    text = SMALL.replace("阶段: [开头", own)
    assert playable(text).hear("你多少斤", "我穿哪个码？").ids >= {"问身材"}
    assert "insult" not in playable(text).hear("你多少斤", "我穿哪个码？").ids
    assert "insult" in playable(text).hear("你多少斤，神经病", "我穿哪个码？").ids


@pytest.mark.parametrize(
    ("waited", "added"), [(None, 0), (30, 0), (44.9, 0), (45, 4), (59, 4), (60, 8 + 5)]
)
def test_waiting_angers_after_a_grace_period(waited: float | None, added: int) -> None:
    assert customer().hear("好", acts("应答"), waited).felt.anger == 60 + added


def test_waiting_anger_has_a_cap() -> None:
    text = SMALL.replace("怒气: +5", "怒气: 0").replace("怒气: +7", "怒气: 0")
    assert customer(text).hear("好", acts("应答"), 9999).felt.anger == 80


# --- facts -------------------------------------------------------------------------------------


def test_a_fact_is_told_only_when_asked_and_moves_the_talk_on() -> None:
    born = customer()
    assert born.hear("您好", acts("问候"), 5).felt.told == ()
    reaction = born.hear("单号多少", acts("询问订单"), 5)
    assert reaction.felt.told == ("订单号",)
    assert reaction.felt.stage == "协商"
    assert reaction.lines[0].startswith("单号QH")


def test_a_fact_is_told_even_where_a_rule_reacts_as_well() -> None:
    reaction = customer().hear("抱歉，单号多少", acts("道歉", "询问订单"), 5)
    assert reaction.felt.told == ("订单号",)
    assert reaction.felt.rule == "先缓缓"
    assert len(reaction.lines) == 2


def test_whoever_is_rude_is_told_nothing() -> None:
    assert customer().hear("滚，单号", acts("辱骂", "询问订单"), 5).felt.told == ()


def test_asking_again_angers() -> None:
    born = customer()
    born.hear("单号多少", acts("询问订单"), 5)
    again = born.hear("单号多少来着", acts("询问订单"), 5)
    assert again.felt.anger - again.felt.anger_before == 8
    assert again.lines[0].startswith("说过了")


# --- rules -------------------------------------------------------------------------------------


def test_the_most_specific_rule_reacts() -> None:
    assert customer().hear("我催一下", acts("催办"), 5).felt.rule == "没查就催"


def test_a_bad_remark_is_answered_first_however_specific_other_rules_are() -> None:
    assert customer().hear("不归我管，我催", acts("催办", "推诿"), 5).felt.rule == "被推"


def test_of_equal_rules_the_least_used_reacts() -> None:
    text = SMALL.replace(
        "  - {名称: 先缓缓, 听到: 道歉, 说: [嗯。, 好吧。, 行。]}\n",
        "  - {名称: 甲, 听到: 道歉, 说: [甲。]}\n  - {名称: 乙, 听到: 道歉, 说: [乙。]}\n",
    )
    born = customer(text)
    fired = [born.hear(f"抱歉{n}", acts("道歉"), 5).felt.rule for n in range(4)]
    assert fired == ["甲", "乙", "甲", "乙"]


def test_lines_come_round_only_when_all_were_said() -> None:
    born = customer()
    said = [born.hear(f"抱歉{n}", acts("道歉"), 5).lines[0] for n in range(6)]
    assert set(said[:3]) == {"嗯。", "好吧。", "行。"}
    assert said[:3] == said[3:]


def test_a_rule_can_ask_for_words_of_the_reply() -> None:
    assert customer().hear("这是红色的", acts("介绍商品"), 5).felt.rule == "说到红色"
    assert customer().hear("这是蓝色的", acts("介绍商品"), 5).felt.rule == "接话 愤怒"


def test_what_fired_and_why_is_told() -> None:
    felt = customer().hear("我催一下", acts("催办"), 5).felt
    assert "听到 催办" in felt.why
    assert "未知 订单号" in felt.why


# --- agreement ---------------------------------------------------------------------------------


def test_nothing_is_agreed_before_its_needs_are_met() -> None:
    born = customer()
    born.hear("单号多少", acts("询问订单"), 5)
    refused = born.hear("我催一下", acts("催办"), 5)
    assert refused.felt.agreed == ()
    assert refused.felt.stage == "协商"
    assert refused.lines == ("物流你都没看。",)
    assert "还没做到：用过 查物流" in refused.felt.why


def test_what_was_done_in_the_back_office_lets_the_customer_agree() -> None:
    born = customer()
    born.hear("单号多少", acts("询问订单"), 5)
    number = next(n for n in ("QH2041", "QH3177") if born.use("查物流", n).ok)
    agreed = born.hear(f"{number}我催一下", acts("催办"), 5)
    assert agreed.felt.agreed == ("催件",)
    assert agreed.felt.stage == "收尾"


def test_a_failed_look_up_is_no_look_up() -> None:
    born = customer()
    born.hear("单号多少", acts("询问订单"), 5)
    assert not born.use("查物流", "XX999999").ok
    assert born.hear("我催一下", acts("催办"), 5).felt.agreed == ()


# --- sanity ------------------------------------------------------------------------------------


def test_pasted_vocabulary_earns_nothing_and_angers() -> None:
    kind = ("道歉", "共情", "催办", "询问订单", "提出补偿", "结束祝福")
    felt = customer().hear("抱歉理解催件单号补偿祝好", acts(*kind), 5).felt
    assert (felt.anger, felt.told, felt.rule) == (66, (), "堆砌话术")


def test_the_same_acts_in_honest_sentences_are_no_stuffing() -> None:
    kind = ("道歉", "共情", "催办", "询问订单", "提出补偿", "结束祝福")
    assert customer().hear(LONG * 2, acts(*kind), 5).felt.told == ("订单号",)


def test_repeating_oneself_word_for_word_earns_nothing() -> None:
    born = customer()
    born.hear(LONG, acts("道歉"), 5)
    again = born.hear(f" {LONG} ", acts("道歉"), 5)
    assert again.felt.anger - again.felt.anger_before == 6
    assert again.lines == ("别复制。",)


def test_changing_a_word_or_two_is_still_repeating_oneself() -> None:
    born = customer()
    born.hear(LONG, acts("道歉"), 5)
    assert born.hear(f"{LONG}哈", acts("道歉"), 5).felt.rule == "重复原话"
    assert born.hear(f"另外{LONG[:9]}不过也请看一下包装", acts("道歉"), 5).felt.rule == "先缓缓"


def test_a_short_word_may_be_said_twice() -> None:
    born = customer()
    for _ in range(2):
        assert born.hear("好的", acts("应答"), 5).felt.rule == "接话 愤怒"


def test_bad_words_count_even_in_pasted_vocabulary() -> None:
    kind = ("道歉", "共情", "催办", "询问订单", "提出补偿", "结束祝福")
    felt = customer().hear("滚抱歉理解催件", acts("辱骂", *kind), 5).felt
    assert felt.anger >= 95


# --- small talk and puzzlement -----------------------------------------------------------------


def test_what_is_understood_without_a_rule_gets_small_talk_by_mood() -> None:
    assert customer().hear("您好", acts("问候"), 5).lines == ("讲重点。",)
    calm = customer(SMALL.replace("怒气: 60", "怒气: 10"))
    assert calm.hear("您好", acts("问候"), 5).lines == ("嗯嗯。",)


def test_not_being_understood_angers_and_the_third_time_in_a_row_asks_for_help() -> None:
    born = customer()
    reactions = [born.hear("喵", Heard(), 5) for _ in range(3)]
    assert [r.felt.anger for r in reactions] == [64, 68, 72]
    assert [r.hint for r in reactions] == [False, False, True]


def test_when_all_is_said_a_remark_that_is_not_understood_does_no_harm() -> None:
    talk = customer()
    talk.hear("麻烦报一下单号", acts("询问订单"), 5)
    talk.use("查物流", "YT7720315")
    talk.hear("我去催", acts("催办"), 5)
    reaction = talk.hear("装好了箱子放门口", acts(), 5)
    assert reaction.felt.rule.startswith("接话")
    assert reaction.felt.anger == reaction.felt.anger_before
    assert not reaction.ended


def test_being_understood_in_between_starts_the_count_afresh() -> None:
    born = customer()
    hints = [born.hear("喵", heard, 5).hint for heard in (Heard(), Heard(), acts("问候"), Heard())]
    assert not any(hints)


# --- silence -----------------------------------------------------------------------------------


def test_the_customer_wants_to_be_woken_at_each_threshold_in_turn() -> None:
    born = playable().born("7")
    assert born.open().wake_after == 60
    first = born.tick(60)
    assert (first.lines, first.wake_after, first.felt.anger) == (("人呢？",), 120, 65)
    assert born.tick(61).lines == ()
    assert born.tick(120).wake_after == 240


def test_a_late_tick_feels_everything_and_says_only_the_last() -> None:
    reaction = customer().tick(200)
    assert reaction.lines == ("又没人了？",)
    assert reaction.felt.anger == 60 + 5 + 7


def test_the_students_word_starts_the_silence_anew() -> None:
    born = customer()
    born.tick(60)
    assert born.hear("在的", acts("问候"), 70).wake_after == 60
    assert born.tick(60).lines == ("人呢？",)


def test_too_long_a_silence_ends_the_talk() -> None:
    reaction = customer().tick(240)
    assert reaction.ended == Ended("走了", success=False, satisfaction=1)
    assert reaction.lines[-1] == "不等了。"
    assert reaction.wake_after is None


def test_an_answer_that_came_before_anybody_noticed_the_silence_still_counts() -> None:
    assert customer().hear("来了", acts("问候"), 500).ended is None


# --- endings -----------------------------------------------------------------------------------


def test_too_much_anger_ends_the_talk_before_anything_is_answered() -> None:
    reaction = customer().hear("滚，单号多少", acts("辱骂", "询问订单"), 5)
    assert reaction.ended == Ended("投诉", success=False, satisfaction=1)
    assert reaction.lines == ("投诉了。",)


def test_a_rule_can_end_the_talk() -> None:
    born = customer(SMALL.replace("阶段: [开头, 协商, 收尾]", "阶段: [收尾, 协商, 开头]"))
    ended = born.hear("祝您愉快", acts("结束祝福"), 5).ended
    assert ended == Ended("满意", success=True, satisfaction=5)


def test_when_it_is_over_nothing_more_is_said_or_felt() -> None:
    born = customer()
    over = born.tick(240).ended
    for reaction in (born.hear("滚", acts("辱骂"), 5), born.tick(999)):
        assert reaction.ended == over
        assert reaction.lines == ()
        assert reaction.felt.anger == reaction.felt.anger_before
