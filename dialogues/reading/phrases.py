"""Small phrases inside a scalar: numbers, times, comparisons, conditions."""

import re

from dialogues.condition import (
    DRAWN_AS,
    Bound,
    Comparison,
    Condition,
    Has,
    InStage,
    Measure,
    Quantity,
    Topic,
)
from dialogues.reading.names import Names
from dialogues.reading.tree import Text
from dialogues.reading.vocabulary import ids, longest_first, split_word

NUMBER = re.compile(r"[+\-]?\d{1,9}(?:\.\d{1,3})?")
UNITS = {"hour": 3600.0, "minute": 60.0, "second": 1.0}
DRAWN = re.compile(r"(【[^【】]+】)\s*(不是|不为|is not|是|为|is)\s*(.+)", re.IGNORECASE)
ALTERNATIVES = re.compile(r"\s*[、/]\s*")


def number(text: Text, names: Names) -> float:
    """A plain number; full-width digits and the units 元 and 条 are forgiven."""
    value = numeral(text.value)
    if value is None:
        names.notes.add("D023", text.mark, found=text.value)
    return value or 0.0


def numeral(text: str) -> float | None:
    """The number that the text is, if it is one."""
    value = _ascii(text)
    for word, unit in longest_first("units"):
        if unit in ("yuan", "piece"):
            value = value.removesuffix(word).strip()
    return float(value) if NUMBER.fullmatch(value) else None


def seconds(text: Text, names: Names) -> float:
    """A length of time (30秒, 1分30秒, 2 min; a bare number means seconds)."""
    rest, total = _ascii(text.value).casefold(), 0.0
    while rest:
        match = NUMBER.match(rest)
        split = split_word("units", rest[match.end() :].strip()) if match else None
        if match is None or (split is None and rest[match.end() :]) or float(match[0]) < 0:
            names.notes.add("D024", text.mark, found=text.value)
            return 0.0
        unit, rest = split or ("second", "")
        total += float(match[0]) * UNITS.get(unit, 1.0)
    return total


def bound(text: Text, names: Names) -> Bound:
    """A comparison with a number (至少 60); a bare number means exactly that."""
    value = _ascii(text.value)
    word, rest = split_word("comparisons", value) or (Comparison.EQUAL, value)
    limit = numeral(rest)
    if limit is None:
        names.notes.add("D030", text.mark, found=text.value)
    return Bound(Comparison(word), limit or 0.0)


def span(text: Text, names: Names) -> tuple[int, int]:
    """A range of whole numbers (30到59)."""
    for word, unit in longest_first("units"):
        low, found, high = _ascii(text.value).partition(word)
        if unit == "range" and found and low.strip().isdigit() and high.strip().isdigit():
            return int(low), int(high)
    names.notes.add("D112", text.mark, detail=text.value)
    return 0, 100


def condition(text: Text, names: Names) -> Condition | None:
    """What must hold (未知 订单号, 怒气 低于 60); None and a problem if it cannot be read."""
    phrase = text.value.strip()
    drawn = DRAWN.fullmatch(phrase)
    if drawn:
        return _drawn(drawn, text, names)
    split = split_word("conditions", phrase)
    if split is None or not split[1]:
        names.notes.add("D108", text.mark, found=phrase)
        return None
    verb, rest = split
    operand = Text(rest, text.mark)
    if verb in tuple(Quantity):
        return _measure(Quantity(verb), operand, phrase, names)
    parts = tuple(Text(part, text.mark) for part in ALTERNATIVES.split(rest) if part)
    if verb == "stage":
        return InStage(frozenset(names.stage(part) for part in parts), phrase)
    topic = Topic(verb.removeprefix("not_"))
    found = (_names_of(topic, part, names) for part in parts)
    return Has(topic, frozenset[str]().union(*found), verb.startswith("not_"), phrase)


def _drawn(match: re.Match[str], text: Text, names: Names) -> Condition:
    variable, verb, values = match.groups()
    names.check_variables(Text(variable, text.mark))
    pairs = (f"{variable}{DRAWN_AS}{value}" for value in ALTERNATIVES.split(values))
    negated = verb.casefold() in {"不是", "不为", "is not"}
    return Has(Topic.DRAWN, frozenset(pairs), negated, match[0])


def _measure(what: Quantity, operand: Text, phrase: str, names: Names) -> Condition | None:
    split = split_word("comparisons", operand.value)
    if split is None:
        names.notes.add("D108", operand.mark, found=phrase)
        return None
    if what is Quantity.TIME:
        limit = seconds(Text(split[1], operand.mark), names)
        return Measure(what, Bound(Comparison(split[0]), limit), phrase)
    return Measure(what, bound(operand, names), phrase)


def filed(text: Text, names: Names) -> Has:
    """What should be in the back office in the end (退款 468元, 没有 发券)."""
    phrase = text.value.strip()
    verb, rest = split_word("filed", phrase) or ("filed", phrase)
    return Has(Topic.FILED, frozenset({names.check_variables(Text(rest, text.mark))}),
               verb == "not_filed", phrase)  # fmt: skip


def _names_of(topic: Topic, text: Text, names: Names) -> frozenset[str]:
    match topic:
        case Topic.HEARD:
            return names.act(text)
        case Topic.KNOWN:
            return frozenset({names.fact(text)})
        case Topic.USED:
            return frozenset({names.tool(text)})
        case Topic.AGREED:
            return frozenset({names.resolution(text)})
        case Topic.MENTIONED | Topic.FILED | Topic.DRAWN:
            return frozenset({names.check_variables(text)})


def yes(text: Text, names: Names) -> bool:
    """是 or 否."""
    word = ids("values").get(text.value.strip().casefold())
    if word not in {"yes", "no"}:
        names.notes.unknown("D025", text.mark, text.value, ("是", "否"))
    return word == "yes"


def _ascii(value: str) -> str:
    # A full-width + - and digits come from the same keyboards as full-width colons.
    return value.strip().translate(
        {ord("＋"): "+", ord("－"): "-", ord("−"): "-"}
        | {0xFF10 + digit: str(digit) for digit in range(10)}
    )
