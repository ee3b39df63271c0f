"""Empathy, problem solving and professionalism."""

import pytest

from dialogues.transcript import Ended, Felt
from scoring.examiner import grade
from scoring.rubric_file import standard
from scoring.scorecard import CriterionMark
from tests.scoring.talks import Talking


def row(name: str, talk: Talking, **rest: object) -> CriterionMark:
    found = grade(talk.over(**rest), standard()).criterion(name)
    assert found is not None
    return found


def mark(name: str, talk: Talking, **rest: object) -> int | None:
    return row(name, talk, **rest).mark


def cared(position: int = 0) -> Talking:
    talk = Talking(upset=True).customer("急死我了", 0)
    for turn in range(position):
        talk.student(f"我查一下{turn}", 2 + turn)
    return talk.student(
        "换我也急，抱歉，您放心", 20, "empathise=换我也急", "apologise=抱歉", "reassure=您放心"
    )


# --- empathy ----------------------------------------------------------------------------------


def test_empathy_early_is_full_and_late_is_less() -> None:
    assert mark("empathy", cared(0)) == 100
    assert mark("empathy", cared(1)) == 100
    assert mark("empathy", cared(2)) == 80


def test_empathy_is_not_due_for_a_calm_customer_and_its_weight_goes_to_problem_solving() -> None:
    calm = grade(Talking(upset=False).customer("有货吗", 0).student("有的", 5).over(), standard())
    upset = grade(Talking(upset=True).customer("有货吗", 0).student("有的", 5).over(), standard())
    weights = [
        (card.criterion("empathy").weight, card.criterion("problem_solving").weight)  # type: ignore[union-attr]
        for card in (calm, upset)
    ]
    assert weights == [(0, 30), (10, 20)]
    assert calm.criterion("empathy").mark is None  # type: ignore[union-attr]


def test_missing_empathy_is_shown_with_a_better_wording() -> None:
    found = row("empathy", Talking(upset=True).customer("急", 0).student("在杭州", 5))
    assert found.mark == 0
    assert found.evidence[0].rule == "empathy-missing"
    assert found.evidence[0].better.endswith("在杭州")


def test_an_upset_customer_left_alone_has_no_empathy_mark() -> None:
    assert row("empathy", Talking(upset=True).customer("急", 0)).reason == "no-replies"
    assert (
        row("empathy", Talking(upset=True).customer("急", 0).unheard("嗯", 3)).reason == "unheard"
    )


@pytest.mark.parametrize(("anger", "due"), [(39, False), (40, True)])
def test_the_mood_tells_whether_the_customer_is_upset(anger: int, due: bool) -> None:
    felt = Felt(anger, anger - 10, "发泄", "")
    found = row("empathy", Talking().customer("你好", 0).student("您好", 3), moods=(felt,))
    assert (found.weight > 0) is due


def test_a_customer_angered_by_the_talk_is_owed_care_in_the_end() -> None:
    talk = Talking().customer("你好", 0).student("自己看", 3).student("不知道", 9)
    moods = (Felt(0, 10, "", ""), Felt(10, 60, "", ""))
    assert row("empathy", talk, moods=moods).evidence[0].quote == "不知道"


def test_care_is_owed_from_the_customers_first_angry_word_on() -> None:
    talk = Talking().customer("有货吗", 0).student("有的", 3).customer("怎么还没发，投诉", 9)
    assert row("empathy", talk.student("马上发", 15)).evidence[0].quote == "马上发"


def test_care_is_early_when_it_follows_the_first_angry_word() -> None:
    talk = Talking().customer("有货吗", 0)
    for turn in range(3):
        talk.student(f"有的{turn}", 3 + turn)
    talk.customer("怎么还没发，投诉", 9).student("换我也急", 15, "empathise")
    assert mark("empathy", talk) == 60


def test_care_that_nobody_could_give_any_more_has_no_evidence() -> None:
    talk = Talking().customer("有货吗", 0).student("有的", 3).customer("投诉你", 9)
    found = row("empathy", talk)
    assert (found.mark, found.evidence) == (0, ())


@pytest.mark.parametrize(("line", "due"), [("再不发货我投诉了", True), ("这件有货吗", False)])
def test_without_moods_the_customers_words_tell(line: str, due: bool) -> None:
    found = row("empathy", Talking().customer(line, 0).student("您好", 3))
    assert (found.weight > 0) is due


# --- problem solving --------------------------------------------------------------------------


@pytest.mark.parametrize(("line", "due"), [("Is it worsted wool?", False), ("Worst shop!", True)])
def test_a_latin_word_tells_only_as_a_whole_word(line: str, due: bool) -> None:
    talk = Talking().customer(line, 0).student("It is wool", 5, "explain_product")
    assert (mark("empathy", talk) is not None) is due


def asked(*acts: str, text: str = "我来催一下，今晚8点前回复您") -> Talking:
    return Talking(upset=False).customer("物流不动了", 0).student(text, 9, *acts)


DONE = Ended("满意解决", success=True, satisfaction=5)


def test_a_remedy_with_a_time_in_a_settled_talk_is_full() -> None:
    talk = asked("expedite=催一下", "commit_time=今晚8点前")
    assert mark("problem_solving", talk, ended=DONE) == 100


