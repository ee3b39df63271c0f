"""What the ear costs: one labelled reply, one hostile reply of 4,096 letters, its import."""

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from dialogues.hearing import built_in
from tests.dialogues.hearing.test_hostile import adversarial

_CORPUS = Path(__file__).parent.parent / "hearing"
_PASSES = 3
_HOSTILE = 10_000
_IMPORT = (
    "import time; began = time.process_time(); from dialogues.hearing import built_in;"
    "built_in().hear('您好', '在吗'); print(time.process_time() - began)"
)


def _shares(talks: Iterable[tuple[str, str]], passes: int) -> str:
    """Percentiles of a reply's cost, its best of some passes, so that neighbours do not count."""
    talks, ear = list(talks), built_in()
    best = [float("inf")] * len(talks)
    for _ in range(passes):
        for number, (reply, customer) in enumerate(talks):
            began = time.process_time()
            ear.hear(reply, customer)
            best[number] = min(best[number], time.process_time() - began)
    best.sort()
    parts = [f"p{share} {best[len(best) * share // 100] * 1000:.2f} ms" for share in (50, 95, 99)]
    return f"{len(best)} replies: {', '.join(parts)}, longest {best[-1] * 1000:.2f} ms"


def main() -> None:
    """Measure and print."""
    rows = (
        json.loads(line)
        for path in sorted(_CORPUS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    talks = ((row["reply"], row["customer"] or "") for row in rows)
    print(f"hearing and courtesy of one reply, {_shares(talks, _PASSES)}")
    hostile = ((adversarial(number), adversarial(number + 1)) for number in range(_HOSTILE))
    print(f"the same of 4,096 hostile letters, {_shares(hostile, 2)}")
    cold = subprocess.run(
        [sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True
    )
    print(f"import, first hearing included: {float(cold.stdout) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
