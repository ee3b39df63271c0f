"""The board (弹幕屏): the comments that a student sees at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.liveroom.comments import Comment
from dialogues.liveroom.state import Open, State


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the board; `fresh` until it is known to have been shown."""

    comment: Comment
    fresh: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What is on the board: its rows by number, and the newest number on it.

    Whoever has shown it says so with `Room.shown(board.newest)`. `crowded` counts the open
    questions that have no room on it.
    """

    rows: tuple[Row, ...]
    newest: int
    crowded: int = 0


def compose(comments: Mapping[int, Comment], state: State, rows: int) -> Board:
    """All that has not been seen yet, oldest first, and above it the newest that is still open.

    Where more is new than fits, the rest comes on the next board: nothing is ever passed over.
    """
    fresh = list(range(state.seen + 1, state.arrived + 1))[:rows]
    newest = fresh[-1] if fresh else state.seen
    waiting = sorted(number for number in state.open if number <= state.seen)
    older = waiting[max(0, len(waiting) - (rows - len(fresh))) :] if len(fresh) < rows else []
    shown = tuple(
        Row(comments[number], number > state.seen, state.open.get(number, Open()).overdue)
        for number in (*older, *fresh)
    )
    asking = [number for number in waiting[: len(waiting) - len(older)] if comments[number].topic]
    return Board(shown, newest, len(asking))
