"""Labelled replies: what the ear is trained with and held against."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled reply of the corpus; `maybe` are acts that two readers disagreed on."""

    id: str
    writer: str
    customer: str
    reply: str
    acts: frozenset[str]
    maybe: frozenset[str]
    courtesy: float


def corpus(folder: Path) -> tuple[Labelled, ...]:
    """All labelled replies below a folder, in the order of file names and lines."""
    return tuple(
        Labelled(
            row["id"],
            path.stem.removeprefix("writer-"),
            row["customer"],
            row["reply"],
            frozenset(row["acts"]),
            frozenset(row.get("maybe", ())),
            float(row["courtesy"]),
        )
        for path in sorted(folder.glob("*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    )
