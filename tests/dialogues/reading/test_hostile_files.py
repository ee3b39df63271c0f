"""Files that want to do harm: refused whole, quickly, and without a crash."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.reading import read_scenario, tree
from dialogues.reading.library import OWN_FOLDER
from dialogues.reading.problem import MOST_PROBLEMS
from tests.dialogues.shop import SMALL

HOSTILE = {
    "a billion laughs": 'a: &a ["x", "x"]\n' + "b: &b [*a, *a]\n" * 30,
    "an anchor inside": SMALL + "放行: {D208: &x 好, D209: *x}\n",
    "a tag": "标题: !!python/object/apply:os.system [ls]\n",
    "a tag inside": SMALL + "放行: {D208: !!str 好}\n",
    "deep brackets": "标题: " + "[" * 900 + "]" * 900,
    "deep tables": "{标题: " * 200,
    "deep lists": "- " * 800,
    "deep indentation": "".join("  " * depth + f"k{depth}:\n" for depth in range(40)),
    "one endless line": "标题: " + "好" * 150_000,
    "a large file": "标题: 好\n" * 100_000,
    "many lines": "\n" * 100_000,
    "two documents": SMALL + "---\n标题: 又一份\n",
    "a directive": "%YAML 1.1\n---\n标题: 好\n",
    "a null character": "标题: 好\x00\n",
    "a lone surrogate": "标题: \ud800\n",
    "nothing": "",
    "a list": "- 标题\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused(text: str) -> None:
    reading = read_scenario(text, "hostile")
    assert reading.scenario is None
    assert any(not problem.warning for problem in reading.problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [("好" * 4_000_000, "D002"), (b"\x00" * 10_000_000, "D002"), ("\n" * 6_000, "D002"),
     ("[" * 500, "D003"), ("[\n" * 500, "D003"), ("{" * 500, "D003"), ("- , :\n" * 1_100, "D007"),
     ("a: b\n" * 2_400, "D007"), ("x" * 2_500, "D008"), (" " * 90 + "a: b", "D003")],
)  # fmt: skip
def test_what_would_take_long_is_refused_before_it_is_scanned(
    text: str | bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scanned(*, trusted: bool) -> None:
        raise AssertionError("the file was scanned")

    monkeypatch.setattr(tree, "_reader", scanned)
    assert code in [problem.code for problem in read_scenario(text, "hostile").problems]


def test_a_shipped_file_keeps_well_below_the_limits() -> None:
    for path in OWN_FOLDER.glob("*/scenario*.yaml"):
        text = path.read_text("utf-8")
        assert len(text.encode()) < tree.LARGEST * 0.75
        assert sum(map(text.count, tree.MARKS)) < tree.MOST_MARKS * 0.75


def test_no_more_problems_are_told_than_anybody_reads() -> None:
    text = "".join(f"错{n}: 1\n" for n in range(900))
    assert len(read_scenario(text, "many").problems) <= MOST_PROBLEMS


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", "标题: 好".encode("gbk"), b"\x89PNG\r\n"])
def test_what_is_no_text_is_refused_kindly(data: bytes) -> None:
    [problem] = read_scenario(data, "picture").problems
    assert problem.code == "D001"
    assert "UTF-8" in problem.hint


def test_a_byte_order_mark_and_windows_line_ends_are_forgiven() -> None:
    windows = ("\ufeff" + SMALL).replace("\n", "\r\n").encode()
    assert read_scenario(windows, "windows").scenario


@given(st.text(st.characters(codec=None), max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_crashes_the_reader(text: str) -> None:
    assert read_scenario(text, "any").scenario is None


@given(
    st.integers(0, len(SMALL)),
    st.integers(0, 12),
    st.sampled_from(["", ":", "：", "\t", "[", "}", "- ", "#", " #", '"', "'", "|", ">", "&a", "*a",
                     "!", "\n", "\n  ", "【", "，", "{", "? ", "<<: ", "　"]),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_no_slip_of_the_hand_crashes_the_reader(place: int, gone: int, typed: str) -> None:
    reading = read_scenario(SMALL[:place] + typed + SMALL[place + gone :], "slip")
    errors = [problem for problem in reading.problems if not problem.warning]
    assert (reading.scenario is None) == bool(errors)
    assert all(problem.line >= 1 and problem.message and problem.hint for problem in errors)
