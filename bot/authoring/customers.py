"""Which customer an author means: the id of a shipped one, a file, or a folder."""

from dataclasses import dataclass
from pathlib import Path

from bot.customers import module_beside, staged
from bot.trouble import Trouble
from dialogues.hearing import built_in
from dialogues.liveroom import LiveRoom
from dialogues.reading import Problem, load_library, read_scenario
from dialogues.reading.library import OWN_FOLDER
from dialogues.reception import Guests, Reception
from dialogues.scenario import Scenario
from dialogues.scripted import ScriptedScenario

FILE = "scenario.yaml"
AUTHORS_FOLDER = Path("customers")
"""Where `kefu new` puts customers, below the folder that the author works in."""


class NoSuchCustomer(Trouble):
    """There is neither a shipped customer of this id nor such a file."""

    key = "trouble.no_customer_file"


class NotPlayable(Trouble):
    """The file has mistakes; `kefu check` tells them all."""

    key = "trouble.not_playable"


@dataclass(frozen=True, slots=True)
class Opened:
    """A customer file, read: a customer, a live room or a reception, unless it has mistakes."""

    path: Path
    playable: ScriptedScenario | None
    problems: tuple[Problem, ...]
    room: LiveRoom | None = None
    reception: Reception | None = None


def customer_file(asked: str) -> Path:
    """The file that an id, a file name or a folder stands for."""
    shipped = OWN_FOLDER / asked / FILE
    found = own_customer_file(asked) or (shipped if shipped.is_file() else None)
    if found is None:
        raise NoSuchCustomer(asked=asked)
    return found


def own_customer_file(asked: str) -> Path | None:
    """The author's own file of this name: the file, its folder, or an id below `customers/`."""
    for path in (Path(asked), Path(asked) / FILE, AUTHORS_FOLDER / asked / FILE):
        if path.is_file():
            return path
    return None


def open_customer(path: Path, language: str = "zh_CN") -> Opened:
    """Read a customer file with all its problems, told in this language."""
    beside = {
        file.name.split(".")[1]: file.read_bytes()
        for file in sorted(path.parent.glob("scenario.*.yaml"))
    }
    name = f"{path.parent.name}/{path.name}"
    reading = read_scenario(path.read_bytes(), name, language=language, translations=beside)
    playable = ScriptedScenario(reading.scenario, built_in()) if reading.scenario else None
    return Opened(path, playable, reading.problems, reading.room, reading.reception)


Subject = Scenario | LiveRoom | Guests
"""What an author may have written: a customer, a live room, several customers at once."""


def subject_of(asked: str) -> Subject:
    """What is written in the file meant."""
    path = customer_file(asked)
    opened = open_customer(path)
    found: Subject | None = opened.playable.scenario if opened.playable else opened.room
    if opened.reception is not None:
        found = load_library(path.parent.parent).receptions.get(opened.reception.id)
    if found is None:
        raise NotPlayable(file=path, problems=max(len(opened.problems), 1))
    return found


def playable_customer(asked: str) -> ScriptedScenario:
    """The customer meant, ready to be played."""
    path = customer_file(asked)
    opened = open_customer(path)
    if opened.playable is None:
        raise NotPlayable(file=path, problems=len(opened.problems))
    return staged(opened.playable.scenario, module_beside(path))
