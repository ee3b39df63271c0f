"""Boards through the chat: what a class sees, what it never sees, and what the oracle computes."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from bot.classroom.boards import BoardMode, ClassSetting, fair_minimum, school_term
from bot.classroom.calendar import Calendar, day_of
from bot.classroom.cohorts import Cohort, Person
from bot.classroom.showing import ends_week
from bot.commands.boards import board_text
from bot.commands.context import Context
from bot.practice.messages import Chat, Inbound, Kind, Sender
from bot.storage.tables import roster_name
from bot.storage.unit import Unit
from locales.catalogue import catalogue
from scoring.periods import PeriodKind
from tests.bot.house import GROUP, House
from tests.bot.term import card, enrol, finish, hold

TODAY = date(2026, 3, 2)
"""Where the clock of the tests stands: a Monday evening in Shanghai."""

KINDS = ("day", "week", "month", "term")


def marked(
    unit: Unit, cohort: int, marks: Mapping[str, Sequence[int | None]], first: date = TODAY
) -> dict[str, Person]:
    """Students with a mark for each of the days that end today (None: did nothing)."""
    people = {name: enrol(unit, cohort, name) for name in marks}
    length = max(len(own) for own in marks.values())
    for number in range(length):
        day = first - timedelta(days=length - 1 - number)
        occurrence = hold(unit, cohort, day.isoformat())
        for name, own in marks.items():
            if (total := own[number]) is not None:
                finish(unit, people[name], occurrence, card(total), occurrence.opened_at)
    return people


async def classed(house: House, marks: Mapping[str, Sequence[int | None]]) -> int:
    """A class with a teacher, a group and these marks; its id."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.run(lambda unit: marked(unit, made.cohort.id, marks))
    return made.cohort.id


SIX = {"a": [90, 80], "b": [70, 75], "c": [60, 95], "d": [50, 55], "e": [40, 45], "f": [30, None]}


async def test_a_week_ranks_by_the_mean_of_the_drills_and_shows_the_better_half(
    house: House,
) -> None:
    await classed(house, {name: [None, *own][-2:] for name, own in SIX.items()})
    await house.say("teacher", "/board week")
    shown = house.last("teacher")
    assert "本周榜（03-02～03-08）" in shown
    assert "昵称a" in shown
    assert "昵称f" not in shown
    assert "昵称e" not in shown


@pytest.mark.parametrize(
    ("typed", "head"), [("month", "本月榜"), ("学期", "本学期榜"), ("周", "本周榜")]
)
async def test_a_board_looks_back_as_far_as_one_says(house: House, typed: str, head: str) -> None:
    await classed(house, SIX)
    await house.say("a", f"/board {typed}")
    assert head in house.last("a")


async def test_a_board_is_found_by_its_chinese_name_and_by_buttons(house: House) -> None:
    await classed(house, SIX)
    await house.say("a", "榜单")
    await house.press("a", "本周")
    assert "本周榜" in house.last("a")
    await house.press("a", "我的排名")
    assert "只有你看得到" in house.last("a")


async def test_who_is_most_improved_is_named_and_who_fell_is_not(house: House) -> None:
    week_before = {"a": [50, 50, *[None] * 5, 90, 90], "b": [90, 90, *[None] * 5, 60, 60],
                   "c": [70, 70, *[None] * 5, 70, 70]}  # fmt: skip
    made = await house.open_class()
    friday = TODAY + timedelta(days=4)
    await house.run(lambda unit: marked(unit, made.cohort.id, week_before, friday))
    await house.say("a", "/board week")
    assert "📈 昵称a 进步" in house.last("a")
    assert "昵称b 进步" not in house.last("a")


