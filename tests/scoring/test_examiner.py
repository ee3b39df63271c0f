"""The whole card: weights, red lines, speed, determinism, and that abuse never pays."""

import json
from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.transcript import Ended, Felt, Heard, Transcript, Utterance, Voice
from scoring.evidence import Evidence
from scoring.examiner import grade
from scoring.rubric import CriterionSpec, Kind, Rubric
from scoring.rubric_file import standard
from scoring.scorecard import CriterionMark, Scorecard
from tests.scoring.talks import Talking, act, heard


def row(name: str, transcript: Transcript) -> CriterionMark:
    found = grade(transcript, standard()).criterion(name)
    assert found is not None
    return found


def good() -> Talking:
    return (
        Talking(upset=True)
        .customer("到底什么时候到", 0)
        .student("您好，换我也急，抱歉", 10, "greet=您好", "empathise=换我也急", "apologise=抱歉")
        .customer("所以呢", 20)
        .student("订单QH1对吗，我去催", 32, "verify=订单QH1对吗", "expedite=我去催")
        .customer("对", 40)
        .student("今晚8点回复您，祝您愉快", 52, "commit_time=今晚8点", "farewell=祝您愉快")
    )


SETTLED = Ended("满意解决", success=True, satisfaction=5)


# --- speed ------------------------------------------------------------------------------------


def test_a_fast_first_answer_and_fast_later_ones_are_full() -> None:
    assert row("first_response", good().over()).mark == 100
    assert row("later_response", good().over()).mark == 100


@pytest.mark.parametrize(("seconds", "mark"), [(30, 90), (60, 75), (180, 40), (300, 0)])
def test_waiting_costs_by_the_curve(seconds: int, mark: int) -> None:
    talk = Talking().customer("有货吗", 0).student("有货", seconds)
    assert row("first_response", talk.over()).mark == mark


def test_a_placeholder_does_not_farm_speed() -> None:
    farmed = Talking().customer("有货吗", 0).student("亲稍等", 3).customer("?", 60)
    honest = Talking().customer("有货吗", 0).student("亲稍等", 3).student("有货的", 28)
    found = row("first_response", farmed.over())
    assert found.mark == 50
    assert (found.evidence[0].rule, found.evidence[0].quote) == ("placeholder", "亲稍等")
    assert row("first_response", honest.over()).mark == 96


def test_a_short_greeting_answers_a_greeting() -> None:
    talk = Talking().customer("在吗", 0).student("亲，在的呢", 6)
    assert row("first_response", talk.over()).mark == 100


def test_an_answer_without_a_stamp_is_not_held_against_a_placeholder() -> None:
    talk = Talking().customer("有货吗", 0).student("亲稍等", 3).student("有货的")
    assert row("first_response", talk.over()).mark == 100


def test_rows_about_time_without_stamps_have_no_mark() -> None:
    found = row("first_response", Talking().customer("有货吗").student("有", 3).over())
    assert (found.mark, found.reason) == (None, "unmeasured")


def test_partly_measured_rounds_are_marked_and_said_so() -> None:
    talk = Talking().customer("a1", 0).student("b1", 3).customer("a2").student("b2", 9)
    talk.customer("a3", 20).student("b3", 25)
    found = row("later_response", talk.over())
    assert (found.mark, found.reason) == (100, "partly-measured")


def test_one_round_has_no_later_ones_and_their_weight_is_shared() -> None:
    card = grade(Talking().customer("在吗", 0).student("在的呢", 6, "greet").over(), standard())
    assert card.criterion("later_response").reason == "no-later-round"  # type: ignore[union-attr]
    assert card.unmarked == 48
    assert card.total > 80


# --- red lines --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("crossing", "cap"),
    [("insult", 40), ("threat", 40), ("offplatform", 59), ("privacy", 59), ("bribe_review", 59)],
)
def test_red_lines_cap_the_total(crossing: str, cap: int) -> None:
    talk = good().student("另外这句话", 55, f"{crossing}=这句话")
    card = grade(talk.over(ended=SETTLED), standard())
    assert card.total <= cap
    assert [hit.cap for hit in card.gates] == [cap]
    quoted = card.gates[0].evidence[0]
    assert (quoted.quote, quoted.rule, quoted.event) == ("这句话", crossing, 6)
    assert quoted.better


