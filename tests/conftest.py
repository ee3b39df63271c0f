"""What holds for all tests."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.postgres import server

# A test says what must be true; how long that takes on a busy machine says nothing about it.
settings.register_profile("kefu", deadline=None)
settings.load_profile("kefu")


@pytest.fixture(params=["sqlite", "postgresql"])
def each_store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once on each kind of store. All tests: `KEFU_STORE=postgresql pytest …`."""
    monkeypatch.setenv("KEFU_STORE", request.param)
    if request.param == "postgresql":
        server()
    return str(request.param)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """What a test sets up of logging, as a process of ours does, ends with that test."""
    root = logging.getLogger()
    handlers, root_level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logging.root.manager.loggerDict}
    yield
    root.handlers[:] = handlers
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    root.setLevel(root_level)
