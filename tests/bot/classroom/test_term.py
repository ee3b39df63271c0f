"""A class of forty over two drills: every figure on paper, computed again from the log alone."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from typing import Any

import pytest

from bot.app import examine
from bot.classroom.papers.making import Paper, Wanted, make
from bot.classroom.reports.book import MODULES
from bot.classroom.reports.growth import GrowthFile, growth_file
from bot.commands.papers import wanted_of
from bot.commands.reports import term_here
from bot.storage.codec import decode
from bot.storage.unit import Unit
from dialogues.transcript import Transcript
from locales.catalogue import catalogue
from tests.bot.house import House
from tests.dialogues.shop import playable

WORDS = catalogue("zh_CN")
CLASS = 40
SCRIPTS = (
    ("这个你找快递去，不归我们管", "跟我们没关系，找快递公司", "都说了找快递，不是我们的事"),
    ("您好，实在抱歉让您久等了", "麻烦发下订单号", "跟我们没关系，找快递公司", "别催了烦死了"),
    ("等着吧", "关我什么事，烦死了", "你有完没完", "不知道"),
)


async def term(house: House) -> None:
    """Two drills; every fifth student is absent, every third one talks differently, two marks are
    changed by hand."""
    made = await house.open_class()
    await house.come_in("陈老师", made.teacher_code)
    for number in range(CLASS):
        await house.come_in(f"学生{number}", made.student_code)
    await house.say("陈老师", "/schedule 08:00 22:00 small-shop")
    await house.say("陈老师", "/today")
    await house.press("陈老师", "现在发布")
    for round_ in range(2):
        [(occurrence, closes)] = house.rows(
            "SELECT id, closes_at FROM occurrence ORDER BY id DESC LIMIT 1"
        )
        for number in range(CLASS):
            if (number + round_) % 5:
                await house.say(f"学生{number}", f"/start drill_{occurrence}")
        for turn in range(3):
            for number in range(CLASS):
                script = SCRIPTS[(number + round_) % len(SCRIPTS)]
                if (number + round_) % 5 and turn < len(script):
                    await house.say(f"学生{number}", script[turn])
            await house.wait(4 + turn)
        await house.wait(
            closes / 1000 - house.clock.now().timestamp() + (60 if round_ else 12 * 3600)
        )
    await house.say("陈老师", "/mark 3 91 老师看过")
    [(last,)] = house.rows("SELECT max(id) FROM attempt WHERE total IS NOT NULL AND counts")
    await house.say("陈老师", f"/mark {last} 17 抄的")


def oracle(house: House) -> Iterator[dict[str, Any]]:
    """Every counted attempt, marked again from its log; the teacher's marks from the audit log."""
    with closing(sqlite3.connect(house.path)) as store:
        changed = dict(store.execute("SELECT attempt, after FROM mark_change ORDER BY id"))
        query = (
            "SELECT a.id, a.person, s.occurrence, a.seed, a.scenario FROM attempt a "
            "JOIN assignment s ON s.id = a.assignment WHERE a.counts AND a.over"
        )
        for attempt, person, drill, seed, _ in store.execute(query).fetchall():
            events = store.execute(
                "SELECT kind, data FROM event WHERE attempt = ? ORDER BY position", (attempt,)
            )
            talk = Transcript.of(decode(kind, data) for kind, data in events)
            if talk.ended is None or talk.ended.abandoned:
                continue
            card = examine(talk, playable(), seed)
            yield {
                "attempt": attempt,
                "person": person,
                "drill": drill,
                "given": card.total,
                "total": changed.get(attempt, card.total),
                "card": card,
            }


Best = dict[tuple[int, int], dict[str, Any]]


def bests(expected: list[dict[str, Any]]) -> Best:
    """The best of each student in each drill; of equal ones the first."""
    best: Best = {}
    for one in expected:
        key = (one["person"], one["drill"])
        if key not in best or one["total"] > best[key]["total"]:
            best[key] = one
    return best


