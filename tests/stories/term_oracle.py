"""A slow second opinion: every figure of a term from the stored rows by plain arithmetic.

Nothing here is imported from what it checks. Marks are taken as the examiner and the teachers
gave them; speed is measured anew from the event log.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MODULES = ("沟通表达", "问题解决", "平台操作", "服务素养")
MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
MOST = 10
_ZONE = ZoneInfo("Asia/Shanghai")
_EXCUSED_MS = 5 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Day:
    """One date of the drill."""

    id: int
    day: date
    opened: int
    closes: int
    closed: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """A finished attempt that counts; speeds in milliseconds, measured here from the log."""

    attempt: int
    student: int
    drill: Day
    given: int
    mark: int
    reason: str
    card: Mapping[str, Any]
    waits: tuple[int | None, ...]
    step: int
    started: int
    ended: int

    @property
    def first(self) -> int | None:
        return self.waits[0] if self.waits else None

    @property
    def average(self) -> int | None:
        measured = [wait for wait in self.waits if wait is not None]
        return rounded(Fraction(sum(measured), len(measured))) if measured else None

    @property
    def within_180s(self) -> float | None:
        hits = sum(wait is not None and wait <= 180_000 for wait in self.waits)
        return round(hits / len(self.waits), 4) if self.waits else None

    @property
    def rank(self) -> tuple[int, bool, int, str]:
        return -self.mark, self.average is not None, self.average or 0, str(self.student)

    def module(self, name: str) -> float | None:
        rows = [
            (row["weight"], row["mark"])
            for row in self.card["criteria"]
            if row["module"] == name and row["mark"] is not None and row["weight"] > 0
        ]
        weight = sum(each for each, _ in rows)
        return sum(each * mark for each, mark in rows) / weight if weight else None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a board ranks: a mark, a speed, and the step of the clock in milliseconds."""

    student: int
    mark: int
    average: int | None
    step: int


