"""Who may do what: every handler declares its audience; what is not declared is denied."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.classroom.cohorts import Role
from bot.commands.context import Context
from bot.storage.unit import Unit

Handler = Callable[[Context], None]


class Audience(StrEnum):
    """Who may call a handler: anyone who consented, or somebody who has this role somewhere.

    Whether it is the right class is the handler's own business (`bot.commands.classes`).
    """

    CONSENTED = "consented"
    STUDENT = "student"
    TEACHER = "teacher"
    OWNER = "owner"
    MENTOR = "mentor"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Entry:
    """A handler, its audience, and whether it also works inside a group."""

    handler: Handler
    audience: Audience
    in_group: bool = False


class Directory:
    """Handlers by the name of their command or button action."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def declare(
        self, name: str, audience: Audience, *, in_group: bool = False
    ) -> Callable[[Handler], Handler]:
        """Enter a handler under a name; a name is taken once."""

        def enter(handler: Handler) -> Handler:
            if name in self._entries:
                raise ValueError(f"{name!r} is declared twice")
            self._entries[name] = Entry(handler, audience, in_group)
            return handler

        return enter

    def get(self, name: str) -> Entry | None:
        """What is declared under the name."""
        return self._entries.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order of declaration."""
        return tuple(self._entries)


def enter(entry: Entry, context: Context) -> None:
    """Call the handler. What staff are answered may tell of students: it is not kept."""
    context.forget = entry.audience not in (Audience.CONSENTED, Audience.STUDENT)
    entry.handler(context)


def allowed(entry: Entry, context: Context) -> bool:
    """Whether whoever did it belongs to the handler's audience; roles come from our register."""
    if context.person is None or (context.inbound.chat.group and not entry.in_group):
        return False
    return belongs(entry.audience, context.unit, context.person.id)


def belongs(audience: Audience, unit: Unit, person: int) -> bool:
    """Whether somebody who consented belongs to an audience at present."""
    match audience:
        case Audience.CONSENTED:
            return True
        case Audience.OPERATOR:
            return unit.is_operator(person)
        case Audience.OWNER:
            # An archived class is still one's own: only so can it be taken out again.
            return bool(unit.owned_by(person) or unit.owned_by(person, archived=True))
        case _:
            return bool(unit.cohorts_of(person, Role(audience.value)))


commands = Directory()
actions = Directory()
