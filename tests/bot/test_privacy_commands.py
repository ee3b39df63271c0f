"""`kefu export`, `kefu erase`, `kefu audit-report`: what an operator gets to see."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.trouble import Trouble
from tests.bot.house import open_house, small
from tests.bot.store import address


async def practised(path: Path) -> None:
    """Ada and Bob have come in and said something."""
    path.mkdir()
    async with open_house(path / "kefu.db", small()) as house:
        for name in ("ada", "bob"):
            await house.come_in(name)
            await house.say(name, "/practice small-shop")
            await house.say(name, f"您好，我是{name}客服")
            await house.wait(4)


@pytest.fixture
def data(each_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an installation in which two people have practised."""
    asyncio.run(practised(tmp_path / "data"))
    monkeypatch.setenv("KEFU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KEFU_DATABASE", address(tmp_path / "data" / "kefu.db"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kefu(*words: str) -> tuple[int, str]:
    """Exit code, and what was printed."""
    done = CliRunner().invoke(app, words)
    if isinstance(done.exception, Trouble):
        raise done.exception
    return done.exit_code, done.output


def test_an_export_is_complete_and_only_about_the_one(data: Path) -> None:
    code, told = kefu("export", "ada")
    assert code == 0
    assert "ada客服" in told
    assert "bob" not in told
    assert kefu("export", "1", "--out", "out")[0] == 0
    assert "ada客服" in (data / "out" / "my-data.html").read_text("utf-8")
    assert json.loads((data / "out" / "my-data.json").read_text("utf-8")) == json.loads(told)


def test_erasing_asks_once_more_and_then_leaves_nothing(data: Path) -> None:
    code, told = kefu("erase", "ada")
    assert code == 2
    assert "--yes" in told
    assert "ada客服" in kefu("export", "ada")[1]
    assert kefu("erase", "ada", "--yes")[0] == 0
    with pytest.raises(Trouble, match="Nobody"):
        kefu("export", "ada")
    assert "bob客服" in kefu("export", "bob")[1]


def test_the_audit_report_counts_what_is_kept_and_what_was_done(data: Path) -> None:
    kefu("export", "ada")
    kefu("erase", "ada", "--yes")
    report = json.loads(kefu("audit-report", "--json")[1])
    kept = {each["table"]: each for each in report["kept"]}
    assert kept["person"]["rows"] == 1
    assert kept["event"]["days"] == 180
    assert [each["kind"] for each in report["events"]] == ["export", "erasure"]
    assert "谁看得到" in kefu("audit-report")[1]


@pytest.mark.parametrize("who", ["nobody", "99", "9" * 30, "%", ""])
def test_somebody_unknown_is_said_so_and_nothing_is_erased(data: Path, who: str) -> None:
    with pytest.raises(Trouble, match="Nobody"):
        kefu("erase", who, "--yes")
    assert json.loads(kefu("audit-report", "--json")[1])["events"] == []
