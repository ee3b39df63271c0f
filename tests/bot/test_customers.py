"""Which customers an installation plays: a folder that changes, packs, programmed customers."""

import os
import re
import shutil
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from bot.app import restock, stocked
from bot.customers import BadModule, Collection, customers_in, packs, programmed
from bot.practice.shelf import Shelf
from dialogues.reading import load_library
from dialogues.reading.library import Library, reload_library
from tests.dialogues.shop import SMALL, playable

STEADY = '''
from dialogues.customer import Reaction, ToolAnswer
from dialogues.transcript import Ended, Felt


class Echo:
    """Says one line, counts replies, and leaves content after three of them."""

    name = "回声"
    tools = ()

    def __init__(self, seed, state):
        self.count = int((state or {}).get("count", 0))

    def _felt(self):
        return Felt(10, 10, "聊天", "回声")

    def open(self):
        return Reaction(("在吗？",), self._felt(), 60.0)

    def hear(self, reply, heard, waited):
        self.count += 1
        ended = Ended("满意", True, 5) if self.count == 3 and "greet" in heard.ids else None
        return Reaction((f"第 {self.count} 句",), self._felt(), 60.0, ended)

    def use(self, tool, argument):
        return ToolAnswer("没有后台", False)

    def tick(self, waited):
        return Reaction((), self._felt())

    def snapshot(self):
        return {"count": self.count}


def customer(scenario, seed, state):
    return Echo(seed, state)
'''


def put(folder: Path, text: str = SMALL, name: str = "small-shop", module: str = "") -> Path:
    """A customer in a folder, perhaps with a module."""
    own = folder / name
    own.mkdir(parents=True, exist_ok=True)
    (own / "scenario.yaml").write_text(text.replace("small-shop", name), "utf-8")
    if module:
        (own / "module.py").write_text(module, "utf-8")
    return own