def test_a_remedy_without_a_time_loses_and_says_what_to_add() -> None:
    found = row("problem_solving", asked("expedite=催一下", text="好的！我来催一下。"), ended=DONE)
    assert found.mark == 85
    missed = next(each for each in found.evidence if each.rule == "no-time")
    assert (missed.start, missed.quote) == (3, "我来催一下")
    assert missed.better == "我来催一下，今晚8点前回复您"


def test_a_promise_beside_an_insult_still_needs_a_time() -> None:
    found = row("problem_solving", asked("expedite=催一下", "insult=我来", text="我来催一下"))
    assert "no-time" in [each.rule for each in found.evidence]


def test_an_answer_needs_no_time() -> None:
    assert mark("problem_solving", asked("report_status=催一下"), ended=DONE) == 100


def test_asking_alone_is_a_beginning() -> None:
    found = row("problem_solving", asked("ask_order=催一下"))
    assert (found.mark, found.reason) == (43, "not-ended")


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (DONE, 100),
        (Ended("勉强接受", success=True, satisfaction=3), 88),
        (Ended("成了", success=True), 100),
        (Ended("客户离开", success=False, satisfaction=1), 41),
        (Ended("放弃", success=True, abandoned=True), 41),
    ],
)
def test_how_it_ended_counts(ended: Ended, expected: int) -> None:
    assert mark("problem_solving", asked("report_status=催一下"), ended=ended) == expected


def test_an_unfinished_talk_with_a_customer_is_not_settled() -> None:
    found = row("problem_solving", asked("report_status=催一下"), moods=(Felt(9, 9, "", ""),))
    assert (found.mark, found.evidence[0].rule, found.reason) == (41, "left-early", "")


def test_pushing_it_away_costs() -> None:
    found = row("problem_solving", asked("report_status=催一下", "shirk=我来"))
    assert found.mark == 0
    assert row("problem_solving", asked("report_status=催一下")).mark == 100


def test_nothing_offered_is_nothing_solved() -> None:
    found = row("problem_solving", asked("shirk=问快递", text="问快递去"))
    assert found.mark == 0
    assert [each.rule for each in found.evidence] == ["no-solution", "shirk"]


def test_a_reply_that_the_ear_does_not_understand_is_not_marked_as_silence() -> None:
    found = row("problem_solving", asked(text="萧山呢"))
    assert (found.mark, found.evidence[0].rule) == (43, "engaged")


def test_a_bare_wait_is_nothing() -> None:
    assert mark("problem_solving", asked(text="亲稍等")) == 0


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        (Talking().customer("在吗", 0).student("亲，在的呢", 5, "greet=在的呢"), "nothing-asked"),
        (Talking().customer("到哪了", 0), "no-replies"),
        (Talking().customer("到哪了", 0).unheard("杭州", 4), "unheard"),
    ],
)
def test_what_cannot_be_told_from_words_has_no_mark(talk: Talking, reason: str) -> None:
    found = row("problem_solving", talk)
    assert (found.mark, found.reason) == (None, reason)


def test_the_end_tells_even_of_a_talk_without_replies() -> None:
    left = Ended("客户离开", success=False)
    assert mark("problem_solving", Talking().customer("到哪了", 0), ended=left) == 0


def test_a_heap_of_remedies_is_no_remedy() -> None:
    names = ("expedite", "offer_refund", "offer_return", "offer_reship", "commit_time")
    heap = [f"{name}={word}" for name, word in zip(names, "催退换补八", strict=True)]
    assert mark("problem_solving", asked(*heap, text="催退换补八")) == 43


# --- professionalism --------------------------------------------------------------------------


def test_greeting_confirming_and_closing_is_full() -> None:
    talk = (
        Talking()
        .customer("到哪了", 0)
        .student("您好", 5, "greet")
        .student("是杭州那单对吗", 8, "verify")
        .student("祝您愉快", 20, "farewell")
    )
    assert mark("professionalism", talk) == 100


def test_habits_are_due_only_in_talks_long_enough_for_them() -> None:
    talk = Talking().customer("在吗", 0).student("您好", 5, "greet")
    assert mark("professionalism", talk) == 100
    assert mark("professionalism", talk.student("在杭州", 9)) == 80
    missed = [e.rule for e in row("professionalism", talk.student("马上发", 15)).evidence]
    assert missed == ["greet", "closing-missing", "confirm-missing"]


@pytest.mark.parametrize("slip", ["cold", "overpromise", "absolute_claim", "privacy"])
def test_slips_cost(slip: str) -> None:
    talk = Talking().customer("在吗", 0).student("您好，保证到", 5, "greet=您好", f"{slip}=保证到")
    found = row("professionalism", talk)
    assert found.mark is not None
    assert found.mark < 100
    assert found.evidence[0].rule == slip


def test_professionalism_needs_replies_that_were_heard() -> None:
    assert row("professionalism", Talking().customer("在吗", 0)).reason == "no-replies"
    assert (
        row("professionalism", Talking().customer("在吗", 0).unheard("在", 3)).reason == "unheard"
    )