async def test_the_board_of_a_class_that_shows_none_is_shown_to_nobody(house: House) -> None:
    cohort = await classed(house, SIX)
    await house.say("teacher", "/boardset")
    await house.press("teacher", "不显示")
    assert "（什么也不显示）" in house.last("teacher")
    await house.press("teacher", "就这样")
    for kind in KINDS:
        await house.say("a", f"/board {kind}")
        assert "昵称" not in house.last("a")
        await house.say("teacher", f"/board {kind}", group=GROUP)
    assert house.texts(GROUP) == []
    assert (await house.run(lambda unit: unit.class_setting(cohort))).board is BoardMode.OFF


async def test_a_preview_shows_the_teacher_alone_and_changes_nothing(house: House) -> None:
    cohort = await classed(house, SIX)
    await house.say("teacher", "/boardset")
    await house.press("teacher", "只显示小组")
    assert "预览" in house.last("teacher")
    assert (await house.run(lambda unit: unit.class_setting(cohort))).board is BoardMode.ALIAS
    assert house.texts(GROUP) == []


async def test_a_student_cannot_change_what_boards_show(house: House) -> None:
    await classed(house, SIX)
    await house.say("teacher", "/boardset")
    for button in [each for row in house.sees("teacher")[-1].buttons for each in row]:
        await house.press_payload("a", button)
        assert "不能用了" in house.last("a") or "按钮" in house.last("a")
    assert house.rows("SELECT 1 FROM cohort_setting") == []


async def test_teams_are_dealt_evenly_and_only_teams_are_named(house: House) -> None:
    cohort = await classed(house, SIX)
    await house.say("teacher", "/teams 2")
    teams = await house.run(lambda unit: unit.teams_of(cohort))
    assert sorted(len(members) for members in teams.values()) == [3, 3]
    setting = ClassSetting(cohort, BoardMode.TEAM)
    await house.run(lambda unit: unit.keep_setting(setting))
    await house.say("a", "/board month")
    shown = house.last("a")
    assert "👥 1. 第" in shown
    assert "昵称" not in shown
    assert shown.count("👥") == 1


async def test_a_team_of_one_is_on_no_board_for_its_mark_would_be_somebodys(house: House) -> None:
    cohort = await classed(house, SIX)
    await house.say("teacher", "/teams 一人组 昵称a")
    await house.run(lambda unit: unit.keep_setting(ClassSetting(cohort, BoardMode.TEAM)))
    await house.say("a", "/board term")
    assert "一人组" not in house.last("a")


async def test_whoever_hides_is_on_no_board_and_keeps_their_own_rank(house: House) -> None:
    await classed(house, SIX)
    await house.say("a", "/hide")
    await house.press("a", "隐身")
    for kind in KINDS:
        await house.say("b", f"/board {kind}")
        assert "昵称a" not in house.last("b")
        assert "昵称" in house.last("b")
    await house.say("a", "/rank term")
    assert "第 1 名" in house.last("a")


async def test_a_real_name_is_shown_only_after_its_owner_said_so_in_the_chat(house: House) -> None:
    cohort = await classed(house, SIX)
    await house.run(lambda unit: unit.keep_setting(ClassSetting(cohort, BoardMode.NAMES)))
    await house.say("a", "/realname")
    await house.press("a", "同意显示真名")
    assert "找老师登记" in house.last("a")
    await house.run(lambda unit: _on_roster(unit, cohort, "a", "欧阳娜娜"))
    await house.say("b", "/board term")
    assert "欧阳娜娜" not in house.last("b")
    await house.press("a", "同意显示真名")
    await house.say("b", "/board term")
    assert "欧阳娜娜" in house.last("b")
    await house.press("a", "只用昵称")
    await house.say("b", "/board term")
    assert "欧阳娜娜" not in house.last("b")
    await house.say("b", "/alias 欧阳娜娜粉丝")
    assert "真名" in house.last("b")


def _on_roster(unit: Unit, cohort: int, chat: str, name: str) -> None:
    me = unit.person_of("console:local", chat)
    assert me is not None
    values = {"cohort": cohort, "name": name, "person": me.id, "at": 1}
    unit._connection.execute(insert(roster_name).values(values))


# --- one's own place ---------------------------------------------------------------------------


