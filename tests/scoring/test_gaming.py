"""Gaming earns nothing and is shown to the teacher as a note, never punished silently."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.hearing import built_in
from dialogues.reading import load_library
from dialogues.scenario import draw_values
from dialogues.transcript import Remark
from scoring import rulebook
from scoring.debrief import debrief
from scoring.examiner import grade
from scoring.model_answers import model_answers, pasted
from scoring.rubric import CriterionSpec, Kind
from scoring.rubric_file import standard
from scoring.scorecard import CriterionMark, Scorecard
from tests.scoring.talks import Talking

THANKS = ("thank=谢谢您", "report_status=在杭州")


def row(card: Scorecard, name: str = "courtesy") -> CriterionMark:
    found = card.criterion(name)
    assert found is not None
    return found


def notes(card: Scorecard) -> list[str]:
    return [each.rule for each in row(card).evidence if each.points == 0]


def test_a_copied_reply_is_noted_and_earns_nothing_more() -> None:
    once = Talking().customer("到哪了", 0).student("谢谢您，包裹在杭州", 5, *THANKS)
    before = grade(once.over(), standard())
    again = once.customer("到哪了", 10).student("谢谢您 包裹在杭州！", 15, *THANKS)
    after = grade(again.over(), standard())
    assert (notes(before), notes(after)) == ([], ["repeated"])
    assert row(after).mark == row(before).mark


def test_a_copy_is_noted_from_six_characters_on() -> None:
    short = Talking().customer("到哪了", 0).student("在杭州站了", 5).student("在杭州站了", 9)
    long = Talking().customer("到哪了", 0).student("在杭州站了哦", 5).student("在杭州站了哦", 9)
    assert notes(grade(short.over(), standard())) == []
    assert notes(grade(long.over(), standard())) == ["repeated"]


def test_a_nod_may_be_repeated() -> None:
    talk = Talking().customer("要红色", 0).student("好的", 5, "acknowledge")
    talk.customer("要大号", 10).student("好的", 15, "acknowledge")
    assert notes(grade(talk.over(), standard())) == []


def test_a_heap_of_set_phrases_is_noted() -> None:
    acts = zip(("greet", "thank", "apologise", "farewell", "reassure"), "好谢歉再放", strict=True)
    parts = [f"{act}={word}" for act, word in acts]
    talk = Talking().customer("到哪了", 0).student("好谢歉再放", 5, *parts)
    assert notes(grade(talk.over(), standard())) == ["heap"]


def test_one_model_answer_is_noted_but_counts() -> None:
    words = rulebook.better("sarcasm", "嗯")
    talk = Talking().customer("坏了", 0).student(words, 5, "thank=谢谢您")
    card = grade(talk.over(), standard())
    assert notes(card) == ["model-answer"]
    assert row(card).mark == 75


GIVEN = frozenset({"真不好意思让您等到现在，我这就去问", "查到了，下午三点到您小区门口的驿站"})


def pasting(*replies: str) -> Scorecard:
    talk = Talking()
    for number, reply in enumerate(replies):
        talk.customer("到哪了", 20 * number)
        talk.student(reply, 20 * number + 5, "thank", "report_status", courtesy=80)
    return grade(talk.over(), standard(), GIVEN)


@pytest.mark.parametrize(
    "changed",
    [
        ("真不好意思让您等到现在，我这就去问", "查到了，下午三点到您小区门口的驿站"),
        ("亲，真不好意思让您等到现在 我这就去问！", "查到了 下午三点到您小区门口的驿站哦～"),
        ("真不好意思让您等到现在，我这就来问", rulebook.better("stall", "嗯")),
    ],
    ids=["letter for letter", "with other stops and particles", "one changed, one of the book"],
)
def test_several_model_answers_earn_nothing_and_are_shown(changed: tuple[str, str]) -> None:
    card = pasting(*changed)
    assert notes(card) == ["pasted", "pasted"]
    assert [each for each in row(card).evidence if each.points > 0] == []
    assert "solution" not in [each.rule for each in row(card, "problem_solving").evidence]
    assert debrief(card)[-1].key == "debrief.tip.pasted"
    own = pasting("让您久等啦，我这就去问问看", "刚问到：三点左右到您家附近的驿站")
    assert row(own).mark > row(card).mark
    assert debrief(own)[-1].key != "debrief.tip.pasted"


def test_a_long_model_answer_is_pasted_even_alone() -> None:
    words = "真不好意思让您等到现在，我这就去问，查到了，下午三点到您小区门口的驿站"
    talk = Talking().customer("到哪了", 0).student(words, 5, "thank", "report_status")
    assert notes(grade(talk.over(), standard())) == []
    assert notes(grade(talk.over(), standard(), frozenset({words}))) == ["pasted"]


def test_what_everybody_says_is_no_model_answer() -> None:
    everybody = frozenset({"我来帮您查清楚", "Let me look into it"})
    talk = Talking().customer("到哪了", 0)
    for number, words in enumerate(everybody):
        talk.student(words, 5 + number, "thank")
    assert notes(grade(talk.over(), standard(), everybody)) == []


@given(
    st.text("查到了包裹在杭州站今晚八点给您回话", min_size=24, max_size=60), st.text("，。～ ！😊")
)
def test_stops_and_pictures_hide_no_pasting(words: str, stops: str) -> None:
    said = stops.join(words)
    assert pasted([said], {words}) == {said: True}
    assert pasted([said], {"别家的话" * 8}) == {}


TEN = "查到了下午三点到您小"


@pytest.mark.parametrize(
    ("given", "said", "found"),
    [
        (TEN + "区门", TEN + "区门", True),  # twelve letters are somebody's
        (TEN + "区", TEN + "区", False),
        ("I am looking where your parcel is now", "I am looking where your parcel is now", True),
        (TEN + "区门口的驿站左右您取一下", TEN + "区门口的驿站左右", True),  # 18 of 22: .9 exactly
        (TEN + "区门口的驿站左右您取一下呀", TEN + "区门口的驿站左右", False),
        (TEN + "区门口的驿站左右您取", "区门口的驿站左右您取" + TEN, False),  # turned round
    ],
)
def test_a_model_answer_is_long_and_letter_by_letter_nearly_the_same(
    given: str, said: str, found: bool
) -> None:
    assert (said in pasted([said], {given})) is found


def test_the_sentences_of_a_customers_file_are_given_with_what_was_drawn() -> None:
    scenario = load_library().scenarios["seven-day-return"].scenario
    answers = model_answers(scenario, draw_values(scenario, "7"))
    [polite] = [each for each in answers if each.startswith("谢谢您，我查了规则")]
    assert "【" not in polite
    talk = Talking().customer("能退吗", 0).student(polite, 5, "thank", "explain_policy")
    assert notes(grade(talk.over(), standard(), answers)) in (["pasted"], ["model-answer"])


def test_a_forwarded_message_is_noted_and_earns_nothing() -> None:
    talk = Talking().customer("到哪了", 0).student("谢谢您，包裹在杭州", 5, *THANKS)
    own = grade(talk.over(), standard())
    forwarded = (Remark("edited", "别的话"), Remark("forwarded", "谢谢您，包裹在杭州"))
    card = grade(talk.over(remarks=forwarded), standard())
    assert notes(card) == ["forwarded"]
    assert (row(own).mark, row(card).mark) == (75, 70)
    assert [each.rule for each in row(card, "problem_solving").evidence] != [
        each.rule for each in row(own, "problem_solving").evidence
    ]


def test_words_with_a_barb_are_heard_and_earn_nothing_and_are_quoted() -> None:
    text = "谢谢您。您可真有耐心呢，包裹在杭州"
    talk = Talking().customer("到哪了", 0).student(text, 5)
    barbed = built_in().hear(text, "到哪了")
    talk.said[-1] = replace(talk.said[-1], heard=barbed)
    card = grade(talk.over(), standard())
    [threat] = [each for each in row(card).evidence if each.points < 0]
    assert (threat.rule, threat.quote) == ("sarcasm", "您可真有耐心呢，包裹在杭州")
    assert [each for each in row(card).evidence if each.points > 0] == []
    solving = row(card, "problem_solving")
    assert "solution" not in [each.rule for each in solving.evidence]


@pytest.mark.parametrize(
    "spec",
    [
        CriterionSpec("broken", Kind.PROBLEM_SOLVING, 10),
        CriterionSpec("broken", Kind.COURTESY, 10, points={"thank": "五"}),  # type: ignore[dict-item]
        CriterionSpec("broken", "unheard of", 10),  # type: ignore[arg-type]
    ],
    ids=["nothing to earn", "words for numbers", "unknown kind"],
)
def test_a_row_that_cannot_be_marked_says_so_and_the_card_stands(spec: CriterionSpec) -> None:
    talk = Talking().customer("到哪了", 0).student("谢谢您，包裹在杭州", 5, *THANKS).over()
    rubric = standard()
    card = grade(talk, replace(rubric, criteria=(*rubric.criteria, spec)))
    broken = row(card, "broken")
    assert (broken.mark, broken.reason) == (None, "failed")
    assert broken.evidence[0].about in {"ZeroDivisionError", "TypeError", "KeyError"}
    assert card.total == grade(talk, rubric).total
