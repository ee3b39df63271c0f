"""Marks as xAPI statements (xapi.dev, version 1.0.3), one JSON object a line.

A statement names its student by account: our own number, nothing that anybody outside could know.
The ids are derived from what they speak of, so the same export twice makes the same statements.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5  # noqa: TID251 - derived, not drawn

from bot.classroom.reports.book import MODULES, ClassBook, Mark, module_mark

HOME = "https://kefu-coach.invalid"
"""Where our ids are at home; the top-level domain `.invalid` is reserved, so it is nobody's."""

VERBS = {
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "scored": "http://adlnet.gov/expapi/verbs/scored",
}
SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
PASS = 60


def account_of(installation: str, person: int) -> str:
    """The account name of a student: stable here, and meaningless anywhere else."""
    return uuid5(_space(installation), f"person/{person}").hex[:16]


def statements(book: ClassBook, installation: str) -> Iterator[str]:
    """Two lines a mark: the talk was completed, and scored. `installation` keeps ids apart."""
    titles = {drill.id: drill.title for drill in book.drills}
    for mark in book.marks:
        for verb in VERBS:
            data = _statement(mark, verb, titles.get(mark.drill, mark.scenario), installation)
            yield json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _statement(mark: Mark, verb: str, title: str, installation: str) -> dict[str, Any]:
    space = _space(installation)
    # A mark that a teacher changed is another statement; a statement never changes.
    about = f"attempt/{mark.attempt}/{verb}" + (f"/{mark.total}" if verb == "scored" else "")
    return {
        "id": str(uuid5(space, about)),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": HOME, "name": account_of(installation, mark.person)},
        },
        "verb": {"id": VERBS[verb], "display": {"en-US": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{HOME}/scenarios/{mark.scenario}",
            "definition": {"type": SIMULATION, "name": {"zh-CN": title}},
        },
        "result": _result(mark, verb),
        "context": {
            "registration": str(uuid5(space, f"attempt/{mark.attempt}")),
            "contextActivities": {"parent": [{"id": f"{HOME}/drills/{mark.drill}"}]},
        },
        "timestamp": mark.ended_at.isoformat(timespec="milliseconds"),
    }


def _result(mark: Mark, verb: str) -> dict[str, Any]:
    if verb == "completed":
        duration = duration_text(mark.ended_at - mark.started_at)
        return {"completion": True, "duration": duration}
    modules = {
        f"{HOME}/modules/{module.name.lower()}": round(value, 1)
        for module in MODULES
        if (value := module_mark(mark.card, module)) is not None
    }
    score = {"scaled": mark.total / 100, "raw": mark.total, "min": 0, "max": 100}
    return {"score": score, "success": mark.total >= PASS, "extensions": modules}


def duration_text(time: timedelta) -> str:
    """A duration as ISO 8601 has it, in seconds with two decimals: PT83.25S."""
    return f"PT{max(0.0, time.total_seconds()):.2f}S"


def _space(installation: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{HOME}/{installation}")