async def test_ones_own_rank_names_neighbours_and_the_gap_to_the_next_step(house: House) -> None:
    await classed(house, {name: [60 + 5 * n] for n, name in enumerate("abcdefgh")})
    await house.say("g", "/rank week")
    shown = house.last("g")
    assert "领先的四分之一，第 2 名" in shown
    assert "昵称h" in shown
    assert "昵称f" in shown
    assert "再高 5 分" in shown


async def test_whoever_is_last_is_named_to_nobody_and_no_low_place_is_told(house: House) -> None:
    await classed(house, {name: [60 + 5 * n] for n, name in enumerate("abcdefgh")})
    for name in "abcdefgh":
        await house.say(name, "/rank")
        if name != "a":
            assert "昵称a" not in house.last(name)
    await house.say("a", "/rank")
    assert "正在追赶" in house.last("a")
    assert "名" not in house.last("a").replace("排名", "")


async def test_too_few_drills_give_no_rank_and_say_how_many_are_needed(house: House) -> None:
    await classed(house, {"a": [90, 90, 90, None], "b": [None, None, None, 70]})
    await house.say("b", "/rank term")
    assert "你完成了 1 次，完成 2 次就有排名" in house.last("b")


# --- nobody's real name without their own consent -------------------------------------------------


def _random_class(unit: Unit, cohort: int, rng: random.Random) -> tuple[set[str], set[str]]:
    """Students with real names on record in this and other classes; who agreed, who did not."""
    agreed, silent = set(), set()
    marks = {
        f"{cohort}-{n}": [rng.choice((None, rng.randrange(101)))]
        for n in range(rng.randrange(2, 9))
    }
    people = marked(unit, cohort, marks)
    for name, person in people.items():
        real = f"真名{name}"
        if rng.random() < 0.5:
            unit.agree_to_name(cohort, person.id, real)
            agreed.add(real)
        else:
            silent.add(real)
    return agreed, silent


async def test_a_default_board_shows_no_real_name_in_a_hundred_random_classes(house: House) -> None:
    rng = random.Random(7)

    def boards(unit: Unit) -> list[str]:
        shown = []
        for number in range(100):
            made = unit.found(_cohort(number), unit.now)
            _random_class(unit, made.id, rng)
            shown += [_shown(house, unit, made.id, kind) for kind in PeriodKind]
        return shown

    shown = await house.run(boards)
    assert sum("昵称" in text for text in shown) > 100
    assert not any("真名" in text for text in shown)


async def test_with_names_switched_on_only_those_who_agreed_are_named(house: House) -> None:
    rng = random.Random(8)

    def boards(unit: Unit) -> list[tuple[str, set[str]]]:
        shown = []
        for number in range(30):
            made = unit.found(_cohort(number), unit.now)
            unit.keep_setting(ClassSetting(made.id, BoardMode.NAMES))
            _, silent = _random_class(unit, made.id, rng)
            shown += [(_shown(house, unit, made.id, kind), silent) for kind in PeriodKind]
        return shown

    shown = await house.run(boards)
    assert any("真名" in text for text, _ in shown)
    assert not any(name in text for text, silent in shown for name in silent)


async def test_taking_consent_back_takes_the_name_off_at_once(house: House) -> None:
    def look(unit: Unit) -> tuple[str, str]:
        made = unit.found(_cohort(1), unit.now)
        unit.keep_setting(ClassSetting(made.id, BoardMode.NAMES))
        me = enrol(unit, made.id, "ada")
        unit.agree_to_name(made.id, me.id, "真名")
        before = unit.board_labels(made.id)[me.id]
        unit.withdraw_name(made.id, me.id)
        return before, unit.board_labels(made.id)[me.id]

    assert await house.run(look) == ("真名", "昵称ada")


def _cohort(number: int) -> Cohort:
    return Cohort(0, f"班{number}", "Asia/Shanghai")


