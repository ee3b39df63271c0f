"""What `kefu kpi` tells: the figures as JSON, or as a table under the back office's headings."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from scoring.document import BadTranscript, Ear, optional, parsed, transcript_in
from scoring.kpi.figures import Figure, figure
from scoring.kpi.preset import FigureSpec, Preset
from scoring.kpi.service import Service, conversations


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure with what it is a figure of."""

    spec: FigureSpec
    figure: Figure

    @property
    def passed(self) -> bool | None:
        """Whether it passes the platform's line; None where there is no line or no value."""
        if self.spec.pass_line is None or self.figure.value is None:
            return None
        return self.spec.pass_line.passed(self.figure.value)


def kpi_json(document: str, preset: Preset, ear: Ear) -> str:
    """The figures of a written log, as one JSON object."""
    told = {each.spec.id: _told(each) for each in report(document, preset, ear)}
    return json.dumps(told, ensure_ascii=False, separators=(", ", ": "))


def report(document: str, preset: Preset, ear: Ear) -> tuple[Reported, ...]:
    """The figures of a written log in the order of the preset, or `BadTranscript`."""
    service = read_service(document, preset, ear)
    return tuple(Reported(spec, figure(service, preset, spec)) for spec in preset.figures)


def read_service(document: str, preset: Preset, ear: Ear) -> Service:
    """The service log in a document.

    Beside `events` it may hold `orders` (`[{"customer", "paid"}]`, yuan) and `ratings`
    (`[{"customer", "stars"}]`, 1 to 5).
    """
    data = parsed(document)
    said = transcript_in(data, ear).utterances
    return Service(
        conversations(said, timedelta(hours=preset.gap_hours)),
        _amounts(data, "orders", "paid"),
        _amounts(data, "ratings", "stars"),
    )


def columns(figures: Iterable[Reported]) -> dict[str, str]:
    """One row of an export: the back office's headings, and values as it writes them."""
    return {each.spec.column: _shown(each.figure) for each in figures if each.spec.column}


def _told(each: Reported) -> dict[str, Any]:
    spec, found = each.spec, each.figure
    told: dict[str, Any] = {"value": found.value, "unit": found.unit}
    if found.numerator is not None:
        told["numerator"] = found.numerator
    if found.denominator is not None:
        told["denominator"] = found.denominator
    if found.unmeasured:
        told["unmeasured"] = found.unmeasured
    if spec.pass_line is not None:
        told["pass_line"] = spec.pass_line.limit
        told["passed"] = each.passed
    return told | {"name": spec.names, "source": spec.source, "as_of": spec.as_of}


def _shown(found: Figure) -> str:
    if found.value is None:
        return "-"
    return f"{found.value:.2%}" if found.unit == "ratio" else f"{found.value:g}"


def _amounts(data: Mapping[str, Any], key: str, field: str) -> dict[str, tuple[float, ...]]:
    amounts: dict[str, tuple[float, ...]] = {}
    for position, row in enumerate(optional(data, key, list, [])):
        where = f"{key}[{position}]"
        number = row.get(field) if isinstance(row, dict) else None
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise BadTranscript(where, "读不懂", f'写成 {{"customer": "A", "{field}": 5}}')
        who = optional(row, "customer", str, "", f"{where}.")
        amounts[who] = (*amounts.get(who, ()), float(number))
    return amounts
