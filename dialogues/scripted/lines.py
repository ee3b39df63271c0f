"""Which of several lines is said: a drawn fresh one, and when all were said, the longest unsaid."""

from collections.abc import Sequence

from dialogues.seed import pick


def choose_line(said: dict[str, list[int]], seed: str, pool: str, lines: Sequence[str]) -> str:
    """One line of the pool; `said` remembers the indices used, the longest unused first."""
    used = said.setdefault(pool, [])
    fresh = [index for index in range(len(lines)) if index not in used]
    index = pick(seed, f"line:{pool}:{len(used)}", fresh) if fresh else used.pop(0)
    used.append(index)
    return lines[index]