def touch(file: Path, text: str) -> None:
    """Change a file so that even a coarse clock sees it."""
    before = file.stat().st_mtime_ns
    file.write_text(text, "utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))


# --- a teacher's own folder ----------------------------------------------------------------------


def test_a_teachers_own_customers_are_offered_beside_the_programs(tmp_path: Path) -> None:
    put(tmp_path)
    shelf = stocked(Collection.gather(tmp_path))
    assert {"small-shop", "logistics-delay-angry"} <= set(shelf.offers)


def test_a_changed_file_is_played_and_talks_keep_the_version_they_began_with(
    tmp_path: Path,
) -> None:
    file = put(tmp_path) / "scenario.yaml"
    collection = Collection.gather(tmp_path)
    shelf = stocked(collection)
    old = shelf.playables["small-shop"]
    assert not collection.refresh()
    touch(file, SMALL.replace("标题: 小店", "标题: 新小店"))
    assert collection.refresh()
    restock(shelf, collection)
    assert shelf.title("small-shop") == "新小店"
    assert shelf.version("small-shop", old.content_hash) is old


def test_a_file_that_breaks_keeps_its_last_good_version_playing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = put(tmp_path) / "scenario.yaml"
    collection = Collection.gather(tmp_path)
    shelf = stocked(collection)
    touch(file, "标题：坏了")
    assert collection.refresh()
    restock(shelf, collection)
    assert shelf.title("small-shop") == "小店"
    assert "customers_refused" in caplog.text


def test_a_customer_that_is_taken_away_is_not_offered_any_more(tmp_path: Path) -> None:
    own = put(tmp_path)
    collection = Collection.gather(tmp_path)
    shelf = stocked(collection)
    shutil.rmtree(own)
    assert collection.refresh()
    restock(shelf, collection)
    assert "small-shop" not in shelf.offers


def test_what_is_written_while_a_folder_is_read_is_read_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(tmp_path) / "scenario.yaml"
    collection = Collection.gather(tmp_path)
    touch(file, SMALL.replace("标题: 小店", "标题: 大店"))

    def saved_again(library: Library) -> Library:
        read = reload_library(library)
        touch(file, SMALL)
        return read

    with monkeypatch.context() as slow:
        slow.setattr("bot.customers.reload_library", saved_again)
        assert collection.refresh()
    assert collection.refresh()
    assert not collection.refresh()


def test_a_talk_that_goes_on_keeps_its_tools() -> None:
    shelf = Shelf([playable()])
    assert shelf.tools
    shelf.restock([])
    assert set(playable().born("any").tools) <= shelf.tools


# --- programmed customers ------------------------------------------------------------------------


def test_a_programmed_customer_plays_with_the_files_words_and_rubric(tmp_path: Path) -> None:
    put(tmp_path, module=STEADY)
    playable = customers_in(tmp_path).scenarios["small-shop"]
    customer = playable.born("1")
    assert customer.open().lines == ("在吗？",)
    assert playable.title == "小店"
    assert playable.scenario.rubric.criteria
    assert playable.restore("1", {"count": 2}).snapshot() == {"count": 2}


def test_a_change_of_the_module_is_another_version(tmp_path: Path) -> None:
    put(tmp_path, module=STEADY)
    before = customers_in(tmp_path).scenarios["small-shop"].content_hash
    put(tmp_path, module=STEADY + "\n# changed\n")
    assert customers_in(tmp_path).scenarios["small-shop"].content_hash != before


BROKEN = {
    "no function": ("x = 1", "no function"),
    "does not run": ("1 / 0", "ZeroDivisionError"),
    "not Python": ("def (", "SyntaxError"),
    "forgets": (STEADY.replace('return {"count": self.count}', "return {}"), "forgetful"),
    "unwritable": (
        STEADY.replace('return {"count": self.count}', 'return {"count": {1, 2}}'),
        "unwritable",
    ),
    "crashes": (STEADY.replace("self.count += 1", "self.count += None"), "crash"),
    "nameless": (STEADY.replace('name = "回声"', 'name = " "'), "nameless"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_module_that_breaks_a_promise_is_refused_with_the_reason(
    case: str, tmp_path: Path
) -> None:
    source, told = BROKEN[case]
    own = put(tmp_path, module=source)
    written = load_library(tmp_path).scenarios["small-shop"]
    with pytest.raises(BadModule) as refused:
        programmed(own / "module.py", written)
    assert told in str(refused.value.values)


def test_a_customer_that_is_different_every_time_is_refused(tmp_path: Path) -> None:
    unsteady = STEADY.replace("class Echo", "births = []\n\n\nclass Echo").replace(
        'return Reaction(("在吗？",)',
        'births.append(1)\n        return Reaction((f"{len(births)}",)',
    )
    own = put(tmp_path, module=unsteady)
    written = load_library(tmp_path).scenarios["small-shop"]
    with pytest.raises(BadModule) as refused:
        programmed(own / "module.py", written)
    assert "unsteady" in str(refused.value.values)


def test_a_customer_whose_module_and_then_file_break_is_only_left_out(tmp_path: Path) -> None:
    own = put(tmp_path, module="1 / 0")
    collection = Collection.gather(tmp_path)
    assert "small-shop" not in collection.scenarios
    touch(own / "scenario.yaml", "标题：坏了")
    assert collection.refresh()
    assert "small-shop" not in collection.scenarios


def test_a_broken_module_costs_only_its_own_customer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path, module="1 / 0")
    put(tmp_path, name="other-shop")
    found = customers_in(tmp_path)
    assert set(found.scenarios) == {"other-shop"}
    assert [said.split()[0] for said in caplog.messages] == ["event='customers_refused'"]


# --- packs ---------------------------------------------------------------------------------------


def pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: str = ""
) -> EntryPoint:
    """An importable package that is announced as a pack."""
    package = tmp_path / name
    package.mkdir()
    (package / "__init__.py").write_text(source, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return EntryPoint(name, name, "kefu.customers")


def test_a_packs_customers_are_played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = pack(tmp_path, monkeypatch, "kefu_pack_good")
    put(tmp_path / "kefu_pack_good", name="pack-shop")
    [library] = packs([entry])
    assert set(library.scenarios) == {"pack-shop"}


def test_broken_packs_are_reported_and_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    entries = [
        pack(tmp_path, monkeypatch, "kefu_pack_crash", "raise OSError"),
        pack(tmp_path, monkeypatch, "kefu_pack_empty"),
        EntryPoint("gone", "kefu_pack_that_is_not_there", "kefu.customers"),
        pack(tmp_path, monkeypatch, "kefu_pack_fine"),
    ]
    put(tmp_path / "kefu_pack_fine", name="fine-shop")
    found = packs(entries)
    assert [set(library.scenarios) for library in found] == [{"fine-shop"}]
    refused = re.findall(r"event='pack_refused' pack='(\w+)'", caplog.text)
    assert refused == ["kefu_pack_crash", "kefu_pack_empty", "gone"]
