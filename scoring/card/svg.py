"""The few shapes that the card is drawn with, as SVG."""

from collections.abc import Iterable
from html import escape

Point = tuple[float, float]


def tag(name: str, inner: str = "", **attributes: str | float) -> str:
    """One element; underscores in attribute names are hyphens, `class_` is `class`."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>"


def text(at: Point, words: str, class_: str = "label", anchor: str = "start") -> str:
    """Words at a point."""
    return tag("text", escape(words), x=at[0], y=at[1], class_=class_, text_anchor=anchor)


def line(start: Point, end: Point, class_: str) -> str:
    """A straight line."""
    return tag("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=class_)


def polygon(points: Iterable[Point], class_: str) -> str:
    """A closed shape."""
    return tag("polygon", points=_points(points), class_=class_)


def polyline(points: Iterable[Point], class_: str) -> str:
    """An open line through points."""
    return tag("polyline", points=_points(points), class_=class_)


def drawing(width: int, height: int, label: str, parts: Iterable[str]) -> str:
    """A whole drawing, with what it shows for those who cannot see it."""
    inner = f"<title>{escape(label)}</title>" + "".join(parts)
    box = f"0 0 {width} {height}"
    return tag("svg", inner, xmlns="http://www.w3.org/2000/svg", viewBox=box, role="img")


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_written(x)},{_written(y)}" for x, y in points)


def _written(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
