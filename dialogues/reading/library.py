"""A folder of customers: one folder per customer, with `scenario.yaml` in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dialogues.hearing import Ear, built_in
from dialogues.liveroom import LiveShow
from dialogues.reading.problem import Notes, Problem
from dialogues.reading.reader import read_scenario
from dialogues.reading.reception import check_customers
from dialogues.reception import Guests, Reception
from dialogues.scenario import Scenario
from dialogues.scripted import ScriptedScenario

OWN_FOLDER = Path(__file__).parent.parent / "library"


@dataclass(frozen=True, slots=True)
class Library:
    """The customers of a folder that can be played, and the problems of all its files.

    `sources` says which customer each file gave. `earlier` are the versions that were replaced
    since the program started, by id and content hash: talks that began with one go on with it.
    """

    scenarios: Mapping[str, ScriptedScenario]
    problems: tuple[Problem, ...]
    rooms: Mapping[str, LiveShow] = field(default_factory=dict)
    receptions: Mapping[str, Guests] = field(default_factory=dict)
    folder: Path = OWN_FOLDER
    sources: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[tuple[str, str], ScriptedScenario] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the customers, live rooms and receptions, in order."""
        return (*self.scenarios, *self.rooms, *self.receptions)

    def get(self, scenario: str) -> ScriptedScenario | None:
        """The customer of this id, if it can be played."""
        return self.scenarios.get(scenario)

    def version(self, scenario: str, content_hash: str) -> ScriptedScenario | None:
        """The customer as it was with this content, while this program remembers it."""
        now = self.scenarios.get(scenario)
        if now and now.content_hash == content_hash:
            return now
        return self.earlier.get((scenario, content_hash))


def reload_library(library: Library, ear: Ear | None = None) -> Library:
    """Read the folder again; a file that fails now keeps its last good version playing."""
    fresh = load_library(library.folder, ear)
    broken = {
        file: name
        for file, name in library.sources.items()
        if file not in fresh.sources and (library.folder / file).is_file()
    }
    kept = {name: library.scenarios[name] for name in broken.values()}
    known = {(old.id, old.content_hash): old for old in library.scenarios.values()}
    return replace(
        fresh,
        scenarios={**kept, **fresh.scenarios},
        sources={**broken, **fresh.sources},
        earlier={**library.earlier, **known},
    )


def load_library(
    folder: Path = OWN_FOLDER,
    ear: Ear | None = None,
    *,
    trusted: bool = False,
    language: str = "zh_CN",
) -> Library:
    """Read every customer below a folder; one that fails is left out and its problems are kept.

    The program's own library is trusted where it is played from, and checked where it is made.
    Problems are told in this language.
    """
    scenarios: dict[str, ScriptedScenario] = {}
    rooms: dict[str, LiveShow] = {}
    receptions: dict[str, Reception] = {}
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*/scenario.yaml")):
        reading = read_scenario(
            path.read_bytes(),
            f"{path.parent.name}/{path.name}",
            language=language,
            translations={
                beside.name.split(".")[1]: beside.read_bytes()
                for beside in sorted(path.parent.glob("scenario.*.yaml"))
            },
            trusted=trusted,
        )
        problems += reading.problems
        if reading.scenario:
            playable = ScriptedScenario(reading.scenario, ear or built_in())
            scenarios[playable.id] = playable
            sources[f"{path.parent.name}/{path.name}"] = playable.id
        if reading.room:
            rooms[reading.room.id] = LiveShow(reading.room, ear or built_in())
        if reading.reception:
            receptions[f"{path.parent.name}/{path.name}"] = reading.reception
    known = {playable.id: playable.scenario for playable in scenarios.values()}
    if receptions and folder != OWN_FOLDER:
        known = {
            one.id: one.scenario for one in load_library(trusted=True).scenarios.values()
        } | known
    notes = Notes(language)
    guests = [one for file, r in receptions.items() if (one := _guests(r, file, known, notes))]
    problems += notes.problems
    found = {one.id: one for one in guests}
    return Library(scenarios, tuple(problems), rooms, found, folder, sources)


def _guests(
    reception: Reception, file: str, known: Mapping[str, Scenario], notes: Notes
) -> Guests | None:
    """The reception with its customers; None where one of them cannot be played."""
    before = len(notes.problems)
    check_customers(reception, file, known, notes)
    if len(notes.problems) > before:
        return None
    return Guests(reception, {name: known[name] for name in reception.customers})
