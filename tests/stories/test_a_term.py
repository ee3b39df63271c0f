"""A whole term of a class of forty; every number recomputed from what is stored."""

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest

from tests.fakes.telegram import Person
from tests.stories.evening import texts
from tests.stories.school_term import (
    CLOSES,
    GOOD,
    MANNERS,
    OPENS,
    RUDE,
    SHIRKING,
    SHOP,
    SchoolTerm,
    school_term,
    tomorrow,
)
from tests.stories.term_oracle import MODULES, Done, Oracle, local, month, week

FIRST, LAST = date(2026, 3, 2), date(2026, 5, 29)
FREE = {"2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05"}
"""Weekdays of that term that are public holidays: Tomb Sweeping and Labour Day."""
MADE_UP = {"2026-05-09"}
"""The Saturday that is worked for the long Labour Day holiday."""
EXAMS = {f"2026-04-{day}" for day in range(20, 25)}
EXTRA = {"2026-03-14"}
"""A Saturday of lessons that the teacher entered."""

EVERYBODY = {"2026-03-04": "22:00"}
"""A day on which all forty come, and when the drill closes then: in the quiet hours."""
NOON = "2026-04-15"
UPGRADED, BLOCKED, BACK = "2026-03-18", "2026-03-20", "2026-04-10"
APPEALED, REFUSED, OVERRIDDEN, LATE = "2026-03-10", "2026-03-12", "2026-03-25", "2026-04-08"
REPAIRED = "2026-03-26"
TERM = (date(2026, 2, 1), date(2026, 8, 31))


def class_dates() -> list[str]:
    """The class days of the term, from a wall calendar."""
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    usual = {day.isoformat() for day in days if day.weekday() < 5}
    return sorted((usual - FREE - EXAMS) | MADE_UP | EXTRA)


def oracle(term: SchoolTerm) -> Oracle:
    """What is stored by now."""
    return Oracle(term.evening.path)


# --- the story --------------------------------------------------------------------------------


async def set_up(term: SchoolTerm) -> None:
    """The plan, the calendar, and the days that are different."""
    ask = term.evening.say
    assert "下一次：03-02" in await ask(term.teacher, f"/schedule {OPENS} {CLOSES} {SHOP}")
    await ask(term.teacher, "/calendar 考试 04-20 04-24")
    await ask(term.co_teacher, "/calendar 上课 03-14")
    for day, closes in EVERYBODY.items():
        typed = f"/week {day[5:]} 19:00 {closes} {SHOP}"
        await ask(term.teacher, typed)
        if "22:00" in typed:
            assert "22:00" in "".join(texts(term.teacher.sees[-3:]))
    await ask(term.co_teacher, f"/week {NOON[5:]} 12:00 12:30 {SHOP}")


async def live(term: SchoolTerm, day: str) -> None:
    """One class day, from the posting to a minute after the close."""
    await term.until(day, "12:00" if day == NOON else "19:00")
    await term.evening.wait(2)
    before(term, day)
    away = blocking(term) if BLOCKED <= day <= BACK else []
    if day in EVERYBODY:
        for number, student in enumerate(term.students):
            await term.drill(student, MANNERS[number % len(MANNERS) - (number % 3 > 0)])
    else:
        drawn = [each for each in term.drawn() if each not in away]
        special = [term.students[3]] if day in (APPEALED, REFUSED) else []
        await term.some([each for each in drawn if each not in special])
        for student in special:
            await term.drill(student, SHIRKING)
        if day == OVERRIDDEN:
            await term.drill(term.students[9], RUDE)
            await term.drill(term.students[9], SHIRKING)
    await term.until_close()


def blocking(term: SchoolTerm) -> list[Person]:
    """The two who block the bot for three weeks."""
    return [term.students[5], term.students[20]]


def before(term: SchoolTerm, day: str) -> None:
    """What happens while the drill has just been posted."""
    if day == UPGRADED:
        term.upgrade()
    if day == BLOCKED:
        for student in blocking(term):
            student.block()


