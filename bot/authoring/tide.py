"""How many come and when, as inline SVG: waves of a live room, arrivals of a reception."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from dialogues.liveroom import LiveRoom
from dialogues.reception import Reception
from dialogues.reception.model import LETTERS

WIDTH, HEIGHT = 400, 150
TOP, BOTTOM = 22, 24
LETTER = 11
MOST_TICKS = 6
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many a minute from one second to another."""

    start: float
    end: float
    per_minute: float


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that comes at a certain second, and the sign that stands for it."""

    at: float
    sign: str


def room_tide(room: LiveRoom) -> str:
    """Comments a minute over the show, and its fixed comments as dots."""
    waves = [Stretch(wave.start, wave.end, wave.per_minute) for wave in room.waves]
    moments = [Moment(fixed.at, "●") for fixed in room.fixed]
    return tide(waves, moments, room.lasts, room.title)


def desk_tide(reception: Reception) -> str:
    """Customers a minute while the desk lets them in, and those who are sure to come."""
    moments = [
        Moment(one.at, letter) for letter, one in zip(LETTERS, reception.fixed, strict=False)
    ]
    lasts = max([reception.lasts, *(one.at for one in reception.fixed)])
    return tide(list(_expected(reception)), moments, lasts, reception.title)


def _expected(reception: Reception) -> Iterator[Stretch]:
    """The usual rate, raised in every surge by the middle of what may be drawn."""
    curve = reception.curve
    if curve is None:
        return
    now = 0.0
    for surge in sorted(curve.surges, key=lambda one: one.start):
        yield Stretch(now, surge.start, curve.per_minute)
        raised = curve.per_minute * (1 + sum(surge.rise) / 200)
        yield Stretch(surge.start, surge.end, raised)
        now = surge.end
    yield Stretch(now, reception.lasts, curve.per_minute)


def tide(stretches: Sequence[Stretch], moments: Sequence[Moment], lasts: float, title: str) -> str:
    """The drawing: a step for every stretch with its number, a sign for every moment."""
    highest = max((one.per_minute for one in stretches), default=1.0) or 1.0
    across, up = WIDTH / lasts, (HEIGHT - TOP - BOTTOM) / highest
    body = "".join(
        (
            *_steps(stretches, across, up),
            *_signs(moments, across),
            *_minutes(lasts, across),
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-size="{LETTER}"><title>{escape(title)}</title>{body}</svg>'
    )


def _steps(stretches: Iterable[Stretch], across: float, up: float) -> Iterator[str]:
    for one in stretches:
        left, wide = one.start * across, max((one.end - one.start) * across - 1, 1)
        high = one.per_minute * up
        top = HEIGHT - BOTTOM - high
        yield (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" '
            f'fill="#9cc5e8"/>{_text(left + wide / 2, top - 4, f"{one.per_minute:g}")}'
        )


def _signs(moments: Iterable[Moment], across: float) -> Iterator[str]:
    for moment in moments:
        place = min(max(moment.at * across, 6), WIDTH - 6)
        yield _text(place, HEIGHT - BOTTOM - 3, moment.sign, "#b3261e")


def _minutes(lasts: float, across: float) -> Iterator[str]:
    yield f'<path d="M0 {HEIGHT - BOTTOM}H{WIDTH}" stroke="#555"/>'
    step = max(1, round(lasts / MINUTE / MOST_TICKS)) * MINUTE
    ticks = [step * n for n in range(int(lasts // step) + 1)]
    for at in ticks:
        place = min(max(at * across, 12), WIDTH - 12)
        yield _text(place, HEIGHT - 8, f"{int(at // MINUTE)}:00", "#555")


def _text(x: float, y: float, words: str, colour: str = "#1b1b1b") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{colour}">{escape(words)}</text>'
    )
