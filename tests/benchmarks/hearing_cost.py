"""What hearing one reply costs, acts and courtesy together, over the labelled replies."""

import json
import time
from pathlib import Path

from dialogues.hearing import built_in

_CORPUS = Path(__file__).parent.parent / "hearing"
_PASSES = 3


def main() -> None:
    """Measure and print; a reply's cost is its best of three, so that neighbours do not count."""
    replies = [
        (talk["reply"], talk["customer"] or "")
        for path in sorted(_CORPUS.glob("*.jsonl"))
        for talk in map(json.loads, path.read_text("utf-8").splitlines())
    ]
    ear = built_in()
    best = [float("inf")] * len(replies)
    for _ in range(_PASSES):
        for number, (reply, customer) in enumerate(replies):
            began = time.perf_counter()
            ear.hear(reply, customer)
            best[number] = min(best[number], time.perf_counter() - began)
    best.sort()
    shares = ", ".join(
        f"p{share} {best[len(best) * share // 100] * 1000:.2f} ms" for share in (50, 95, 99)
    )
    print(f"hearing and courtesy of one reply, {len(best)} replies: {shares}")


if __name__ == "__main__":
    main()
