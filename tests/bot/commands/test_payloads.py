"""What buttons carry: nothing that we did not sign is read, and everything fits."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.commands import access, desk
from bot.commands.payloads import Press, Signer
from dialogues.reading import load_library

KEY = bytes(range(32))
SIGNER = Signer(KEY)
ACTIONS = st.sampled_from([*sorted(access.actions.names), "ok", "no"])
ARGUMENTS = st.text(max_size=40)
ANY_TEXT = st.text(st.characters(codec=None), max_size=64)


@given(ACTIONS, ARGUMENTS)
def test_what_was_signed_is_read(action: str, argument: str) -> None:
    assert SIGNER.read(SIGNER.sign(action, argument)) == Press(action, argument)


@given(ANY_TEXT)
def test_nothing_unsigned_is_read(payload: str) -> None:
    assert SIGNER.read(payload) is None


@given(ACTIONS, ARGUMENTS, st.data())
def test_a_payload_changed_anywhere_is_not_read(
    action: str, argument: str, data: st.DataObject
) -> None:
    payload = SIGNER.sign(action, argument)
    place = data.draw(st.integers(0, len(payload) - 1))
    sign = data.draw(st.characters(codec=None).filter(lambda c: c != payload[place]))
    assert SIGNER.read(payload[:place] + sign + payload[place + 1 :]) is None


@given(ACTIONS, ARGUMENTS, st.binary(min_size=32, max_size=32).filter(lambda key: key != KEY))
def test_another_installations_payload_is_not_read(action: str, argument: str, key: bytes) -> None:
    assert SIGNER.read(Signer(key).sign(action, argument)) is None


@given(ACTIONS, st.integers(0, 2**63 - 1))
def test_payloads_with_any_number_fit(action: str, number: int) -> None:
    assert len(SIGNER.sign(action, number).encode()) <= 64


def test_a_broken_character_does_not_pass_for_another() -> None:
    assert SIGNER.read(SIGNER.sign("s", "?").replace("?", "\ud800")) is None


def test_payloads_with_any_shipped_customer_fit() -> None:
    for customer in load_library().scenarios:
        assert len(SIGNER.sign("s", customer).encode()) <= 64


def test_every_action_on_a_button_has_a_handler() -> None:
    """Sources sign actions by their letter; each of them is declared, or belongs to consent."""
    sources = Path(desk.__file__).parents[1]
    signed = {
        action
        for file in sources.rglob("*.py")
        for action in re.findall(
            r'(?:payload\(|button\("[\w.]+", )"(\w+)"', file.read_text(encoding="utf-8")
        )
    }
    assert signed - set(access.actions.names) == {"no"}
