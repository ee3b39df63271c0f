"""Which customer an author means: the id of a shipped one, a file, or a folder."""

from dataclasses import dataclass
from pathlib import Path

from bot.customers import module_beside, staged
from bot.trouble import Trouble
from dialogues.hearing import built_in
from dialogues.liveroom import LiveRoom
from dialogues.reading import Problem, read_scenario
from dialogues.reading.library import OWN_FOLDER
from dialogues.reception import Reception
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


class OnlySingleChats(Trouble):
    """Live rooms and receptions are checked and played, but not rehearsed or previewed."""

    key = "trouble.only_single_chats"


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


def open_customer(path: Path) -> Opened:
    """Read a customer file with all its problems."""
    beside = {
        file.name.split(".")[1]: file.read_bytes()
        for file in sorted(path.parent.glob("scenario.*.yaml"))
    }
    name = f"{path.parent.name}/{path.name}"
    reading = read_scenario(path.read_bytes(), name, translations=beside)
    playable = ScriptedScenario(reading.scenario, built_in()) if reading.scenario else None
    return Opened(path, playable, reading.problems, reading.room, reading.reception)


def playable_customer(asked: str) -> ScriptedScenario:
    """The customer meant, ready to be played."""
    return _playable(customer_file(asked))


def own_customer(asked: str) -> ScriptedScenario | None:
    """The customer in the author's own file of this name; None where there is no such file."""
    file = own_customer_file(asked) if asked else None
    return _playable(file) if file else None


def _playable(path: Path) -> ScriptedScenario:
    opened = open_customer(path)
    if opened.room is not None or opened.reception is not None:
        raise OnlySingleChats(file=path)
    if opened.playable is None:
        raise NotPlayable(file=path, problems=len(opened.problems))
    return staged(opened.playable.scenario, module_beside(path))
