"""A bug of ours in one handler: its update is kept aside, and everybody else goes on."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import access
from bot.commands.context import Context
from bot.commands.desk import Desk
from locales.catalogue import catalogue
from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.faults import books
from tests.faults.practice import NO_LIMITS, practising
from tests.faults.students import Student, is_line

TRIES = 5


@pytest.mark.usefixtures("each_adapter")
async def test_a_poisonous_update_is_parked_with_one_alert(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def broken(context: Context) -> None:
        tried.append(context.inbound.key)
        raise RuntimeError("broken handler")

    entry = access.commands.get("help")
    assert entry is not None
    monkeypatch.setitem(access.commands._entries, "help", replace(entry, handler=broken))
    file = tmp_path / "kefu.db"
    telegram = FakeTelegram(clock=Clock.real(20.0), rules=Rules.no_flood())
    async with telegram:
        operator = telegram.user("运维")
        operator.start()
        options = {"limits": NO_LIMITS, "operator": str(operator.id)}
        async with practising(telegram, file, **options) as practice:
            ada, bo = (Student(telegram.user(name), "1", 0.1) for name in ("Ada", "Bo"))
            for student in (ada, bo):
                await student.come_in()
            ada.person.say("/help")
            bo.person.say("/practice 1")
            await bo.person.until(lambda one: is_line(one.sees[-1]))
            await telegram.all_confirmed()
            ada.person.say("/practice 1")
            await ada.person.until(lambda one: is_line(one.sees[-1]))
            await practice.quiet()
        async with practising(telegram, file, **options) as practice:
            await practice.quiet()
        sorry = catalogue("").text("error.try_again")
        assert [seen.text for seen in ada.person.sees].count(sorry) == 1
        assert len(tried) == TRIES
        assert len(set(tried)) == 1
        alerts = [seen for seen in operator.sees if tried[0] in seen.text]
        assert len(alerts) == 1
        assert books.ask(file, "SELECT key, tries FROM dead_letter") == [(tried[0], TRIES)]


async def test_even_if_nobody_can_be_told_the_poller_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken handler")

    entry = access.commands.get("help")
    assert entry is not None
    monkeypatch.setitem(access.commands._entries, "help", replace(entry, handler=broken))
    monkeypatch.setattr(Desk, "give_up", broken)
    file = tmp_path / "kefu.db"
    telegram = FakeTelegram(clock=Clock.real(20.0), rules=Rules.no_flood())
    async with telegram, practising(telegram, file, limits=NO_LIMITS):
        ada = Student(telegram.user("Ada"), "1", 0.1)
        await ada.come_in()
        ada.person.say("/help")
        ada.person.say("/practice 1")
        await ada.person.until(lambda one: is_line(one.sees[-1]))
        await telegram.all_confirmed()
    assert books.ask(file, "SELECT tries FROM dead_letter") == [(TRIES,)]
