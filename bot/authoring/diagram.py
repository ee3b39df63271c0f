"""The stage diagram as inline SVG, narrow enough for a phone.

Stages stand below each other in the author's order. A move to the next stage is a straight arrow
with its rules beside it; moves that skip stages or go back run in the gutter on the left; endings
stand on the right, each with what brings it about.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from dialogues.condition import InStage
from dialogues.scenario import Scenario

WIDTH = 400
GUTTER = 100
STAGE_WIDTH, STAGE_HEIGHT = 116, 38
ENDING_LEFT, ENDING_WIDTH = 282, 116
LINE = 15
LETTER = 11
GAP = 30
PADDING = 8
MIDDLE = GUTTER + STAGE_WIDTH / 2


@dataclass(frozen=True, slots=True)
class Move:
    """An arrow between two stages, with the rules and facts that make it."""

    source: int
    target: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terminal:
    """An ending: where rules lead to it from, and everything that brings it about."""

    name: str
    success: bool
    sources: tuple[int, ...]
    causes: tuple[str, ...]


def stage_diagram(scenario: Scenario, asked: str, causes: dict[str, list[str]], title: str) -> str:
    """The diagram; `asked` words a fact that moves on, `causes` what brings each ending about."""
    return _Drawing(
        scenario.stages, list(moves(scenario, asked)), list(_terminals(scenario, causes)), title
    ).svg()


def moves(scenario: Scenario, asked: str) -> Iterator[Move]:
    """All moves from stage to stage; `asked` words a fact that moves on ({fact})."""
    labels: dict[tuple[int, int], list[str]] = defaultdict(list)
    number = {stage: index for index, stage in enumerate(scenario.stages)}
    for rule in scenario.rules:
        for stage in scenario.stages if rule.move_to else ():
            if stage != rule.move_to and (not rule.stages or stage in rule.stages):
                labels[number[stage], number[rule.move_to]].append(rule.name)
    for fact in scenario.facts:
        for stage in scenario.stages[: number.get(fact.move_to, 0)]:
            labels[number[stage], number[fact.move_to]].append(asked.format(fact=fact.name))
    for (source, target), names in labels.items():
        yield Move(source, target, tuple(dict.fromkeys(names)))


def _terminals(scenario: Scenario, causes: dict[str, list[str]]) -> Iterator[Terminal]:
    for ending in scenario.endings:
        stages = {s for r in scenario.rules if r.ending == ending.name for s in r.stages}
        stages |= {s for q in scenario.silences if q.ending == ending.name for s in q.stages}
        stages |= {s for c in ending.when if isinstance(c, InStage) for s in c.stages}
        sources = tuple(n for n, stage in enumerate(scenario.stages) if stage in stages)
        yield Terminal(ending.name, ending.success, sources, tuple(causes.get(ending.name, ())))


class _Drawing:
    def __init__(
        self,
        stages: Sequence[str],
        moves: Sequence[Move],
        endings: Sequence[Terminal],
        title: str,
    ) -> None:
        self._title = title
        self._stages = stages
        self._steps = [m for m in moves if m.target == m.source + 1]
        self._leaps = [m for m in moves if m.target != m.source + 1]
        self._endings = sorted(endings, key=lambda e: min(e.sources, default=len(stages)))
        self._tops = self._place_stages()
        self._bottom = self._tops[-1] + STAGE_HEIGHT
        self._parts: list[str] = []

    def svg(self) -> str:
        self._draw_endings()
        for step in self._steps:
            self._draw_step(step)
        self._draw_leaps()
        for name, top in zip(self._stages, self._tops, strict=True):
            self._draw_stage(name, top)
        height = self._bottom + PADDING
        return (
            f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" xmlns="http://www.w3.org/2000/svg">'
            f"<title>{escape(self._title)}</title>{_ARROWS}{''.join(self._parts)}</svg>"
        )

    # --- stages and the moves between neighbours -----------------------------------------------

    def _place_stages(self) -> list[float]:
        tops, top = [], float(PADDING)
        lines = {step.source: _wrapped(step.labels, 9) for step in self._steps}
        for number in range(len(self._stages)):
            tops.append(top)
            top += STAGE_HEIGHT + GAP + LINE * max(0, len(lines.get(number, ())) - 1)
        return tops

    def _draw_stage(self, name: str, top: float) -> None:
        self._box("stage", GUTTER, top, STAGE_WIDTH, STAGE_HEIGHT)
        shown = _cut(name, 9)
        self._text("name", MIDDLE, top + STAGE_HEIGHT / 2 + 5, shown, "middle")

    def _draw_step(self, step: Move) -> None:
        start = self._tops[step.source] + STAGE_HEIGHT
        end = self._tops[step.target]
        self._path("way", f"M{MIDDLE} {start:g}V{end - 3:g}")
        lines = _wrapped(step.labels, 9)
        first = (start + end) / 2 + 4 - LINE * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            self._text("label", MIDDLE + 8, first + LINE * number, line)

    # --- leaps in the gutter -------------------------------------------------------------------

    def _draw_leaps(self) -> None:
        taken = float(0)
        for lane, leap in enumerate(sorted(self._leaps, key=lambda m: min(m.source, m.target))):
            start = self._tops[leap.source] + STAGE_HEIGHT * (
                0.7 if leap.target > leap.source else 0.3
            )
            end = self._tops[leap.target] + STAGE_HEIGHT * (
                0.3 if leap.target > leap.source else 0.7
            )
            left = GUTTER - 14 - 8 * (lane % 3)
            style = "way" if leap.target > leap.source else "back"
            path = f"M{GUTTER} {start:g}C{left} {start:g} {left} {end:g} {GUTTER - 3} {end:g}"
            self._path(style, path)
            lines = _wrapped(leap.labels, 7)
            first = max((start + end) / 2 - LINE * (len(lines) - 1) / 2, taken + LINE)
            for number, line in enumerate(lines):
                self._text("label", left + 2, first + LINE * number, line, "end")
            taken = first + LINE * (len(lines) - 1)
        self._bottom = max(self._bottom, taken + LINE / 2)

    # --- endings -------------------------------------------------------------------------------

    def _draw_endings(self) -> None:
        free = float(PADDING)
        for ending in self._endings:
            lines = _wrapped(ending.causes, 10)
            height = STAGE_HEIGHT - 12 + LINE * len(lines)
            wished = self._tops[min(ending.sources)] if ending.sources else free
            top = max(free, wished)
            self._draw_ending(ending, lines, top, height)
            free = top + height + PADDING
        self._bottom = max(self._bottom, free - PADDING)

    def _draw_ending(
        self, ending: Terminal, lines: Sequence[str], top: float, height: float
    ) -> None:
        tone = "good" if ending.success else "bad"
        for source in ending.sources:
            start = self._tops[source] + STAGE_HEIGHT / 2
            right, end, bend = GUTTER + STAGE_WIDTH, top + 18, ENDING_LEFT - 26
            self._path(
                tone,
                f"M{right} {start:g}C{bend} {start:g} {bend} {end:g} {ENDING_LEFT - 3} {end:g}",
            )
        self._box(tone, ENDING_LEFT, top, ENDING_WIDTH, height)
        self._text("name", ENDING_LEFT + 8, top + 18, _cut(ending.name, 8))
        for number, line in enumerate(lines):
            self._text("cause", ENDING_LEFT + 8, top + 18 + LINE * (number + 1), line)

    # --- pieces --------------------------------------------------------------------------------

    def _box(self, style: str, left: float, top: float, width: float, height: float) -> None:
        self._parts.append(
            f'<rect class="{style}" x="{left:g}" y="{top:g}" width="{width:g}" '
            f'height="{height:g}" rx="7"/>'
        )

    def _path(self, style: str, path: str) -> None:
        self._parts.append(f'<path class="{style}" d="{path}" marker-end="url(#tip-{style})"/>')

    def _text(self, style: str, left: float, top: float, text: str, anchor: str = "start") -> None:
        self._parts.append(
            f'<text class="{style}" x="{left:g}" y="{top:g}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
        )


_ARROWS = "<defs>" + "".join(
    f'<marker id="tip-{style}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
    f'markerHeight="7" orient="auto"><path class="tip-{style}" d="M0 0L8 4L0 8z"/></marker>'
    for style in ("way", "back", "good", "bad")
) + "</defs>"  # fmt: skip


def _wrapped(labels: Sequence[str], width: int) -> list[str]:
    """Each label in lines of so many full-width letters; further lines are set in."""
    lines: list[str] = []
    for label in labels:
        rest = label
        while rest:
            piece = _cut_off(rest, width)
            lines.append(piece if rest is label else f"\u3000{piece}")
            rest = rest[len(piece) :]
    return lines


def _cut_off(text: str, width: int) -> str:
    """As much of a text as is so many full-width letters wide."""
    taken = 0.0
    for index, letter in enumerate(text):
        taken += 0.55 if letter.isascii() else 1.0
        if taken > width:
            return text[: max(index, 1)]
    return text


def _cut(text: str, width: int) -> str:
    piece = _cut_off(text, width)
    return piece if piece == text else f"{piece[:-1]}…"
