"""The debrief: at most six short lines, kind, quoting, and no secrets."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues import scenario
from dialogues.condition import Has, Topic
from dialogues.transcript import Ended
from locales.catalogue import catalogue
from scoring.debrief import QUOTE_LENGTH, TIPS, debrief
from scoring.examiner import grade
from scoring.rubric_file import standard
from scoring.scenario_rubric import rubric_for
from scoring.scorecard import Scorecard
from tests.scoring.talks import Talking


def keys(card: Scorecard) -> list[str]:
    return [line.key for line in debrief(card)]


def card_of(talk: Talking, **rest: object) -> Scorecard:
    return grade(talk.over(**rest), standard())


def mixed() -> Talking:
    return (
        Talking(upset=False)
        .customer("到哪了", 0)
        .student("您好，在杭州", 10, "greet=您好", "report_status=在杭州")
        .customer("为什么慢", 20)
        .student("这个问快递去", 30, "shirk=问快递去")
    )


def test_it_names_total_speed_courtesy_one_good_one_to_improve_and_a_tip() -> None:
    lines = debrief(card_of(mixed()))
    assert [line.key.split(".")[1] for line in lines] == [
        "total",
        "speed",
        "courtesy",
        "good",
        "improve",
        "tip",
    ]
    improve = lines[4].values
    assert improve["quote"] == "问快递去"
    assert improve["better"]
    assert lines[1].values == {"first": 10, "average": 10, "answered": 2, "rounds": 2}


def test_reasons_are_given_in_the_readers_language() -> None:
    improve = debrief(card_of(mixed()), "en")[4]
    assert str(improve.values["why"]).isascii()


def test_a_fault_comes_before_what_was_missing() -> None:
    talk = Talking(upset=True).customer("急死了", 0).student("嗯呢看", 9, "cold=看")
    improve = next(x for x in debrief(card_of(talk)) if x.key == "debrief.improve")
    assert improve.values["quote"] == "看"


def test_a_red_line_comes_before_everything_to_improve() -> None:
    lines = debrief(card_of(mixed().student("加我微信", 40, "offplatform")))
    assert lines[0].key == "debrief.total.capped"
    assert lines[0].values["cap"] == 59
    assert lines[4].values["quote"] == "加我微信"


def test_a_medal_is_named_with_its_line() -> None:
    talk = Talking().customer("在吗", 0).student("亲，在的呢", 6, "greet=在的呢", courtesy=70)
    first = debrief(card_of(talk))[0]
    assert (first.key, first.values["least"]) == ("debrief.total.gold", 90)


def test_silence_and_missing_stamps_are_said_plainly() -> None:
    assert keys(card_of(Talking().customer("在吗", 0)))[1:3] == [
        "debrief.speed.unanswered",
        "debrief.courtesy.unmarked",
    ]
    assert keys(card_of(Talking().customer("在吗").student("在")))[1] == "debrief.speed.unmeasured"


def test_an_unanswered_first_round_has_no_first_time() -> None:
    talk = Talking().customer("在吗", 0, "李").customer("在吗", 5, "周").student("在的", 9, to="周")
    talk.said[0] = replace(talk.said[0], stamp=None)
    assert debrief(card_of(talk))[1].values["first"] == 4


def test_a_long_quotation_is_cut() -> None:
    talk = Talking(upset=False).customer("到哪了", 0).student("您自己" + "查" * 99, 5, "shirk")
    quote = str(debrief(card_of(talk))[3].values["quote"])
    assert len(quote) == QUOTE_LENGTH
    assert quote.endswith("…")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_line_has_its_words_in_the_catalogue(language: str) -> None:
    words = catalogue(language)
    keys = {f"debrief.tip.{row}" for row in TIPS | {"checklist", "keep"}}
    keys |= {f"debrief.courtesy.{level}" for level in ("high", "middle", "low", "unmarked")}
    keys |= {f"debrief.total.{medal.id}" for medal in standard().medals}
    keys |= {"debrief.total", "debrief.total.capped", "debrief.good", "debrief.improve"}
    keys |= {"debrief.speed", "debrief.speed.unanswered", "debrief.speed.unmeasured"}
    assert not keys - words.keys


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_words_of_the_catalogue_take_the_values(language: str) -> None:
    words = catalogue(language)
    for talk in (mixed(), mixed().student("滚", 50, "insult"), Talking().customer("在吗", 0)):
        said = [words.say(x.key, **x.values) for x in debrief(card_of(talk), language)]
        assert all(said)


def test_a_flawless_talk_is_told_to_go_on() -> None:
    rubric = rubric_for(scenario.Rubric((scenario.Criterion("first_response", "首响", 100),)))
    talk = Talking().customer("在吗", 0).student("在的", 5)
    assert debrief(grade(talk.over(), rubric))[-1].key == "debrief.tip.keep"


def test_what_the_author_asked_for_in_secret_is_never_told() -> None:
    secret = Has(Topic.HEARD, frozenset({"thank"}), False, "听过 秘密")
    row = scenario.Criterion("看穿骗局", "看穿骗局", 100, done=(secret,))
    talk = Talking().customer("到哪了", 0).student("在杭州", 5)
    lines = debrief(grade(talk.over(), rubric_for(scenario.Rubric((row,)))))
    assert lines[-1].key == "debrief.tip.checklist"
    told = repr([(line.key, line.values) for line in lines])
    assert "秘密" not in told


@given(
    st.lists(st.sampled_from(["greet", "stall", "insult", "empathise", "expedite"]), max_size=6),
    st.booleans(),
    st.none() | st.builds(Ended, st.just("end"), st.booleans()),
)
def test_it_never_has_more_than_six_lines(
    acts: list[str], upset: bool, ended: Ended | None
) -> None:
    talk = Talking(upset=upset)
    for turn, name in enumerate(acts):
        talk.customer(f"到哪了{turn}", turn * 20).student(f"我说{turn}", turn * 20 + 9, name)
    assert 4 <= len(debrief(card_of(talk, ended=ended))) <= 6