def test_a_perfect_talk_with_an_insult_comes_to_the_cap() -> None:
    talk = good().student("另外这句话", 55, "insult=这句话")
    assert grade(talk.over(ended=SETTLED), standard()).total == 40


def test_an_insult_empties_courtesy_and_is_quoted_there_once() -> None:
    found = row("courtesy", good().student("滚", 55, "insult").over())
    assert found.mark == 0
    assert [e.rule for e in found.evidence].count("insult") == 1


def test_abuse_does_not_begin_a_fresh_round() -> None:
    talk = Talking().customer("到哪了", 0).student("滚", 200, "insult").customer("?", 210)
    found = row("later_response", talk.student("在杭州", 215).over())
    assert found.mark is None


def test_a_greeting_beside_abuse_is_no_greeting() -> None:
    talk = Talking().customer("在吗", 0).student("您好，神经病", 5, "greet=您好", "insult=神经病")
    found = row("professionalism", talk.student("在杭州", 9).over())
    assert found.evidence[0].rule == "greeting-missing"


def test_a_good_talk_earns_a_medal_and_a_bad_one_none() -> None:
    card = grade(good().over(ended=SETTLED), standard())
    assert (card.medal, card.medal_least, card.stars) == ("gold", 90, 5)
    bad = grade(Talking().customer("到哪了", 0).over(), standard())
    assert (bad.total, bad.medal, bad.stars) == (0, "", 0)


def test_an_empty_talk_says_that_nothing_was_marked() -> None:
    card = grade(Talking().over(), standard())
    assert (card.total, card.unmarked) == (0, 100)


def test_a_rubric_without_rows_marks_nothing() -> None:
    card = grade(good().over(), Rubric("empty", 1, ()))
    assert (card.total, card.unmarked, card.criteria) == (0, 0, ())


def test_a_row_for_the_teacher_is_left_open() -> None:
    rubric = Rubric("own", 1, (CriterionSpec("extra", Kind.BY_TEACHER, 100),))
    assert grade(good().over(), rubric).criteria[0].reason == "no-measure"


def test_a_response_row_without_a_curve_is_left_open() -> None:
    rubric = Rubric("own", 1, (CriterionSpec("speed", Kind.FIRST_RESPONSE, 100),))
    assert grade(good().over(), rubric).criteria[0].reason == "no-measure"


def test_all_rounds_count_in_an_average_row() -> None:
    spec = replace(standard().criteria[0], id="average_response", kind=Kind.AVERAGE_RESPONSE)
    talk = Talking().customer("a1", 0).student("b1", 10).customer("a2", 20).student("b2", 80)
    card = grade(talk.over(), Rubric("own", 1, (spec,)))
    assert card.criteria[0].mark == 88


# --- always the same, and exactly kept --------------------------------------------------------


def test_the_same_talk_gives_the_same_bytes() -> None:
    first, second = (grade(good().over(ended=SETTLED), standard()).to_json() for _ in range(2))
    assert first == second


def test_a_card_survives_being_written_down() -> None:
    card = grade(good().student("滚", 55, "insult").customer("好").over(), standard())
    assert Scorecard.from_json(card.to_json()) == card
    assert Scorecard.from_json(card.to_json()).to_json() == card.to_json()


def test_what_was_spent_beyond_what_was_due_survives_being_written_down() -> None:
    card = replace(grade(good().over(), standard()), deductions=(Evidence(1, 0, 1, "您", "x", -5),))
    assert Scorecard.from_json(card.to_json()).deductions == card.deductions


def test_a_card_is_written_without_blanks_and_in_its_own_letters() -> None:
    card = grade(Talking().customer("在吗", 0).student("在的亲", 5, "greet").over(), standard())
    written = json.dumps(card.to_data(), ensure_ascii=False, separators=(",", ":"))
    assert card.to_json() == written
    assert "在的亲" in written


def test_half_a_character_can_be_written_down() -> None:
    card = grade(Talking().customer("在吗", 0).student("\ud83d滚", 5, "insult").over(), standard())
    assert Scorecard.from_json(card.to_json()) == card
    card.to_json().encode()


KIND = {"greet", "thank", "apologise", "empathise", "reassure", "hold", "farewell", "verify"}
KIND |= {"report_status", "expedite", "commit_time", "offer_refund"}
ACTS = sorted({"cold", "stall", "blame", "shirk", "rhetorical", "privacy"} | KIND)

