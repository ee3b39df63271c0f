"""Typing slips on raw lines: what a Chinese keyboard does to YAML, with the line it happened on.

Every slip found is also mended in a copy, so that reading can go on and report everything else
in the same breath. The file is refused all the same.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from dialogues.reading.problem import Mark, Notes
from dialogues.reading.vocabulary import ids

BLOCK_START = re.compile(r"(?:^|[:\-]\s+)[|>][+\-\d]*\s*(?:#.*)?$")
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
COMMENT = re.compile(r"(?:^|\s)#(?:\s.*)?$|\s\s#.*$|^#.*$")
HASH = re.compile(r"(?<=\S) #(?=\S)")
INDENT_TAB = re.compile(r"^[ \u3000]*\t[\s\u3000]*|(?<=[:\-])[ ]*\t\s*")
WIDE_SPACE = re.compile(r"^[ ]*\u3000[\s\u3000]*|(?<=[:\-])\s*\u3000[\s\u3000]*")
DASH = re.compile(r"^(\s*(?:- +){0,4})-(?=[^\s\-\d])")
ITEM = r"^\s*(?:- +){1,4}"
VALUE = r"^\s*(?:- +){0,4}[^\s:#\[{\"'][^:#\[{\"']*:\s+"
FLOW_ITEM = r"[\[,{]\s*"
FLOW_VALUE = r"[\[,{][^:\[\]{},]*:\s+"
OPENER = re.compile(rf"(?:{ITEM}|{VALUE}|{FLOW_ITEM}|{FLOW_VALUE})([@`!*&%])")
BRACED = re.compile(r"(?:^\s*(?:- +)+|:\s+)(\{[^{}:]*\}[^\s,}\]#].*)$")
WIDE_BRACKET = re.compile(rf"(?:{ITEM}|{VALUE}|{FLOW_ITEM}|{FLOW_VALUE})[｛［].*$")
PLAIN_BRACKETS = str.maketrans("｛｝［］", "{}[]")


SHOWN_AFTER = 6


@dataclass(frozen=True, slots=True)
class Slip:
    """How one kind of slip looks, what it is called, and how it is mended."""

    code: str
    pattern: Callable[[], re.Pattern[str]]
    mend: Callable[[re.Match[str]], str]


@cache
def _known_keys() -> str:
    return "|".join(sorted((re.escape(word) for word in ids("fields")), key=len, reverse=True))


@cache
def _wide_colon() -> re.Pattern[str]:
    return re.compile(rf"(^\s*(?:-\s*)*|[{{,]\s*)({_known_keys()})\s*：\s*", re.IGNORECASE)


@cache
def _tight_colon() -> re.Pattern[str]:
    return re.compile(rf"(^\s*(?:-\s+)*|[{{,]\s*)({_known_keys()}):(?=[^\s,}}\]])", re.IGNORECASE)


SLIPS = (
    Slip("D011", lambda: WIDE_SPACE, lambda m: " " * max(1, len(m[0]))),
    Slip("D010", lambda: INDENT_TAB, lambda m: m[0].replace("\t", "  ")),
    Slip("D016", lambda: DASH, lambda m: f"{m[1]}- "),
    Slip("D019", lambda: WIDE_BRACKET, lambda m: m[0].translate(PLAIN_BRACKETS)),
    Slip("D012", _wide_colon, lambda m: f"{m[1]}{m[2]}: "),
    Slip("D017", _tight_colon, lambda m: f"{m[1]}{m[2]}: "),
    Slip("D013", lambda: HASH, lambda _: "＃"),
    Slip("D014", lambda: OPENER, lambda m: f"{m[0][:-1]}＿"),
    Slip("D014", lambda: BRACED, lambda m: m[0].replace("{", "（").replace("}", "）")),
)


def mend_slips(text: str, name: str, notes: Notes) -> str:
    """Report every slip of the text; the answer is the text as it was probably meant."""
    mended = []
    for number, line, literal in _lines(text):
        mended.append(line if literal or notes.full else _mend(line, Mark(name, number, 1), notes))
    return "\n".join(mended)


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Number, line, and whether it lies inside a block of literal text (after `|`)."""
    block: int | None = None
    for number, line in enumerate(text.split("\n"), 1):
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and line.strip() and indent <= block:
            block = None
        yield number, line, block is not None
        if block is None and BLOCK_START.search(line):
            block = indent


def _mend(line: str, mark: Mark, notes: Notes) -> str:
    if not line.strip(" "):
        return line
    comment = COMMENT.search(_hide_quotes(line))
    body, tail = (line[: comment.start()], line[comment.start() :]) if comment else (line, "")
    for slip in SLIPS:
        body = _mend_one(slip, body, mark, notes)
    return body + tail


def _mend_one(slip: Slip, body: str, mark: Mark, notes: Notes) -> str:
    # Looked for where quotes are blanked out, cut out of the real line: places are the same.
    for match in reversed(list(slip.pattern().finditer(_hide_quotes(body)))):
        better, after = slip.mend(match), body[match.end() :]
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        notes.add(
            slip.code,
            Mark(mark.file, mark.line, start + 1),
            found=match[1] if slip.pattern() is OPENER else _shown(match[0], after),
            better=_shown(better, after),
        )
        body = body[: match.start()] + better + after
    return body


def _shown(words: str, after: str) -> str:
    return (words.lstrip(" ,{") + after[:SHOWN_AFTER]).rstrip()


def _hide_quotes(line: str) -> str:
    return QUOTED.sub(lambda m: "\x01" * len(m[0]), line)
