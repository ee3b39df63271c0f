"""Sixty recorded talks look the same on every messenger."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bot.conformance import RECORDINGS, Recording, compare, perform, read, write
from bot.conformance.console import console
from bot.conformance.recording import names
from tests.bot.house import shipped
from tests.conformance.telegram_stage import STAGES

ALL = {"console": console, **STAGES}


@cache
def recorded(name: str) -> Recording:
    """A recording of the kit."""
    return read(RECORDINGS / f"{name}.yaml")


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("messenger", ALL)
async def test_a_talk_is_as_it_was_recorded(
    name: str, messenger: str, new_store: Callable[[], Path]
) -> None:
    performance = await perform(recorded(name), ALL[messenger], shipped(), new_store())
    verdict = compare(recorded(name), performance)
    assert verdict.passed, verdict.told()
    assert verdict.downgrades == ()


def test_there_are_at_least_sixty_of_every_sort() -> None:
    sorts = {name.partition("-")[0] for name in names()}
    assert len(names()) >= 60
    assert sorts >= {"single", "desk", "live", "silence", "class", "english"}
    assert any(talk.over and talk.total for name in names() for talk in recorded(name).talks)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    for name in names():
        file = write(recorded(name), tmp_path)
        assert read(file) == recorded(name)
        assert file.read_bytes() == (RECORDINGS / file.name).read_bytes()
