"""Rehearsals from the door: several processes do what one does, and the terminal tells it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.authoring.customers import (
    NoSuchCustomer,
    NotPlayable,
    customer_file,
    playable_customer,
)
from bot.authoring.rehearse import Part, Troupe, troupe
from bot.cli.authoring import check_customers, rehearse_customer
from dialogues.checks.students import COMPARED
from tests.bot.test_customers import STEADY, put
from tests.dialogues.shop import SMALL, playable


def test_several_processes_find_what_one_finds() -> None:
    scenario = playable().scenario
    played: list[int] = []
    alone = Troupe().rehearse(Part(scenario), 300, 5, lambda _: None)
    with troupe(1000) as players:
        together = players.rehearse(Part(scenario), 300, 5, played.append)
    assert together.coverage is not None
    assert alone.coverage is not None
    assert together.coverage.rules == alone.coverage.rules
    assert together.showings == alone.showings
    assert sum(played) == 300 + 5 * len(COMPARED)


def test_a_rehearsal_is_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearse_customer("size-advice", 50, 10, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["publishable"] is True
    assert [showing["persona"] for showing in found["showings"]] == list(COMPARED)
    assert found["coverage"]["attempts"] == 50


def test_a_customer_that_marks_everybody_alike_is_not_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scenario.yaml"
    rubric = SMALL[SMALL.index("评分:") :]
    file.write_text(SMALL.replace(rubric, "评分:\n  首次响应: {权重: 100}\n"), encoding="utf-8")
    assert rehearse_customer(str(file), 0, 10, as_json=False) == 1
    out = capsys.readouterr().out
    assert "还不能发布" in out
    assert "没有高过" in out


def test_a_file_with_mistakes_is_not_rehearsed(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("标题: x", encoding="utf-8")
    with pytest.raises(NotPlayable):
        playable_customer(str(tmp_path))
    with pytest.raises(NoSuchCustomer):
        playable_customer("nobody-like-this")


def test_checking_a_folder_tells_mistakes_and_weaknesses_and_how_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in {
        "good": SMALL,
        "typo": SMALL.replace("转到: 协商", "转到: 协上"),
        "easy": SMALL.replace("名称: 先缓缓, 听到: 道歉", "名称: 先缓缓, 听到: 道歉, 结局: 满意"),
    }.items():
        folder = tmp_path / name
        folder.mkdir()
        own = text.replace("编号: small-shop", f"编号: {name}-shop")
        (folder / "scenario.yaml").write_text(own, encoding="utf-8")
    assert check_customers(tmp_path, 1, quick=True, as_json=False) == 1
    out = capsys.readouterr().out
    assert "typo/scenario.yaml" in out
    assert "是不是“协商”？" in out
    assert "easy-shop" in out
    assert "同一句话反复发" in out


def test_a_check_is_told_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("标题：小店\n", encoding="utf-8")
    assert check_customers(tmp_path, 1, quick=True, as_json=True) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"code", "line", "message", "hint"} <= found["problems"][0].keys()


def test_a_folder_without_customers_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert check_customers(tmp_path, 1, quick=True, as_json=False) == 1
    assert "没有顾客文件" in capsys.readouterr().out


def checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `kefu check --quick --json` finds out about the one customer of a folder."""
    assert check_customers(folder, 1, quick=True, as_json=True) == 1
    [trial] = json.loads(capsys.readouterr().out)["trials"]
    found: dict[str, Any] = trial
    return found


def test_the_self_tests_of_a_programmed_customer_are_played_with_its_module(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    three = "".join(f"      - {{学生: 您好{said}}}\n" for said in ("呀", "啊", "哈"))
    tests = f"自测:\n  - 名称: 打三次招呼\n    对话:\n{three}    期望: {{结局: 满意}}\n"
    put(tmp_path, SMALL + tests, module=STEADY)
    found = checked(tmp_path, capsys)
    assert not found["unmet"]
    assert not found["hidden"]
    assert not found["refused"]


def test_a_module_that_breaks_a_promise_is_told_and_the_check_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, module="1 / 0")
    put(tmp_path, SMALL.replace("编号: small-shop", "编号: other-shop"), "other-shop")
    assert check_customers(tmp_path, 1, quick=True, as_json=True) == 1
    trials = {trial["id"]: trial for trial in json.loads(capsys.readouterr().out)["trials"]}
    assert "ZeroDivisionError" in trials["small-shop"]["refused"]
    assert not trials["other-shop"]["refused"]
    check_customers(tmp_path, 1, quick=True, as_json=False)
    assert "编程的顾客用不了" in capsys.readouterr().out


def test_a_programmed_customer_is_rehearsed_by_its_module(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = put(tmp_path, module=STEADY)
    assert rehearse_customer(str(own), 50, 3, as_json=True) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["coverage"] is None
    assert {ending["name"] for showing in found["showings"] for ending in showing["endings"]}


def test_a_live_room_and_a_reception_are_rehearsed_by_the_robots_of_their_own_tests(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for id_ in ("live-flash-sale", "double-eleven-surge"):
        assert rehearse_customer(id_, 0, 5, as_json=True) == 0
        robots = json.loads(capsys.readouterr().out)["robots"]
        assert len(robots) >= 3
        assert robots[0]["low"] > robots[-1]["high"]


def test_a_robot_that_fares_otherwise_than_the_author_expects_keeps_a_room_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = customer_file("live-flash-sale").read_text("utf-8")
    own = tmp_path / "my-room" / "scenario.yaml"
    own.parent.mkdir()
    own.write_text(shipped.replace("至少 80", "低于 80"), "utf-8")
    assert rehearse_customer(str(own), 0, 5, as_json=False) == 1
    told = capsys.readouterr().out
    assert "5 次里有 5 次得分不是“低于 80”" in told
    assert "还不能发布" in told
