"""Which customers this installation plays: those it comes with, a folder's, and packs'.

A folder is the teacher's own: its files are read again when they change, and a file that has
become unreadable keeps its last good version playing. Packs are installed with pip and announce
themselves under the entry-point group `kefu.customers`; a broken one is reported and skipped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import EntryPoint, entry_points
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from bot.logs import get_logger, where
from bot.trouble import Trouble
from dialogues.checks.plugins import broken_promises
from dialogues.hearing import built_in
from dialogues.liveroom import LiveShow
from dialogues.programmed import Maker, ProgrammedScenario
from dialogues.reading import load_library
from dialogues.reading.library import Library, reload_library
from dialogues.reception import Reception
from dialogues.scenario import Scenario
from dialogues.scripted import ScriptedScenario

log = get_logger(__name__)

PACKS = "kefu.customers"
"""The entry-point group of packs; each entry names a package with customer folders in it."""

_MEND = "the bot runs without it: update that package, or uninstall it"

MODULE = "module.py"


class BadModule(Trouble):
    """A customer's module offers no `customer(scenario, seed, state)`, or breaks its promises."""

    key = "trouble.bad_module"


@dataclass(slots=True)
class Collection:
    """All libraries that are played from, the program's own first."""

    libraries: list[Library]
    _seen: Mapping[Path, Mapping[Path, int]] = field(default_factory=dict)

    @classmethod
    def gather(cls, folder: Path | None = None) -> "Collection":
        """The program's own customers, installed packs, and a folder's, in this order."""
        found = [own_library(), *packs()]
        if folder is not None:
            found.append(customers_in(folder))
        collection = cls(found)
        collection._remember()
        return collection

    @property
    def scenarios(self) -> Mapping[str, ScriptedScenario]:
        """Every customer by id; a later library's replaces an earlier one's of the same id."""
        return {name: one for each in self.libraries for name, one in each.scenarios.items()}

    @property
    def rooms(self) -> Mapping[str, LiveShow]:
        """Every live room by id."""
        return {name: one for each in self.libraries for name, one in each.rooms.items()}

    @property
    def receptions(self) -> tuple[Reception, ...]:
        """Every reception of several customers."""
        found = {n: one for each in self.libraries for n, one in each.receptions.items()}
        return tuple(guests.reception for guests in found.values())

    def refresh(self) -> bool:
        """Read folders again whose files have changed; whether anything has."""
        # Taken before reading: what is written while we read is read the next time.
        now = {library.folder: stamps(library.folder) for library in self.libraries}
        changed = [
            number
            for number, library in enumerate(self.libraries)
            if self._seen.get(library.folder) != now[library.folder]
        ]
        for number in changed:
            fresh, broken = _with_modules(reload_library(self.libraries[number]))
            self.libraries[number] = fresh
            report(fresh, broken)
        self._seen = now
        return bool(changed)

    def _remember(self) -> None:
        self._seen = {each.folder: stamps(each.folder) for each in self.libraries}


@cache
def own_library() -> Library:
    """The customers that come with the program: they do not change, and are read once."""
    return load_library(trusted=True)


def customers_in(folder: Path, pack: str = "") -> Library:
    """The customers of a folder (of a pack), programmed ones with their modules."""
    library, broken = _with_modules(load_library(folder))
    report(library, broken, pack)
    return library


def report(library: Library, broken: Sequence[str] = (), pack: str = "") -> None:
    """Put all that keeps customers of a library from being played into the log, as one record.

    `broken` are modules that failed and why.
    """
    errors = [each for each in library.problems if not each.warning]
    problems = [f"{each.file}:{each.line} {each.code}" for each in errors]
    if problems := [*problems, *broken]:
        whose = {"pack": pack} if pack else {}
        hint = f"the others are played; kefu check {library.folder} says how to mend these"
        log.error("customers_refused", **whose, problems=problems, hint=hint)


def stamps(folder: Path) -> dict[Path, int]:
    """When each file of a folder of customers was last written."""
    files = (*folder.glob("*/*.yaml"), *folder.glob(f"*/{MODULE}"))
    return {file: file.stat().st_mtime_ns for file in files}


# --- packs ---------------------------------------------------------------------------------------


def packs(entries: Iterable[EntryPoint] | None = None) -> tuple[Library, ...]:
    """The libraries of all installed packs; one that cannot be used is reported and left out."""
    announced = entry_points(group=PACKS) if entries is None else entries
    return tuple(library for entry in announced for library in _opened(entry))


def _opened(entry: EntryPoint) -> Iterator[Library]:
    try:
        package = entry.load()
        folder = _folder_of(package)
    except Exception as error:  # noqa: BLE001 - a pack is anybody's code: it must not stop the bot
        log.error("pack_refused", pack=entry.name, error=where(error), hint=_MEND)
        return
    if not any(folder.glob("*/scenario.yaml")):
        why = "no */scenario.yaml in it"
        log.error("pack_refused", pack=entry.name, error=why, hint=_MEND)
        return
    yield customers_in(folder, entry.name)


def _folder_of(package: object) -> Path:
    """An entry may name a package, a path, or a function that gives one."""
    if isinstance(package, ModuleType):
        return Path(next(iter(package.__path__)))
    return Path(package() if callable(package) else str(package))


# --- programmed customers ------------------------------------------------------------------------


def _with_modules(library: Library) -> tuple[Library, list[str]]:
    """The library with its programmed customers, and what was wrong with those left out."""
    scenarios, sources = dict(library.scenarios), dict(library.sources)
    broken = []
    for file, name in library.sources.items():
        module = module_beside(library.folder / file)
        if module is None:
            continue
        try:
            scenarios[name] = programmed(module, library.scenarios[name])
        except BadModule as error:
            scenarios.pop(name, None)
            del sources[file]
            broken.append(f"{module.parent.name}/{MODULE} {error.values['why']}")
    return replace(library, scenarios=scenarios, sources=sources), broken


def staged(scenario: Scenario, module: Path | None) -> ScriptedScenario:
    """The customer of a file, or of a file and the module beside it, ready to be played."""
    written = ScriptedScenario(scenario, built_in())
    return programmed(module, written) if module else written


def module_beside(file: Path) -> Path | None:
    """The module of a customer that somebody programmed; None where only the file speaks."""
    module = file.with_name(MODULE)
    return module if module.is_file() else None


def programmed(module: Path, written: ScriptedScenario) -> ProgrammedScenario:
    """The customer of a module and the file beside it; `BadModule` where it cannot be played."""
    source = module.read_bytes()
    made = ProgrammedScenario(
        written.scenario, built_in(), _maker(module), sha256(source).hexdigest()
    )
    flaws = broken_promises(made)
    if flaws:
        told = "; ".join(f"{flaw.kind} {flaw.detail}".strip() for flaw in flaws)
        raise BadModule(module=str(module), why=told)
    return made


def _maker(module: Path) -> Maker:
    spec = spec_from_file_location(f"kefu_customer_{module.parent.name}", module)
    if spec is None or spec.loader is None:
        raise BadModule(module=str(module), why="not a Python file")
    loaded = module_from_spec(spec)
    try:
        spec.loader.exec_module(loaded)
    except Exception as error:
        raise BadModule(module=str(module), why=f"{type(error).__name__}: {error}") from error
    make = getattr(loaded, "customer", None)
    if not callable(make):
        raise BadModule(module=str(module), why="no function `customer(scenario, seed, state)`")
    offered: Maker = make
    return offered
