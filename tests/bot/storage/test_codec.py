"""Whatever happened in a talk is read from the store exactly as it was written."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.storage.codec import decode, encode, from_millis, kind_of, to_millis
from dialogues.transcript import (
    Act,
    Bubble,
    Clock,
    Delivered,
    Ended,
    Event,
    Felt,
    Handled,
    Heard,
    Line,
    Opened,
    Remark,
    Stamp,
    Understood,
    Used,
    Voice,
)

TEXT = st.text(max_size=30)
NUMBER = st.integers(0, 2**31)
# The store keeps whole milliseconds; a platform's stamps are never finer.
MOMENT = st.builds(
    lambda seconds, millis: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(0, seconds, 0, millis),
    st.integers(-(2**30), 2**30),
    st.integers(0, 999),
)
STAMP = st.builds(Stamp, MOMENT, st.sampled_from(Clock), st.sampled_from((0.001, 0.5, 1.0)))
HEARD = st.builds(
    Heard,
    st.lists(st.builds(Act, TEXT, NUMBER, NUMBER, TEXT, TEXT), max_size=4).map(tuple),
    st.integers(0, 100),
)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
ANGER = st.integers(0, 100)
EVENTS: dict[type[Event], st.SearchStrategy[Event]] = {
    Opened: st.builds(Opened, TEXT, TEXT, TEXT),
    Line: st.builds(Line, TEXT, TEXT),
    Delivered: st.builds(Delivered, NUMBER, st.none() | STAMP),
    Bubble: st.builds(Bubble, TEXT, st.none() | STAMP, st.sampled_from(Voice), TEXT),
    Understood: st.builds(Understood, st.lists(NUMBER, min_size=1, max_size=4).map(tuple), HEARD),
    Felt: st.builds(
        Felt, ANGER, ANGER, TEXT, TEXT, TEXT, NAMES, NAMES,
        st.none() | st.floats(0, 1e6, allow_nan=False), TEXT,
    ),
    Used: st.builds(Used, TEXT, TEXT, TEXT, st.booleans()),
    Remark: st.builds(Remark, TEXT, TEXT),
    Handled: st.builds(
        Handled, NUMBER, TEXT, TEXT, st.none() | NUMBER,
        st.none() | st.floats(0, 1e6, allow_nan=False),
    ),
    Ended: st.builds(Ended, TEXT, st.booleans(), st.none() | st.integers(0, 5), st.booleans()),
}  # fmt: skip


@given(st.one_of(*EVENTS.values()))
def test_every_event_is_read_as_it_was_written(event: Event) -> None:
    assert decode(kind_of(event), encode(event)) == event


def test_no_kind_of_event_is_left_out_of_these_tests() -> None:
    assert set(EVENTS) == set(Event.__args__)


def test_kinds_are_short_enough_for_their_column() -> None:
    assert all(len(kind.__name__) <= 16 for kind in EVENTS)


@given(MOMENT)
def test_a_moment_keeps_its_milliseconds(moment: datetime) -> None:
    assert from_millis(to_millis(moment)) == moment


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    shanghai = datetime.fromisoformat("2026-03-02T19:00:00.250+08:00")
    assert from_millis(to_millis(shanghai)) == shanghai