async def after(term: SchoolTerm, day: str) -> None:
    """What follows in the evening."""
    ask, press = term.evening.say, term.evening.press
    if day in (APPEALED, REFUSED):
        await appeal(term, term.students[3], granted=day == APPEALED)
    if day == OVERRIDDEN:
        [(talk,)] = term.evening.rows("SELECT max(id) FROM attempt WHERE total IS NOT NULL")
        assert "→ 77" in await ask(term.co_teacher, f"/mark {talk} 77 当面又练了一遍，=1+1")
    if day == BACK:
        for student in blocking(term):
            student.unblock()
            await term.evening.settled()
            assert "欢迎回来" in await ask(student, "/start")
    if day == LATE:
        late = term.students[7]
        await press(late, "开始今日日练")
        assert "已截止，但可以练习（不计分）。" in texts(late.sees)
        await term.talk(late, GOOD)
    if day == REPAIRED:
        found = oracle(term)
        absent = next(n for n in found.alias if (n, found.days[-1].id) not in found.best)
        done = await ask(term.teacher, f"/repair {found.alias[absent]} {day} 去比赛了")
        assert day in done


async def appeal(term: SchoolTerm, student: Person, *, granted: bool) -> None:
    """A student disagrees with the first reason of the card; a teacher decides."""
    await term.evening.press(student, "我不同意")
    reasons = [label for row in student.sees[-1].buttons for label in row]
    await term.evening.press(student, next(each for each in reasons if "推给别人" in each))
    if granted:
        await term.evening.press(term.teacher, "有道理")
    else:
        [(number,)] = term.evening.rows("SELECT max(id) FROM appeal")
        await term.evening.say(term.co_teacher, f"/uphold {number} 确实推了三次")


# --- what is checked on the way ---------------------------------------------------------------


def check_evening(term: SchoolTerm, day: str, last: bool) -> None:
    """Card, completion, board, and at the end of a week the week's board."""
    found = oracle(term)
    today = found.days[-1]
    assert today.day.isoformat() == day
    assert today.closed is not None
    finished = sum(drill == today.id for _, drill in found.best)
    posts = [seen.text for seen in term.posted() if not seen.deleted]
    assert f"完成 {finished}/40" in next(t for t in reversed(posts) if t.startswith("📮"))
    board = next(text for text in reversed(posts) if text.startswith("🏆"))
    head, rest = board.split("\n\n")[0].splitlines()[:2], board.split("\n\n")[0].splitlines()[2:]
    assert head == [f"🏆 电商2班 · 小店 · {day}", f"完成 {finished}/40"]
    assert rest == found.drill_board(today)
    assert ("本周榜" in board) == last
    if last:
        first, sunday = week(today.day)
        lines = board.split("\n\n")[1].splitlines()
        assert lines[0] == f"📊 电商2班 · 本周榜（{first:%m-%d}～{sunday:%m-%d}）"
        then = week(first - timedelta(days=1))
        assert lines[1:] == found.season_board(first, sunday, then)


def check_board_of_the_day(board: str, found: Oracle) -> None:
    """The newest drill's board, with whatever was decided since it was posted."""
    assert board.splitlines()[2:] == found.drill_board(found.days[-1])


async def check_board(term: SchoolTerm, who: Person, kind: str) -> None:
    """A board that somebody asks for."""
    today = term.now.date()
    span = {"week": week(today), "month": month(today), "term": TERM}[kind]
    eve = span[0] - timedelta(days=1)
    then = {"week": week(eve), "month": month(eve), "term": (eve - (TERM[1] - TERM[0]), eve)}[kind]
    shown = (await term.evening.say(who, f"/board {kind}")).splitlines()
    assert shown[1:] == oracle(term).season_board(*span, then)


