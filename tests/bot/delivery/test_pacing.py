"""However messages come, the platform's limits are kept and nobody waits longer than needed."""

from collections import defaultdict

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.delivery.pacing import Limits, Pace

LIMITS = Limits()
CHATS = ("g1", "g2", "a", "b", "c")
QUEUES = st.lists(st.tuples(st.sampled_from(CHATS), st.floats(0, 3, allow_nan=False)), max_size=150)


def send_all(queue: list[tuple[str, float]]) -> dict[str, list[float]]:
    """Send one message after the other, each as early as allowed; when each left, by chat."""
    pace, now = Pace(LIMITS), 0.0
    left: dict[str, list[float]] = defaultdict(list)
    for chat, later in queue:
        now = max(now + later, pace.ready(), pace.chat_ready(chat))
        pace.leaving(now)
        pace.landed(now)
        pace.left(chat, chat.startswith("g"), now)
        left[chat].append(now)
    return left


def most_within(times: list[float], seconds: float) -> int:
    """The most messages in any window of so many seconds."""
    return max((sum(t <= other < t + seconds for other in times) for t in times), default=0)


@given(QUEUES)
@settings(deadline=None)
def test_no_chat_gets_two_messages_within_a_second(queue: list[tuple[str, float]]) -> None:
    for times in send_all(queue).values():
        assert most_within(times, 1.0) <= 1


@given(st.lists(st.floats(0, 2, allow_nan=False), min_size=25, max_size=80))
@settings(deadline=None)
def test_no_group_gets_more_than_eighteen_messages_a_minute(pauses: list[float]) -> None:
    times = send_all([("g1", pause) for pause in pauses])["g1"]
    assert most_within(times, 60.0) <= 18


@given(st.integers(31, 200))
@settings(deadline=None)
def test_no_more_than_thirty_messages_leave_in_any_second(chats: int) -> None:
    pace, now, times = Pace(LIMITS), 0.0, []
    for number in range(chats):
        now = max(now, pace.ready(), pace.chat_ready(f"c{number}"))
        pace.leaving(now)
        pace.landed(now)
        pace.left(f"c{number}", False, now)
        times.append(now)
    assert most_within(times, 1.0) <= 30
    assert times[-1] <= chats / 28


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1.5)), min_size=60, max_size=150),
    st.integers(1, 16),
)
@settings(deadline=None)
@example([(1.0, 0.6)] * 20 + [(0.0, 0.01)] * 40, 16)
def test_however_slow_the_network_no_more_than_thirty_messages_arrive_in_any_second(
    ways: list[tuple[float, float]], at_once: int
) -> None:
    """A way is how long it takes, and where on it the platform counts the message."""
    pace, now = Pace(LIMITS), 0.0
    on_wire: list[float] = []
    arrived = []
    for part, seconds in ways:
        while len(on_wire) >= at_once or pace.ready() > now:
            free = len(on_wire) < at_once
            soonest = min(on_wire, default=float("inf"))
            now = max(now, min(soonest, pace.ready()) if free else soonest)
            for landing in [each for each in on_wire if each <= now]:
                pace.landed(landing)
                on_wire.remove(landing)
        pace.leaving(now)
        on_wire.append(now + seconds)
        arrived.append(now + part * seconds)
    assert most_within(arrived, 1.0) <= 30


def test_a_direct_chat_has_no_limit_a_minute() -> None:
    times = send_all([("a", 0.0)] * 60)["a"]
    assert times[-1] < 60 * 1.1


def test_a_refused_chat_pauses_alone() -> None:
    pace = Pace(LIMITS)
    assert pace.flooded("a", 0.0, 30.0) == "a"
    assert pace.chat_ready("a") == 30.0
    assert pace.chat_ready("b") == 0.0
    assert pace.ready() == 0.0


def test_three_refusals_in_a_row_for_three_chats_pause_everybody() -> None:
    pace = Pace(LIMITS)
    assert [pace.flooded(chat, 0.1, 30.0) for chat in "abc"] == ["a", "b", ""]
    assert pace.ready() == 30.0


def test_refusals_with_a_success_between_them_pause_only_their_chats() -> None:
    pace = Pace(LIMITS)
    scopes = []
    for chat in "abc":
        scopes.append(pace.flooded(chat, 0.1, 30.0))
        pace.succeeded()
    assert scopes == ["a", "b", "c"]


def test_a_shorter_pause_does_not_cut_a_longer_one() -> None:
    pace = Pace(LIMITS)
    pace.pause("a", 60.0)
    pace.pause("a", 5.0)
    assert pace.chat_ready("a") == 60.0


def test_what_is_remembered_of_chats_does_not_grow_without_end() -> None:
    pace = Pace(LIMITS)
    for number in range(20_000):
        pace.left(f"c{number}", True, number * 0.1)
    known = sum(len(vars(pace)[name]) for name in ("_next", "_minute", "_paused"))
    assert known < 20_000
