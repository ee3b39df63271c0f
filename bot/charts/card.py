"""The scorecard as a picture for a chat: radar of the rows, waits and anger over the talk.

Drawing takes some tenths of a second: call it in a thread, never on the event loop.
"""

import io
from collections.abc import Sequence
from importlib.util import find_spec
from math import pi, sin
from typing import TYPE_CHECKING, Any

from bot.charts.fonts import chinese_font
from bot.practice.coach import bar
from dialogues.transcript import Transcript
from locales.catalogue import Catalogue
from scoring.card.timeline import QUICK_S, SLOW_S
from scoring.scorecard import CriterionMark, Scorecard
from scoring.timing.waits import Wait, rounds

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DOTS = 7.2, 9.0, 100
"""Inches and dots an inch: 720 × 900 pixels, which a phone shows without cropping."""

INK, SOFT, BLUE, RED = "#1f2933", "#9aa5b1", "#2b6cb0", "#c53030"
NARROW = 0.1
"""Share of the radar's width within which a label stands above or below it."""

GREEN, AMBER, PINK = "#68d391", "#f6ad55", "#fc8181"


def can_draw(language: str) -> bool:
    """Whether pictures can be drawn here with legible words."""
    return find_spec("matplotlib") is not None and (language == "en" or chinese_font() is not None)


def card_picture(card: Scorecard, talk: Transcript, title: str, words: Catalogue) -> bytes:
    """The picture as PNG; only where `can_draw` says so."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    family = [name for name in (chinese_font(), "DejaVu Sans") if name]
    with rc_context({"font.family": family, "text.color": INK, "text.parse_math": False}):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, facecolor="white")
        figure.text(0.06, 0.95, title, fontsize=17, weight="bold")
        figure.text(0.06, 0.895, f"{card.total}  {'★' * card.stars}", fontsize=26, weight="bold")
        marked = [row for row in card.criteria if row.weight and row.mark is not None]
        _radar(figure.add_axes((0.22, 0.46, 0.56, 0.36), polar=True), marked, words)
        _anger(figure.add_axes((0.1, 0.24, 0.84, 0.15)), talk, words)
        _waits(figure.add_axes((0.1, 0.06, 0.84, 0.13)), talk, words)
        picture = io.BytesIO()
        # Without its usual notes the same card is the same picture, byte for byte.
        figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def card_bars(card: Scorecard, words: Catalogue) -> str:
    """The rows as bars of text, for where no picture can be drawn."""
    rows = [row for row in card.criteria if row.weight and row.mark is not None]
    return "\n".join(
        f"{bar((row.mark or 0) / 100)} {row.mark:>3} {_name(row, words)}" for row in rows
    )


def _radar(axes: Any, rows: Sequence[CriterionMark], words: Catalogue) -> None:
    angles = [2 * pi * number / max(1, len(rows)) for number in range(len(rows))]
    marks = [row.mark or 0 for row in rows]
    axes.set_theta_offset(pi / 2)
    axes.set_theta_direction(-1)
    axes.set_ylim(0, 100)
    axes.set_yticks([25, 50, 75, 100], labels=[])
    axes.set_xticks(angles, [f"{_name(row, words)} {row.mark}" for row in rows], fontsize=12)
    for label, angle in zip(axes.get_xticklabels(), angles, strict=True):
        label.set_horizontalalignment(_side(angle))
    axes.tick_params(pad=10)
    axes.grid(color=SOFT, alpha=0.4)
    axes.spines["polar"].set_visible(False)
    axes.fill([*angles, *angles[:1]], [*marks, *marks[:1]], color=BLUE, alpha=0.25)
    axes.plot([*angles, *angles[:1]], [*marks, *marks[:1]], color=BLUE, linewidth=2)


def _anger(axes: "Axes", talk: Transcript, words: Catalogue) -> None:
    felt = [mood.anger for mood in talk.moods]
    anger = [*felt, *felt[-1:]]
    axes.set_title(words.say("card.anger" if felt else "card.no_anger"), loc="left", fontsize=12)
    if not felt:
        axes.set_axis_off()
        return
    axes.step(range(len(anger)), anger, where="post", color=RED, linewidth=2)
    axes.set_ylim(0, 100)
    axes.set_xlim(0, max(1, len(anger) - 1))
    axes.set_xticks([])
    _plain(axes)


def _side(angle: float) -> str:
    """Where a label beside the radar begins, so that it does not run into it."""
    across = sin(angle)
    return "left" if across > NARROW else "right" if across < -NARROW else "center"


def _waits(axes: "Axes", talk: Transcript, words: Catalogue) -> None:
    waits = [each.wait for each in rounds(talk.utterances)]
    seconds = [(wait.ms or 0) / 1000 for wait in waits]
    axes.set_title(words.say("card.waits_in_seconds"), loc="left", fontsize=12)
    numbers = range(1, len(waits) + 1)
    axes.bar(numbers, seconds, color=[_colour(wait) for wait in waits], width=0.6)
    for number, wait in zip(numbers, waits, strict=True):
        told = "–" if wait.ms is None else f"{wait.ms // 1000}"
        axes.annotate(told, (number, (wait.ms or 0) / 1000), ha="center", va="bottom")
    axes.set_xticks([])
    axes.set_ylim(0, max([*seconds, 1.0]) * 1.3)
    _plain(axes)


def _colour(wait: Wait) -> str:
    if wait.ms is None or wait.ms > SLOW_S * 1000:
        return PINK
    return GREEN if wait.ms <= QUICK_S * 1000 else AMBER


def _plain(axes: "Axes") -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=SOFT)


def _name(row: CriterionMark, words: Catalogue) -> str:
    return row.name_en if words.language == "en" else row.name
