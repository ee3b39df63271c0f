"""A folder of customers that somebody is working on while others play."""

from pathlib import Path

import pytest

from bot.practice.shelf import Shelf
from dialogues.reading import Library, load_library, reload_library
from tests.dialogues.shop import SMALL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the only customer in a folder."""
    (tmp_path / "small").mkdir()
    path = tmp_path / "small" / "scenario.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def edited(library: Library, file: Path, right: str, wrong: str) -> Library:
    """The library after an edit of the file."""
    file.write_text(SMALL.replace(right, wrong), encoding="utf-8")
    return reload_library(library)


def test_a_file_that_breaks_keeps_its_last_good_version(file: Path) -> None:
    good = load_library(file.parent.parent)
    broken = edited(good, file, "标题:", "标题：")
    assert broken.get("small-shop") is good.get("small-shop")
    assert [p.code for p in broken.problems if not p.warning] == ["D012"]
    assert reload_library(broken).get("small-shop") is good.get("small-shop")


def test_a_mended_file_is_taken_and_the_version_before_is_remembered(file: Path) -> None:
    first = load_library(file.parent.parent)
    old = first.get("small-shop")
    assert old
    second = edited(first, file, "小店", "大店")
    new = second.get("small-shop")
    assert new
    assert new.title == "大店"
    assert second.version("small-shop", old.content_hash) is old
    assert second.version("small-shop", new.content_hash) is new
    assert second.version("small-shop", "other") is None


def test_a_file_that_was_taken_away_is_no_longer_offered(file: Path) -> None:
    library = load_library(file.parent.parent)
    file.unlink()
    assert reload_library(library).ids == ()


def test_a_shelf_that_is_stocked_anew_remembers_what_talks_began_with(file: Path) -> None:
    first = load_library(file.parent.parent)
    shelf = Shelf(first.scenarios.values())
    old = first.get("small-shop")
    assert old
    shelf.restock(edited(first, file, "小店", "大店").scenarios.values())
    assert shelf.title("small-shop") == "大店"
    assert shelf.version("small-shop", old.content_hash) is old
