"""The radar of a card: one spoke a row, the mark from 0 in the middle to 100 at the rim."""

from collections.abc import Sequence
from math import cos, pi, sin

from scoring.card import svg

WIDTH, HEIGHT = 360, 300
RADIUS = 95
CENTRE = (WIDTH / 2, HEIGHT / 2)
LEAST_SPOKES = 3
LONGEST_NAME = 10


def radar(rows: Sequence[tuple[str, int]], label: str) -> str:
    """The drawing of named marks; empty where there are too few for a shape."""
    if len(rows) < LEAST_SPOKES:
        return ""
    angles = [2 * pi * number / len(rows) - pi / 2 for number in range(len(rows))]
    rings = [svg.polygon([_at(a, ring) for a in angles], "ring") for ring in (25, 50, 75, 100)]
    spokes = [svg.line(CENTRE, _at(a, 100), "ring") for a in angles]
    shape = svg.polygon([_at(a, mark) for a, (_, mark) in zip(angles, rows, strict=True)], "marks")
    names = [_name(a, name, mark) for a, (name, mark) in zip(angles, rows, strict=True)]
    return svg.drawing(WIDTH, HEIGHT, label, [*rings, *spokes, shape, *names])


def _at(angle: float, mark: float) -> svg.Point:
    reach = RADIUS * mark / 100
    return CENTRE[0] + reach * cos(angle), CENTRE[1] + reach * sin(angle)


def _name(angle: float, name: str, mark: int) -> str:
    x, y = _at(angle, 112)
    anchor = "middle" if abs(cos(angle)) < 0.3 else "start" if cos(angle) > 0 else "end"
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    return svg.text((x, y + 4), f"{short} {mark}", anchor=anchor)
