"""Somebody's own marks over time as a small picture for a chat, and as bars of text.

Drawing takes some tenths of a second: call it in a thread, never on the event loop.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.charts.card import BLUE, DOTS, GREEN, INK, PINK
from bot.charts.fonts import chinese_font
from bot.practice.coach import bar
from locales.catalogue import Catalogue

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 7.2, 4.6
"""Inches, at `DOTS` an inch: 720 × 460 pixels, readable on a 5-inch screen held upright."""

PASS, GOOD = 60, 85

GREY = "#52606d"
"""Dark enough to be read in the sun."""


@dataclass(frozen=True, slots=True)
class Point:
    """One marked talk: the class's day, the customer's title, and the total."""

    day: date
    title: str
    total: int


def history_picture(points: Sequence[Point], title: str, words: Catalogue) -> bytes:
    """The marks from old to new as PNG; only where `can_draw` says so."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    family = [name for name in (chinese_font(), "DejaVu Sans") if name]
    with rc_context({"font.family": family, "text.color": INK, "text.parse_math": False}):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, facecolor="white")
        figure.text(0.05, 0.92, title, fontsize=17, weight="bold")
        figure.text(0.96, 0.92, words.say("history.good"), ha="right", fontsize=11, color=GREY)
        _line(figure.add_axes((0.08, 0.13, 0.88, 0.72)), points)
        picture = io.BytesIO()
        figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def _line(axes: "Axes", points: Sequence[Point]) -> None:
    totals = [point.total for point in points]
    places = range(len(points))
    axes.set_ylim(0, 112)
    axes.set_xlim(-0.5, max(0.5, len(points) - 0.5))
    axes.axhspan(GOOD, 100, color=GREEN, alpha=0.16)
    axes.axhspan(0, PASS, color=PINK, alpha=0.10)
    axes.plot(places, totals, color=BLUE, linewidth=2.5, marker="o", markersize=8)
    for place, total in zip(places, totals, strict=True):
        axes.annotate(
            str(total),
            (place, total),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=13,
            color=INK,
        )
    axes.set_xticks(list(places), [f"{point.day:%m-%d}" for point in points], fontsize=11)
    axes.set_yticks([0, PASS, GOOD, 100])
    axes.tick_params(colors=GREY)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def history_bars(points: Sequence[Point]) -> str:
    """The marks as bars of text, newest first."""
    return "\n".join(
        f"{bar(point.total / 100)} {point.total} · {point.day:%m-%d} {point.title}"
        for point in reversed(points)
    )
