"""Hundreds of troubles are caused on purpose here: they are not written out one by one."""

import pytest

from bot.logs import configure_logs


@pytest.fixture(params=["aiogram", "ptb"])
def each_adapter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once with each library that speaks with Telegram. All tests: `KEFU_PLATFORM=ptb pytest …`."""
    monkeypatch.setenv("KEFU_PLATFORM", request.param)
    return str(request.param)


@pytest.fixture(autouse=True)
def _hush() -> None:
    configure_logs("CRITICAL")
