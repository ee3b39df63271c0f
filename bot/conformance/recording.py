"""Recorded talks: what people do, step by step, and what everybody sees of it.

One YAML file each, named after what it shows. People write the acts; what is seen (`shows`) and
the marks (`talks`) are filled in by `python -m bot.conformance.record`, and read by a reviewer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

RECORDINGS = Path(__file__).parent / "recordings"


class BadRecording(ValueError):
    """A recording that cannot be read: which file, which step, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What happens: somebody says, presses, sends a file, or time passes (`wait`, in seconds).

    `to` is how a message begins that is replied to or whose button is pressed; empty: the newest
    that fits. `again` means that the platform tells the event twice.
    """

    who: str = ""
    says: str = ""
    presses: str = ""
    sends: str = ""
    content: str = ""
    to: str = ""
    group: bool = False
    again: bool = False
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Show:
    """A message as somebody sees it: a new one, or one that `changed` in place."""

    chat: str
    text: str
    buttons: tuple[tuple[str, ...], ...] = ()
    changed: bool = False
    picture: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """An act and all that it shows, chat by chat."""

    act: Act
    shows: tuple[Show, ...] = ()


@dataclass(frozen=True, slots=True)
class TalkMark:
    """What is kept of one talk: who, which customer, its log in short, and the marks.

    `marks` are those of the rubric's rows (None: not marked), `taken` the rules that cost points.
    """

    who: str
    scenario: str
    log: tuple[str, ...]
    over: bool
    total: int | None = None
    stars: int = 0
    marks: Mapping[str, int | None] = field(default_factory=dict)
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded talk. `people` by name with their language tags; `cohort` opens a class first.

    `needs_edit`: without edits in place the talk itself would go another way.
    """

    name: str
    about: str
    people: Mapping[str, str]
    cohort: bool = False
    needs_edit: bool = False
    steps: tuple[Step, ...] = ()
    talks: tuple[TalkMark, ...] = ()


def names() -> tuple[str, ...]:
    """All recordings of the kit, in order."""
    return tuple(sorted(file.stem for file in RECORDINGS.glob("*.yaml")))


def read(file: Path) -> Recording:
    """The recording in a file; or `BadRecording`."""
    data = YAML(typ="safe").load(file.read_text("utf-8"))
    try:
        return Recording(
            name=file.stem,
            about=data["about"],
            people=data["people"],
            cohort=data.get("class", False),
            needs_edit=data.get("needs_edit", False),
            steps=tuple(_step(step) for step in data["steps"]),
            talks=tuple(_talk(talk) for talk in data.get("talks", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadRecording(f"{file.name}: {error}") from error


def write(recording: Recording, folder: Path = RECORDINGS) -> Path:
    """Lay a recording down under its name."""
    data: dict[str, Any] = {"about": recording.about, "people": dict(recording.people)}
    if recording.cohort:
        data["class"] = True
    if recording.needs_edit:
        data["needs_edit"] = True
    data["steps"] = [_step_data(step) for step in recording.steps]
    data["talks"] = [_talk_data(talk) for talk in recording.talks]
    file = folder / f"{recording.name}.yaml"
    with file.open("w", encoding="utf-8", newline="\n") as out:
        _yaml().dump(data, out)
    return file


def in_words(one: Show | TalkMark) -> str:
    """A message or a mark as it stands in a file."""
    out = StringIO()
    _yaml().dump(_told(one), out)
    return out.getvalue()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _step(data: Mapping[str, Any]) -> Step:
    act = {name: value for name, value in data.items() if name != "shows"}
    return Step(Act(**act), tuple(_show(show) for show in data.get("shows", ())))


def _show(data: Mapping[str, Any]) -> Show:
    buttons = tuple(tuple(row) for row in data.get("buttons", ()))
    return Show(**{**data, "buttons": buttons})


def _talk(data: Mapping[str, Any]) -> TalkMark:
    return TalkMark(**{**data, "log": tuple(data["log"]), "taken": tuple(data.get("taken", ()))})


def _step_data(step: Step) -> dict[str, Any]:
    data = _told(step.act)
    if step.shows:
        data["shows"] = [_told(show) for show in step.shows]
    return data


def _talk_data(talk: TalkMark) -> dict[str, Any]:
    return {**_told(talk), "over": talk.over}


def _told(one: Act | Show | TalkMark) -> dict[str, Any]:
    """The fields that say something, in their order."""
    fields = {name: getattr(one, name) for name in type(one).__slots__}
    return {name: _plain(value) for name, value in fields.items() if value or name == "total"}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, str) and "\n" in value:
        return LiteralScalarString(value)
    return dict(value) if isinstance(value, Mapping) else value
