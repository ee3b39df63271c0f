"""What a 剧本卡 is made of, and the words that all cards share.

One card, two faces: `card_page` shows it as HTML, `card_markdown` as Markdown. Texts keep their
【变量】; what students must not see before the debrief is marked `secret`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogues.condition import Bound
from dialogues.hearing import act_name
from dialogues.reading.vocabulary import names
from locales.catalogue import Catalogue

SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `cells` follow the table's headings, lines of a cell by line feeds."""

    cells: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One titled part of the card: a table under headings, or pairs of label and text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    secret: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A whole 剧本卡; `stages` says in words what a page draws as the stage diagram."""

    title: str
    facts: tuple[str, ...]
    before: tuple[Part, ...]
    stages: Part
    after: tuple[Part, ...]


class Sheet:
    """Words and tables of a card in one language; keys are those below `cli.preview`."""

    def __init__(self, words: Catalogue) -> None:
        self._words = words

    def say(self, key: str, **values: object) -> str:
        """The words of a key."""
        return self._words.say(f"cli.preview.{key}", **values)

    def part(self, title: str, heads: str, rows: Iterable[Row], *, secret: bool = False) -> Part:
        """A titled part; `heads` are the keys of its table's headings, none: pairs."""
        columns = tuple(self.say(head) for head in heads.split())
        return Part(self.say(title), columns, tuple(rows), secret)

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Row]:
        """Rows of a label's key and its text; without text there is no row."""
        return (Row((self.say(key), text)) for key, text in pairs if text)

    def tags(
        self, id_: str, difficulty: int, time_limit: float | None, skills: Iterable[str]
    ) -> tuple[str, ...]:
        """What stands below the title."""
        limit = [self.say("time_limit", time=self.time(time_limit))] if time_limit else []
        stars = self.say("difficulty", stars="★" * difficulty)
        return (self.say("for_teachers"), id_, stars, *limit, *skills)

    def acts(self, acts: Iterable[str]) -> str:
        """Names of acts."""
        return "、".join(sorted(act_name(act, self._words.language) for act in acts))

    def time(self, seconds: float) -> str:
        """A span of time in minutes and seconds."""
        minutes, rest = divmod(seconds, SECONDS_A_MINUTE)
        parts = [self.say("minutes", minutes=f"{minutes:g}")] if minutes else []
        parts += [self.say("seconds", seconds=f"{rest:g}")] if rest or not minutes else []
        return " ".join(parts)

    def every(self, seconds: float) -> str:
        """How often a robot student does something."""
        return self.say("every", time=self.time(seconds))

    def expected(self, mark: Bound | None) -> list[str]:
        """The mark that a test expects, in words."""
        return [f"{self.say('mark')} {bound_text(mark)}"] if mark else []


def bound_text(bound: Bound) -> str:
    """A bound as authors write it: 至少 80."""
    return f"{names('comparisons')[bound.comparison]} {bound.number:g}"


def card_markdown(card: Card, secret: str) -> str:
    """The card as Markdown; `secret` is what marks the parts that students must not see."""
    lines = [f"# {_inline(card.title)}", "", " · ".join(map(_inline, card.facts)), ""]
    for part in (*card.before, card.stages, *card.after):
        lines += [f"## {_inline(part.title)}" + (f"（{secret}）" if part.secret else ""), ""]
        lines += [_inline(part.note), ""] if part.note else []
        if part.heads:
            lines += [_table_row(part.heads), "|" + " --- |" * len(part.heads)]
            lines += [_table_row(row.cells) for row in part.rows]
        else:
            lines += [
                f"- **{_inline(row.cells[0])}**: {_inline(row.cells[1])}" for row in part.rows
            ]
        lines.append("")
    return "\n".join(lines)


def _table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(_inline, cells)) + " |"


def _inline(text: str) -> str:
    """Text that stays text: no markup of the author's gets through."""
    for letter in "\\`*_[]<>|#":
        text = text.replace(letter, f"\\{letter}")
    return "<br>".join(text.split("\n"))