moods = st.none() | st.booleans()
replies = st.tuples(
    st.just("student"),
    st.none() | st.integers(0, 400),
    st.lists(st.sampled_from(ACTS), max_size=5, unique=True),
    st.integers(0, 100),
)
lines: st.SearchStrategy[tuple[str, int | None, list[str], int]] = st.tuples(
    st.just("customer"), st.none() | st.integers(0, 400), st.just([]), st.just(0)
)
logs = st.lists(replies | lines, max_size=10)
ends = st.none() | st.builds(Ended, st.just("end"), st.booleans(), st.integers(1, 5))


def talk_of(log: list[tuple[str, int | None, list[str], int]], upset: bool | None) -> Talking:
    talk = Talking(upset)
    for number, (voice, second, acts, tone) in enumerate(log):
        if voice == "customer":
            talk.customer(f"到哪了{number}", second)
        else:
            talk.student(f"这是一句不短也不长的回复第{number}句", second, *acts, courtesy=tone)
    return talk


@settings(max_examples=300, deadline=None)
@given(logs, moods, ends, st.data())
def test_an_insult_more_never_raises_the_total(
    log: list[tuple[str, int | None, list[str], int]],
    upset: bool | None,
    ended: Ended | None,
    data: st.DataObject,
) -> None:
    before = talk_of(log, upset).over(ended=ended)
    place = data.draw(st.integers(0, len(log)))
    insult = ("student", data.draw(st.none() | st.integers(0, 400)), ["insult"], 0)
    after = talk_of([*log[:place], insult, *log[place:]], upset).over(ended=ended)
    assert grade(after, standard()).total <= grade(before, standard()).total


def insulted(said: Utterance) -> Utterance:
    text = said.text + "，神经病"
    was = said.heard or Heard()
    return replace(said, text=text, heard=Heard((*was.acts, act(text, "insult", "神经病")), 0))


@settings(max_examples=300, deadline=None)
@given(logs, moods, ends, st.data())
def test_an_insult_in_a_reply_never_raises_the_total(
    log: list[tuple[str, int | None, list[str], int]],
    upset: bool | None,
    ended: Ended | None,
    data: st.DataObject,
) -> None:
    before = talk_of(log, upset).over(ended=ended)
    own = [u.event for u in before.utterances if u.voice is Voice.STUDENT]
    if own:
        chosen = data.draw(st.sampled_from(own))
        said = tuple(insulted(u) if u.event == chosen else u for u in before.utterances)
        after = replace(before, utterances=said)
        assert grade(after, standard()).total <= grade(before, standard()).total


@settings(max_examples=200, deadline=None)
@given(logs, moods, ends)
def test_every_card_is_whole_quotes_truly_and_can_be_kept(
    log: list[tuple[str, int | None, list[str], int]], upset: bool | None, ended: Ended | None
) -> None:
    transcript = talk_of(log, upset).over(ended=ended)
    card = grade(transcript, standard())
    text = {u.event: u.text for u in transcript.utterances}
    assert 0 <= card.total <= 100
    for found in card.criteria:
        assert found.mark is None or 0 <= found.mark <= 100
        assert (found.mark is None) <= bool(found.reason)
        for each in found.evidence:
            assert text.get(each.event, "")[each.start : each.end] == each.quote
            assert each.why
    assert Scorecard.from_json(card.to_json()) == card


def test_twenty_turns_are_graded_in_less_than_five_milliseconds() -> None:
    talk = Talking(upset=True)
    for turn in range(20):
        talk.customer(f"第{turn}个问题呢", turn * 30)
        talk.student(f"这是第{turn}个回答，请看", turn * 30 + 9, "recommend=请看", courtesy=60)
    transcript = talk.over(moods=(Felt(60, 50, "发泄", ""),), ended=SETTLED)
    grade(transcript, standard())
    best = min(_seconds(transcript) for _ in range(20))
    assert best < 0.005


def _seconds(transcript: Transcript) -> float:
    begun = perf_counter()
    grade(transcript, standard())
    return perf_counter() - begun


def test_the_helpers_of_these_tests_quote_truly() -> None:
    found = heard("您好呀", "greet=您好")
    assert found.acts[0].quote == "您好"
