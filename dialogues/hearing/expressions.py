"""Which regular expressions an author may use: those that cannot be made to run for ever.

Refused are repeats inside repeats, references back to groups, endless repeats of "anything", and
repeats so wide that together they could try too many ways.
"""

import re
from itertools import pairwise

LONGEST = 400
MOST_WAYS = 3000

_TOKEN = re.compile(
    r"(?P<back>\\[1-9]|\(\?P=|\(\?\()"
    r"|(?P<escape>\\.)"
    r"|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<open>\(\?P<\w+>|\(\?<?[=!:]|\(\?[a-z]+[:)]|\()"
    r"|(?P<close>\))"
    r"|(?P<repeat>(?:[*+]|\{\d*,?\d*\})[?+]?)"
    r"|(?P<maybe>\?)"
    r"|(?P<other>.)",
    re.DOTALL,
)


def pattern_problem(pattern: str) -> str | None:
    """Why an author's regular expression is refused, and what to write; None where it is fine."""
    if len(pattern) > LONGEST:
        return f"模式太长（{len(pattern)} 个字，最多 {LONGEST} 个），请拆成几条，或改用关键词"
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"模式写错了：{error}"
    tokens = [(str(hit.lastgroup), hit.group()) for hit in _TOKEN.finditer(pattern)]
    if any(kind == "back" for kind, _ in tokens):
        return "模式里不能用回头引用（如 \\1），请把要重复的字再写一遍"
    return _endless(tokens) or _nested(tokens) or _too_many_ways(tokens)


def _endless(tokens: list[tuple[str, str]]) -> str | None:
    """`.*`, `[^x]+` and the like: one endless repeat of nearly anything."""
    for (kind, item), (after, repeat) in pairwise(tokens):
        wide = item == "." or (kind == "set" and item[1] == "^") or item in {r"\S", r"\w", r"\D"}
        if wide and after == "repeat" and _most(repeat) is None:
            return f"“{item}{repeat}”可以无限长，请写成“{item}{{0,12}}”这样有上限的"
    return None


def _nested(tokens: list[tuple[str, str]]) -> str | None:
    """A repeat of a group that holds a repeat."""
    holds_repeat = [False]
    for (kind, _), (after, repeat) in pairwise([*tokens, ("end", "")]):
        if kind == "open":
            holds_repeat.append(False)
        elif kind == "repeat":
            holds_repeat[-1] = True
        elif kind == "close" and len(holds_repeat) > 1:
            inner = holds_repeat.pop()
            holds_repeat[-1] |= inner
            if inner and after == "repeat":
                return f"重复里面又有重复（“){repeat}”），请改写成不套重复的几条"
    return None


def _too_many_ways(tokens: list[tuple[str, str]]) -> str | None:
    """What stands side by side multiplies the ways to try, alternatives only add theirs."""
    groups = [(1, 1)]
    for kind, text in tokens:
        added, ways = groups[-1]
        if kind == "open":
            groups.append((1, 1))
        elif text == "|" and kind == "other":
            groups[-1] = (added + ways - 1, 1)
        elif kind == "repeat":
            groups[-1] = (added, ways * ((_most(text) or 8) + 1))
        elif kind == "close" and len(groups) > 1:
            groups.pop()
            outside, around = groups[-1]
            groups[-1] = (outside, around * (added + ways - 1))
    added, ways = groups[0]
    if added + ways - 1 > MOST_WAYS:
        return "可长可短的地方太多太宽，请缩小 {0,12} 里的数，或拆成几条"
    return None


def _most(repeat: str) -> int | None:
    """How often an item may be repeated at most; None: without end."""
    if repeat[0] != "{":
        return None
    numbers = repeat.strip("{}?+").split(",")
    return int(numbers[-1]) if numbers[-1] else None
