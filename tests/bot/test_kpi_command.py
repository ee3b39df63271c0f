"""`kefu kpi`: for people, for programs, and as a table for a spreadsheet."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app

EVENTS = [
    {"at": "2026-11-22T10:10:15+08:00", "from": "customer", "text": "在吗"},
    {"at": "2026-11-22T10:15:20+08:00", "from": "customer", "text": "人呢"},
    {"at": "2026-11-22T10:18:10+08:00", "from": "student", "text": "在的"},
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "=小李.json"
    file.write_text(json.dumps({"events": EVENTS}), "utf-8")
    return file


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["kpi", *map(str, words)])


def test_a_program_gets_value_unit_source_and_date_of_every_figure(log: Path) -> None:
    figures = json.loads(run("--json", "--preset", "douyin", log).stdout)
    share = figures["human_reply_rate_180s"]
    assert (share["value"], share["numerator"], share["denominator"]) == (0.5, 1, 2)
    assert all({"value", "unit", "source", "as_of"} <= set(each) for each in figures.values())


def test_the_same_log_gives_the_same_bytes(log: Path) -> None:
    assert len({run("--json", "--preset", "jd", log).stdout for _ in range(2)}) == 1


def test_people_see_names_and_the_pass_line(log: Path) -> None:
    shown = run("--preset", "jd", log).stdout
    assert "30 秒应答率" in shown
    assert "≥ 90% ✗" in shown


def test_a_spreadsheet_gets_the_back_offices_headings_and_no_formula(
    log: Path, tmp_path: Path
) -> None:
    table = tmp_path / "kpi.csv"
    run("--preset", "taobao", log, "--table", table)
    assert table.read_bytes().startswith("\ufeff客服,3分钟人工响应率".encode())
    row = next(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert (row["客服"], row["3分钟人工响应率"]) == ("'=小李", "0.00%")


def test_an_unknown_preset_is_answered_with_the_known_ones(log: Path) -> None:
    result = run("--preset", "ebay", log)
    assert result.exit_code == 2
    assert "taobao" in result.stderr
