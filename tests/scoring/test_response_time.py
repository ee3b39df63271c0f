"""Response time: the golden vectors, the awkward cases, and an independent slow counter."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.transcript import Utterance, Voice
from scoring.examiner import timing_of
from scoring.timing.curve import Curve
from scoring.timing.figures import Share, average_ms, share_within
from scoring.timing.waits import (
    Outcome,
    rounds,
)
from tests.scoring.talks import Talking, after, at


def asked_twice() -> Talking:
    return (
        Talking()
        .customer("在吗", at("10:10:15"))
        .customer("人呢", at("10:15:20"))
        .student("在的", at("10:18:10"))
    )


def asked_again() -> Talking:
    return asked_twice().customer("有货吗", at("10:18:30")).student("有的", at("10:19:00"))


def never_answered() -> Talking:
    talk = Talking()
    for second in range(10):
        talk.customer("在吗", at(f"10:10:{second * 5:02d}"))
    return talk


@pytest.mark.parametrize(
    ("talk", "share"),
    [(asked_twice(), (0, 1)), (asked_again(), (1, 2)), (never_answered(), (0, 1))],
)
def test_the_worked_examples_by_round(talk: Talking, share: tuple[int, int]) -> None:
    assert share_within((r.wait for r in rounds(talk.said)), 180) == Share(*share)


def test_an_automatic_reply_does_not_stop_the_clock() -> None:
    talk = Talking().customer("在吗", 0).auto("您好，欢迎光临", 1).student("在的", 42)
    assert timing_of(talk.over()).round_response_ms == (42_000,)


def test_a_reply_dated_before_the_line_arrived_does_not_answer_it() -> None:
    talk = Talking().customer("有货吗", 20).student("您好", 15).student("有的", 50)
    assert timing_of(talk.over()).round_response_ms == (30_000,)


def test_a_reply_between_two_lines_answers_only_the_earlier_one() -> None:
    talk = Talking().customer("有货吗", 0).customer("红色的", 20).student("有的", 15)
    assert timing_of(talk.over()).round_response_ms == (15_000, None)


def test_rounding_of_a_coarse_clock_does_not_turn_a_reply_away() -> None:
    talk = Talking().customer("在吗", after(5.4, 0.001)).student("在的", after(5.0, 1.0))
    assert timing_of(talk.over()).round_response_ms == (0,)


def test_a_coarse_clock_explains_less_than_its_step() -> None:
    talk = Talking().customer("在吗", after(6.0, 0.001)).student("在的", after(5.0, 1.0))
    assert timing_of(talk.over()).round_response_ms == (None,)


def test_an_unanswered_round_stays_in_the_denominator() -> None:
    talk = Talking().customer("在吗", 0).student("在的", 10).customer("有货吗", 20)
    timing = timing_of(talk.over())
    assert timing.round_response_ms == (10_000, None)
    assert timing.within_30s == Share(1, 2)
    assert timing.average_response_ms == 10_000


def test_rounds_without_stamps_are_left_out_and_said_so() -> None:
    talk = Talking().customer("在吗").student("在的", 10).customer("有货吗", 20).student("有", 25)
    timing = timing_of(talk.over())
    assert timing.round_response_ms == (5_000,)
    assert timing.unmeasured_rounds == 1
    assert timing.within_30s == Share(1, 1, 1)


def test_nothing_measured_gives_no_share() -> None:
    timing = timing_of(Talking().customer("在吗").student("在的").over())
    assert timing.within_30s.value is None
    assert timing.first_response_ms is None


def test_the_customers_last_words_wait_for_nobody() -> None:
    talk = Talking().customer("在吗", 0).student("在的", 10).customer("好的再见", 20)
    talk.said[-1] = replace(talk.said[-1], parting=True)
    assert timing_of(talk.over()).round_response_ms == (10_000,)


def test_a_student_may_speak_first() -> None:
    talk = Talking().student("您好", 0).customer("到哪了", 5).student("在杭州", 9)
    assert timing_of(talk.over()).round_response_ms == (4_000,)


def test_customers_wait_each_for_themselves() -> None:
    talk = (
        Talking()
        .customer("在吗", 0, "李女士")
        .customer("发货了吗", 5, "周先生")
        .student("发了", 15, to="周先生")
        .student("在的", 40, to="李女士")
    )
    assert timing_of(talk.over()).round_response_ms == (40_000, 10_000)


def test_an_unaddressed_reply_answers_the_customer_who_spoke_last() -> None:
    talk = Talking().customer("在吗", 0, "李女士").customer("在吗", 5, "周先生").student("在的", 9)
    assert timing_of(talk.over()).round_response_ms == (None, 4_000)


def test_a_reply_to_a_name_nobody_bears_goes_to_the_customer_who_spoke_last() -> None:
    talk = Talking().customer("在吗", 0).student("在的", 7, to="李女士")
    assert timing_of(talk.over()).round_response_ms == (7_000,)


def test_the_first_substantive_answer_stands_beside_the_first_answer() -> None:
    talk = Talking().customer("物流停了", 0).student("亲，稍等", 5).student("包裹在杭州", 65)
    timing = timing_of(talk.over())
    assert (timing.first_response_ms, timing.first_substantive_ms) == (5_000, 65_000)


@pytest.mark.parametrize("words", ["親，稍等", "亲  稍 等 ～", "ONE MOMENT please", "您好，请稍候"])
def test_a_bare_wait_is_known_in_every_spelling(words: str) -> None:
    talk = Talking().customer("物流停了", 0).student(words, 5)
    assert timing_of(talk.over()).first_substantive_ms is None


def test_a_clock_of_whole_seconds_is_remembered_with_the_figures() -> None:
    assert timing_of(asked_twice().over()).precision_s == 1.0


@pytest.mark.parametrize(
    ("seconds", "mark"),
    [
        (0, 100),
        (15, 100),
        (30, 90),
        (45, 82.5),
        (60, 75),
        (120, 57.5),
        (180, 40),
        (300, 0),
        (9e9, 0),
    ],
)
def test_the_student_curve(seconds: float, mark: float) -> None:
    curve = Curve(((15, 100), (30, 90), (60, 75), (180, 40), (300, 0)))
    assert curve.mark(int(seconds * 1000)) == mark


def test_no_answer_earns_nothing_on_the_curve() -> None:
    assert Curve.between(20, 90).mark(None) == 0


def test_an_average_of_nothing_is_nothing() -> None:
    assert average_ms(()) is None


# --- an independent slow counter -------------------------------------------------------------


def slow_answers(said: list[Utterance]) -> list[tuple[Utterance, Utterance | None]]:
    """For each customer message its answer: the next human reply not dated before it."""
    return [
        (
            ask,
            next((r for r in said[place:] if r.voice is Voice.STUDENT and not early(r, ask)), None),
        )
        for place, ask in enumerate(said)
        if ask.voice is Voice.CUSTOMER
    ]


def early(reply: Utterance, ask: Utterance) -> bool:
    return bool(reply.stamp and ask.stamp and reply.stamp.at < ask.stamp.at)


def slow_seconds(ask: Utterance, reply: Utterance | None) -> float | str | None:
    if reply is None:
        return None
    if ask.stamp is None or reply.stamp is None:
        return "unmeasured"
    return (reply.stamp.at - ask.stamp.at).total_seconds()


logs = st.lists(
    st.tuples(st.sampled_from(["customer", "student", "auto"]), st.none() | st.integers(0, 400)),
    max_size=14,
)


@given(logs)
def test_rounds_and_messages_agree_with_the_slow_counter(log: list[tuple[str, int | None]]) -> None:
    talk = Talking()
    for voice, second in log:
        getattr(talk, voice)("话", second)
    answers = slow_answers(talk.said)
    firsts: dict[int | None, tuple[Utterance, Utterance | None]] = {}
    for ask, reply in answers:
        firsts.setdefault(reply.event if reply else None, (ask, reply))
    expected = sorted(firsts.values(), key=lambda pair: pair[0].event)
    every = rounds(talk.said)
    assert [seconds(r.wait) for r in every] == [slow_seconds(*pair) for pair in expected]


def seconds(wait: object) -> float | str | None:
    outcome, ms = wait.outcome, wait.ms  # type: ignore[attr-defined]
    if outcome is Outcome.UNMEASURED:
        return "unmeasured"
    return None if outcome is Outcome.UNANSWERED else ms / 1000


@given(logs)
def test_a_share_never_exceeds_one_and_grows_with_the_limit(
    log: list[tuple[str, int | None]],
) -> None:
    talk = Talking()
    for voice, second in log:
        getattr(talk, voice)("话", second)
    waits = [r.wait for r in rounds(talk.said)]
    shares = [share_within(waits, limit) for limit in (0, 30, 180, 10_000)]
    assert all(0 <= share.hits <= share.of for share in shares)
    assert [share.hits for share in shares] == sorted(share.hits for share in shares)