def rounded(value: Fraction) -> int:
    """Halves upward."""
    doubled = value * 2
    return int((doubled.numerator // doubled.denominator + 1) // 2)


def waits_of(log: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[int | None, ...]:
    """The student's wait in each round: from the first line seen to the first words after it.

    None: nothing was said any more; what the customer says in parting asks for no answer.
    """
    found: list[int | None] = []
    since: int | None = None
    for kind, data in log:
        if kind == "delivered" and since is None:
            since = data["stamp"][0]
        elif kind == "bubble" and since is not None:
            found.append(data["stamp"][0] - since)
            since = None
        elif kind == "ended":
            return (*found, None) if since is not None else tuple(found)
    return tuple(found)


class Oracle:
    """Everything stored of one class, read once."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as store:
            self._all: Callable[[str], list[Any]] = lambda query: store.execute(query).fetchall()
            self.days = [
                Day(number, date.fromisoformat(on), *rest)
                for number, on, *rest in self._all(
                    "SELECT id, date, opened_at, closes_at, closed_at FROM occurrence"
                    " WHERE withdrawn = 0 ORDER BY date, id"
                )
            ]
            people = self._all(
                "SELECT p.id, p.alias, m.since FROM person p JOIN membership m ON m.person = p.id"
                " WHERE m.role = 'student' ORDER BY p.id"
            )
            self.alias = {number: alias for number, alias, _ in people}
            self._since = {number: since for number, _, since in people}
            self._outages = self._all("SELECT since, until FROM outage")
            self._repaired = set(self._all("SELECT person, date FROM streak_repair"))
            self.done = self._attempts()
        self.best = self._best()

    def _attempts(self) -> list[Done]:
        logs: dict[int, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
        for attempt, kind, data in self._all(
            "SELECT attempt, kind, data FROM event WHERE kind IN ('delivered', 'bubble', 'ended')"
            " ORDER BY attempt, position"
        ):
            logs[attempt].append((kind, json.loads(data)))
        days = {day.id: day for day in self.days}
        rows = self._all(
            "SELECT a.id, a.person, s.occurrence, a.total, p.after, p.reason, a.card, p.card,"
            " a.started_at, a.ended_at FROM attempt a"
            " JOIN assignment s ON s.id = a.assignment LEFT JOIN appeal p ON p.attempt = a.id"
            " WHERE a.counts AND a.total IS NOT NULL ORDER BY a.id"
        )
        found = []
        for number, student, drill, given, after, why, card, again, started, ended in rows:
            day = days[drill]
            if day.closed is not None and ended > day.closed:
                continue
            waits = waits_of(logs[number])
            decided = after is not None
            found.append(
                Done(
                    number, student, day, given, after if decided else given,
                    why if decided else "", json.loads(again or card), waits,
                    1000, started, ended,
                )
            )  # fmt: skip
        return found

    def _best(self) -> dict[tuple[int, int], Done]:
        groups: dict[tuple[int, int], list[Done]] = defaultdict(list)
        for each in self.done:
            groups[each.student, each.drill.id].append(each)
        return {key: min(own, key=lambda each: each.rank) for key, own in groups.items()}

    # --- boards ---

    def drill_board(self, day: Day) -> list[str]:
        """Places and mean, as the group's board shows them below its head."""
        own = [each for (_, drill), each in self.best.items() if drill == day.id]
        if not own:
            return ["这次还没有人完成，下次一起加油！"]
        figures = [Figure(each.student, each.mark, each.average, each.step) for each in own]
        mean = rounded(Fraction(sum(each.mark for each in own), len(own)))
        tail = f"全班平均 {mean} 分。只显示前几名，每个人都可以用 /me 看自己的成绩。"
        return [*self._places(figures), tail]

    def season_board(self, first: date, last: date, before: tuple[date, date]) -> list[str]:
        """Rule, places and risers of a period, as the board shows them below its head."""
        held = sum(first <= day.day <= last for day in self.days)
        least = max(1, -(-held // 2))
        figures = [figure for figure, drills in self._means(first, last, {}) if drills >= least]
        lines = [*self._places(figures), *self._risers((first, last), before)]
        rule = f"共 {held} 次日练，完成 {least} 次起排名；只显示前几名。"
        return [rule, *lines] if lines else ["还没有够名次的成绩，继续加油！"]

    def _risers(self, now: tuple[date, date], then: tuple[date, date]) -> list[str]:
        means = [
            {f.student: f.mark for f, drills in self._means(*each, self._ease(*each)) if drills > 1}
            for each in (then, now)
        ]
        rises = sorted(
            (means[0][who] - mark, str(who), who)
            for who, mark in means[1].items()
            if who in means[0] and mark > means[0][who]
        )
        least = rises[min(3, len(rises)) - 1][0] if rises else 0
        shown = [each for each in rises if each[0] <= least]
        return [f"📈 {self.alias[who]} 进步 {-fall} 分" for fall, _, who in shown][:MOST]

    def _within(self, first: date, last: date) -> list[Done]:
        return [each for each in self.best.values() if first <= each.drill.day <= last]

    def _ease(self, first: date, last: date) -> dict[int, Fraction]:
        marks: dict[int, list[int]] = defaultdict(list)
        for each in self._within(first, last):
            marks[each.drill.id].append(each.mark)
        means = {drill: Fraction(sum(own), len(own)) for drill, own in marks.items()}
        middle = sum(means.values(), Fraction()) / max(1, len(means))
        return {
            drill: (mean - middle) * len(marks[drill]) / (len(marks[drill]) + 5)
            for drill, mean in means.items()
        }

    def _means(
        self, first: date, last: date, ease: Mapping[int, Fraction]
    ) -> list[tuple[Figure, int]]:
        own: dict[int, list[Done]] = defaultdict(list)
        for each in self._within(first, last):
            own[each.student].append(each)
        return [(_mean(student, every, ease), len(every)) for student, every in own.items()]

    def _places(self, figures: Sequence[Figure]) -> list[str]:
        placed = placed_by_mark(figures)
        top = min(MOST, -(-len(figures) // 2))
        sharing: dict[int, int] = defaultdict(int)
        for place, _ in placed:
            sharing[place] += 1
        fitting = [
            (place, each)
            for place, each in placed
            if place == 1 or place + sharing[place] - 1 <= top
        ]
        return [self._line(place, each) for place, each in fitting[:MOST]]

    def _line(self, place: int, each: Figure) -> str:
        sign, alias = MEDALS.get(place, f"{place}."), self.alias[each.student]
        speed = "" if each.average is None else f" · 平均响应 {each.average // 1000} 秒"
        return f"{sign} {alias}  {each.mark} 分{speed}"

    # --- streaks ---

    def streak(self, student: int) -> tuple[int, int, list[date], int]:
        """Now, longest, frozen days, and how often it was broken."""
        now = longest = broken = 0
        frozen: list[date] = []
        for day in self.days:
            if (day.closed or day.closes) <= self._since[student]:
                continue
            week = day.day.isocalendar()[:2]
            fate = self._fate(student, day)
            if fate == "done":
                now += 1
                longest = max(longest, now)
            elif fate == "missed" and now:
                if any(each.isocalendar()[:2] == week for each in frozen):
                    now, broken = 0, broken + 1
                else:
                    frozen.append(day.day)
        return now, longest, frozen, broken

    def _fate(self, student: int, day: Day) -> str:
        if (student, day.id) in self.best or (student, day.day.isoformat()) in self._repaired:
            return "done"
        if day.closed is None:
            return "open"
        away = sum(
            max(0, min(until, day.closed) - max(since, day.opened))
            for since, until in self._outages
        )
        return "excused" if away >= _EXCUSED_MS else "missed"

    # --- exports ---

    def held_mark(self, student: int, drill: int) -> tuple[Done, int] | None:
        """The attempt whose mark an export shows (best, then first), and how many there were."""
        own = [e for e in self.done if e.student == student and e.drill.id == drill]
        return (max(own, key=lambda e: (e.mark, -e.attempt)), len(own)) if own else None

    def growth(self, student: int) -> tuple[list[int], dict[str, list[float]]]:
        """The best marks of a term and, by module, the module marks of those attempts."""
        held = [self.held_mark(student, day.id) for day in self.days]
        own = [each[0] for each in held if each]
        modules = {
            name: [mark for each in own if (mark := each.module(name)) is not None]
            for name in MODULES
        }
        return [each.mark for each in own], modules


def placed_by_mark(figures: Iterable[Figure]) -> list[tuple[int, Figure]]:
    """Best first with places; equal marks share one unless the clocks can tell them apart."""
    placed: list[tuple[int, Figure]] = []
    fastest: Figure | None = None
    ordered = sorted(
        figures,
        key=lambda f: (-f.mark, -1 if f.average is None else f.average, str(f.student)),
    )
    for at, each in enumerate(ordered, 1):
        new = not placed or placed[-1][1].mark != each.mark
        if new or _later(each, fastest):
            placed.append((at, each))
            fastest = each if each.average is not None else None
        else:
            placed.append((placed[-1][0], each))
            fastest = fastest or (each if each.average is not None else None)
    return placed


def _later(each: Figure, fastest: Figure | None) -> bool:
    if fastest is None or each.average is None or fastest.average is None:
        return False
    return each.average - fastest.average > max(each.step, fastest.step)


def _mean(student: int, every: Sequence[Done], ease: Mapping[int, Fraction]) -> Figure:
    evened = [
        min(Fraction(100), max(Fraction(0), e.mark - ease.get(e.drill.id, Fraction())))
        for e in every
    ]
    speeds = [e.average for e in every]
    measured = [speed for speed in speeds if speed is not None]
    average = (
        rounded(Fraction(sum(measured), len(measured))) if len(measured) == len(speeds) else None
    )
    return Figure(
        student, rounded(sum(evened, Fraction()) / len(evened)), average, max(e.step for e in every)
    )


def week(day: date) -> tuple[date, date]:
    """Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month(day: date) -> tuple[date, date]:
    """First and last day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def local(ms: int) -> datetime:
    """A stored moment on the class's clock."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(_ZONE)
