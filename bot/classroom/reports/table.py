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


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, and what it means in both languages."""

    title: str
    chinese: str
    english: str


HEADER: tuple[Column, ...] = (
    Column("班级", "班级的名字", "name of the class"),
    Column("日期", "日练的日期，按班级的时区", "date of the drill, on the class's clock"),
    Column("场次", "这次日练在系统里的编号", "number of the drill's date in this installation"),
    Column("情境编号", "情境（顾客）的编号", "id of the scenario"),
    Column("情境", "情境的标题", "title of the scenario"),
    Column("姓名", "名单上的姓名；没有名单就空着", "name in the roster; empty without a roster"),
    Column("昵称", "系统里的昵称", "alias in this installation"),
    Column("完成", "有没有完成一次计分的作答", "是 or 否: finished an attempt that counts"),
    Column("作答次数", "完成了几次计分的作答", "finished attempts that count"),
    Column("得分", "最好一次的得分，0–100；没完成就空着", "best mark that holds, 0..100"),
    Column(
        "评分员原分",
        "评分程序给那一次的分，0–100",
        "what the examiner gave for that attempt, 0..100",
    ),
    Column("改分理由", "老师改过分的，写着理由", "the teacher's reason, where another mark holds"),
    Column("首响秒", "那一次的首次响应，秒", "first response of that attempt, seconds"),
    Column("平均响应秒", "那一次的平均响应，秒", "average response of that attempt, seconds"),
    Column("三分钟内", "180 秒内回复的轮次占几成，0–1", "share of rounds within 180 s, 0..1"),
    Column("沟通表达", "模块得分，0–100", "module mark, 0..100"),
    Column("问题解决", "模块得分，0–100", "module mark, 0..100"),
    Column("平台操作", "模块得分，0–100", "module mark, 0..100"),
    Column("服务素养", "模块得分，0–100", "module mark, 0..100"),
    Column("红线", "压低了得分的红线编号", "ids of the gates that capped the mark"),
    Column("完成时间", "那一次结束的时间，ISO 8601", "when that attempt ended, ISO 8601"),
)
"""Columns, and what each of them means."""

TITLES = tuple(column.title for column in HEADER)


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
