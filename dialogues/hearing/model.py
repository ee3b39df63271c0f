"""A linear model in whole numbers, so that it says the same on every machine.

Every known feature has a row of one byte per output. A reply's rows are added up; because each
byte is given 32 bits of room, a row is one big number and a whole row is added at once. The
first column holds the squared length of a feature, so that long replies weigh no more than
short ones.
"""

import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import isqrt

from locales import hearing

ZERO = 128
"""The byte that stands for nothing."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of every feature for every output; thresholds and scales in thousandths."""

    outputs: tuple[str, ...]
    rows: dict[str, int]
    weights: bytes
    scales: tuple[int, ...]
    biases: tuple[int, ...]
    thresholds: dict[str, int]

    def scores(self, features: Iterable[str]) -> dict[str, int]:
        """How strongly each output speaks, in thousandths of a logit."""
        total, known = 0, 0
        for feature in features:
            row = self.rows.get(feature)
            if row is not None:
                total += int.from_bytes(self._spread(row), "little")
                known += 1
        width = len(self.outputs) + 1
        sums = struct.unpack(f"<{width}I", total.to_bytes(4 * width, "little"))
        length = max(isqrt(sums[0] * 10_000), 1)
        return {
            name: (sums[i + 1] - ZERO * known) * self.scales[i] // length + self.biases[i]
            for i, name in enumerate(self.outputs)
        }

    def _spread(self, row: int) -> bytearray:
        width = len(self.outputs) + 1
        spread = bytearray(4 * width)
        spread[::4] = self.weights[row * width : (row + 1) * width]
        return spread

    def weight(self, feature: str, column: int) -> int:
        """What one feature says for an output by its number; 0 where the feature is unknown."""
        row = self.rows.get(feature)
        if row is None:
            return 0
        return self.weights[row * (len(self.outputs) + 1) + column + 1] - ZERO


def packed(model: Model) -> bytes:
    """A model as the bytes of its file: a line of JSON, the features, the weights; compressed."""
    head = {
        "outputs": model.outputs,
        "scales": model.scales,
        "biases": model.biases,
        "thresholds": model.thresholds,
        "features": len(model.rows),
    }
    names = "\n".join(model.rows)
    text = f"{json.dumps(head)}\n{names}\n"
    body = text.encode()
    return len(body).to_bytes(4, "little") + zlib.compress(body + model.weights, 9)


def unpacked(content: bytes) -> Model:
    """The model that these bytes are."""
    size = int.from_bytes(content[:4], "little")
    body = zlib.decompress(content[4:])
    head_line, *names = body[:size].decode().split("\n")[:-1]
    head = json.loads(head_line)
    return Model(
        outputs=tuple(head["outputs"]),
        rows={name: row for row, name in enumerate(names)},
        weights=body[size:],
        scales=tuple(head["scales"]),
        biases=tuple(head["biases"]),
        thresholds=head["thresholds"],
    )


@cache
def trained() -> Model:
    """The model that is shipped."""
    return unpacked(hearing.content("zh_CN", "weights.bin"))
