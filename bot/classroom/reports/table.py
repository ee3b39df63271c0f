"""The class's marks as a table: one row per student per drill, under a header that stays.

The header is a contract with other programs: columns are only ever added at the end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.classroom.drills import zone
from bot.classroom.reports.book import (
    MODULES,
    ClassBook,
    DrillDay,
    Mark,
    Pupil,
    best_of,
    module_mark,
)

Cell = str | int | float | None

HEADER: tuple[tuple[str, str], ...] = (
    ("班级", "name of the class"),
    ("日期", "date of the drill, ISO 8601, on the class's clock"),
    ("场次", "number of the drill's date in this installation"),
    ("情境编号", "id of the scenario"),
    ("情境", "title of the scenario"),
    ("姓名", "name in the roster; empty without a roster"),
    ("昵称", "alias in this installation"),
    ("完成", "是 or 否: finished at least one attempt that counts"),
    ("作答次数", "finished attempts that count"),
    ("得分", "the best mark that holds, 0..100; empty: nothing finished"),
    ("评分员原分", "what the examiner gave for that attempt, 0..100"),
    ("改分理由", "the teacher's reason, where another mark holds"),
    ("首响秒", "first response of that attempt, seconds"),
    ("平均响应秒", "average response of that attempt, seconds"),
    ("三分钟内", "share of rounds answered within 180 s, 0..1"),
    ("沟通表达", "module mark, 0..100"),
    ("问题解决", "module mark, 0..100"),
    ("平台操作", "module mark, 0..100"),
    ("服务素养", "module mark, 0..100"),
    ("红线", "ids of the gates that capped the mark"),
    ("完成时间", "when that attempt ended, ISO 8601, on the class's clock"),
)
"""Columns, and what each of them means."""

TITLES = tuple(title for title, _ in HEADER)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a header, under a name that fits a file."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def mark_table(book: ClassBook) -> Table:
    """The table of a class's book."""
    name = f"{book.cohort.name}-{book.since:%Y%m%d}-{book.until:%Y%m%d}"
    return Table(name, TITLES, tuple(_rows(book)))


def _rows(book: ClassBook) -> Iterator[tuple[Cell, ...]]:
    found: dict[tuple[int, int], list[Mark]] = {}
    for mark in book.marks:
        found.setdefault((mark.person, mark.drill), []).append(mark)
    for drill in book.drills:
        for pupil in book.pupils:
            own = found.get((pupil.id, drill.id), [])
            yield (*_who(book, drill, pupil), *_result(book, own))


def _who(book: ClassBook, drill: DrillDay, pupil: Pupil) -> tuple[Cell, ...]:
    day = drill.date.isoformat()
    what = (book.cohort.name, day, drill.id, drill.scenario, drill.title)
    return (*what, pupil.name, pupil.alias)


def _result(book: ClassBook, own: Sequence[Mark]) -> tuple[Cell, ...]:
    best = best_of(own)
    if best is None:
        return ("否", 0, *(None,) * (len(HEADER) - 9))
    timing = best.card.timing
    return (
        "是",
        len(own),
        best.total,
        best.given,
        best.reason,
        _seconds(timing.first_response_ms),
        _seconds(timing.average_response_ms),
        timing.within_180s.value,
        *(_rounded(module_mark(best.card, module)) for module in MODULES),
        " ".join(hit.id for hit in best.card.gates),
        _local(best.ended_at, book.cohort.zone),
    )


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _local(at: datetime, where: str) -> str:
    return at.astimezone(zone(where)).isoformat(timespec="seconds")
