"""Columns of the tables that school systems (教务) take in: data files, one a layout."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Value(StrEnum):
    """What may stand in a column; each is explained in this folder's README."""

    ROW = "row"
    CLASS = "class"
    NUMBER = "number"
    NAME = "name"
    MEAN = "mean"
    GRADE = "grade"
    DONE = "done"
    DRILLS = "drills"
    COMMUNICATION = "communication"
    PROBLEM = "problem"
    PLATFORM = "platform"
    SERVICE = "service"
    NOTE = "note"
    BLANK = "blank"


class Absent(StrEnum):
    """How a drill that was not finished goes into the mean."""

    LEFT_OUT = "left_out"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table for a school's system: its names, and its columns as title and value, in order."""

    id: str
    chinese: str
    english: str
    absent: Absent
    columns: tuple[tuple[str, Value], ...]

    def name(self, language: str) -> str:
        """What it is called on a button."""
        return self.english if language == "en" else self.chinese


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by id, in the order of their files' names."""
    found = (file for file in files(__name__).iterdir() if file.name.endswith(".toml"))
    made = (read_layout(file.name.removesuffix(".toml"), file.read_text("utf-8")) for file in found)
    return {layout.id: layout for layout in sorted(made, key=lambda each: each.id)}


def read_layout(id_: str, text: str) -> Layout:
    """A layout out of its file; an unknown value or a missing name is a `ValueError`."""
    data = tomllib.loads(text)
    try:
        columns = tuple((str(each["title"]), Value(each["value"])) for each in data["columns"])
        absent = Absent(data["absent"])
        return Layout(id_, data["chinese"], data["english"], absent, columns)
    except KeyError as missing:
        raise ValueError(f"{id_}.toml: {missing.args[0]} is missing") from None
