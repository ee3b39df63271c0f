"""The timeline of a card: who spoke when, how long the customer waited, how angry it was.

Time runs to the right. Every wait is a bar from the customer's first unanswered message to the
student's reply, green, amber or red by its length; the customer's anger is the line above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogues.transcript import Transcript, Utterance, Voice
from scoring.card import svg
from scoring.timing.waits import Round, rounds

WIDTH, HEIGHT = 720, 190
LEFT, RIGHT = 46, 12
TOP, BASE = 14, 108
BAR_Y = 132
QUICK_S, SLOW_S = 30, 180
"""Where a wait turns amber (30 s: JD, PDD) and red (180 s: the platforms' three minutes)."""

FARTHEST_APART = 22
"""Pixels below which two labels would cover each other."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From moments to pixels."""

    first: datetime
    seconds: float

    def x(self, moment: datetime) -> float:
        """Where a moment lies."""
        share = (moment - self.first).total_seconds() / self.seconds
        return LEFT + share * (WIDTH - LEFT - RIGHT)


@dataclass(frozen=True, slots=True)
class Words:
    """The captions of the drawing."""

    label: str
    anger: str
    waits: str


def timeline(talk: Transcript, words: Words) -> str:
    """The drawing; empty where the talk has no two different moments to draw between."""
    stamps = [said.stamp.at for said in talk.utterances if said.stamp is not None]
    if not stamps or min(stamps) == max(stamps):
        return ""
    scale = Scale(min(stamps), (max(stamps) - min(stamps)).total_seconds())
    parts = [*_frame(words), *_anger(talk, scale), *_waits(talk, scale)]
    parts += [_dot(said, scale) for said in talk.utterances if said.stamp is not None]
    return svg.drawing(WIDTH, HEIGHT, words.label, [*parts, *_clock(scale)])


def _frame(words: Words) -> list[str]:
    lines = [svg.line((LEFT, _y(a)), (WIDTH - RIGHT, _y(a)), "ring") for a in (0, 50, 100)]
    marks = [svg.text((LEFT - 6, _y(a) + 4), str(a), "small", "end") for a in (0, 50, 100)]
    heads = [svg.text((LEFT, TOP - 3), words.anger, "small")]
    return [*lines, *marks, *heads, svg.text((LEFT - 6, BAR_Y + 8), words.waits, "small", "end")]


def _anger(talk: Transcript, scale: Scale) -> list[str]:
    """The anger after each of the student's turns, as steps from where it began."""
    if not talk.moods:
        return []
    stamps = [u.stamp for u in talk.utterances if u.voice is Voice.STUDENT and u.stamp]
    # The first mood is the opening; each of the others answers one thing the student said.
    points = [(float(LEFT), _y(talk.moods[0].anger))]
    for stamp, mood in zip(stamps, talk.moods[1:], strict=False):
        x = scale.x(stamp.at)
        points += [(x, points[-1][1]), (x, _y(mood.anger))]
    return [svg.polyline([*points, (WIDTH - RIGHT, points[-1][1])], "anger")]


def _waits(talk: Transcript, scale: Scale) -> list[str]:
    found: list[str] = []
    label_end = float(-FARTHEST_APART)
    for each in rounds(talk.utterances):
        ask, wait = each.asks[0].stamp, each.wait
        if ask is None or wait.ms is None:
            continue
        x = scale.x(ask.at)
        width = max(2.0, scale.x(_answered(each)) - x)
        kind = "quick" if wait.ms <= QUICK_S * 1000 else "amber"
        kind = "slow" if wait.ms > SLOW_S * 1000 else kind
        found.append(svg.tag("rect", x=x, y=BAR_Y, width=width, height=12, class_=f"wait {kind}"))
        if x - label_end >= FARTHEST_APART:
            label_end = x
            found.append(svg.text((x, BAR_Y + 26), f"{wait.ms // 1000}s", "small"))
    return found


def _answered(each: Round) -> datetime:
    stamp = each.replies[0].stamp
    assert stamp is not None  # noqa: S101 - a wait with a length was measured at both ends
    return stamp.at


def _dot(said: Utterance, scale: Scale) -> str:
    x = scale.x(said.stamp.at) if said.stamp else 0.0
    return svg.tag("circle", cx=x, cy=BASE + 12, r=3.5, class_=f"dot {said.voice.value}")


def _clock(scale: Scale) -> list[str]:
    ticks: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0)
    return [
        svg.text(
            (LEFT + share * (WIDTH - LEFT - RIGHT), HEIGHT - 6),
            _told(share * scale.seconds),
            "small",
            "middle" if 0 < share < 1 else "start" if share == 0 else "end",
        )
        for share in ticks
    ]


def _told(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _y(anger: float) -> float:
    return BASE - (BASE - TOP) * anger / 100
