"""Stores for talks."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.storage.database import Database


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all its tables and nothing in them: making one takes longer than a talk."""
    return tmp_path_factory.mktemp("conformance") / "empty.db"


@pytest.fixture
async def new_store(empty_store: Path, tmp_path: Path) -> Callable[[], Path]:
    """A store for one talk."""
    if not empty_store.exists():
        database = Database(f"sqlite:///{empty_store}", SystemClock())
        await database.open()
        await database.close()

    def new() -> Path:
        return Path(shutil.copy(empty_store, tmp_path / "kefu.db"))

    return new
