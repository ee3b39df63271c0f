"""One plain way of writing for the many ways in which people type.

Full-width letters, traditional characters, capitals, long repeats, invisible marks and letters
pulled apart (`傻 * 逼`) are brought to one form; every code point of the plain text knows where
it came from, so that whatever is heard can be quoted in the student's own spelling.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from locales import hearing

LONGEST = 300
"""Code points of a reply that are listened to; a chat message of the trade has about twenty."""

_COMMAS = frozenset(",.;:、。，；：…·|/\\—–→\n\r\t")
_MARKS = {"～": "~", "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "’": "'"}
_APART = re.compile(r"(?<![^\s,*_~-])[㐀-鿿a-z](?:[ ,*_~-]{1,2}[㐀-鿿a-z]){2,}(?![^\s,*_~!?-])")
_POINT = re.compile(r"(?<=\d),(?=\d)")
_FILLING = re.compile(r"[^0-9a-z㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Normal:
    """Plain text, and for each of its code points the offset in the original."""

    text: str
    origin: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that the plain stretch `start:end` came from."""
        return self.origin[start], self.origin[end - 1] + 1

    def tight(self) -> tuple["Normal", list[int]]:
        """The letters alone, for words that people pull apart to hide; and their places here."""
        places = [i for i, c in enumerate(self.text) if not _FILLING.match(c)]
        letters = "".join(self.text[i] for i in places)
        return Normal(letters, tuple(self.origin[i] for i in places)), places


def normalise(text: str) -> Normal:
    """Plain text of what was typed, with the way back."""
    letters: list[str] = []
    origin: list[int] = []
    plain = _plain_letters()
    for offset, typed in enumerate(text[:LONGEST]):
        if len(letters) >= LONGEST:
            break  # One code point may stand for eighteen plain letters (ﷺ).
        for letter in plain[typed]:
            if not _superfluous(letters, letter):
                letters.append(letter)
                origin.append(offset)
    text = _POINT.sub(".", "".join(letters))
    return _without_gaps(Normal(_without_typos(text), tuple(origin)))


def _superfluous(letters: list[str], letter: str) -> bool:
    """Whether a letter adds nothing: a third of the same, or a pause after a pause."""
    if letter in {" ", ","}:
        if letters and letters[-1] in " ,":
            if letter == ",":
                letters[-1] = letter
            return True
        return not letters
    return letters[-2:] == [letter, letter] and not letter.isdigit()


class _PlainLetters(dict[str, str]):
    """Each typed code point in plain letters (none for invisible marks), worked out once."""

    def __init__(self, simplified: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, typed: str) -> str:
        plain = "".join(self._letter(c) for c in unicodedata.normalize("NFKC", typed).lower())
        if len(self) < 20_000:
            self[typed] = plain
        return plain

    def _letter(self, letter: str) -> str:
        if letter in _COMMAS:
            return ","
        if letter in _MARKS:
            return _MARKS[letter]
        category = unicodedata.category(letter)
        if category in {"Cf", "Mn", "Cs", "Cc"}:
            return ""
        return " " if category[0] == "Z" else self._simplified.get(letter, letter)


@cache
def _plain_letters() -> _PlainLetters:
    return _PlainLetters(dict(hearing.rows("zh_CN", "traditional")))


@cache
def _typos() -> tuple[re.Pattern[str], dict[str, str]]:
    right = dict(hearing.rows("zh_CN", "typos"))
    wrong = sorted(map(re.escape, right), key=len, reverse=True)
    return re.compile("|".join(wrong)), right


def _without_typos(text: str) -> str:
    wrong, right = _typos()
    return wrong.sub(lambda hit: right[hit.group()], text)


def _without_gaps(normal: Normal) -> Normal:
    """Letters pulled apart one by one are put together again."""
    drop = {
        i
        for run in _APART.finditer(normal.text)
        for i in range(run.start(), run.end())
        if normal.text[i] in " ,*_~-"
    }
    if not drop:
        return normal
    keep = [i for i in range(len(normal.text)) if i not in drop]
    return Normal("".join(normal.text[i] for i in keep), tuple(normal.origin[i] for i in keep))
