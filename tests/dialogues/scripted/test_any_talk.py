"""Whatever is typed, at whatever pace: no crash, the same talk again, and restore is exact."""

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.customer import Reaction, ToolAnswer
from dialogues.scripted import ScriptedCustomer
from tests.dialogues.shop import acts, customer, playable

Move = Callable[[ScriptedCustomer], Reaction | ToolAnswer]

SEEDS = st.text(max_size=8)
WAITS = st.none() | st.floats(0, 500, allow_nan=False)
WORDS = ("道歉", "共情", "推诿", "询问订单", "催办", "介绍商品", "结束祝福", "辱骂", "问候")
REPLIES = st.text(max_size=30) | st.sampled_from(("红色的", "好的", "抱歉抱歉抱歉", "我马上催一下"))
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


def _hears(reply: str, words: list[str], waited: float | None) -> Move:
    return lambda born: born.hear(reply, acts(*words), waited)


MOVES = st.one_of(
    st.builds(_hears, REPLIES, st.lists(st.sampled_from(WORDS), max_size=6), WAITS),
    st.builds(lambda waited: lambda born: born.tick(waited), st.floats(0, 200, allow_nan=False)),
    st.builds(
        lambda tool, word: lambda born: born.use(tool, word),
        st.sampled_from(("查物流", "查订单", "发券", "备注", "没有的")),
        st.sampled_from(("QH2041", "QH3177", "5元", "")),
    ),
)


@given(SEEDS, st.lists(MOVES, max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_restore_between_all_moves_changes_nothing(seed: str, moves: list[Move]) -> None:
    written = playable()
    straight, stored = written.born(seed), written.born(seed)
    assert straight.open() == stored.open()
    for move in moves:
        through_json = json.loads(json.dumps(stored.snapshot()))
        stored = written.restore(seed, through_json)
        assert move(stored) == move(straight)
        assert stored.snapshot() == straight.snapshot()


@given(SEEDS, st.lists(MOVES, max_size=8))
@settings(max_examples=50, deadline=None)
def test_the_same_seed_and_moves_make_the_same_talk(seed: str, moves: list[Move]) -> None:
    one, other = customer(seed=seed), customer(seed=seed)
    assert [move(one) for move in moves] == [move(other) for move in moves]


@given(st.lists(st.tuples(ANY_TEXT, WAITS), max_size=4), SEEDS)
@settings(max_examples=150, deadline=None)
def test_no_words_crash_the_talk(replies: list[tuple[str, float | None]], seed: str) -> None:
    written = playable()
    born = written.born(seed)
    line = born.open().lines[0]
    for reply, waited in replies:
        reaction = born.hear(reply, written.hear(reply, line), waited)
        assert 0 <= reaction.felt.anger <= 100


@given(ANY_TEXT, ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_no_command_crashes_the_back_office(tool: str, argument: str) -> None:
    assert customer().use(tool, argument).text
    assert customer().use("查订单", argument).text


def test_a_snapshot_is_a_copy() -> None:
    born = customer()
    before = born.snapshot()
    born.hear("对不起", acts("道歉"), 5)
    assert before["anger"] == 60
    assert before["heard"] == []
