"""Everything that is checked about customers: mistakes, self-tests, the battery, the ranking."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from bot.authoring.customers import FILE, Subject, open_customer, own_customer_file
from bot.authoring.examiner import mark, mark_live
from bot.authoring.rehearse import Part, Troupe
from bot.authoring.start import unfinished_lines
from bot.customers import BadModule, module_beside, staged
from dialogues.checks.battery import Weakness, run_battery
from dialogues.checks.reachability import unreached
from dialogues.checks.rehearsal import VARIANTS, Doubt
from dialogues.checks.selftest import Finding, run_selftests
from dialogues.hearing import built_in
from dialogues.liveroom import LiveRoom, LiveShow
from dialogues.liveroom.selftest import run_room_tests
from dialogues.reading import Problem, load_library
from dialogues.reception import Guests
from dialogues.reception.selftest import run_desk_tests
from dialogues.scripted import ScriptedScenario


@dataclass(frozen=True, slots=True)
class Unmet:
    """An expectation of a self-test that was not met in so many variants."""

    test: str
    line: int
    message: str
    times: int


@dataclass(frozen=True, slots=True)
class Trial:
    """How one customer did: self-tests, battery, ranking of simulated students.

    `hidden` warns of rules, facts and endings that no talk brings about; `refused` says why a
    customer's module cannot be played.
    """

    id: str
    unmet: tuple[Unmet, ...]
    weaknesses: tuple[Weakness, ...]
    doubts: tuple[Doubt, ...]
    hidden: tuple[Problem, ...] = ()
    refused: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not (self.unmet or self.weaknesses or self.doubts or self.refused)


@dataclass(frozen=True, slots=True)
class Read:
    """The customers that were read and the problems of all files.

    `unfinished` are files of a template with the lines that still wait for the author's words;
    `modules` are those of programmed customers, by the customer's id.
    """

    scenarios: tuple[Subject, ...]
    problems: tuple[Problem, ...]
    unfinished: tuple[tuple[Path, tuple[int, ...]], ...] = ()
    modules: Mapping[str, Path] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many problems refuse a file."""
        return sum(not problem.warning for problem in self.problems)


def read_customers(where: Path, language: str = "zh_CN") -> Read:
    """All customers of a folder, or the one of a file or of a folder with `scenario.yaml`.

    Problems are told in this language.
    """
    file = own_customer_file(str(where))
    if file is not None:
        opened = open_customer(file, language)
        found: Subject | None = opened.playable.scenario if opened.playable else opened.room
        problems = opened.problems
        if opened.reception:
            # Only beside the other customers does it show whether all those exist that come in.
            shelf = load_library(file.parent.parent, language=language)
            found = shelf.receptions.get(opened.reception.id)
            name = f"{file.parent.name}/{file.name}"
            problems = tuple(problem for problem in shelf.problems if problem.file == name)
        one = (found,) if found else ()
        return Read(one, problems, _unfinished([file]), _modules({file: one}))
    library = load_library(where, language=language)
    in_order = sorted(library.problems, key=lambda p: (p.file, p.line, p.column))
    scenarios = (playable.scenario for playable in library.scenarios.values())
    rooms = (show.room for show in library.rooms.values())
    unfinished = _unfinished(sorted(where.glob(f"*/{FILE}")))
    subjects: tuple[Subject, ...] = (*scenarios, *rooms, *library.receptions.values())
    beside = {where / file: (library.scenarios[n].scenario,) for file, n in library.sources.items()}
    return Read(subjects, tuple(in_order), unfinished, _modules(beside))


def _modules(read: Mapping[Path, tuple[Subject, ...]]) -> dict[str, Path]:
    found = ((module_beside(file), subjects) for file, subjects in read.items())
    return {each.id: module for module, subjects in found if module for each in subjects}


def _unfinished(files: Iterable[Path]) -> tuple[tuple[Path, tuple[int, ...]], ...]:
    marked = ((file, unfinished_lines(file.read_text("utf-8", "replace"))) for file in files)
    return tuple((file, lines) for file, lines in marked if lines)


def try_out(read: Read, tests: int, *, quick: bool) -> Iterator[Trial]:
    """Try every customer, several at a time; `tests` variants of each self-test."""
    variants = 0 if quick else VARIANTS
    jobs = [(each, read.modules.get(each.id), tests, variants) for each in read.scenarios]
    if len(jobs) < 2 or (cpu_count() or 1) < 2:
        yield from map(try_one, jobs)
        return
    with ProcessPoolExecutor(min(cpu_count() or 1, len(jobs)), get_context("spawn")) as pool:
        yield from pool.map(try_one, jobs)


def try_one(job: tuple[Subject, Path | None, int, int]) -> Trial:
    """Self-tests, battery and ranking of one customer; the robots of a room or a reception."""
    scenario, module, tests, variants = job
    if isinstance(scenario, LiveRoom):
        show = LiveShow(scenario, built_in())
        return Trial(scenario.id, tuple(_counted(run_room_tests(show, tests, mark_live))), (), ())
    if isinstance(scenario, Guests):
        unmet = _counted(run_desk_tests(scenario, built_in(), mark, tests))
        return Trial(scenario.id, tuple(unmet), (), ())
    try:
        playable = staged(scenario, module)
    except BadModule as error:
        return Trial(scenario.id, (), (), (), refused=str(error.values["why"]))
    rehearsal = Troupe().rehearse(Part(scenario, module), 0, variants, lambda _: None)
    return Trial(
        scenario.id,
        tuple(_unmet(playable, tests)),
        run_battery(playable, scenario),
        rehearsal.doubts,
        # What a module brings about is not written in the file's rules.
        () if module else unreached(scenario, f"{scenario.id}/{FILE}"),
    )


def _unmet(playable: ScriptedScenario, variants: int) -> Iterator[Unmet]:
    """Each unmet expectation once, with the number of variants in which it was not met."""
    return _counted(run_selftests(playable, variants, mark))


def _counted(findings: Iterable[Finding]) -> Iterator[Unmet]:
    counted = Counter(replace(finding, seed="") for finding in findings)
    for finding, times in counted.items():
        yield Unmet(finding.test, finding.line, finding.message, times)