def _shown(house: House, unit: Unit, cohort: int, kind: PeriodKind) -> str:
    inbound = Inbound("console:local", "k", Kind.COMMAND, Chat("x"), Sender("x"), None)
    context = Context(unit, inbound, house.service.office, catalogue(""))
    found = unit.cohort(cohort)
    assert found is not None
    return board_text(context, found, kind)


# --- season boards by an oracle -------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
async def test_season_boards_are_what_an_oracle_makes_of_the_rows(house: House, seed: int) -> None:
    rng = random.Random(seed)
    names = [f"s{n}" for n in range(9)]
    marks = {
        name: [rng.choice((None, rng.randrange(30, 101))) for _ in range(40)] for name in names
    }
    cohort = await classed(house, marks)
    for kind in ("week", "month", "term"):
        await house.say(names[0], f"/board {kind}")
        shown = [line.split()[1] for line in house.last(names[0]).splitlines() if _place(line)]
        assert shown == _oracle(marks, kind), kind
    assert cohort


def _place(line: str) -> bool:
    return line[:1] in "🥇🥈🥉" or line.split(".", maxsplit=1)[0].isdecimal()


def _oracle(marks: Mapping[str, Sequence[int | None]], kind: str) -> list[str]:
    """Means of the best marks in the period, enough drills, the better half, whole places."""
    first = {"week": TODAY - timedelta(days=TODAY.weekday()), "month": TODAY.replace(day=1),
             "term": school_term(TODAY).first}[kind]  # fmt: skip
    dates = [TODAY - timedelta(days=39 - n) for n in range(40)]
    held = [n for n, day in enumerate(dates) if day >= first]
    means = {}
    for name, own in marks.items():
        done = [total for n in held if (total := own[n]) is not None]
        if len(done) >= fair_minimum(len(held)):
            means[name] = int(mean(done) + 0.5)
    ranked = sorted(means, key=lambda name: -means[name])
    sharing: dict[int, int] = defaultdict(int)
    for name in ranked:
        sharing[means[name]] += 1
    half = min(10, -(-len(ranked) // 2))
    shown = []
    for name in ranked:
        place = 1 + sum(means[other] > means[name] for other in ranked)
        if place == 1 or place + sharing[means[name]] - 1 <= half:
            shown.append((place, name))
    return [f"昵称{name}" for _, name in sorted(shown)][:10]


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [(date(2026, 9, 1), "2026-2027-1", date(2026, 9, 1), date(2027, 1, 31)),
     (date(2027, 1, 31), "2026-2027-1", date(2026, 9, 1), date(2027, 1, 31)),
     (date(2027, 2, 1), "2026-2027-2", date(2027, 2, 1), date(2027, 8, 31)),
     (date(2027, 8, 31), "2026-2027-2", date(2027, 2, 1), date(2027, 8, 31))],
)  # fmt: skip
def test_a_term_runs_as_in_mainland_schools(day: date, name: str, first: date, last: date) -> None:
    found = school_term(day)
    assert (found.name, found.first, found.last) == (name, first, last)


# --- the group ---------------------------------------------------------------------------------


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_a_week_ends_with_its_last_class_day_make_up_saturdays_included(day: date) -> None:
    week = [day + timedelta(days=n) for n in range(1, 7 - day.weekday())]
    assert ends_week(Calendar(), day) is not any(day_of(Calendar(), each).is_class for each in week)


async def test_the_last_board_of_a_week_in_the_group_brings_the_weeks_board(house: House) -> None:
    cohort = await classed(house, SIX)

    def close(unit: Unit, day: str) -> None:
        held = hold(unit, cohort, day)
        found = unit.cohort(cohort)
        assert found is not None
        house.service.challenge.cards.board(unit, found, held)

    await house.run(lambda unit: close(unit, "2026-03-05"))
    await house.run(lambda unit: close(unit, "2026-03-06"))
    await house.answered()
    thursday, friday = house.texts(GROUP)
    assert "本周榜" not in thursday
    assert "本周榜（03-02～03-08）" in friday
