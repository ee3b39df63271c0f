"""`kefu check`: every mistake in customer files with its place and remedy, and their own tests."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot.app import examine
from bot.cli.errors import PROBLEMS
from bot.cli.speech import words
from dialogues.checks.selftest import Finding, run_selftests
from dialogues.reading import load_library
from dialogues.reading.library import OWN_FOLDER
from dialogues.reading.problem import Problem
from dialogues.scripted import ScriptedScenario


def check_folder(folder: Path | None, variants: int) -> int:
    """Check all customers of a folder; the exit code: 0 fine, 1 problems found."""
    console = Console(highlight=False)
    where = folder or OWN_FOLDER
    library = load_library(where)
    problems = sorted(library.problems, key=lambda p: (p.file, p.line, p.column))
    for problem in problems:
        _print_problem(console, problem)
    findings = 0
    for playable in track(
        library.scenarios.values(),
        description=words().say("cli.check.selftests"),
        console=console,
        transient=True,
    ):
        findings += _print_findings(console, playable, _test(playable, variants))
    if not library.ids and not problems:
        console.print(words().say("cli.check.empty", folder=where))
        return PROBLEMS
    errors = sum(not problem.warning for problem in problems)
    warnings = len(problems) - errors
    counts = {"errors": errors, "warnings": warnings, "findings": findings}
    console.print(words().say("cli.check.summary", playable=len(library.ids), **counts))
    return PROBLEMS if errors or findings else 0


def _test(playable: ScriptedScenario, variants: int) -> tuple[Finding, ...]:
    def mark(talk: object, _scenario: object) -> float:
        return examine(talk, playable, "").total  # type: ignore[arg-type]

    return run_selftests(playable, variants, mark)


def _print_problem(console: Console, problem: Problem) -> None:
    sign = "⚠" if problem.warning else "✗"
    place = f"{problem.file}:{problem.line}:{problem.column}"
    console.print(f"{sign} {place} {problem.code} {problem.message}", markup=False)
    if problem.hint:
        console.print(f"    {problem.hint}", style="dim", markup=False)


def _print_findings(
    console: Console, playable: ScriptedScenario, findings: Iterable[Finding]
) -> int:
    """Each unmet expectation once, with the number of variants in which it was not met."""
    counted: dict[tuple[str, int, str], int] = {}
    for finding in findings:
        key = (finding.test, finding.line, finding.message)
        counted[key] = counted.get(key, 0) + 1
    for (test, line, message), times in counted.items():
        place = f"{playable.id}/scenario.yaml:{line}"
        told = words().say("cli.check.finding", test=test, message=message, times=times)
        console.print(f"✗ {place} {told}", markup=False)
    return len(counted)
