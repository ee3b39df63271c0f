"""Whole results, kept in files: pages, cards, debriefs, figures, and what is told of bad files."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from dialogues.liveroom.outcome import How
from scoring.card import card_page
from scoring.debrief import debrief
from scoring.document import BadTranscript, grade_json, read_transcript
from scoring.examiner import grade
from scoring.kpi.figures import figure
from scoring.kpi.preset import Answer, FigureSpec, Measure, Unit
from scoring.kpi.preset_file import named, read_preset, shipped
from scoring.kpi.report import columns, kpi_json, read_service, report
from scoring.liveroom import rubric_of
from scoring.periods import week_of
from scoring.reception import Served, desk_card, desk_debrief
from scoring.remarking import Decision, Verdict, calibration, disputes, struck
from scoring.rubric_file import read_rubric
from scoring.rule_page import page_of
from scoring.scorecard import Scorecard
from scoring.season import most_improved, season, teams
from scoring.section import BadFile
from scoring.standings import Result, standings
from tests.scoring import test_document, test_rubric
from tests.scoring.kept import kept
from tests.scoring.kpi import test_preset_file
from tests.scoring.scenes import SCENES, scene
from tests.scoring.test_document import WordEar, nobody
from tests.scoring.test_liveroom import ROOM, Show


def card_of(name: str) -> Scorecard:
    """The card of a scene."""
    return grade(*scene(name))


def told(card: Scorecard) -> dict[str, object]:
    """A card with the debrief in both languages and what of it can be disputed."""
    return {
        "card": json.loads(card.to_json()),
        "debrief": debrief(card),
        "debrief en": debrief(card, "en"),
        "disputes": disputes(card, most=9),
    }


@pytest.mark.parametrize("name", SCENES)
def test_a_card_says_to_the_letter_what_it_said(name: str) -> None:
    kept(f"{name}.json", told(card_of(name)))


@pytest.mark.parametrize("name", SCENES)
def test_a_page_is_drawn_as_it_was_drawn(name: str) -> None:
    kept(f"{name}.html", card_page(card_of(name), scene(name)[0], "练习 <1>"))


@pytest.mark.parametrize("name", ["bad-day", "own-rubric-good"])
def test_an_english_page_is_drawn_as_it_was_drawn(name: str) -> None:
    kept(f"{name}.en.html", card_page(card_of(name), scene(name)[0], "Practice", "en"))


def test_striking_each_reason_marks_again_as_it_did() -> None:
    talk, rubric = scene("bad-day")
    again = {
        f"{each.number} {each.evidence.rule} {each.evidence.quote}": json.loads(
            grade(struck(talk, each.evidence), rubric).to_json()
        )
        for each in disputes(card_of("bad-day"), most=4)
    }
    kept("struck.json", again)


# --- a live room and a desk ---------------------------------------------------------------------


def busy_show() -> Show:
    """A show in which everything becomes of comments that can."""
    show = Show()
    show.asks("尺码", "发货", "售后", "广告", "尺码", "", "发货", "售后", "广告", "尺码")
    show.says("1,5 亲拍M码哦", 4, answered=[1, 5])
    show.says("3 亲48小时内发货哦", 9, beside=3)
    show.says("3 抱歉亲您私信我登记", 18, late=3)
    show.says("6 欢迎", 20, chatted=6)
    show.says("屏蔽 4", 30, blocked=4)
    show.says("屏蔽 7", 30.5, wrongly_blocked=7)
    show.says("10 全网最低，自己看", 181, "absolute_claim", late=10)
    show.passes(How.OVERDUE, 2, 8)
    show.passes(How.LOST, 9)
    return show


def test_a_show_is_marked_as_it_was_marked() -> None:
    idle = Show()
    idle.asks("", "尺码")
    cards = {"busy": busy_show().graded(), "idle": idle.graded()}
    kept("live.json", {name: told(card) for name, card in cards.items()})
    kept("live-rubric.json", rubric_of(ROOM))


def test_a_desk_is_marked_as_it_was_marked() -> None:
    names = ("good-day", "cut-short", "crowded", "own-rubric-bad")
    weights, won = (3, 1, 2, 2), (True, False, True, False)
    served = [
        Served(letter, weight, card_of(name), success, 95.4 if name == "cut-short" else 0.0)
        for letter, weight, name, success in zip("ABCD", weights, names, won, strict=True)
    ]
    quiet = [Served("A", 1, card_of("silence"), success=False)]
    best = [replace(served[0], weight=1)]
    desks = {"four": (served, 3), "quiet": (quiet, 1), "best": (best, 1)}
    kept(
        "desk.json",
        {
            name: {
                **told(desk_card(desk)),
                "desk": desk_debrief(desk_card(desk), desk, most, "zh_CN"),
                "desk en": desk_debrief(desk_card(desk), desk, most, "en"),
            }
            for name, (desk, most) in desks.items()
        },
    )


@pytest.mark.parametrize(("ms", "line"), [(59_999, "total"), (60_000, "turns")])
def test_a_minute_of_waiting_is_what_the_tip_is_about(ms: int, line: str) -> None:
    timing = replace(card_of("good-day").timing, round_response_ms=(8000, ms))
    served = [Served("A", 1, replace(card_of("good-day"), timing=timing), success=True)]
    last = desk_debrief(desk_card(served), served, 1, "zh_CN")[-1]
    assert (last.key == "debrief.desk.tip.turns") == (line == "turns")


# --- the platforms' figures ----------------------------------------------------------------------


def service_log() -> str:
    """A service day with four customers: answered, slow, by machine only, and never."""
    rows = [
        ("10:00:00", "customer", "在吗", "A"), ("10:00:02", "auto", "欢迎光临", "A"),
        ("10:00:30", "student", "亲，稍等", "A"), ("10:01:00", "student", "有货的 您拍", "A"),
        ("10:02:00", "customer", "好", "A"), ("10:05:01", "student", "谢谢", "A"),
        ("21:00:00", "customer", "几点发货", "B"), ("21:03:00", "student", "今晚发货", "B"),
        ("22:50:00", "customer", "到哪了", "C"), ("22:50:03", "auto", "稍后回复", "C"),
        ("23:30:00", "customer", "人呢", "D"), ("23:31:00", "customer", "人呢？", "D"),
        (None, "customer", "没时间", "E"), (None, "student", "有", "E"),
        ("23:40:00", "customer", "早", "F"), ("23:40:29.5", "student", "晚上好", "F"),
    ]  # fmt: skip
    events = [
        {"at": f"2026-11-22T{at}+08:00" if at else None, "from": who, "text": text, "customer": of}
        for at, who, text, of in rows
    ]
    orders = [{"customer": "A", "paid": 20}, {"customer": "A", "paid": 9.99}]
    orders += [{"customer": "B", "paid": 10.333}]
    ratings = [{"customer": c, "stars": n} for c, n in (("A", 5), ("B", 4), ("C", 3), ("D", 1))]
    return json.dumps({"events": events, "orders": orders, "ratings": ratings})


QUIET = json.dumps({"events": [{"at": None, "from": "system", "text": "开始"}]})


@pytest.mark.parametrize("name", shipped())
def test_a_platforms_figures_are_as_they_were(name: str) -> None:
    found = {}
    for title, log in (("day", service_log()), ("quiet", QUIET)):
        row = columns(report(log, named(name), WordEar()))
        found[title] = {"row": row, **json.loads(kpi_json(log, named(name), WordEar()))}
    kept(f"kpi-{name}.json", found)


def test_every_measure_of_everything_is_as_it_was() -> None:
    preset = named("taobao")
    spec = FigureSpec("x", {}, Measure.SHARE, "", "", "")
    found = {}
    for title, log in (("day", service_log()), ("quiet", QUIET)):
        service = read_service(log, preset, WordEar())
        for measure, unit, answer in product(Measure, Unit, Answer):
            for within, window in ((None, None), (30, None), (180, (10, 22))):
                chosen = replace(
                    spec, measure=measure, unit=unit, answer=answer, within_s=within, window=window
                )
                key = f"{title} {measure} {unit} {answer} {within} {window}"
                got = figure(service, preset, chosen)
                shown = (got.value, got.unit, got.numerator, got.denominator, got.unmeasured)
                found[key] = " ".join(map(str, shown))
    kept("figures.json", found)


# --- boards and appeals --------------------------------------------------------------------------


def season_results() -> list[Result]:
    """Two weeks of three drills for seven students in two teams, with ties in them."""
    first = date(2026, 11, 16)
    marks = {
        "安": (50, 62, 71, 80, 77, 90), "柏": (60, 61, 62, 63, 64, 65),
        "晨": (90, 80, 70, 60, 50, 40), "丹": (50, 62, 71, 80, 77, 90),
        "恩": (10, 20, 30, 70, 75, 71), "帆": (55, 55, 55, 56, 56, 56),
    }  # fmt: skip
    found = []
    for who, own in marks.items():
        for number, mark in enumerate(own):
            day = first + timedelta(days=number + 4 * (number > 2))
            team = {"安": "红", "柏": "蓝", "晨": "红", "丹": "蓝", "恩": "红"}.get(who, "")
            speed = 8000 + 1000 * number + 10 * mark if who != "丹" else 9000
            found.append(Result(who, mark, speed, 1.0, f"d{number % 3}", day, team))
    found.append(Result("果", 99, None, 0.001, "d0", date(2026, 11, 24), "蓝"))
    return found


def test_boards_are_as_they_were() -> None:
    results, week = season_results(), week_of(date(2026, 11, 24))
    kept(
        "boards.json",
        {
            "drill": standings(results),
            "week": season(results, week),
            "week adjusted": season(results, week, 2, 3, adjusted=True),
            "improved": most_improved(results, week),
            "improved, one": most_improved(results, week, 1, 1),
            "teams": teams(results, week),
        },
    )


def test_a_calibration_counts_as_it_did() -> None:
    decisions = [
        Decision(rule, verdict, 60, after)
        for rule, verdict, after in (
            ("cold", Verdict.UPHELD, 60), ("cold", Verdict.GRANTED, 72),
            ("greet", Verdict.REMARKED, 70), ("greet", Verdict.REMARKED, 60),
            ("greet", Verdict.REMARKED, 55), ("tone", Verdict.UPHELD, 60),
        )
    ]  # fmt: skip
    kept("calibration.json", calibration(decisions))


# --- what is told -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_rule_pages_read_as_they_read(language: str) -> None:
    rules = ("insult", "thank", "no-time", "calm-customer", "stall-third")
    kept(f"rule-pages.{language}.md", "\n".join(page_of(rule, language) for rule in rules))


def complaints(read: Callable[[str], object], base: str, slips: list[tuple[str, str]]) -> str:
    """What is told of a file with each of these slips in it."""
    told = []
    for old, new in slips:
        assert old in base
        with pytest.raises(BadFile) as refused:
            read(base.replace(old, new))
        told.append(f"{old!r} → {new!r}\n{refused.value}\n")
    return "\n".join(told)


def slips_of(test: object) -> list[tuple[str, str]]:
    """The slips (good, bad, …) that another test goes through."""
    cases = test.pytestmark[0].args[1]  # type: ignore[attr-defined]
    return [case[:2] for case in cases]


MORE_RUBRIC_SLIPS = [
    ("权重: 60", "权重: -1"),
    ("起始: 70", "起始: 101"),
    ("起始: 70", "起始: 70, 能力模块: 唱歌"),
    ("起始: 70", "起始: 70, 归入: 唱歌"),
    ("起始: 70", "起始: 70, 分值: [greet]"),
    ("起始: 70", "起始: 70, 分值: {qqqq: 5}"),
    ("起始: 70", "起始: 70, 加分上限: 101, 名称: 礼貌"),
    ("版本: 3", "版本: 0"),
    ("版本: 3", "版本: 3\n着急线: 101"),
    ("版本: 3", "版本: 3\n名称: 我们"),
    ("编号: small", "编号: 7"),
    ("听到: [insult]", "听到: [唱]"),
    ("听到: [insult]", "听到: insult"),
    ("封顶: 40", "封顶: 四十"),
    ("编号: courtesy, ", ""),
    ("曲线: {10: 100, 60: 0}", "曲线: {10: 100}"),
    ("曲线: {10: 100, 60: 0}", "曲线: 快"),
    ("格式: 1", "格式: 1\n  x"),
    ("格式: 1", "格式: [1"),
    (test_rubric.SMALL, "- 1"),
    (test_rubric.SMALL, "\x00"),
]

MORE_PRESET_SLIPS = [
    ("秒: 60", "秒: -1"),
    ("秒: 60", "秒: 604801"),
    ("时段: [8, 22]", "时段: [8, 25]"),
    ("时段: [8, 22]", "时段: [8, 8]"),
    ("时段: [8, 22]", "时段: [8, 9, 10]"),
    ("时段: [8, 22]", "时段: [八, 九]"),
    ("合格: {至少: 0.9}", "合格: {至少: 0.9, 至多: 1}"),
    ("合格: {至少: 0.9}", "合格: 九成"),
    ("编号: a,", ""),
    ("编号: a, 算法: share", "算法: 唱"),
    ("来源: 教研组", "来源: 5"),
    ('截至: "2026-11"\n', ""),
    ('截至: "2026-11"', '截至: "2026-11"\n隔多久算新会话: 0'),
    ('截至: "2026-11"', '截至: "2026-11"\n隔多久算新会话: 721'),
    ('截至: "2026-11"', '截至: "2026-11"\n说明: 5\n时区: 5'),
    ("格式: 1", "格式: 2"),
    ("指标:\n", "指标: []\nx:\n"),
]


def test_what_is_told_of_a_bad_rubric_reads_as_it_read() -> None:
    slips = slips_of(test_rubric.test_a_slip_is_reported_with_line_and_remedy)
    told = complaints(read_rubric, test_rubric.SMALL, [*slips, *MORE_RUBRIC_SLIPS])
    kept("bad-rubrics.txt", told)


def test_what_is_told_of_a_bad_preset_reads_as_it_read() -> None:
    slips = slips_of(test_preset_file.test_a_mistake_is_told_with_line_and_remedy)
    told = complaints(read_preset, test_preset_file.SMALL, [*slips, *MORE_PRESET_SLIPS])
    kept("bad-presets.txt", told)


def test_what_is_told_of_a_bad_transcript_reads_as_it_read() -> None:
    whole = slips_of(test_document.test_what_is_no_transcript_is_refused_with_place_and_remedy)
    documents = [document for document, _ in whole]
    for change, _ in slips_of(test_document.test_a_bad_event_is_named):
        event = {**test_document.EVENTS[2], **change}  # type: ignore[dict-item]
        documents.append(json.dumps({"events": [event]}))
    events = json.dumps(test_document.EVENTS)
    documents.append(f'{{"events": {events}, "upset": 1}}')
    told = []
    for document in documents:
        with pytest.raises(BadTranscript) as refused:
            grade_json(document, None, WordEar(), nobody)
        told.append(str(refused.value))
    for row in ("5", '[{"customer": 5, "paid": 1}]', '[{"customer": "A", "paid": "1"}]', "[5]"):
        with pytest.raises(BadTranscript) as refused:
            report(f'{{"events": {events}, "orders": {row}}}', named("taobao"), WordEar())
        told.append(str(refused.value))
    kept("bad-transcripts.txt", "\n".join(told) + "\n")


def test_a_transcript_is_read_as_it_was_read() -> None:
    events = [
        *test_document.EVENTS,
        {"at": None, "from": "student", "text": "在", "customer": "李"},
    ]
    document = json.dumps({"scenario": "late", "upset": True, "events": events})
    kept("transcript.json", read_transcript(document, WordEar()))
    kept("unnamed.json", json.loads(grade_json(f'{{"events": {json.dumps(events)}}}', None,
        WordEar(), nobody)))  # fmt: skip
