"""One behaviour, every book: the store's unit on SQLite and PostgreSQL, the twin in memory."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from bot.classroom.cohorts import Person
from bot.practice.messages import Chat, Message
from bot.practice.ports import Attempt, Timer
from bot.practice.testing import InMemoryBook
from bot.storage.database import Database
from bot.storage.store import store_at
from bot.storage.tables import metadata
from bot.storage.unit import Unit
from dialogues.transcript import Bubble, Event, Line, Stamp
from tests.bot.store import address

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
CHANNEL = "telegram:1"
AnyBook = InMemoryBook | Unit


def _stored(path: Path) -> Iterator[Unit]:
    engine = store_at(address(path)).engine
    metadata.create_all(engine)
    with engine.begin() as connection:
        unit = Unit(connection, NOW, 1)
        unit.enrol(Person(0, CHANNEL, "ada", "ada", "阿达", ""), NOW)
        yield unit
    engine.dispose()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def book(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AnyBook]:
    """A book that is still empty."""
    if request.param == "memory":
        yield InMemoryBook(NOW)
    else:
        monkeypatch.setenv("KEFU_STORE", request.param)
        yield from _stored(tmp_path / "kefu.db")


def messages(book: AnyBook) -> list[Message]:
    """What waits to be sent, in order."""
    if isinstance(book, InMemoryBook):
        return [message for _, message in book.outbox]
    return [queued.message for queued in book.waiting(CHANNEL, 0, 1000)]


def new(chat: str = "ada") -> Attempt:
    """An attempt that has no id yet."""
    return Attempt(0, 1, CHANNEL, chat, "small-shop", "hash", "seed", NOW)


def test_every_attempt_gets_an_id_of_its_own(book: AnyBook) -> None:
    one, other = book.begin(new("ada")), book.begin(new("bob"))
    assert one.id != other.id
    assert book.attempt(one.id) == one
    assert book.attempt(999) is None


def test_what_was_saved_is_found_again_and_nothing_else(book: AnyBook) -> None:
    attempt = book.begin(new())
    attempt.words, attempt.asked_at = "在吗", NOW
    attempt.state, attempt.pending = {"anger": 70, "说": ["你好"]}, [[3, "亲", 1000], [4, "", None]]
    attempt.wake_after, attempt.listening = 60.0, True
    book.save(attempt)
    attempt.words = "never saved"
    attempt.pending.append([5, "never saved", None])
    found = book.attempt(attempt.id)
    assert found is not None
    assert (found.words, found.asked_at, found.wake_after) == ("在吗", NOW, 60.0)
    assert found.state == {"anger": 70, "说": ["你好"]}
    assert found.pending == [[3, "亲", 1000], [4, "", None]]
    assert found.listening


def test_customers_of_a_desk_stand_below_it_and_never_in_its_place(book: AnyBook) -> None:
    desk = book.begin(new())
    below = [book.begin(replace(new(), parent=desk.id, letter=letter)) for letter in "AB"]
    running = book.running(CHANNEL, "ada")
    assert running is not None
    assert running.id == desk.id
    below[0].said.append("17")
    book.save(below[0])
    found = book.children(desk.id)
    assert [(one.letter, one.said) for one in found] == [("A", ["17"]), ("B", [])]
    assert book.children(below[0].id) == []


def test_a_filed_card_is_found_again(book: AnyBook) -> None:
    attempt = book.begin(new())
    assert book.card(attempt.id) is None
    book.file(attempt.id, 80, '{"total":80}')
    assert book.card(attempt.id) == '{"total":80}'


def test_a_chat_has_one_running_talk(book: AnyBook) -> None:
    attempt = book.begin(new())
    running = book.running(CHANNEL, "ada")
    assert running is not None
    assert running.id == attempt.id
    assert book.running(CHANNEL, "bob") is None
    assert book.running("telegram:2", "ada") is None


def test_a_second_talk_in_the_same_chat_is_refused(book: AnyBook) -> None:
    book.begin(new())
    with pytest.raises(Exception, match=r"going on|UNIQUE|UniqueViolation"):
        book.begin(new())


def test_a_talk_that_is_over_makes_room_for_another(book: AnyBook) -> None:
    attempt = book.begin(new())
    attempt.over = True
    book.save(attempt)
    assert book.running(CHANNEL, "ada") is None
    assert book.begin(new()).id != attempt.id


def test_the_log_grows_in_order_and_is_counted(book: AnyBook) -> None:
    attempt = book.begin(new())
    said: list[Event] = [Line("在吗？"), Bubble("在的亲", Stamp(NOW))]
    book.append(attempt, said[:1])
    book.append(attempt, [])
    book.append(attempt, said[1:])
    assert attempt.events == 2
    assert book.log(attempt.id) == tuple(said)
    assert book.log(999) == ()


def test_two_who_write_at_the_same_place_of_a_log_are_found_out(book: AnyBook) -> None:
    attempt = book.begin(new())
    book.append(attempt, [Line("在吗？")])
    attempt.events = 0
    with pytest.raises(Exception, match=r"long|UNIQUE|UniqueViolation"):
        book.append(attempt, [Line("在不在？")])


def test_messages_wait_in_the_order_of_queueing(book: AnyBook) -> None:
    for words in ("一", "二", "三"):
        book.queue(CHANNEL, Message(Chat("ada"), words))
    assert [message.text for message in messages(book)] == ["一", "二", "三"]


def test_the_same_key_is_taken_once(book: AnyBook) -> None:
    for words in ("first", "second"):
        book.queue(CHANNEL, Message(Chat("g", group=True), words, key="card:1"))
    assert [message.text for message in messages(book)] == ["first"]


def test_messages_without_a_key_are_never_taken_for_the_same(book: AnyBook) -> None:
    for _ in range(2):
        book.queue(CHANNEL, Message(Chat("ada"), "嗯"))
    assert len(messages(book)) == 2


def test_an_edit_that_waits_is_renewed(book: AnyBook) -> None:
    group = Chat("g", group=True)
    book.queue(CHANNEL, Message(group, "card", key="card:1"))
    for done in range(3):
        book.queue(CHANNEL, Message(group, f"{done} done", edits="card:1"))
    book.queue(CHANNEL, Message(group, "another", edits="card:2"))
    assert [message.text for message in messages(book)] == ["card", "2 done", "another"]


def test_a_timer_is_set_anew_and_not_twice(book: AnyBook) -> None:
    book.wake(Timer.SILENCE, 1, NOW - timedelta(seconds=5), 60)
    book.wake(Timer.SILENCE, 1, NOW - timedelta(seconds=1), 120)
    [due] = book.due()
    assert (due.kind, due.subject, due.number) == (Timer.SILENCE, 1, 120)
    assert due.due == NOW - timedelta(seconds=1)


def test_timers_come_due_in_the_order_of_their_time(book: AnyBook) -> None:
    book.wake(Timer.SETTLE, 1, NOW)
    book.wake(Timer.SILENCE, 1, NOW - timedelta(seconds=9))
    book.wake(Timer.SETTLE, 2, NOW + timedelta(milliseconds=1))
    assert [(due.kind, due.subject) for due in book.due()] == [
        (Timer.SILENCE, 1),
        (Timer.SETTLE, 1),
    ]


def test_a_timer_is_claimed_once(book: AnyBook) -> None:
    book.wake(Timer.SETTLE, 1, NOW)
    [due] = book.due()
    assert book.claim(due)
    assert not book.claim(due)
    assert book.due() == []


def test_a_timer_that_was_moved_meanwhile_is_not_claimed(book: AnyBook) -> None:
    book.wake(Timer.SETTLE, 1, NOW)
    [due] = book.due()
    book.wake(Timer.SETTLE, 1, NOW + timedelta(seconds=2))
    assert not book.claim(due)


def test_a_dropped_timer_does_not_come_due(book: AnyBook) -> None:
    book.wake(Timer.SETTLE, 1, NOW)
    book.rest(Timer.SETTLE, 1)
    book.rest(Timer.SETTLE, 99)
    assert book.due() == []


def test_a_scorecard_is_kept_beside_its_attempt(book: AnyBook) -> None:
    attempt = book.begin(new())
    book.file(attempt.id, 88, '{"total":88}')
    if isinstance(book, InMemoryBook):
        assert book.cards[attempt.id] == (88, '{"total":88}')
    else:
        assert book.card(attempt.id) == '{"total":88}'


MOVES = st.lists(
    st.tuples(
        st.sampled_from(("wake", "rest", "claim", "queue", "edit", "begin", "end", "say")),
        st.integers(1, 3),
        st.integers(-3, 3),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(moves=MOVES)
def test_both_books_agree_after_any_moves(
    moves: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    twin = InMemoryBook(NOW)
    for stored in _stored(tmp_path_factory.mktemp("books") / "kefu.db"):
        for move in moves:
            assert _play(stored, *move) == _play(twin, *move)
        assert messages(stored) == messages(twin)
        assert list(stored.due()) == list(twin.due())


def _play(book: AnyBook, what: str, subject: int, number: int) -> object:
    """Do one thing with a book; what it says about it."""
    # No two timers at the same moment: between those the order is nobody's promise.
    at = NOW + timedelta(seconds=number, milliseconds=subject)
    moves: dict[str, Callable[[], object]] = {
        "wake": lambda: book.wake(Timer.SETTLE, subject, at, float(number)),
        "rest": lambda: book.rest(Timer.SETTLE, subject),
        "claim": lambda: [book.claim(due) for due in book.due()],
        "queue": lambda: book.queue(CHANNEL, Message(Chat("g"), str(number), key=f"{subject}")),
        "edit": lambda: book.queue(CHANNEL, Message(Chat("g"), str(number), edits=f"{subject}")),
        "begin": lambda: _begin(book, str(subject)),
        "end": lambda: _go_on(book, str(subject), [], over=True),
        "say": lambda: _go_on(book, str(subject), [Line(str(number))], over=False),
    }
    return moves[what]()


def _begin(book: AnyBook, chat: str) -> object:
    return None if book.running(CHANNEL, chat) else book.begin(new(chat)).id


def _go_on(book: AnyBook, chat: str, said: list[Event], *, over: bool) -> object:
    running = book.running(CHANNEL, chat)
    if running is None:
        return None
    book.append(running, said)
    running.over = over
    book.save(running)
    return book.log(running.id), book.attempt(running.id)


async def test_the_stored_book_of_a_running_service_is_the_same_unit(
    each_store: str, tmp_path: Path
) -> None:
    """The contract's unit stands on the same tables that the migrations make."""
    from bot.practice.testing import FakeClock

    database = Database(address(tmp_path / "kefu.db"), FakeClock())
    await database.open()
    try:
        migrated = await database.write(_columns)
    finally:
        await database.close()
    for stored in _stored(tmp_path / "made.db"):
        assert _columns(stored) == migrated


def _columns(unit: Unit) -> dict[str, list[tuple[str, str, bool]]]:
    tables = inspect(unit._connection)
    return {
        name: [
            (column["name"], str(column["type"]), bool(column["nullable"]))
            for column in tables.get_columns(name)
        ]
        for name in sorted(metadata.tables)
    }
