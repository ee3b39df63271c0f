"""`kefu check` and `kefu rehearse`: what is wrong with customers, and how students fare in them."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.authoring.check import Read, Trial, read_customers, try_out
from bot.authoring.customers import customer_file, playable_customer, subject_of
from bot.authoring.rehearse import Part, Rehearsal, troupe
from bot.authoring.robots import rehearse_robots
from bot.cli.errors import PROBLEMS
from bot.cli.speech import words
from bot.customers import MODULE, module_beside
from dialogues.checks.rehearsal import Coverage, Doubt, Share
from dialogues.checks.students import COMPARED
from dialogues.liveroom import LiveRoom
from dialogues.reading.library import OWN_FOLDER
from dialogues.reading.problem import Problem
from dialogues.reception import Guests
from dialogues.scenario import Scenario
from dialogues.scripted import ScriptedScenario

# --- kefu check --------------------------------------------------------------------------------


def check_customers(where: Path | None, tests: int, *, quick: bool, as_json: bool) -> int:
    """Check all customers of a folder, or one; the exit code: 0 fine, 1 problems found."""
    console = Console(highlight=False, stderr=as_json)
    read = read_customers(where or OWN_FOLDER, words().language)
    with _bar(console, "cli.check.selftests", len(read.scenarios)) as advance:
        trials = []
        for trial in try_out(read, tests, quick=quick):
            trials.append(trial)
            advance(1)
    if as_json:
        found = {
            "problems": [asdict(p) for p in read.problems],
            "trials": list(map(asdict, trials)),
        }
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        _print_checked(console, where or OWN_FOLDER, read, trials)
    passed = read.scenarios and not read.errors and all(trial.passed for trial in trials)
    return 0 if passed else PROBLEMS


def _print_checked(console: Console, where: Path, read: Read, trials: list[Trial]) -> None:
    for problem in read.problems:
        _print_problem(console, problem)
    for problem in (found for trial in trials for found in trial.hidden):
        _print_problem(console, problem)
    for trial in trials:
        for line in _failures(trial):
            console.print(f"✗ {trial.id} {line}", markup=False, soft_wrap=True)
    for file, lines in read.unfinished:
        told = words().say("cli.check.unfinished", file=file, lines="、".join(map(str, lines)))
        console.print(f"⚠ {told}", markup=False, soft_wrap=True)
    if not read.scenarios and not read.problems:
        console.print(words().say("cli.check.empty", folder=where), markup=False)
        return
    warnings = len(read.problems) - read.errors + sum(len(trial.hidden) for trial in trials)
    counts = {"errors": read.errors, "warnings": warnings}
    findings = sum(len([*_failures(trial)]) for trial in trials)
    told = words().say(
        "cli.check.summary", playable=len(read.scenarios), findings=findings, **counts
    )
    console.print(told, markup=False)


def _print_problem(console: Console, problem: Problem) -> None:
    sign = "⚠" if problem.warning else "✗"
    place = f"{problem.file}:{problem.line}:{problem.column}"
    console.print(f"{sign} {place} {problem.code} {problem.message}", markup=False, soft_wrap=True)
    if problem.hint:
        console.print(f"    {problem.hint}", style="dim", markup=False, soft_wrap=True)


def _failures(trial: Trial) -> Iterator[str]:
    say = words().say
    if trial.refused:
        yield say("trouble.bad_module", module=MODULE, why=trial.refused)
    for unmet in trial.unmet:
        yield say(
            "cli.check.finding",
            line=unmet.line,
            test=unmet.test,
            message=unmet.message,
            times=unmet.times,
        )
    for weakness in trial.weaknesses:
        name = say(f"cli.battery.{weakness.trial}")
        yield say(f"cli.weakness.{weakness.kind}", trial=name, detail=weakness.detail)
    yield from map(doubt_in_words, trial.doubts)


# --- kefu rehearse -----------------------------------------------------------------------------


def rehearse_customer(asked: str, attempts: int, variants: int, *, as_json: bool) -> int:
    """Rehearse one customer; the exit code: 0 it may be published, 1 it may not yet."""
    console = Console(highlight=False, stderr=as_json)
    subject = subject_of(asked)
    if not isinstance(subject, Scenario):
        return _rehearse_robots(console, subject, variants, as_json=as_json)
    playable = playable_customer(asked)
    part = Part(playable.scenario, module_beside(customer_file(asked)))
    total = attempts + variants * len(COMPARED)
    with (
        _bar(console, "cli.rehearse.progress", total) as advance,
        troupe(total) as players,
    ):
        rehearsal = players.rehearse(part, attempts, variants, advance)
    if as_json:
        found = {"id": playable.id, "publishable": rehearsal.publishable, **asdict(rehearsal)}
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        _print_rehearsal(console, playable, rehearsal)
    return 0 if rehearsal.publishable else PROBLEMS


def _rehearse_robots(
    console: Console, subject: LiveRoom | Guests, evenings: int, *, as_json: bool
) -> int:
    """Rehearse a live room or a reception with the robots of its own tests."""
    written = subject if isinstance(subject, LiveRoom) else subject.reception
    with _bar(console, "cli.rehearse.progress", evenings * len(written.tests)) as advance:
        fared = rehearse_robots(subject, evenings, advance)
    publishable = bool(fared) and not any(each.missed for each in fared)
    if as_json:
        found = {"id": subject.id, "publishable": publishable, "robots": list(map(asdict, fared))}
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        title = words().say("cli.rehearse.title", title=written.title, id=subject.id)
        console.print(title, markup=False)
        console.print(_table([(f.robot, f.low, f.middle, f.high, f.endings) for f in fared]))
        for each in (each for each in fared if each.missed):
            told = words().say(
                "cli.rehearse.missed",
                robot=each.robot,
                wanted=each.wanted,
                times=each.missed,
                evenings=evenings,
            )
            console.print(f"✗ {told}", markup=False, soft_wrap=True)
        _print_verdict(console, publishable=publishable, key="" if fared else "no_robots")
    return 0 if publishable else PROBLEMS


def _print_verdict(console: Console, *, publishable: bool, key: str = "") -> None:
    verdict = key or ("publishable" if publishable else "not_yet")
    told = words().say(f"cli.rehearse.{verdict}")
    console.print(told, style="green" if publishable else "red")


def _print_rehearsal(console: Console, playable: ScriptedScenario, rehearsal: Rehearsal) -> None:
    console.print(words().say("cli.rehearse.title", title=playable.title, id=playable.id))
    console.print(
        _table([(s.persona.label, s.low, s.middle, s.high, s.endings) for s in rehearsal.showings])
    )
    if rehearsal.coverage:
        for line in _coverage(rehearsal.coverage):
            console.print(line, markup=False, soft_wrap=True)
    for doubt in rehearsal.doubts:
        console.print(f"✗ {doubt_in_words(doubt)}", markup=False, soft_wrap=True)
    _print_verdict(console, publishable=rehearsal.publishable)


Line = tuple[str, float, float, float, tuple[Share, ...]]
"""A student with lowest, middle and highest mark and the endings it came to."""


def _table(lines: Iterable[Line]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(words().say("cli.rehearse.student"), no_wrap=True)
    for column in ("low", "middle", "high"):
        table.add_column(words().say(f"cli.rehearse.{column}"), no_wrap=True, justify="right")
    table.add_column(words().say("cli.rehearse.endings"), overflow="fold")
    for student, low, middle, high, shares in lines:
        marks = (f"{mark:.0f}" for mark in (low, middle, high))
        endings = "  ".join(f"{_ending(share)} {_percent(share)}" for share in shares[:4])
        table.add_row(escape(student), *marks, escape(endings))
    return table


def _coverage(found: Coverage) -> Iterator[str]:
    say = words().say
    yield say("cli.rehearse.attempts", attempts=found.attempts, solved=f"{found.solved:.0%}")
    low, middle, high = found.rounds
    yield say("cli.rehearse.rounds", low=low, middle=middle, high=high)
    for kind in ("rules", "stages", "endings"):
        shares: tuple[Share, ...] = getattr(found, kind)
        never = "、".join(share.name for share in shares if not share.share)
        rare = "、".join(f"{s.name} {_percent(s)}" for s in shares if s.rare and s.share)
        if never:
            yield "⚠ " + say("cli.rehearse.never", kind=say(f"cli.rehearse.{kind}"), names=never)
        if rare:
            yield "· " + say("cli.rehearse.rare", kind=say(f"cli.rehearse.{kind}"), names=rare)
    for loop in found.loops:
        yield "⚠ " + say(
            "cli.rehearse.stuck", stage=loop.stage, rule=loop.rule, times=loop.attempts
        )


def doubt_in_words(doubt: Doubt) -> str:
    """Why a customer should not be published yet, and what to look at."""
    if doubt.other is None:
        above = doubt.found > doubt.wanted
        return words().say(
            "cli.doubt.too_high" if above else "cli.doubt.too_low",
            persona=doubt.persona.label,
            found=f"{doubt.found:.0f}",
            wanted=f"{doubt.wanted:.0f}",
        )
    return words().say(
        "cli.doubt.inverted",
        persona=doubt.persona.label,
        other=doubt.other.label,
        times=doubt.times,
        found=f"{doubt.found:.0f}",
        wanted=f"{doubt.wanted:.0f}",
        seed=doubt.seed,
    )


def _ending(share: Share) -> str:
    return share.name or words().say("cli.rehearse.open")


def _percent(share: Share) -> str:
    return f"{share.share:.1%}" if share.rare else f"{share.share:.0%}"


@contextmanager
def _bar(console: Console, message: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar that goes away; yields what advances it."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(words().say(message), total=total)

        def advance(count: int) -> None:
            progress.advance(task, count)

        yield advance
