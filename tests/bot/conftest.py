"""A house with the small customer on its shelf."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.house import House, open_house, small


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A running practice with one small customer."""
    async with open_house(tmp_path / "kefu.db", small()) as opened:
        yield opened
