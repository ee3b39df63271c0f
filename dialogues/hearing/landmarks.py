"""What a reply's scores mean together: how near they are to those of typical replies.

A score alone can err where several together do not (an apology beside mockery is none). So all
scores of a reply are compared with a few hundred typical ones, the landmarks; each landmark says
something for every output, the more the nearer it is (a radial basis function network). All in
whole numbers; the products with all landmarks at once are one product of big numbers.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul
from typing import Any

STEPS = 24
"""Steps of one standard deviation of a score."""
MIDDLE = 120
"""The step of a mean score; steps are 0..240, so that no score alone decides."""
ONE = 1 << 15
"""Nearness of a landmark that is met exactly."""
HALVINGS = 16
"""Entries of the nearness table in which it halves."""
UNITS = 16
"""In how many parts of a thousandth `unit` counts."""
_SIXTEENTH = 62757
"""2 ** (-1 / HALVINGS) in units of 1 / 65536."""


@dataclass(frozen=True)
class Landmarks:
    """Landmarks and what each says for every output.

    `places` has one row of bytes per score, one byte per landmark; `says` one row per landmark and
    a last row that is always said. `half` is the squared distance in which nearness halves, `unit`
    sixteen times how many of the numbers in `says` are a thousandth.
    """

    means: tuple[int, ...]
    spreads: tuple[int, ...]
    half: int
    unit: int
    places: tuple[bytes, ...]
    says: tuple[tuple[int, ...], ...]

    @cached_property
    def _columns(self) -> tuple[int, ...]:
        return tuple(_lanes(row, 4) for row in self.places)

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sum(map(mul, one, one)) for one in zip(*self.places, strict=True))

    @cached_property
    def _rows(self) -> tuple[int, ...]:
        return tuple(_lanes([said + ONE for said in row], 8) for row in self.says)

    @cached_property
    def _nearness(self) -> tuple[int, ...]:
        table = [ONE << 16]
        while table[-1] >> 16:
            table.append(table[-1] * _SIXTEENTH >> 16)
        return tuple(entry >> 16 for entry in table)

    def weigh(self, scores: Sequence[int]) -> list[int]:
        """What the landmarks say for each output, in thousandths."""
        near = [*self._near(self._steps(scores)), ONE]
        total = sum(map(mul, near, self._rows))
        sums = _read(total, len(self.says[0]), 8)
        nothing = ONE * sum(near)
        return [(one - nothing) * UNITS // (self.unit * ONE) for one in sums]

    def raised(self, output: int, thousandths: int) -> "Landmarks":
        """The same landmarks, saying so much more for one output whatever is near."""
        always = list(self.says[-1])
        always[output] += thousandths * self.unit // UNITS
        return replace(self, says=(*self.says[:-1], tuple(always)))

    def _steps(self, scores: Sequence[int]) -> list[int]:
        return [
            max(0, min(2 * MIDDLE, MIDDLE + (score - mean) * STEPS // spread))
            for score, mean, spread in zip(scores, self.means, self.spreads, strict=True)
        ]

    def _near(self, steps: list[int]) -> list[int]:
        """How near every landmark is, up to `ONE`."""
        products = _read(sum(map(mul, steps, self._columns)), len(self._lengths), 4)
        own, half, table = sum(map(mul, steps, steps)), self.half, self._nearness
        last = len(table) - 1
        return [
            table[min((own + length - 2 * product) * HALVINGS // half, last)]
            for length, product in zip(self._lengths, products, strict=True)
        ]

    def head(self) -> dict[str, Any]:
        """All but the two tables, for a line of JSON."""
        return {
            "means": self.means,
            "spreads": self.spreads,
            "half": self.half,
            "unit": self.unit,
            "count": len(self._lengths),
        }

    def body(self) -> bytes:
        """The two tables as bytes."""
        said = struct.pack(
            f"<{len(self.says) * len(self.says[0])}h", *(s for r in self.says for s in r)
        )
        return b"".join(self.places) + said

    @classmethod
    def read(cls, head: dict[str, Any], body: bytes) -> "Landmarks":
        """The landmarks that these bytes are."""
        count, scores = head["count"], len(head["means"])
        width = (len(body) - count * scores) // (2 * (count + 1))
        said = struct.unpack(f"<{width * (count + 1)}h", body[count * scores :])
        return cls(
            tuple(head["means"]),
            tuple(head["spreads"]),
            head["half"],
            head["unit"],
            tuple(body[i * count : (i + 1) * count] for i in range(scores)),
            tuple(said[i : i + width] for i in range(0, len(said), width)),
        )


def _lanes(numbers: Iterable[int], width: int) -> int:
    """Numbers side by side in one, each with room for `width` bytes."""
    return int.from_bytes(b"".join(n.to_bytes(width, "little") for n in numbers), "little")


def _read(number: int, count: int, width: int) -> tuple[int, ...]:
    return struct.unpack(
        f"<{count}{'I' if width == 4 else 'Q'}", number.to_bytes(width * count, "little")
    )
