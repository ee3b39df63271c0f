"""Ready plans: fifteen school days on one subject, each day one of the customers we come with."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent / "ready"
SCHOOL_DAYS = 15


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """A plan by its id: its title per language, and the scenario of each school day."""

    id: str
    title: Mapping[str, str]
    days: tuple[str, ...]

    def titled(self, language: str) -> str:
        """The title in a language, else in Chinese."""
        return self.title.get(language, self.title["zh_CN"])


@cache
def ready_plans() -> Mapping[str, ReadyPlan]:
    """All ready plans by id, in the order of their file names."""
    return {file.stem: _read(file) for file in sorted(FOLDER.glob("*.yaml"))}


def _read(file: Path) -> ReadyPlan:
    data = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    return ReadyPlan(file.stem, data["title"], tuple(data["days"]))
