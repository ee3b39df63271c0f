"""The HTTP control API of a fake that runs as its own process.

Every verb is a POST to `/control/VERB` with one JSON object; people are named by user id, groups
by chat id. `/control/batch` takes `{"steps": [{"do": VERB, ...}, ...]}` and answers with a list.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.telegram.chats import Json
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.seen import Seen
from tests.fakes.telegram.server import FakeTelegram

if TYPE_CHECKING:
    from tests.fakes.telegram.faults import Fault

Verb = Callable[["Desk", Json], Any]
VERBS: dict[str, Verb] = {}


def verb(function: Verb) -> Verb:
    """Enter a verb in the table under its function's name."""
    VERBS[function.__name__] = function
    return function


class Desk:
    """What the control API remembers between two requests."""

    def __init__(self) -> None:
        self.telegram: FakeTelegram
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.faults: list[Fault] = []

    async def __call__(
        self, telegram: FakeTelegram, request: web.BaseRequest
    ) -> web.StreamResponse:
        """Answer one control request; a mistake of the test is a 422 that says which."""
        self.telegram = telegram
        name = request.rel_url.path.removeprefix("/control/")
        given = json.loads(await request.content.read() or b"{}")
        try:
            result = await self.do(name, given)
        except (ValueError, LookupError, TypeError, TimeoutError) as mistake:
            error = f"{type(mistake).__name__}: {mistake}"
            return web.json_response({"error": error}, status=422)
        return web.json_response({"result": result})

    async def do(self, name: str, given: Json) -> Any:
        """One verb."""
        result = VERBS[name](self, given)
        return await result if isawaitable(result) else result

    def person(self, given: Json) -> Person:
        """Who acts."""
        return self.people[given["user_id"]]

    def place(self, given: Json) -> Group | None:
        """Where: a group, or None for the direct chat."""
        chat_id = given.get("chat_id")
        return self.groups[chat_id] if chat_id is not None and chat_id < 0 else None

    def message(self, given: Json) -> Seen | None:
        """The message that is meant, if one is."""
        number = given.get("message_id")
        if number is None:
            return None
        return self.person(given).find(number, self.place(given))


@verb
async def batch(desk: Desk, given: Json) -> list[Any]:
    """Several verbs in one request, for speed."""
    return [await desk.do(step["do"], step) for step in given["steps"]]


@verb
def user(desk: Desk, given: Json) -> int:
    """A new human being."""
    person = desk.telegram.user(**given)
    desk.people[person.id] = person
    return person.id


@verb
def group(desk: Desk, given: Json) -> int:
    """A new group of known people."""
    members = [desk.people[one] for one in given.pop("members")]
    made = desk.telegram.group(given.pop("title"), members, **given)
    desk.groups[made.id] = made
    return made.id


@verb
def group_act(desk: Desk, given: Json) -> int:
    """`upgrade`, `add_bot`, `remove_bot`, `promote_bot`, `demote_bot`, `delete`; its id after."""
    one = desk.groups[given["chat_id"]]
    allowed = {"upgrade", "add_bot", "remove_bot", "promote_bot", "demote_bot", "delete"}
    if given["act"] not in allowed:
        raise ValueError(f"one of {sorted(allowed)}")
    getattr(one, given["act"])()
    desk.groups[one.id] = one
    return one.id


@verb
def say(desk: Desk, given: Json) -> int:
    """Write something."""
    place = desk.place(given)
    return desk.person(given).say(given["text"], place, desk.message(given)).id


@verb
def act(desk: Desk, given: Json) -> int | None:
    """`sticker`, `photo`, `block`, `unblock` ...: a deed without further details."""
    person = desk.person(given)
    deeds: dict[str, Callable[[], Seen | None]] = {
        "sticker": lambda: person.sticker(desk.place(given)),
        "photo": lambda: person.photo(given.get("caption", ""), desk.place(given)),
        "forward": lambda: person.forward(given["text"], where=desk.place(given)),
        "open_link": lambda: person.open_link(given["link"], desk.place(given)),
        "block": person.block,
        "unblock": person.unblock,
        "deactivate": person.deactivate,
    }
    done = deeds[given["act"]]()
    return done.id if done is not None else None


@verb
def edit(desk: Desk, given: Json) -> None:
    """Change one's own words."""
    mine = desk.message(given)
    if mine is None:
        raise ValueError("message_id is missing")
    desk.person(given).edit(mine, given["text"])


@verb
def press(desk: Desk, given: Json) -> str:
    """Press a button by its words; returns the query's id."""
    person = desk.person(given)
    return person.press(given["button"], desk.message(given), desk.place(given)).id


@verb
def answer(desk: Desk, given: Json) -> Json:
    """What the bot answered to a press."""
    found = desk.telegram.bot.presses[given["press_id"]]
    return {"answered": found.answered, "text": found.answer, "alert": found.alert}


@verb
def sees(desk: Desk, given: Json) -> list[Json]:
    """A chat as it looks now; `last` limits it to the newest."""
    shown = desk.person(given).looks(desk.place(given))
    return [seen.as_json() for seen in shown[-given.get("last", 0) :]]


@verb
async def next_message(desk: Desk, given: Json) -> Json:
    """Wait for the bot's next message."""
    person = desk.person(given)
    seen = await person.next_message(given.get("timeout", 5.0), desk.place(given))
    return seen.as_json()


@verb
async def all_confirmed(desk: Desk, given: Json) -> None:
    """Wait until the bot has confirmed every update."""
    await desk.telegram.all_confirmed(given.get("timeout", 5.0))


@verb
def calls(desk: Desk, given: Json) -> list[Json]:
    """The log of API calls, of one method if named, from index `since` on."""
    wanted = given.get("method")
    found = desk.telegram.calls_of(wanted) if wanted else list(desk.telegram.calls)
    return [asdict(one) for one in found[given.get("since", 0) :]]


@verb
def violations(desk: Desk, given: Json) -> list[Json]:
    """Calls that came before a `retry_after` was over."""
    return [asdict(one) for one in desk.telegram.violations]


@verb
def fault(desk: Desk, given: Json) -> int:
    """Put a fault in force; returns its number."""
    desk.faults.append(desk.telegram.faults.add(given.pop("harm"), **given))
    return len(desk.faults) - 1


@verb
def fault_hits(desk: Desk, given: Json) -> int:
    """How often a fault struck."""
    return desk.faults[given["fault"]].hits


@verb
def outage(desk: Desk, given: Json) -> None:
    """Refuse every call, or work again."""
    desk.telegram.faults.outage = given["on"]


@verb
def clear_faults(desk: Desk, given: Json) -> None:
    """Everything works again."""
    desk.telegram.faults.clear()


@verb
def stats(desk: Desk, given: Json) -> Json:
    """Figures for benchmarks."""
    return desk.telegram.stats()


@verb
def clock(desk: Desk, given: Json) -> float:
    """The fake's time, moved ahead by `advance` seconds if given."""
    if given.get("advance"):
        desk.telegram.clock.advance(given["advance"])
    return desk.telegram.clock.now()


@verb
async def crowd(desk: Desk, given: Json) -> Json:
    """A closed loop inside the fake: see `tests.fakes.telegram.crowd`."""
    from tests.fakes.telegram.crowd import Crowd

    return await Crowd(desk.telegram, **given).run()
