"""What is wrong in a file, as values: where, which code, what, and what to do about it."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from dialogues.wording import wording

MOST_CHOICES_SHOWN = 12
MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; codes from D200 on are warnings, all others refuse the file."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str

    @property
    def warning(self) -> bool:
        """Whether the file can be played all the same."""
        return self.code >= "D200"


class Notes:
    """Collects all the problems of a file, in the words of one language.

    `trusted` says that the file comes with the program.
    """

    def __init__(self, language: str = "zh_CN", *, trusted: bool = False) -> None:
        self.language = language
        self.trusted = trusted
        self.problems: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether more problems would not be told: nobody reads so many."""
        return len(self.problems) >= MOST_PROBLEMS

    def add(self, code: str, mark: Mark, **words: object) -> None:
        """Note a problem at this place; `words` go into its message."""
        if self.full:
            return
        message, hint = wording(self.language, "problems")[code]
        self.problems.append(
            Problem(
                mark.file,
                mark.line,
                mark.column,
                code,
                message.format(**words),
                hint.format(**words),
            )
        )

    def unknown(self, code: str, mark: Mark, found: str, known: Collection[str]) -> None:
        """Note a name that does not exist, and guess which was meant."""
        if self.full:
            return
        self.add(
            code, mark, found=found, suggestion=self.suggest(found, known), choices="、".join(known)
        )

    def more(self, count: int) -> str:
        """And so many more of the same; nothing for none."""
        return str(wording(self.language, "suggest")["more"]).format(count=count) if count else ""

    def suggest(self, found: str, known: Collection[str]) -> str:
        """是不是…？, or the names that there are."""
        words = wording(self.language, "suggest")
        close = get_close_matches(found[:40], known, n=1, cutoff=0.4)
        if close:
            return str(words["close"]).format(close=close[0])
        if not known:
            return str(words["nothing"])
        shown = "、".join(list(known)[:MOST_CHOICES_SHOWN])
        return str(words["choices"]).format(choices=shown)
