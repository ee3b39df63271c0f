"""The model of the ear, in whole numbers, so that it says the same on every machine.

First every known feature has a row of one byte per output; rows are added up for the reply, for
each of its clauses and for the customer's line. Because each byte is given 32 bits of room, a row
is one big number and a whole row is added at once. Beside it stands the squared length of the
feature, so that long replies weigh no more than short ones. Then the scores together are compared
with those of typical replies (`landmarks.py`), which settles what depends on several at once; what
both say counts two to one.
"""

import json
import lzma
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import isqrt

from dialogues.hearing.features import Features
from dialogues.hearing.landmarks import Landmarks
from locales import hearing

ZERO = 128
"""The byte that stands for nothing."""
NAMES = "gb18030"
"""Two bytes a Chinese letter where UTF-8 takes three; compressed a tenth less."""
REACH = 7
"""How far from nothing a weight may be so that two fit into one byte of the file."""
STEPS = 2 * REACH + 1
FIRST = bytes(ZERO - REACH + min(pair // STEPS, 2 * REACH) for pair in range(256))
SECOND = bytes(ZERO - REACH + pair % STEPS for pair in range(256))
STRONG = struct.Struct("<IB")
"""Place and byte of a weight that reaches farther: not even one in a thousand."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How strongly each output speaks, in thousandths, and of the acts each clause by itself."""

    of: dict[str, int]
    clauses: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Sum:
    """Rows added up: how many, how long, and the sum of each output."""

    rows: int
    length: int
    outputs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of every feature for every output; scales, biases, thresholds in thousandths.

    An act is heard from its threshold on; `trust` is by how much less is enough where a rule is
    sure of it.
    """

    outputs: tuple[str, ...]
    rows: dict[str, int]
    lengths: bytes
    weights: bytes
    scales: tuple[int, ...]
    biases: tuple[int, ...]
    landmarks: Landmarks
    thresholds: dict[str, int]
    trust: dict[str, int]

    def scores(self, features: Features) -> Scores:
        """What the reply says all in all, and what each of its clauses says."""
        seen: dict[str, int] = {}
        line = self._sum(features.line, seen)
        own = self._sum(features.reply, seen)
        both = _Sum(
            own.rows + line.rows,
            own.length + line.length,
            tuple(a + b for a, b in zip(own.outputs, line.outputs, strict=True)),
        )
        length = both.length
        clauses = [self._first(self._sum(clause, seen)) for clause in features.clauses]
        asked = [
            (total - ZERO * line.rows) * scale // max(isqrt(length * 10_000), 1)
            for total, scale in zip(line.outputs, self.scales, strict=True)
        ]
        whole = self._first(both)
        together = self.landmarks.weigh([*whole, *map(max, zip(*clauses, strict=True)), *asked])
        final = ((2 * near + own) // 3 for near, own in zip(together, whole, strict=True))
        return Scores(dict(zip(self.outputs, final, strict=True)), tuple(clauses))

    def _sum(self, features: Iterable[str], seen: dict[str, int]) -> _Sum:
        total, known = 0, 0
        for feature in features:
            row = self.rows.get(feature)
            if row is not None:
                number = seen.get(feature)
                if number is None:
                    number = seen[feature] = self._number(row)
                total += number
                known += 1
        width = len(self.outputs) + 1
        length, *sums = struct.unpack(f"<{width}I", total.to_bytes(4 * width, "little"))
        return _Sum(known, length, tuple(sums))

    def _number(self, row: int) -> int:
        width = len(self.outputs)
        spread = bytearray(4 * width + 4)
        spread[0] = self.lengths[row]
        spread[4::4] = self.weights[row * width : (row + 1) * width]
        return int.from_bytes(spread, "little")

    def _first(self, total: _Sum) -> tuple[int, ...]:
        """What the grams say for each output before it is compared with typical replies."""
        length, nothing = max(isqrt(total.length * 10_000), 1), ZERO * total.rows
        return tuple(
            (one - nothing) * scale // length + bias
            for one, scale, bias in zip(total.outputs, self.scales, self.biases, strict=True)
        )


def packed(model: Model) -> bytes:
    """A model as the bytes of its file: sizes of its parts, and all parts together compressed."""
    head = {
        "outputs": model.outputs,
        "scales": model.scales,
        "biases": model.biases,
        "thresholds": model.thresholds,
        "trust": model.trust,
        "landmarks": model.landmarks.head(),
    }
    text = "\n".join([json.dumps(head), *model.rows, ""]).encode(NAMES)
    parts = [text, model.landmarks.body(), model.lengths, *_paired(model.weights)]
    sizes = struct.pack("<5I", *map(len, parts))
    return sizes + lzma.compress(b"".join(parts), preset=9 | lzma.PRESET_EXTREME)


def unpacked(content: bytes) -> Model:
    """The model that these bytes are."""
    parts = _parts(lzma.decompress(content[20:]), struct.unpack("<5I", content[:20]))
    text, landmarks, lengths, pairs, strong = parts
    head_line, *names = text.decode(NAMES).split("\n")[:-1]
    head = json.loads(head_line)
    return Model(
        outputs=tuple(head["outputs"]),
        rows={name: row for row, name in enumerate(names)},
        lengths=lengths,
        weights=_unpaired(pairs, strong),
        scales=tuple(head["scales"]),
        biases=tuple(head["biases"]),
        landmarks=Landmarks.read(head["landmarks"], landmarks),
        thresholds=head["thresholds"],
        trust=head["trust"],
    )


def _parts(body: bytes, sizes: Iterable[int]) -> Iterator[bytes]:
    start = 0
    for size in sizes:
        yield body[start : start + size]
        start += size


def _paired(weights: bytes) -> tuple[bytes, bytes]:
    """Two weights a byte, which compresses a seventh better, and those too strong for it."""
    steps = [max(0, min(one - ZERO + REACH, 2 * REACH)) for one in weights]
    pairs = bytes(STEPS * one + other for one, other in zip(steps[::2], steps[1::2], strict=True))
    strong = [(place, one) for place, one in enumerate(weights) if abs(one - ZERO) > REACH]
    return pairs, b"".join(STRONG.pack(*each) for each in strong)


def _unpaired(pairs: bytes, strong: bytes) -> bytes:
    weights = bytearray(2 * len(pairs))
    weights[::2], weights[1::2] = pairs.translate(FIRST), pairs.translate(SECOND)
    for place, one in STRONG.iter_unpack(strong):
        weights[place] = one
    return bytes(weights)


@cache
def trained() -> Model:
    """The model that is shipped."""
    return unpacked(hearing.content("zh_CN", "weights.bin"))