async def check_streaks(term: SchoolTerm) -> int:
    """Everybody's streak on their own page; how many were ever broken."""
    found, broken = oracle(term), 0
    for student, number in zip(term.students, found.alias, strict=True):
        page = await term.evening.say(student, "/me")
        now, longest, frozen, breaks = found.streak(number)
        broken += breaks
        spent = any(week(day) == week(term.now.date()) for day in frozen)
        line = f"🔥 连续 {now} 个上课日，最长 {longest} 个"
        line += "（本周的一次保护已用掉）" if spent else ""
        assert ([each for each in page.splitlines() if each.startswith("🔥")] or [""]) == [
            line if longest else ""
        ]
    return broken


# --- what is checked at the end ---------------------------------------------------------------


def expected_rows(found: Oracle) -> list[list[object]]:
    """The table of marks."""
    rows: list[list[object]] = []
    for day in found.days:
        for student, alias in found.alias.items():
            who = ["电商2班", day.day.isoformat(), day.id, SHOP, "小店", "", alias]
            held = found.held_mark(student, day.id)
            rows.append([*who, *(_held(*held) if held else ["否", 0, *[""] * 12])])
    return rows


def _held(each: Done, times: int) -> list[object]:
    modules = [each.module(name) for name in MODULES]
    return [
        "是",
        times,
        each.mark,
        each.given,
        each.reason,
        "" if each.first is None else each.first / 1000,
        "" if each.average is None else each.average / 1000,
        "" if each.within_180s is None else each.within_180s,
        *("" if mark is None else round(mark, 1) for mark in modules),
        " ".join(hit["id"] for hit in each.card["gates"]),
        local(each.ended).isoformat(timespec="seconds"),
    ]


def plain(row: Sequence[object]) -> list[object]:
    """Cells as figures or words, whatever the file made of them."""
    found: list[object] = []
    for cell in row:
        text = "" if cell is None else str(cell)
        try:
            found.append(float(text))
        except ValueError:
            found.append(text)
    return found


async def check_tables(term: SchoolTerm) -> None:
    """CSV and workbook, cell by cell."""
    expected = [plain(row) for row in expected_rows(oracle(term))]
    await term.evening.say(term.teacher, "/papers")
    table = await term.file(term.teacher, "成绩 CSV")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert [plain(row) for row in rows[1:]] == expected
    await term.evening.say(term.co_teacher, "/papers")
    book = openpyxl.load_workbook(io.BytesIO(await term.file(term.co_teacher, "成绩 Excel")))
    cells = list(book["成绩"].iter_rows(min_row=2))
    assert [plain([cell.value for cell in row]) for row in cells] == expected
    assert not any(cell.data_type == "f" for row in cells for cell in row)


