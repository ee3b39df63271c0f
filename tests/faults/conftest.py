"""Hundreds of troubles are caused on purpose here: they are not written out one by one."""

import pytest

from bot.logs import configure_logs


@pytest.fixture(autouse=True)
def _hush() -> None:
    configure_logs("CRITICAL")
