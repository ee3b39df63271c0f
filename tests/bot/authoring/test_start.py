"""`kefu new`: a template that can be played as it is, and never overwrites anything."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.check import read_customers, try_one
from bot.authoring.customers import playable_customer
from bot.authoring.start import (
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


def test_an_unknown_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchTemplate):
        start_customer("my-shop", "", "../../secret", tmp_path)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40))
def test_any_title_is_a_title(title: str) -> None:
    scenario = read_scenario(_template("my-shop", title, "presale"), "new").scenario
    assert scenario is not None
    assert scenario.title == (" ".join(title.split()) or "my-shop")
