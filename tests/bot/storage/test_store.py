"""Database addresses: what is understood, and what is said about those that do not work."""

from pathlib import Path

import pytest

from bot.practice.testing import FakeClock
from bot.storage.database import Database
from bot.storage.store import NotUnicode, StoreUnreachable, UnknownStore, store_at
from locales.catalogue import catalogue
from tests.postgres import server


@pytest.mark.parametrize(
    "address", ["", "kefu.db", "postgres://kefu@localhost/kefu", "mysql://x/y"]
)
def test_what_is_no_address_of_ours_is_said_so(address: str) -> None:
    with pytest.raises(UnknownStore) as trouble:
        store_at(address)
    assert "postgresql://" in trouble.value.explain(catalogue(""))


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    server()
    database = Database("postgresql://kefu:geheim@127.0.0.1:1/kefu", FakeClock())
    with pytest.raises(StoreUnreachable, match=r"127\.0\.0\.1") as trouble:
        await database.open(exclusive=True)
    await database.close()
    assert "geheim" not in trouble.value.explain(catalogue(""))


async def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "kefu.db").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'kefu.db'}", FakeClock())
    with pytest.raises(StoreUnreachable, match=r"kefu\.db"):
        await database.open()
    await database.close()


@pytest.mark.parametrize("exclusive", [True, False])
async def test_a_database_that_cannot_hold_chinese_is_refused(exclusive: bool) -> None:
    name = f"ascii_{exclusive}".lower()
    where = server().new(name, "-E", "SQL_ASCII", "-T", "template0", "--locale=C")
    database = Database(where, FakeClock())
    with pytest.raises(NotUnicode, match="SQL_ASCII"):
        await database.open(exclusive=exclusive)
    await database.close()
