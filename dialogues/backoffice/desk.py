"""The student's desk: a command in, an answer out; kind about slips, silent about the truth."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dialogues.backoffice.records import Change, Record, Records, key
from dialogues.backoffice.tools import (
    AMOUNT,
    GOODS,
    HIDDEN_FIELDS,
    PIECES,
    STATUS,
    STOCK,
    TOOLS,
    Tool,
    Work,
)
from dialogues.scenario import Office
from dialogues.wording import wording

YUAN = re.compile(r"\d{1,6}(?:\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk shows. `effect` is what was done, `coupon` the yuan granted.

    `changes` are the cells of the records that were written.
    """

    tool: str
    text: str
    ok: bool
    effect: str = ""
    coupon: float = 0.0
    changes: tuple[Change, ...] = ()


def parse_command(text: str, tools: Sequence[str]) -> tuple[str, str] | None:
    """Tool and argument in what somebody typed (查物流 YT77, /查物流YT77), if it is a command."""
    typed = text.strip().lstrip("/／").strip()
    words = {word: tool for tool in tools for word in (tool, *_synonyms(tool))}
    word = next(
        (w for w in sorted(words, key=len, reverse=True) if typed.casefold().startswith(w)), None
    )
    return (words[word], typed[len(word) :].strip(" 　:：")) if word else None


@cache
def _synonyms(tool: str) -> tuple[str, ...]:
    """The tool's English name, written with underscores or blanks."""
    english = str(wording("en", "tools").get(tool, tool))
    return english, english.replace("_", " ")


