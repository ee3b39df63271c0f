"""Whatever students do, and however often the room is put away: the board tells the truth."""

import json
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.liveroom import LiveShow, Room
from dialogues.liveroom.outcome import How
from dialogues.reading import load_library
from dialogues.transcript import Handled

SHOW = load_library().rooms["live-flash-sale"]
SAYINGS = (
    "亲105斤建议拍M码哦",
    "亲点左下角领券再减10元哦",
    "抱歉亲您私信我登记处理",
    "理解您的顾虑，您可以看看评价",
    "你有病吧",
    "嗯",
)
STEPS = st.lists(
    st.tuples(
        st.integers(1, 9),  # seconds until the next look at the board
        st.booleans(),  # whether that board arrives
        st.integers(0, 2),  # how it is answered: not, by number, to all or by blocking
        st.integers(0, 7),
        st.sampled_from(SAYINGS),
    ),
    max_size=60,
)


@dataclass
class Watcher:
    """Goes through a show and keeps what was seen and what came of it."""

    show: LiveShow
    room: Room
    again: bool = False
    fresh: list[int] = field(default_factory=list)
    handled: list[Handled] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)

    def step(self, seconds: int, arrives: bool, how: int, place: int, words: str) -> None:
        """Time passes, the board is looked at, something may be said."""
        for _ in range(seconds):
            self.handled += self.room.advance(1.0).handled
        board = self.room.board()
        for row in board.rows:
            assert self.texts.setdefault(row.comment.number, row.comment.text) == row.comment.text
        assert len(board.rows) <= SHOW.room.rows
        if self.room.state.ended:
            return
        if arrives:
            shown = self.room.shown(board.newest, self.room.state.now)
            assert [c.number for c in shown] == [r.comment.number for r in board.rows if r.fresh]
            self.fresh += [comment.number for comment in shown]
        if how and board.rows and arrives:
            number = board.rows[place % len(board.rows)].comment.number
            text = f"{number} {words}" if how == 1 else words if place else f"屏蔽 {number}"
            heard = self.show.hear(self.room, text)
            self.handled += self.room.hear(text, heard, self.room.state.now).handled
        if self.again:
            kept = json.loads(json.dumps(self.room.state.snapshot()))
            self.room = self.show.restore("any", kept)


def watch(steps: list[tuple[int, bool, int, int, str]], *, again: bool = False) -> Watcher:
    watcher = Watcher(SHOW, SHOW.opened("any"), again)
    for step in steps:
        watcher.step(*step)
    return watcher


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_every_comment_is_new_on_exactly_one_board_that_arrived(
    steps: list[tuple[int, bool, int, int, str]],
) -> None:
    watcher = watch(steps)
    assert watcher.fresh == list(range(1, len(watcher.fresh) + 1))


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_a_show_put_away_and_taken_up_at_every_step_is_the_same_show(
    steps: list[tuple[int, bool, int, int, str]],
) -> None:
    one, other = watch(steps), watch(steps, again=True)
    assert one.room.state == other.room.state
    assert one.handled == other.handled
    assert one.fresh == other.fresh


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_nothing_becomes_of_a_comment_twice(
    steps: list[tuple[int, bool, int, int, str]],
) -> None:
    handled = watch(steps).handled
    final = Counter(h.comment for h in handled if h.how not in (How.BESIDE, How.OVERDUE))
    assert set(final.values()) <= {1}
    overdue = Counter(h.comment for h in handled if h.how == How.OVERDUE)
    assert set(overdue.values()) <= {1}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=30))
def test_it_does_not_matter_in_which_steps_time_passes(steps: list[int]) -> None:
    at_once, slowly = SHOW.opened("steps"), SHOW.opened("steps")
    for seconds in steps:
        one = at_once.advance(float(seconds)).handled
        other = [h for _ in range(seconds * 2) for h in slowly.advance(0.5).handled]
        assert list(one) == other
        for room in (at_once, slowly):
            room.shown(room.board().newest, room.state.now)
        assert at_once.state == slowly.state


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(1, 170))
def test_no_reply_breaks_the_room(text: str, second: int) -> None:
    room = SHOW.opened("hostile")
    room.advance(float(second))
    room.shown(room.board().newest, room.state.now)
    outcome = room.hear(text, SHOW.hear(room, text), room.state.now)
    assert all(handled.comment in room.comments for handled in outcome.handled)
    assert 0 <= room.state.atmosphere <= 100