async def check_statements(term: SchoolTerm) -> None:
    """Two xAPI lines an attempt that counts, each student under one account."""
    await term.evening.say(term.teacher, "/papers")
    lines = (await term.file(term.teacher, "xAPI 记录")).decode().splitlines()
    told = [json.loads(line) for line in lines]
    found = oracle(term).done
    accounts: dict[str, int] = {}
    assert len(told) == 2 * len(found)
    for number, statement in enumerate(told):
        each, scored = found[number // 2], number % 2
        assert statement["verb"]["display"]["en-US"] == ("scored" if scored else "completed")
        account = statement["actor"]["account"]["name"]
        assert accounts.setdefault(account, each.student) == each.student
        [parent] = statement["context"]["contextActivities"]["parent"]
        assert parent["id"].endswith(f"/drills/{each.drill.id}")
        moment = datetime.fromisoformat(statement["timestamp"])
        assert moment == local(each.ended)
        result = statement["result"]
        if not scored:
            assert result["duration"] == f"PT{(each.ended - each.started) / 1000:.2f}S"
            continue
        assert result["score"] == {
            "scaled": each.mark / 100, "raw": each.mark, "min": 0, "max": 100
        }  # fmt: skip
        assert result["success"] == (each.mark >= 60)
        marks = [mark for name in MODULES if (mark := each.module(name)) is not None]
        assert list(result["extensions"].values()) == [round(mark, 1) for mark in marks]
    assert len({statement["id"] for statement in told}) == len(told)
    assert len(accounts) == len({each.student for each in found})


async def check_growth(term: SchoolTerm, place: int) -> None:
    """One student's growth file as it is printed."""
    found = oracle(term)
    student = list(found.alias)[place]
    await term.evening.say(term.teacher, "/papers")
    await term.evening.press(term.teacher, "成长档案")
    if found.alias[student] not in str(term.teacher.sees[-1].buttons):
        await term.evening.press(term.teacher, term.teacher.sees[-1].buttons[-1][-1])
    pdf = pypdf.PdfReader(io.BytesIO(await term.file(term.teacher, found.alias[student])))
    printed = re.sub(r"[\s\x00]", "", "".join(page.extract_text() for page in pdf.pages))
    totals, modules = found.growth(student)
    mean = f"{sum(totals) / len(totals):.0f}"
    head = f"日练{len(found.days)}次，完成{len(totals)}次，最好成绩平均{mean}分"
    assert head in printed, (head, printed[:300])
    for name, marks in modules.items():
        shown = f"{sum(marks) / len(marks):.0f}" if marks else "—"
        assert f"{name}{shown}" in printed, (name, shown, printed)
        half = len(marks) // 2
        if half:
            early = f"{sum(marks[:half]) / half:.0f}"
            late = f"{sum(marks[-half:]) / half:.0f}"
            assert re.search(f"前半段{early}(→|，)后半段{late}", printed)


def check_postings(term: SchoolTerm) -> None:
    """Each class day once, and not a word on any other day."""
    found = oracle(term)
    assert [day.day.isoformat() for day in found.days] == class_dates()
    days = set(class_dates())
    posted = [(seen.text, f"{local(seen.date * 1000):%Y-%m-%d}") for seen in term.posted()]
    assert {day for text, day in posted if not text.startswith("已连接")} <= days
    cards = [day for text, day in posted if text.startswith("📮")]
    # The group that was upgraded has its card of that day in the old chat and in the new one.
    assert sorted(cards) == sorted([*days, UPGRADED])
    heads = [text.split("\n")[0] for text, _ in posted if text.startswith("🏆")]
    assert heads == [f"🏆 电商2班 · 小店 · {day}" for day in class_dates()]
    for student in term.students:
        offers = [s for s in student.sees if s.text.startswith("📮 今日日练：")]
        dates = [f"{local(seen.date * 1000):%Y-%m-%d}" for seen in offers]
        assert set(dates) <= days
        assert not (student in blocking(term) and any(BLOCKED < day <= BACK for day in dates))
        assert len(set(dates)) == len(dates)


@pytest.mark.fault
async def test_every_number_of_a_term_is_what_an_oracle_makes_of_the_log(tmp_path: Path) -> None:
    dates = class_dates()
    async with school_term(tmp_path / "kefu.db", seed=5) as term:
        await set_up(term)
        for place, day in enumerate(dates):
            await live(term, day)
            after_quiet = EVERYBODY.get(day) == "22:00"
            if after_quiet:
                await term.until(tomorrow(day), "07:01")
            following = dates[place + 1] if place + 1 < len(dates) else "2026-06-01"
            ends = week(date.fromisoformat(day)) != week(date.fromisoformat(following))
            check_evening(term, day, ends)
            await after(term, day)
            check_board_of_the_day(await term.evening.say(term.co_teacher, "/board"), oracle(term))
            if day in (APPEALED, OVERRIDDEN, "2026-03-31", "2026-04-30"):
                for kind in ("week", "month", "term"):
                    await check_board(term, term.students[0], kind)
        await check_board(term, term.teacher, "month")
        await check_board(term, term.co_teacher, "term")
        assert await check_streaks(term) > 0
        check_postings(term)
        await check_tables(term)
        await check_statements(term)
        for place in (0, 3, 9):
            await check_growth(term, place)
