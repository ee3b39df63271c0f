"""The board of a live room (弹幕屏) in words, as it stands in a chat."""

from collections.abc import Iterator, Mapping, Sequence

from dialogues.liveroom import LiveShow, Room, Row
from dialogues.liveroom.outcome import How, Slip
from dialogues.transcript import Ended
from locales.catalogue import Catalogue, catalogue

Note = tuple[str, list[int]]
"""What became of an answer, and of which comments by number."""

LONGEST = 60
"""Characters of a comment that a phone shows in two lines."""

_FACES = ((85, "🔥"), (60, "😊"), (45, "😐"), (0, "😠"))
_KEYS: Mapping[str, str] = {
    How.ANSWERED: "live.note.answered",
    How.BLOCKED: "live.note.blocked",
    How.LATE: "live.note.late",
    How.BESIDE: "live.note.beside",
    How.CHATTED: "live.note.chatted",
    How.WRONGLY_BLOCKED: "live.note.wrongly_blocked",
    Slip.STRANGER: "live.note.stranger",
    Slip.GONE: "live.note.gone",
    Slip.AGAIN: "live.note.again",
    Slip.TOO_MUCH: "live.note.too_much",
    Slip.NOTHING: "live.note.nothing",
    Slip.RUDE: "live.note.rude",
}


def board_text(live: LiveShow, room: Room, crib: str, notes: Sequence[Note], language: str) -> str:
    """The whole board: head, comments by number, the crib, what became of the last answer."""
    board = room.board()
    words = catalogue(language)
    head = words.say(
        "live.head",
        title=live.title,
        passed=_clock(room.state.now),
        lasts=_clock(live.room.lasts),
        face=face(room.state.atmosphere),
        atmosphere=room.state.atmosphere,
    )
    rows = [_row(row) for row in board.rows] or [words.say("live.quiet")]
    if board.crowded:
        rows.insert(0, words.say("live.crowded", count=board.crowded))
    told = list(_told(notes, words)) or [words.say("live.how")]
    below = [f"📋 {crib}"] if crib else []
    return "\n".join([head, *rows, "", *below, *told])


def closing_text(room: Room, ended: Ended, language: str) -> str:
    """What the board says when the show is over."""
    key = "live.finished" if ended.success else "live.blown_up"
    return catalogue(language).say(key, atmosphere=room.state.atmosphere)


def face(atmosphere: int) -> str:
    """The room's face for an atmosphere of 0..100."""
    return next(sign for floor, sign in _FACES if atmosphere >= floor)


def _row(row: Row) -> str:
    sign = "🔸" if row.fresh else "⏰" if row.overdue else "▫️"
    text = row.comment.text
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return f"{sign}{row.comment.number} {row.comment.nickname}：{short}"


def _told(notes: Sequence[Note], words: Catalogue) -> Iterator[str]:
    for how, numbers in notes:
        if how in _KEYS:
            yield words.say(_KEYS[how], numbers="、".join(map(str, numbers)))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
