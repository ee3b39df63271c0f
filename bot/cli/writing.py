"""`kefu new`, `kefu preview` and `kefu import-sheet`: files written for authors and mentors."""

import sys
from pathlib import Path

from rich.console import Console

from bot.authoring.customers import FILE, subject_of
from bot.authoring.preview import preview_markdown, preview_page
from bot.authoring.sheets.importing import Fault, import_sheet
from bot.authoring.start import start_customer, start_workbook, write_again
from bot.cli.errors import PROBLEMS
from bot.cli.speech import words

STANDARD_OUTPUT = Path("-")
UNNAMED = "my-customer"
"""The id in a workbook that was asked for without one."""

_CONSOLE = Console(highlight=False, soft_wrap=True)


def write_preview(asked: str, out: Path | None, *, as_markdown: bool) -> None:
    """Write a customer's card as HTML or Markdown."""
    subject = subject_of(asked)
    face = preview_markdown if as_markdown else preview_page
    text = face(subject, words())
    if out == STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    path = out or Path(f"{subject.id}.{'md' if as_markdown else 'html'}")
    path.write_text(text, encoding="utf-8")
    _tell("cli.preview.written", file=path)


def start_new(id_: str, title: str, like: str, folder: Path, sheet: Path | None) -> None:
    """Write a new customer file, or a workbook to fill in, and say what to do next."""
    if sheet is not None:
        start_workbook(id_ or UNNAMED, title, like, sheet)
        _tell("cli.new.sheet_written", file=sheet)
        return
    if not id_:
        _tell("cli.new.menu")
        return
    path = start_customer(id_, title, like, folder)
    _tell("cli.new.written", file=path)


def import_workbook(workbook: Path, folder: Path) -> int:
    """Make a customer file of a workbook; the exit code: 0 written, 1 problems found."""
    imported = import_sheet(workbook)
    for fault in imported.faults:
        _tell_fault(fault)
    if not imported.usable:
        _tell("cli.sheet.refused", file=workbook)
        return PROBLEMS
    path = folder / imported.id / FILE
    write_again(path, imported.text)
    _tell("cli.sheet.imported", file=path)
    return 0


def _tell_fault(fault: Fault) -> None:
    """One problem in two lines: 表“规则” B7 and what is wrong, then what to do."""
    sign = "⚠" if fault.warning else "✗"
    place = words().say("cli.sheet.place", sheet=fault.sheet, cell=fault.cell)
    if fault.problem is None:
        told = words().say(f"cli.sheet.fault.{fault.kind}", detail=fault.detail)
        _CONSOLE.print(f"{sign} {place} {told}", markup=False)
        return
    problem = fault.problem
    _CONSOLE.print(f"{sign} {place} {problem.code} {problem.message}", markup=False)
    if problem.hint:
        _CONSOLE.print(f"    {problem.hint}", style="dim", markup=False)


def _tell(key: str, **values: object) -> None:
    _CONSOLE.print(words().say(key, **values), markup=False)
