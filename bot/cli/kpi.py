"""`kefu kpi`: the platforms' own figures from logs, as JSON, for people, or as a table."""

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.cli.errors import WRONG_USE
from bot.cli.speech import words
from dialogues.hearing import built_in
from scoring.kpi.preset import Preset
from scoring.kpi.preset_file import named, read_preset, shipped
from scoring.kpi.report import Reported, columns, kpi_json, report

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show_kpi(preset: str, logs: Sequence[Path], *, as_json: bool, table: Path | None) -> int:
    """The figures of one log or of several; the exit code."""
    chosen = _preset(preset)
    if chosen is None:
        names = "、".join(shipped())
        sys.stderr.write(words().say("cli.kpi.no_preset", asked=preset, known=names) + "\n")
        return WRONG_USE
    if table is not None:
        _write_table(chosen, logs, table)
        return 0
    for log in logs:
        _show(log, chosen, as_json=as_json)
    return 0


def _show(log: Path, preset: Preset, *, as_json: bool) -> None:
    document = log.read_text("utf-8")
    if as_json:
        sys.stdout.write(kpi_json(document, preset, built_in()) + "\n")
    else:
        Console(highlight=False).print(_for_people(report(document, preset, built_in()), preset))


def _preset(name: str) -> Preset | None:
    """A shipped preset by name, or the one in a file."""
    if name in shipped():
        return named(name)
    path = Path(name)
    return read_preset(path.read_text("utf-8")) if path.is_file() else None


def _for_people(figures: Sequence[Reported], preset: Preset) -> Table:
    language = words().language
    caption = f"{preset.source}\n{preset.note}".strip()
    table = Table(title=preset.names.get(language, preset.id), caption=caption)
    for heading in ("figure", "value", "line", "source"):
        table.add_column(words().say(f"cli.kpi.{heading}"))
    for each in figures:
        table.add_row(
            each.spec.names.get(language, each.spec.id),
            _value(each),
            _line(each),
            _source(each, preset),
        )
    return table


def _source(each: Reported, preset: Preset) -> str:
    own = each.spec.source if each.spec.source != preset.source else ""
    return f"{each.spec.as_of} {own}".strip()


def _value(each: Reported) -> str:
    found = each.figure
    if found.value is None:
        return "—"
    if found.unit == "ratio":
        return f"{found.value:.1%}（{found.numerator}/{found.denominator}）"
    return f"{found.value:g} {words().say(f'cli.kpi.unit.{found.unit}')}"


def _line(each: Reported) -> str:
    line = each.spec.pass_line
    if line is None:
        return ""
    limit = f"{line.limit:.0%}" if each.figure.unit == "ratio" else f"{line.limit:g}"
    mark = {True: " ✓", False: " ✗", None: ""}[each.passed]
    return f"{'≥' if line.at_least else '≤'} {limit}{mark}"


def _write_table(preset: Preset, logs: Sequence[Path], table: Path) -> None:
    """One row a log, for a spreadsheet: UTF-8 with a byte-order mark, as Excel expects."""
    who = words().say("cli.kpi.who")
    rows = []
    for log in logs:
        figures = report(log.read_text("utf-8"), preset, built_in())
        rows.append({who: _cell(log.stem)} | columns(figures))
    written = io.StringIO()
    writer = csv.DictWriter(written, [who, *(s.column for s in preset.figures if s.column)])
    writer.writeheader()
    writer.writerows(rows)
    table.write_text("\ufeff" + written.getvalue(), "utf-8", newline="")


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
