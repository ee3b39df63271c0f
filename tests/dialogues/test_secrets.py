"""What is told in the debrief: 想要 and 真相, in the words of this talk."""

import pytest

from dialogues.language import in_language
from dialogues.reading import load_library
from dialogues.reading.library import OWN_FOLDER
from dialogues.scripted import ScriptedScenario
from dialogues.secrets import Secret, secret_of
from tests.dialogues.shop import playable

SHIPPED = sorted(load_library(OWN_FOLDER).scenarios.values(), key=lambda one: one.id)
shipped = pytest.mark.parametrize("customer", SHIPPED, ids=lambda one: one.id)


@shipped
def test_every_shipped_customer_tells_what_he_wanted_and_how_it_was(
    customer: ScriptedScenario,
) -> None:
    for seed in map(str, range(12)):
        secret = secret_of(customer, seed)
        assert secret.wants
        assert secret.truth
        assert "【" not in secret.wants + secret.truth


@shipped
def test_the_secret_is_told_in_the_students_language(customer: ScriptedScenario) -> None:
    secret = secret_of(in_language(customer, "en"), "7")
    assert not any("一" <= letter <= "鿿" for letter in secret.wants + secret.truth), secret


def test_who_has_no_secret_tells_none() -> None:
    assert secret_of(playable(), "7") == Secret()
