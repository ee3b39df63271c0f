"""Files that want to do harm: refused whole, quickly, and without a crash."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.reading import read_scenario
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
def test_a_hostile_file_is_refused_quickly(text: str) -> None:
    read_scenario(SMALL, "warm-up")
    best = 9.0
    for _ in range(3):
        start = perf_counter()
        reading = read_scenario(text, "hostile")
        best = min(best, perf_counter() - start)
    assert reading.scenario is None
    assert any(not problem.warning for problem in reading.problems)
    assert best < 0.05 or len(text) < len(SMALL) * 2


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
