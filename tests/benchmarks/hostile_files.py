"""How long a customer file that wants to do harm keeps the reader busy: part of `make bench`.

Ten thousand files are drawn from a seed, so a run can be repeated: bombs of anchors, tags that
would run something, depth, size, bytes that are no text, and a real customer's file with such a
thing planted somewhere in it. None may be played, none may crash the reader, and each is to be
refused in less than 50 ms.
"""

import gc
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from dialogues.reading import read_scenario
from dialogues.reading.library import OWN_FOLDER

FILES = 10_000
BUDGET_MS = 50.0
REAL = "logistics-delay-angry"

Draw = Callable[[random.Random], str | bytes]


@dataclass(frozen=True, slots=True)
class Refusals:
    """Milliseconds that refusing took, slowest last, and the files that were played after all."""

    took: tuple[float, ...]
    slowest: str
    played: int

    def told(self) -> str:
        """The figures in one line."""
        middle, late = self.took[len(self.took) // 2], self.took[len(self.took) * 99 // 100]
        over = sum(each > BUDGET_MS for each in self.took)
        return (
            f"{len(self.took):,} hostile files: p50 {middle:.2f} ms, p99 {late:.1f} ms,"
            f" longest {self.took[-1]:.1f} ms ({self.slowest}), over {BUDGET_MS:.0f} ms: {over},"
            f" played: {self.played}"
        )


def measure(files: int = FILES, seed: int = 1) -> Refusals:
    """Draw so many files and have each refused."""
    dice = random.Random(seed)
    took: list[tuple[float, str]] = []
    played = 0
    gc.collect()
    for _ in range(files):
        name = dice.choice(sorted(KINDS))
        text = KINDS[name](dice)
        begun = time.process_time()
        reading = read_scenario(text, name)
        took.append(((time.process_time() - begun) * 1000, name))
        played += reading.scenario is not None
    took.sort()
    return Refusals(tuple(ms for ms, _ in took), took[-1][1], played)


def _bomb(dice: random.Random) -> str:
    width, deep = dice.randint(2, 12), dice.randint(3, 60)
    first = "a0: &a0 [" + ", ".join(["x"] * width) + "]\n"
    return first + "".join(
        f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * width) + "]\n" for n in range(1, deep)
    )


def _tag(dice: random.Random) -> str:
    tag = dice.choice(("!!python/object/apply:os.system", "!!python/name:os", "!x", "!!binary"))
    return "标题: 好\n" * dice.randint(0, 50) + f"规则: {tag} [ls]\n"


def _brackets(dice: random.Random) -> str:
    opened = dice.choice(("[", "{", "[{", "- ", "? ", "- - "))
    return "标题: " * dice.randint(0, 1) + opened * int(10 ** dice.uniform(1, 5.5))


def _staircase(dice: random.Random) -> str:
    return "".join("  " * depth + f"键{depth}:\n" for depth in range(dice.randint(10, 400)))


def _large(dice: random.Random) -> str:
    line = dice.choice(("标题: 好\n", "\n", "- , :\n", "a: b\n", "# 说明\n", "  \t\n", "：，。\n"))
    return line * (int(10 ** dice.uniform(3, 7)) // len(line.encode()))


def _endless(dice: random.Random) -> str:
    sign = dice.choice("好x-:：'\"|#&*!%@`, \t【】")
    return "标题: " * dice.randint(0, 1) + sign * int(10 ** dice.uniform(2, 6.5))


def _noise(dice: random.Random) -> bytes:
    return dice.randbytes(int(10 ** dice.uniform(0, 6)))


def _scribble(dice: random.Random) -> str:
    signs = "[]{}:：,，&*!|>'\"%@`#-? \n\t好a1【】"
    return "".join(dice.choices(signs, k=dice.randint(1, 3_000)))


def _planted(dice: random.Random) -> str:
    """A real customer with an anchor, a tag, a bomb or a deep bracket somewhere in it."""
    lines = (OWN_FOLDER / REAL / "scenario.yaml").read_text("utf-8").splitlines()
    place = dice.randrange(len(lines))
    harm = dice.choice(
        ("&a [x]", "*a", "!!python/name:os", "[" * 300, "<<: *a", "{" * 90 + "}" * 90)
    )
    lines.insert(place, f"标题{place}: {harm}")
    return "\n".join(lines)


KINDS: dict[str, Draw] = {
    "bomb": _bomb,
    "tag": _tag,
    "brackets": _brackets,
    "staircase": _staircase,
    "large": _large,
    "endless": _endless,
    "noise": _noise,
    "scribble": _scribble,
    "planted": _planted,
}


def main() -> None:
    """Measure and print."""
    print(measure().told())


if __name__ == "__main__":
    main()
