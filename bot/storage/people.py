"""People who consented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.classroom.cohorts import Person
from bot.storage.codec import from_millis, to_millis
from bot.storage.dialect import inserted_id
from bot.storage.rows import Rows
from bot.storage.tables import former_alias, membership, person, wrong_code

PERSON = select(
    person.c.id,
    person.c.channel,
    person.c.platform_id,
    person.c.chat,
    person.c.alias,
    person.c.language,
    person.c.active,
)


_BY_PLATFORM_ID = PERSON.where(
    person.c.channel == bindparam("a_channel"), person.c.platform_id == bindparam("an_id")
)


class People(Rows):
    """People, in one transaction."""

    def person_of(self, channel: str, platform_id: str) -> Person | None:
        """Whoever has this id on the platform, if they consented."""
        asked = {"a_channel": channel, "an_id": platform_id}
        row = self._connection.execute(_BY_PLATFORM_ID, asked).mappings().one_or_none()
        return Person(**row) if row else None

    def chats_of(self, channel: str) -> frozenset[str]:
        """The direct chats of everybody on this channel."""
        rows = self._connection.execute(select(person.c.chat).where(person.c.channel == channel))
        return frozenset(rows.scalars())

    def person(self, number: int) -> Person | None:
        """The person with this id."""
        found = self._one(PERSON.where(person.c.id == number))
        return Person(**found) if found else None

    def enrol(self, new: Person, consent_at: datetime) -> Person:
        """Keep somebody who just consented; the answer carries their id."""
        values = {
            "channel": new.channel,
            "platform_id": new.platform_id,
            "chat": new.chat,
            "alias": new.alias,
            "language": new.language,
            "consent_at": to_millis(consent_at),
            "active": True,
        }
        number = inserted_id(self._connection.execute(insert(person), values))
        return replace(new, id=number)

    def wrong_codes_of(self, number: int, since: datetime) -> Sequence[datetime]:
        """When somebody typed a code that was none."""
        mine = (wrong_code.c.person == number) & (wrong_code.c.at > to_millis(since))
        rows = self._connection.execute(select(wrong_code.c.at).where(mine)).scalars()
        return [from_millis(at) for at in rows]

    def wrong_codes(self, since: datetime) -> int:
        """How many codes that were none were typed by anybody."""
        query = select(func.count()).where(wrong_code.c.at > to_millis(since))
        return self._connection.execute(query).scalar_one()

    def note_wrong_code(self, number: int, since: datetime) -> None:
        """Somebody typed a code that was none; those before `since` are of no use any more."""
        old = wrong_code.c.at <= to_millis(since)
        self._connection.execute(delete(wrong_code).where(old))
        values = {"person": number, "at": to_millis(self.now)}
        self._connection.execute(insert(wrong_code), values)

    def reachable(self, number: int, active: bool) -> None:
        """Whether the person can be written to (blocked us: not)."""
        self._connection.execute(update(person).where(person.c.id == number).values(active=active))

    def rename(self, number: int, alias: str) -> None:
        """Give the person another alias; the one before is kept, so that erasure can find it."""
        old = self._connection.execute(select(person.c.alias).where(person.c.id == number))
        values = {"person": number, "alias": old.scalar_one(), "at": to_millis(self.now)}
        self._connection.execute(self._into(former_alias).on_conflict_do_nothing(), values)
        self._connection.execute(update(person).where(person.c.id == number).values(alias=alias))

    def aliases(self, number: int) -> frozenset[str]:
        """Aliases already used in a class."""
        rows = self._connection.execute(
            select(person.c.alias)
            .join(membership, membership.c.person == person.c.id)
            .where(membership.c.cohort == number)
        )
        return frozenset(rows.scalars())