class Desk:
    """The back office of one attempt; `granted` are the yuan in coupons so far."""

    def __init__(
        self,
        office: Office,
        values: Mapping[str, str],
        granted: float = 0.0,
        changes: Sequence[Change] = (),
    ) -> None:
        self._office = office
        self._records = Records(office, values, changes)
        self._granted = granted

    def use(self, tool: str, argument: str) -> Answer:
        """Operate a tool; whatever is typed, there is an answer that says what to do next."""
        command = parse_command(f"{tool} {argument}", self._office.tools)
        if command is None:
            return self._refuse(tool.strip(), "no_tool", tools="、".join(self._office.tools))
        found, argument = TOOLS[command[0]], command[1].strip()
        match found.work:
            case Work.LOOK_UP:
                return self._look_up(found, argument)
            case Work.BROWSE:
                return self._browse(found, argument)
            case Work.ON_RECORD | Work.REFUND:
                return self._on_record(found, argument)
            case Work.NOTE:
                return self._note(found, argument)
            case Work.COUPON:
                return self._coupon(found, argument)

    # --- looking up --------------------------------------------------------------------------

    def _look_up(self, tool: Tool, argument: str) -> Answer:
        record = self._records.named(tool.table, argument)
        if record is None:
            return self._not_found(tool, argument)
        return Answer(tool.name, self._shown(record, tool.shows), ok=True)

    def _browse(self, tool: Tool, argument: str) -> Answer:
        wanted = key(argument)
        found = [
            record
            for record in self._records.of(tool.table)
            if any(key(v) in wanted or wanted in key(v) for v in record.cells.values())
        ]
        if not found:
            return self._refuse(tool.name, "no_goods", argument=argument)
        return Answer(tool.name, "\n".join(self._shown(r, tool.shows) for r in found), ok=True)

    def _shown(self, record: Record, columns: tuple[str, ...]) -> str:
        office = self._office
        words, cells = wording(office.language, "shown"), record.cells
        shown = [c for c in (columns or cells) if c in cells and c not in HIDDEN_FIELDS]
        named = (f"{office.shown.get(c) or words.get(c, c)} {cells[c]}" for c in shown)
        return str(wording(office.language, "marks")["comma"]).join(named)

    def _not_found(self, tool: Tool, argument: str) -> Answer:
        if not argument:
            return self._refuse(tool.name, "need_number")
        return self._refuse(tool.name, "wrong_number", argument=argument)

    # --- acting ------------------------------------------------------------------------------

    def _on_record(self, tool: Tool, argument: str) -> Answer:
        record = self._records.named(tool.table, argument)
        if record is None:
            return self._not_found(tool, argument)
        words = record.words_beside(argument)
        if tool.needs_words and not words:
            return self._refuse(tool.name, "need_words")
        if tool.work is Work.REFUND:
            return self._refund(tool, record, words)
        piece = self._piece(record) if tool.takes_stock else None
        if piece and piece.value.startswith("-"):
            return self._refuse(tool.name, "no_stock")
        filed = words or str(wording(self._office.language, "office")["filed"])
        effect = f"{tool.name} {record.numbers[0]} {words}".strip()
        changes = (record.change(tool.writes, filed), *((piece,) if piece else ()))
        return self._done(tool, effect, changes)

    def _refund(self, tool: Tool, record: Record, words: str) -> Answer:
        price = _yuan(record.cells.get(AMOUNT, ""))
        amount, limit = _yuan(words) or price, self._office.refund_limit
        if record.cells.get(tool.writes):
            return self._refuse(tool.name, "refunded")
        most = min((most for most in (price, limit) if most is not None), default=amount)
        if amount is not None and most is not None and amount > most:
            return self._refuse(tool.name, "over_refund", limit=f"{most:g}")
        filed = "" if amount is None else f"{amount:g}元"
        effect = f"{tool.name} {record.numbers[0]} {filed}".strip()
        status = str(wording(self._office.language, "office")["refunding"])
        written = filed or str(wording(self._office.language, "office")["filed"])
        return self._done(
            tool, effect, (record.change(tool.writes, written), record.change(STATUS, status))
        )

    def _piece(self, record: Record) -> Change | None:
        """What takes one piece of the ordered goods off the shelf; below zero: there was none."""
        goods = record.cells.get(GOODS)
        for row in self._records.of(STOCK):
            column = next((c for c in PIECES if c in row.cells), "")
            count = re.search(r"\d+", row.cells.get(column, ""))
            if goods and count and goods in row.cells.values():
                left = row.cells[column].replace(count[0], str(int(count[0]) - 1), 1)
                return row.change(column, left)
        return None

    def _note(self, tool: Tool, argument: str) -> Answer:
        if not argument:
            return self._refuse(tool.name, "need_text")
        record = self._records.named(tool.table, argument) or self._first(tool)
        if record is None:
            return self._done(tool, f"{tool.name} {argument}")
        notes = [record.cells.get(tool.writes, ""), record.words_beside(argument) or argument]
        written = record.change(tool.writes, "；".join(note for note in notes if note))
        return self._done(tool, f"{tool.name} {argument}", (written,))

    def _coupon(self, tool: Tool, argument: str) -> Answer:
        amount, limit = _yuan(argument), self._office.coupon_limit
        if not amount:
            return self._refuse(tool.name, "need_amount")
        total = self._granted + amount
        if limit is not None and total > limit:
            return self._refuse(
                tool.name, "over_limit", limit=f"{limit:g}", granted=f"{self._granted:g}"
            )
        record = self._first(tool)
        changes = (record.change(tool.writes, f"{total:g}元"),) if record else ()
        return self._done(tool, f"{tool.name} {amount:g}元", changes, amount)

    def _first(self, tool: Tool) -> Record | None:
        return next(iter(self._records.of(tool.table)), None)

    def _done(
        self, tool: Tool, effect: str, changes: tuple[Change, ...] = (), coupon: float = 0.0
    ) -> Answer:
        said: str = wording(self._office.language, "office")["done"][tool.name]
        return Answer(tool.name, said.format(effect=effect), True, effect, coupon, changes)

    def _refuse(self, tool: str, reason: str, **words: str) -> Answer:
        said: str = wording(self._office.language, "office")[reason]
        return Answer(tool, said.format(tool=tool, **words), ok=False)


def _yuan(text: str) -> float | None:
    """The first amount in a text; None where there is none."""
    number = YUAN.search(unicodedata.normalize("NFKC", text))
    return float(number[0]) if number else None
