"""From seconds to marks: the curve that a student's waiting customer is marked by."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Curve:
    """Marks 0..100 over seconds, linear between knots `(seconds, mark)` of rising seconds."""

    knots: tuple[tuple[int | Fraction, int], ...]

    @classmethod
    def between(cls, full_s: float, zero_s: float) -> "Curve":
        """Full mark up to `full_s` seconds, nothing from `zero_s` seconds on."""
        return cls(((Fraction(full_s), 100), (Fraction(zero_s), 0)))

    def mark(self, ms: int | None) -> Fraction:
        """The exact mark for a wait in milliseconds; None is a wait without an answer."""
        if ms is None:
            return Fraction(0)
        seconds = Fraction(ms, 1000)
        if seconds <= self.knots[0][0]:
            return Fraction(self.knots[0][1])
        for (left, high), (right, low) in pairwise(self.knots):
            if seconds <= right:
                return high + (low - high) * (seconds - left) / (right - left)
        return Fraction(self.knots[-1][1])
