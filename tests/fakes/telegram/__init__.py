"""A strict fake of the Telegram Bot API: real HTTP on loopback, its own clock."""

from tests.fakes.telegram.client import RemoteTelegram
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.limits import Rate, Rules
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.seen import Seen
from tests.fakes.telegram.server import FakeTelegram

__all__ = [
    "Clock", "FakeTelegram", "Group", "Person", "Rate", "RemoteTelegram", "Rules", "Seen",
]  # fmt: skip
