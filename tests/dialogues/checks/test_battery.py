"""The default battery: what every customer must bear, and what it sees where one does not."""

from collections.abc import Mapping

import pytest

from dialogues.checks.battery import SAID, run_battery
from dialogues.customer import Customer, Data
from dialogues.reading import load_library
from dialogues.scripted import ScriptedScenario
from dialogues.transcript import Heard
from tests.dialogues.shop import SMALL, playable

LIBRARY = load_library()


@pytest.mark.parametrize("name", sorted(LIBRARY.scenarios))
def test_a_shipped_customer_bears_everything(name: str) -> None:
    customer = LIBRARY.scenarios[name]
    assert run_battery(customer, customer.scenario) == ()


def test_a_customer_won_by_one_sentence_is_seen() -> None:
    easy = playable(
        SMALL.replace("名称: 先缓缓, 听到: 道歉", "名称: 先缓缓, 听到: 道歉, 结局: 满意")
    )
    [weakness] = run_battery(easy, easy.scenario)
    assert (weakness.trial, weakness.kind, weakness.detail) == ("again", "success", "满意")


def test_a_customer_won_by_silence_is_seen() -> None:
    meek = playable(SMALL.replace("{超过: 240秒, 结局: 走了}", "{超过: 240秒, 结局: 满意}"))
    assert ("silence", "success") in {(w.trial, w.kind) for w in run_battery(meek)}


def test_a_line_too_long_for_a_phone_is_seen() -> None:
    wordy = playable(SMALL.replace("你说什么？, 没懂。", "哎" * 1900))
    assert {weakness.kind for weakness in run_battery(wordy)} == {"too_long"}


class Fragile:
    """A programmed customer that cannot bear an empty reply."""

    id, title, content_hash = "fragile", "Fragile", "0"

    def __init__(self, inner: ScriptedScenario) -> None:
        self._inner = inner

    def briefing(self, seed: str) -> str:
        """As the inner customer has it."""
        return self._inner.briefing(seed)

    def hear(self, reply: str, line_before: str = "") -> Heard:
        """Breaks down over nothing."""
        return self._inner.hear(reply[0] + reply[1:], line_before)

    def born(self, seed: str) -> Customer:
        """As the inner customer has it."""
        return self._inner.born(seed)

    def restore(self, seed: str, state: Mapping[str, Data]) -> Customer:
        """As the inner customer has it."""
        return self._inner.restore(seed, state)


def test_a_customer_that_breaks_down_is_seen_and_named() -> None:
    [weakness] = run_battery(Fragile(playable()))
    assert (weakness.trial, weakness.kind) == ("empty", "crash")
    assert weakness.detail.startswith("IndexError")


def test_the_battery_says_what_it_promises() -> None:
    assert SAID["empty"] == ""
    assert len(SAID["long"]) == 4000
    assert {"emoji", "punctuation", "link", "other_language"} <= SAID.keys()
