"""`kefu grade`: what a program reads stands alone, what people should know stands beside it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app

EVENTS = [
    {"at": "2026-11-22T10:10:15+08:00", "from": "customer", "text": "到哪了"},
    {"at": "2026-11-22T10:10:20+08:00", "from": "student", "text": "您好，包裹在杭州"},
]


def graded(folder: Path, **rest: str) -> Result:
    """The transcript with these other keys, graded for a program."""
    file = folder / "talk.json"
    file.write_text(json.dumps({"events": EVENTS, **rest}), "utf-8")
    return CliRunner().invoke(app, ["grade", "--json", str(file)])


def test_a_customer_that_nobody_knows_is_told_beside_the_card(tmp_path: Path) -> None:
    found = graded(tmp_path, scenario="size-advise")
    assert json.loads(found.stdout)["rubric"]["id"] == "default"
    assert "size-advise" in found.stderr


@pytest.mark.parametrize(
    ("rest", "rubric"), [({}, "default"), ({"scenario": "size-advice"}, "default+own")]
)
def test_where_all_is_well_nothing_stands_beside_the_card(
    rest: dict[str, str], rubric: str, tmp_path: Path
) -> None:
    found = graded(tmp_path, **rest)
    assert json.loads(found.stdout)["rubric"]["id"] == rubric
    assert found.stderr == ""


def test_a_page_is_headed_by_the_customer_where_one_is_known(tmp_path: Path) -> None:
    (tmp_path / "talk.json").write_text(json.dumps({"events": EVENTS, "scenario": "size-advice"}))
    page = tmp_path / "card.html"
    arguments = ["grade", "--page", str(page), str(tmp_path / "talk.json")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert "<h1>尺码咨询</h1>" in page.read_text("utf-8")
