"""Robot students for authors' own tests: they read the board, and say the author's examples.

Time is made up, as for scripted students: the same robot and seed always leave the same log.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from dialogues.liveroom.board import Row
from dialogues.liveroom.comments import Comment
from dialogues.liveroom.model import Habit
from dialogues.liveroom.outcome import Outcome
from dialogues.liveroom.playable import LiveShow
from dialogues.liveroom.room import Room
from dialogues.transcript import (
    Bubble,
    Delivered,
    Event,
    Line,
    Opened,
    Stamp,
    Understood,
)

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))


def play_robot(show: LiveShow, seed: str, habit: Habit) -> list[Event]:
    """The log of a whole show with this robot at the keyboard."""
    return _Show(show, seed, habit).play()


class _Show:
    """One show in made-up time: the board is refreshed, the robot acts, whichever comes first."""

    def __init__(self, show: LiveShow, seed: str, habit: Habit) -> None:
        self._show, self._habit = show, habit
        self._room = show.opened(seed)
        self._rows: tuple[Row, ...] = ()
        self._log: list[Event] = [Opened(show.id, show.content_hash, seed)]

    def play(self) -> list[Event]:
        refreshed, acted = 0.0, self._habit.every
        while self._goes_on_until(min(refreshed, acted)):
            if refreshed <= acted:
                self._look()
                refreshed += self._show.room.refresh
            else:
                self._act()
                acted += self._habit.every
        return self._log

    def _goes_on_until(self, moment: float) -> bool:
        self._take(self._room.advance(moment - self._room.state.now), None)
        return not self._room.state.ended

    def _look(self) -> None:
        board = self._room.board()
        self._rows = board.rows
        self._show_all(self._room.shown(board.newest, self._room.state.now))

    def _show_all(self, comments: Iterable[Comment]) -> None:
        for comment in comments:
            self._log.append(Line(comment.text, comment.nickname))
            self._log.append(Delivered(len(self._log) - 1, self._stamp()))

    def _act(self) -> None:
        words = answer(self._show, self._room, self._rows, self._habit)
        if not words:
            return
        heard = self._show.hear(self._room, words)
        self._log.append(Bubble(words, self._stamp()))
        by = len(self._log) - 1
        self._log.append(Understood((by,), heard))
        self._take(self._room.hear(words, heard, self._room.state.now), by)

    def _take(self, outcome: Outcome, by: int | None) -> None:
        self._log += outcome.handled_by(by)
        if outcome.ended is not None:
            self._log.append(outcome.ended)

    def _stamp(self) -> Stamp:
        return Stamp(MONDAY + timedelta(seconds=self._room.state.now), precision=0.001)


def answer(show: LiveShow, room: Room, rows: Iterable[Row], habit: Habit) -> str:
    """What the robot does about what it sees; empty: nothing.

    Urgent first means what is worth most, then what has waited longest; everybody who asks the
    same may then be answered at once.
    """
    asking = [
        row.comment for row in rows if row.comment.topic and row.comment.number in room.state.open
    ]
    if not asking:
        return ""
    topics = show.room.topics
    if not habit.urgent_first:
        return _words(show, asking[:1])
    first = max(asking, key=lambda comment: (topics[comment.topic].worth, -comment.number))
    alike = [comment for comment in asking if comment.topic == first.topic]
    return _words(show, alike if topics[first.topic].shared else [first])


def _words(show: LiveShow, comments: list[Comment]) -> str:
    numbers = ",".join(str(comment.number) for comment in comments)
    topic = comments[0].topic
    if show.room.topics[topic].block:
        return f"屏蔽 {numbers}"
    return f"{numbers} {show.room.example(topic)}"
