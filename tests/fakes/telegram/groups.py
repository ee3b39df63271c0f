"""A group and what its members do with it."""

from typing import Literal

from tests.fakes.telegram.bots import BotAccount
from tests.fakes.telegram.chats import RIGHTS, Chat, Member
from tests.fakes.telegram.membership import (
    bot_is_ranked,
    bot_joins,
    bot_leaves,
    people_joined,
    person_moves,
)
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.seen import Reader, Seen
from tests.fakes.telegram.world import World

BASIC_ID = -4_100_000_000
SUPER_ID = -1_002_000_000_000


class Group:
    """A basic group or a supergroup; the first member owns it."""

    def __init__(self, world: World, chat: Chat, members: list[Person], bot: BotAccount) -> None:
        self.world = world
        self.chat = chat
        self._bot = bot
        self._owner = members[0]
        self._reader = Reader(world)
        world.groups[chat.id] = chat
        for person in members:
            status: Literal["creator", "member"] = "creator" if person is self._owner else "member"
            chat.members[person.id] = Member(person.account.wire(), status)

    @property
    def id(self) -> int:
        """The chat's id; another one after `upgrade`."""
        return self.chat.id

    def add(self, *people: Person, by: Person | None = None) -> None:
        """Invite people."""
        inviter = (by or self._owner).account.wire()
        for person in people:
            person_moves(self.world, self.chat, inviter, Member(person.account.wire()))
        people_joined(self.world, self.chat, inviter, [one.account.wire() for one in people])

    def remove(self, person: Person, by: Person | None = None) -> None:
        """Throw somebody out, or (by themselves) leave."""
        remover = (by or self._owner).account.wire()
        gone = Member(person.account.wire(), "left" if by is person else "kicked")
        person_moves(self.world, self.chat, remover, gone)
        self.world.say(self.chat, remover, {"left_chat_member": gone.user})

    def promote(self, person: Person) -> None:
        """Make somebody an administrator with all rights."""
        now = Member(person.account.wire(), "administrator", frozenset(RIGHTS))
        person_moves(self.world, self.chat, self._owner.account.wire(), now)

    def add_bot(self, by: Person | None = None, bot: BotAccount | None = None) -> None:
        """Add a bot: it gets `my_chat_member` and a service message."""
        bot_joins(self.world, self.chat, bot or self._bot, (by or self._owner).account.wire())

    def remove_bot(self, by: Person | None = None, bot: BotAccount | None = None) -> None:
        """Throw a bot out: sending gives 403 from now on."""
        remover = (by or self._owner).account.wire()
        bot_leaves(self.world, self.chat, bot or self._bot, "kicked", remover)

    def promote_bot(self, *rights: str, bot: BotAccount | None = None) -> None:
        """Make a bot an administrator, with all rights or those named."""
        granted = frozenset(rights or RIGHTS)
        bot_is_ranked(self.world, self.chat, bot or self._bot, granted, self._owner.account.wire())

    def demote_bot(self, bot: BotAccount | None = None) -> None:
        """Make a bot a plain member again."""
        bot_is_ranked(self.world, self.chat, bot or self._bot, None, self._owner.account.wire())

    def rename(self, title: str, by: Person | None = None) -> None:
        """Give the group another title."""
        self.chat.title = title
        namer = (by or self._owner).account.wire()
        self.world.say(self.chat, namer, {"new_chat_title": title})

    def silence(self, silenced: bool = True) -> None:
        """Plain members may not write any more, or may again."""
        self.chat.silenced = silenced

    def delete(self) -> None:
        """The group is gone: sending gives 403."""
        self.chat.deleted = True

    def upgrade(self) -> int:
        """Become a supergroup: a new id, both service messages; returns the new id."""
        old = self.chat
        if old.kind != "group":
            raise ValueError("only a basic group can be upgraded")
        new = Chat(SUPER_ID - self.world.number(), "supergroup", old.title)
        new.members, new.bots = dict(old.members), dict(old.bots)
        self.world.groups[new.id] = new
        owner = self._owner.account.wire()
        self.world.say(old, owner, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self.chat = new
        self.world.say(new, owner, {"migrate_from_chat_id": old.id})
        return new.id

    @property
    def sees(self) -> list[Seen]:
        """The group as its members see it now."""
        return [Seen(message, self.world) for message in self.chat.messages.values()]

    async def next_message(self, timeout: float = 5.0) -> Seen:
        """The bots' next message here that was not returned before; real seconds."""
        return await self.chat.changed.until(
            lambda: self._reader.unread(self.chat.said_by_bots), timeout
        )
