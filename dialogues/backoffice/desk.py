"""The student's desk: a command in, an answer out; kind about slips, silent about the truth."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogues.backoffice.tools import HIDDEN_FIELDS, TOOLS, Tool, Work
from dialogues.scenario import Office, fill
from dialogues.wording import wording

SHORTEST_FRAGMENT = 4

Record = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk shows. `effect` is what was done, `coupon` the yuan granted."""

    tool: str
    text: str
    ok: bool
    effect: str = ""
    coupon: float = 0.0


def parse_command(text: str, tools: Sequence[str]) -> tuple[str, str] | None:
    """Tool and argument in what somebody typed (查物流 YT77, /查物流YT77), if it is a command."""
    typed = text.strip().lstrip("/／").strip()
    tool = next((t for t in sorted(tools, key=len, reverse=True) if typed.startswith(t)), None)
    return (tool, typed[len(tool) :].strip(" 　:：")) if tool else None


class Desk:
    """The back office of one attempt; `granted` are the yuan in coupons so far."""

    def __init__(self, office: Office, values: Mapping[str, str], granted: float = 0.0) -> None:
        self._office = office
        self._values = values
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
            case Work.ON_RECORD:
                return self._on_record(found, argument)
            case Work.NOTE:
                return self._note(found, argument)
            case Work.COUPON:
                return self._coupon(found, argument)

    # --- looking up --------------------------------------------------------------------------

    def _look_up(self, tool: Tool, argument: str) -> Answer:
        record = self._record(tool, argument)
        if record is None:
            return self._not_found(tool, argument)
        return Answer(tool.name, _shown(record, tool.shows), ok=True)

    def _browse(self, tool: Tool, argument: str) -> Answer:
        records = self._records(tool)
        wanted = _key(argument)
        found = [
            r for r in records if any(_key(v) in wanted or wanted in _key(v) for v in r.values())
        ]
        if not found:
            return self._refuse(tool.name, "no_goods", argument=argument)
        return Answer(tool.name, "\n".join(_shown(r, tool.shows) for r in found), ok=True)

    def _records(self, tool: Tool) -> list[Record]:
        rows = self._office.tables.get(tool.table, ())
        return [{k: fill(v, self._values) for k, v in row.items()} for row in rows]

    def _record(self, tool: Tool, argument: str) -> Record | None:
        typed = _key(argument)
        return next(
            (r for r in self._records(tool) if any(_names(n, typed) for n in _numbers(r))), None
        )

    def _not_found(self, tool: Tool, argument: str) -> Answer:
        if not argument:
            return self._refuse(tool.name, "need_number")
        return self._refuse(tool.name, "wrong_number", argument=argument)

    # --- acting ------------------------------------------------------------------------------

    def _on_record(self, tool: Tool, argument: str) -> Answer:
        record = self._record(tool, argument)
        if record is None:
            return self._not_found(tool, argument)
        return self._done(tool, f"{tool.name} {_numbers(record)[0]}")

    def _note(self, tool: Tool, argument: str) -> Answer:
        if not argument:
            return self._refuse(tool.name, "need_text")
        return self._done(tool, f"{tool.name} {argument}")

    def _coupon(self, tool: Tool, argument: str) -> Answer:
        number = re.search(r"\d{1,6}(?:\.\d{1,2})?", unicodedata.normalize("NFKC", argument))
        if number is None or not float(number[0]):
            return self._refuse(tool.name, "need_amount")
        amount, limit = float(number[0]), self._office.coupon_limit
        if limit is not None and self._granted + amount > limit:
            return self._refuse(
                tool.name, "over_limit", limit=f"{limit:g}", granted=f"{self._granted:g}"
            )
        return self._done(tool, f"{tool.name} {amount:g}元", amount)

    def _done(self, tool: Tool, effect: str, coupon: float = 0.0) -> Answer:
        said: str = wording("zh_CN", "office")["done"][tool.name]
        return Answer(tool.name, said.format(effect=effect), ok=True, effect=effect, coupon=coupon)

    def _refuse(self, tool: str, reason: str, **words: str) -> Answer:
        said: str = wording("zh_CN", "office")[reason]
        return Answer(tool, said.format(tool=tool, **words), ok=False)


def _key(text: str) -> str:
    return re.sub(r"[\s\-_#]", "", unicodedata.normalize("NFKC", text)).upper()


def _numbers(record: Record) -> list[str]:
    """What a record can be found by: whatever the author calls a number (…号)."""
    return [value for field, value in record.items() if field.endswith("号") and value]


def _names(number: str, typed: str) -> bool:
    whole = _key(number)
    return bool(whole) and (whole in typed or (len(typed) >= SHORTEST_FRAGMENT and typed in whole))


def _shown(record: Record, fields: tuple[str, ...]) -> str:
    shown = [f for f in (fields or record) if f in record and f not in HIDDEN_FIELDS]
    return "，".join(f"{field} {record[field]}" for field in shown)
