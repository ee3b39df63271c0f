"""The platforms' figures: golden vectors, awkward logs, and an independent slow counter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.transcript import Stamp, Utterance, Voice
from scoring.kpi.figures import Figure, figure
from scoring.kpi.preset import Answer, FigureSpec, Measure, Preset, Unit
from scoring.kpi.preset_file import named
from scoring.kpi.service import Service, conversations
from tests.scoring.talks import Talking, after, at

SHANGHAI = ZoneInfo("Asia/Shanghai")


def preset(zone: str = "Asia/Shanghai", gap_hours: int = 24) -> Preset:
    return Preset("test", {}, ZoneInfo(zone), (), gap_hours)


def spec(measure: Measure = Measure.SHARE, **rest: object) -> FigureSpec:
    return FigureSpec("test", {}, measure, "a test", "2026-11", "", **rest)  # type: ignore[arg-type]


def of(talk: Talking, counted: FigureSpec, by: Preset | None = None) -> Figure:
    chosen = by or preset()
    gap = timedelta(hours=chosen.gap_hours)
    return figure(Service(conversations(talk.said, gap)), chosen, counted)


def shown(found: Figure) -> tuple[int | None, int | None]:
    return found.numerator, found.denominator


# --- the worked examples ---------------------------------------------------------------------


def asked_twice() -> Talking:
    talk = Talking().customer("在吗", at("10:10:15")).customer("人呢", at("10:15:20"))
    return talk.student("在的", at("10:18:10"))


def asked_again() -> Talking:
    return asked_twice().customer("有货吗", at("10:18:30")).student("有的", at("10:19:00"))


def never_answered() -> Talking:
    talk = Talking()
    for second in range(10):
        talk.customer("在吗", at(f"10:10:{second * 5:02d}"))
    return talk


@pytest.mark.parametrize(
    ("talk", "by_round", "by_message", "by_day"),
    [
        (asked_twice(), (0, 1), (1, 2), (1, 1)),
        (asked_again(), (1, 2), (2, 3), (1, 1)),
        (never_answered(), (0, 1), (0, 10), (0, 1)),
    ],
)
def test_one_log_gives_every_counting_unit(
    talk: Talking, by_round: tuple[int, int], by_message: tuple[int, int], by_day: tuple[int, int]
) -> None:
    assert shown(of(talk, spec(unit=Unit.ROUND, within_s=180))) == by_round
    assert shown(of(talk, spec(unit=Unit.MESSAGE, within_s=180))) == by_message
    assert shown(of(talk, spec(unit=Unit.CUSTOMER_DAY, within_s=3600))) == by_day


@pytest.mark.parametrize(
    ("name", "figure_id", "shares"),
    [
        ("taobao", "human_response_rate_180s", [(0, 1), (1, 2), (0, 1)]),
        ("douyin", "human_reply_rate_180s", [(1, 2), (2, 3), (0, 10)]),
        ("pdd", "effective_reply_rate_1h", [(1, 1), (1, 1), (0, 1)]),
    ],
)
def test_the_shipped_presets_count_the_worked_examples_their_own_way(
    name: str, figure_id: str, shares: list[tuple[int, int]]
) -> None:
    shipped = named(name)
    counted = next(each for each in shipped.figures if each.id == figure_id)
    talks = (asked_twice(), asked_again(), never_answered())
    assert [shown(of(talk, counted, shipped)) for talk in talks] == shares


# --- who answers, and when it counts -----------------------------------------------------------


def test_an_automatic_reply_counts_only_where_robots_do() -> None:
    talk = Talking().customer("在吗", 0).auto("您好，马上为您转接", 1).student("在的", 200)
    assert shown(of(talk, spec(within_s=180))) == (0, 1)
    assert shown(of(talk, spec(within_s=180, answer=Answer.ANYONE))) == (1, 1)


@pytest.mark.parametrize(
    ("clock", "counted"),
    [("08:59:59", 0), ("09:00:00", 1), ("22:59:59", 1), ("23:00:00", 0), ("03:00:00", 0)],
)
def test_a_night_is_left_out_by_when_the_round_began(clock: str, counted: int) -> None:
    talk = Talking().customer("在吗", at(clock))
    assert of(talk, spec(window=(9, 23))).denominator == counted


def test_a_question_before_midnight_counts_to_midnight_and_not_after() -> None:
    talk = Talking().customer("在吗", at("23:59:59"))
    assert of(talk, spec(window=(8, 24))).denominator == 1


def test_the_hours_are_those_of_the_preset_whatever_zone_the_log_was_written_in() -> None:
    evening = Stamp(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    talk = Talking().customer("在吗", evening)
    assert of(talk, spec(window=(7, 8))).denominator == 1
    assert of(talk, spec(window=(7, 8)), preset("UTC")).denominator == 0


def test_two_days_of_one_customer_are_two_and_an_unmeasured_one_is_not_decided() -> None:
    talk = Talking().customer("在吗", at("23:59:50")).student("在的", at("23:59:59"))
    next_day = Stamp(at("23:59:59").at + timedelta(seconds=2))
    talk.customer("还在吗", next_day)
    assert shown(of(talk, spec(unit=Unit.CUSTOMER_DAY, within_s=60))) == (1, 2)
    unmeasured = Talking().customer("在吗", 0).student("在的")
    found = of(unmeasured, spec(unit=Unit.CUSTOMER_DAY, within_s=60))
    assert (found.value, found.denominator, found.unmeasured) == (None, 0, 1)


def test_who_comes_back_after_a_day_has_a_clock_of_its_own() -> None:
    day = 24 * 3600
    talk = Talking().customer("在吗", 0).customer("在吗", day + 60).student("在的", day + 70)
    assert shown(of(talk, spec(within_s=180))) == (1, 2)
    assert of(talk, spec(Measure.MEAN)).value == 10.0


def test_who_comes_back_after_the_talk_was_closed_has_a_clock_of_its_own() -> None:
    talk = Talking().customer("在吗", 0).student("在的", 10)
    closed = Utterance(2, Voice.SYSTEM, "Resolved", after(100))
    back = Utterance(3, Voice.CUSTOMER, "又坏了", after(500))
    talk.said += [closed, back]
    assert shown(of(talk, spec(within_s=180, unit=Unit.FIRST))) == (1, 2)
    assert of(talk, spec(Measure.RESOLUTION_TIME)).value == 100.0
    assert of(talk, spec(Measure.CUSTOMERS)).value == 1


def test_what_the_system_says_otherwise_ends_no_talk() -> None:
    talk = Talking().customer("在吗", 0)
    talk.said.append(Utterance(1, Voice.SYSTEM, "客户正在输入", after(5)))
    talk.customer("在吗", 20).student("在的", 30)
    assert of(talk, spec(Measure.MEAN)).value == 30.0


def test_a_reply_before_any_customer_is_nobodys() -> None:
    talk = Talking().student("您好", 0).customer("在吗", 10).student("在的", 15)
    assert of(talk, spec(Measure.REPLIES)).value == 1


# --- several customers ---------------------------------------------------------------------------


def two_at_once() -> Talking:
    talk = Talking().customer("在吗", 0, "A").customer("有货吗", 10, "B")
    return talk.student("有的", 20, to="B").student("在的", 200, to="A")


def test_each_customer_waits_for_itself() -> None:
    assert shown(of(two_at_once(), spec(within_s=60))) == (1, 2)
    assert of(two_at_once(), spec(Measure.MEAN)).value == 105.0


def test_slow_and_forgotten_customers_are_counted_as_heads() -> None:
    talk = two_at_once().customer("你好", 300, "C").customer("喂", 310, "C")
    assert of(talk, spec(Measure.CUSTOMERS)).value == 3
    assert of(talk, spec(Measure.SLOW_CUSTOMERS, within_s=180)).value == 1
    assert of(talk, spec(Measure.UNANSWERED_CUSTOMERS)).value == 1


# --- times ---------------------------------------------------------------------------------------


def waits_of(*seconds: int) -> Talking:
    talk = Talking()
    for number, wait in enumerate(seconds):
        talk.customer("在吗", number * 1000).student("在的", number * 1000 + wait)
    return talk


@pytest.mark.parametrize(
    ("measure", "value"), [(Measure.MEAN, 30.0), (Measure.MEDIAN, 25.0), (Measure.P90, 70.0)]
)
def test_mean_median_and_ninetieth_percentile(measure: Measure, value: float) -> None:
    assert of(waits_of(5, 70, 20, 30, 10, 45), spec(measure)).value == pytest.approx(value)


def test_the_ninetieth_percentile_of_ten_is_the_ninth() -> None:
    waits = waits_of(1, 2, 3, 4, 5, 6, 7, 8, 9, 60)
    assert of(waits, spec(Measure.P90)).value == 9.0


def test_a_share_within_a_limit_holds_the_limit_itself_and_no_more() -> None:
    assert shown(of(waits_of(60), spec(within_s=60))) == (1, 1)
    over = Talking().customer("在吗", at("10:00:00.000")).student("在的", at("10:01:00.050"))
    assert shown(of(over, spec(within_s=60))) == (0, 1)


def test_later_rounds_leave_out_each_talks_first() -> None:
    assert of(waits_of(100, 10, 20), spec(Measure.MEAN, unit=Unit.LATER)).value == 15.0
    assert of(waits_of(100, 10, 20), spec(Measure.MEAN, unit=Unit.FIRST)).value == 100.0


def test_a_placeholder_is_no_answer_to_the_matter() -> None:
    talk = Talking().customer("物流停了", 0).student("亲，稍等", 5).student("包裹在杭州", 65)
    assert of(talk, spec(Measure.MEAN)).value == 5.0
    assert of(talk, spec(Measure.MEAN, unit=Unit.SUBSTANTIVE)).value == 65.0


def test_handle_time_runs_from_the_first_message_to_the_last() -> None:
    talk = Talking().customer("在吗", 0).student("在的", 10).customer("谢谢", 90)
    assert of(talk, spec(Measure.HANDLE_TIME)).value == 90.0


def test_a_talk_with_one_unmeasured_end_has_no_handle_time_and_breaks_nothing() -> None:
    begun = Talking().customer("在吗").student("在的", 10)
    ended = Talking().customer("在吗", 0).student("在的", 10).customer("谢谢")
    assert [of(talk, spec(Measure.HANDLE_TIME)).value for talk in (begun, ended)] == [None, None]


# --- counts, ratings, orders --------------------------------------------------------------


def test_replies_for_each_question_and_characters_without_blanks() -> None:
    talk = Talking().customer("在吗", 0).student("在 的", 5).student("您说", 6).customer("好", 9)
    assert of(talk, spec(Measure.REPLY_RATIO)).value == 1.0
    assert of(talk, spec(Measure.CHARACTERS)).value == 4
    assert of(talk, spec(Measure.CUSTOMER_MESSAGES)).value == 2


def test_an_invitation_counts_once_a_customer() -> None:
    talk = two_at_once().student("麻烦给个评价", 300, "invite_rating", to="A")
    talk.student("记得评价哦", 310, "invite_rating", to="A")
    assert shown(of(talk, spec(Measure.INVITED_SHARE))) == (1, 2)


def test_customers_who_write_outside_the_hours_leave_a_message() -> None:
    talk = Talking().customer("在吗", at("22:59:59"), "早").customer("还在吗", at("23:00:00"), "晚")
    talk.customer("早", at("08:59:59"), "两次").customer("在吗", at("09:00:00"), "两次")
    talk.customer("几点了", None, "不知道")
    found = of(talk, spec(Measure.LEFT_SHARE, window=(9, 23)))
    assert (*shown(found), found.unmeasured) == (2, 3, 1)


def sold(**rest: dict[str, tuple[float, ...]]) -> Service:
    return replace(Service(conversations(two_at_once().said, timedelta(hours=24))), **rest)  # type: ignore[arg-type]


def test_orders_and_ratings_belong_to_their_customers() -> None:
    service = sold(orders={"A": (50.0, 30.5)}, ratings={"A": (5,), "B": (3,)})
    assert figure(service, preset(), spec(Measure.CONVERSION)).value == 0.5
    assert figure(service, preset(), spec(Measure.ORDER_VALUE)).value == 80.5
    assert figure(service, preset(), spec(Measure.SATISFIED_SHARE)).value == 0.5


@pytest.mark.parametrize("measure", [Measure.CONVERSION, Measure.ORDER_VALUE])
def test_a_log_that_knows_of_no_orders_cannot_tell(measure: Measure) -> None:
    assert figure(sold(), preset(), spec(measure)).value is None


@pytest.mark.parametrize("measure", list(Measure))
def test_an_empty_log_has_no_figures_and_breaks_nothing(measure: Measure) -> None:
    found = of(Talking(), spec(measure, within_s=60))
    assert found.value in (None, 0)


# --- an independent slow counter ---------------------------------------------------------------


logs = st.lists(
    st.tuples(
        st.sampled_from(["customer", "student", "auto"]),
        st.integers(0, 40 * 3600),
        st.sampled_from("AB"),
    ),
    max_size=16,
)


def ordered(log: list[tuple[str, int, str]]) -> Talking:
    talk = Talking()
    for voice, second, who in sorted(log, key=lambda row: row[1]):
        if voice == "customer":
            talk.customer("话", second, who)
        elif voice == "student":
            talk.student("话", second, to=who)
        else:
            talk.auto("话", second)
            talk.said[-1] = replace(talk.said[-1], customer=who)
    return talk


Asked = list[tuple[datetime, float | None]]


def slow_lines(talk: Talking, who: str) -> list[Utterance]:
    """All that was said by one customer or to it; the unaddressed goes to whoever spoke last."""
    lines, seen, last = [], set(), ""
    for each in talk.said:
        if each.voice is Voice.CUSTOMER:
            seen.add(each.customer)
            last = each.customer
        if who == (each.customer if each.customer in seen else last):
            lines.append(each)
    return lines


def slow_rounds(lines: list[Utterance], answering: set[Voice]) -> list[Asked]:
    """The messages of each round with the seconds until the reply that ended it."""
    found: list[Asked] = []
    asks: list[datetime] = []
    previous: datetime | None = None
    for each in lines:
        moment = each.stamp.at  # type: ignore[union-attr]
        apart = previous is not None and moment - previous > timedelta(hours=24)
        previous = moment
        if each.voice is Voice.CUSTOMER:
            found += [[(ask, None) for ask in asks]] if apart else []
            asks = [*([] if apart else asks), moment]
        elif each.voice in answering:
            found.append([(ask, (moment - ask).total_seconds()) for ask in asks])
            asks = []
    found.append([(ask, None) for ask in asks])
    return [each for each in found if each]


@given(logs, st.booleans(), st.sampled_from([None, (8, 23), (9, 23), (8, 24)]))
def test_rounds_and_messages_agree_with_the_slow_counter(
    log: list[tuple[str, int, str]], robots: bool, window: tuple[int, int] | None
) -> None:
    talk = ordered(log)
    low, high = window or (0, 24)
    answer = Answer.ANYONE if robots else Answer.HUMAN

    def inside(moment: datetime) -> bool:
        return low <= moment.astimezone(SHANGHAI).hour < high

    answering = {Voice.STUDENT, Voice.AUTO} if robots else {Voice.STUDENT}
    every = [r for who in "AB" for r in slow_rounds(slow_lines(talk, who), answering)]
    by_round = [wait for (begin, wait), *_ in every if inside(begin)]
    by_message = [wait for asks in every for ask, wait in asks if inside(ask)]
    for unit, waits in ((Unit.ROUND, by_round), (Unit.MESSAGE, by_message)):
        hits = sum(wait is not None and wait <= 180 for wait in waits)
        counted = spec(unit=unit, answer=answer, window=window, within_s=180)
        assert shown(of(talk, counted)) == (hits, len(waits))
