"""Customers are read once and nobody is paced: looked at is how a practice lives in a host."""

from functools import cache, partial

import pytest

from bot import serving
from bot.app import Options
from bot.customers import Collection
from tests.faults.practice import NO_LIMITS

_read = cache(Collection.gather)


@pytest.fixture(autouse=True)
def _without_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving.Collection, "gather", lambda _own: _read(None))
    monkeypatch.setattr(serving, "Options", partial(Options, limits=NO_LIMITS, tick_seconds=0.02))