def modules_of(card: Any) -> dict[str, Fraction]:
    """Weighted means by module, by another way of counting."""
    found: dict[str, list[tuple[Fraction, int]]] = {}
    for row in card.criteria:
        if row.mark is not None and row.weight > 0:
            found.setdefault(row.module, []).append((Fraction(row.weight), row.mark))
    return {
        module: sum((weight * mark for weight, mark in rows), Fraction())
        / sum((weight for weight, _ in rows), Fraction())
        for module, rows in found.items()
    }


def spoken(house: House, person: int) -> list[str]:
    """Everything that a student said, one text a talk."""
    found: dict[int, str] = {}
    query = (
        "SELECT a.person, e.attempt, e.data FROM event e JOIN attempt a ON a.id = e.attempt "
        "WHERE e.kind = 'bubble' ORDER BY e.attempt, e.position"
    )
    for whose, attempt, data in house.rows(query):
        if whose == person:
            found[attempt] = found.get(attempt, "") + json.loads(data)["text"]
    return list(found.values())


async def wanted_from(house: House) -> dict[Paper, Wanted]:
    """What all papers of the class are made of."""

    def look(unit: Unit) -> list[Wanted]:
        cohort = unit.cohort(1)
        assert cohort is not None
        days, title = term_here(unit, cohort), house.service.office.shelf.title
        return [wanted_of(unit, cohort, paper, title, days) for paper in Paper]

    return {one.paper: one for one in await house.run(look)}


async def test_every_figure_on_paper_is_the_one_that_the_log_gives(house: House) -> None:
    await term(house)
    expected = list(oracle(house))
    assert len(expected) >= 50
    best, wanted = bests(expected), await wanted_from(house)
    aliases = {alias: number for number, alias in house.rows("SELECT id, alias FROM person")}
    _table(wanted[Paper.CSV], best, aliases)
    _statements(wanted[Paper.XAPI], expected, list(aliases))
    for pupil, _ in wanted[Paper.GROWTH].growth:
        file = growth_file(wanted[Paper.GROWTH].book, pupil)
        own = [one for (person, _), one in sorted(best.items()) if person == pupil.id]
        _growth(file, own, "".join(spoken(house, pupil.id)))


def _table(wanted: Wanted, best: Best, aliases: dict[str, int]) -> None:
    [made] = make(wanted, WORDS)
    rows = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert len(rows) == 2 * CLASS
    for row in rows:
        one = best.get((aliases[row["昵称"]], int(row["场次"])))
        assert (row["完成"] == "是") == (one is not None)
        if one is None:
            assert row["得分"] == row["首响秒"] == ""
        else:
            _row(row, one)


def _row(row: dict[str, str], one: dict[str, Any]) -> None:
    assert (int(row["得分"]), int(row["评分员原分"])) == (one["total"], one["given"])
    first = one["card"].timing.first_response_ms
    assert row["首响秒"] == ("" if first is None else str(first / 1000))
    for module, mark in modules_of(one["card"]).items():
        assert float(row[module]) == pytest.approx(float(mark), abs=0.051)


def _statements(wanted: Wanted, expected: list[dict[str, Any]], aliases: list[str]) -> None:
    [made] = make(wanted, WORDS)
    text = made.content.decode()
    statements = [json.loads(line) for line in text.splitlines()]
    scores = [each["result"]["score"] for each in statements if "score" in each["result"]]
    assert sorted(each["raw"] for each in scores) == sorted(one["total"] for one in expected)
    assert all(each["scaled"] == each["raw"] / 100 for each in scores)
    assert len({each["id"] for each in statements}) == 2 * len(expected)
    assert not any(alias in text for alias in aliases)


def _growth(file: GrowthFile, own: list[dict[str, Any]], said: str) -> None:
    assert [point.total for point in file.points] == [one["total"] for one in own]
    for growth, module in zip(file.modules, MODULES, strict=True):
        marks = [m for one in own if (m := modules_of(one["card"]).get(module)) is not None]
        expected = float(sum(marks) / len(marks)) if marks else None
        assert growth.mean == (expected if expected is None else pytest.approx(expected))
        for line in growth.lines:
            assert "".join(line.quote.split()) in "".join(said.split())
