"""`kefu new`: a template that can be played as it is, and never overwrites anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.check import read_customers, try_one
from bot.authoring.customers import playable_customer
from bot.authoring.start import (
    CHINESE,
    LIKES,
    AlreadyThere,
    BadId,
    NoSuchTemplate,
    _template,
    start_customer,
    start_workbook,
    write_again,
)
from dialogues.reading import read_scenario
from dialogues.scenario import Scenario

CHATS = ("aftersale", "presale")


@pytest.mark.parametrize("like", LIKES)
def test_a_new_customer_has_no_problems(like: str, tmp_path: Path) -> None:
    start_customer("my-shop", "我的小店", like, tmp_path)
    read = read_customers(tmp_path)
    assert read.problems == ()
    assert [subject.id for subject in read.scenarios] == ["my-shop"]
    assert len(read.unfinished) == 1


@pytest.mark.parametrize("like", sorted(set(LIKES) - set(CHATS)))
def test_a_new_room_or_reception_passes_its_own_tests(like: str, tmp_path: Path) -> None:
    path = start_customer("my-shop", "我的小店", like, tmp_path)
    [subject] = read_customers(path).scenarios
    assert try_one((subject, None, 3, 0)).passed


@pytest.mark.parametrize("like", CHATS)
def test_a_new_customer_can_be_published_as_it_is(like: str, tmp_path: Path) -> None:
    path = start_customer("my-shop", "我的小店", like, tmp_path)
    scenario = playable_customer(str(path)).scenario
    assert isinstance(scenario, Scenario)
    assert try_one((scenario, None, 10, 40)).passed


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = start_customer("my-shop", "", "presale", tmp_path)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(AlreadyThere):
        start_customer("my-shop", "", "presale", tmp_path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_workbook_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(AlreadyThere):
        start_workbook("my-shop", "", "presale", path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_importing_again_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    write_again(path, "old")
    write_again(path, "old")
    write_again(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert (tmp_path / "scenario.yaml.bak").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    "bad", ["", "a", "../up", "My-Shop", "小店", "a b", "x" * 41, "/etc/passwd"]
)
def test_an_id_that_cannot_be_a_folder_is_refused(bad: str, tmp_path: Path) -> None:
    with pytest.raises(BadId):
        start_customer(bad, "", "presale", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("chinese", "like"), CHINESE.items())
def test_a_template_has_a_chinese_name_as_well(chinese: str, like: str) -> None:
    assert _template("my-shop", "", chinese) == _template("my-shop", "", like)


def kefu(folder: Path, *arguments: str) -> str:
    """What the command says in this folder, in Chinese."""
    command = (sys.executable, "-c", "from bot.cli import main; main()", *arguments)
    surroundings = {**os.environ, "KEFU_LANGUAGE": "zh_CN", "PYTHONUTF8": "1"}
    found = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, encoding="utf-8", check=False
    )
    return found.stdout + found.stderr


def test_whoever_only_says_new_is_told_the_templates(tmp_path: Path) -> None:
    told = kefu(tmp_path, "new")
    assert all(like in told for like in LIKES)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("grade", "gone.json"), "没有这个文件或文件夹：gone.json"),
        (("import-case", "gone.txt"), "没有这个文件或文件夹：gone.txt"),
        (("grade", "."), "路径不对"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_in_the_readers_language(
    arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    assert told in kefu(tmp_path, *arguments)


@pytest.mark.parametrize("where", ["my-shop", "."])
def test_problems_are_told_in_the_language_asked_for(where: str, tmp_path: Path) -> None:
    path = start_customer("my-shop", "My shop", "aftersale", tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("转到: 收尾", "转到: 结束", 1), encoding="utf-8")
    [problem] = read_customers(tmp_path / where, "en").problems
    assert problem.message == "There is no stage “结束”"


@pytest.mark.parametrize("where", ["my-shop", "."])
def test_a_reception_of_customers_that_do_not_exist_is_told(where: str, tmp_path: Path) -> None:
    path = start_customer("my-shop", "", "desk", tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("情境: size-advice", "情境: size-advise", 1), encoding="utf-8")
    read = read_customers(tmp_path / where)
    assert read.scenarios == ()
    assert [(problem.code, problem.hint) for problem in read.problems] == [
        ("D140", "是不是“size-advice”？")
    ]


def test_an_unknown_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchTemplate):
        start_customer("my-shop", "", "../../secret", tmp_path)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40))
def test_any_title_is_a_title(title: str) -> None:
    scenario = read_scenario(_template("my-shop", title, "presale"), "new").scenario
    assert scenario is not None
    assert scenario.title == (" ".join(title.split()) or "my-shop")
