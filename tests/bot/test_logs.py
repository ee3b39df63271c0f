"""A token that gets into a log record in whatever way is blacked out before it is written."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import configure_logs, get_logger, redact

TOKEN = "5000000001:AAFakeFakeFakeFakeFakeFakeFakeFake1"
URL = f"http://127.0.0.1:1/bot{TOKEN}/getUpdates"


class Refused(Exception):
    """An error whose words carry the token, as those of HTTP clients do."""


def refuse(why: str) -> None:
    """Fail for this reason."""
    raise Refused(why)


def fail() -> None:
    """Raise from an error that carries the token too."""
    try:
        refuse(URL)
    except Refused as error:
        raise ConnectionError(f"cannot call {URL}") from error


def written(capsys: pytest.CaptureFixture[str]) -> str:
    """What went to standard error; nothing may go to standard output."""
    out, err = capsys.readouterr()
    assert out == ""
    return err


def ours(event: str, **values: object) -> None:
    """One of our own records."""
    get_logger("bot.test").error(event, **values)


def theirs(message: str, *values: object, **rest: object) -> None:
    """A record of a library."""
    logging.getLogger("aiohttp.client").error(message, *values, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize("way", ["event", "value", "error", "nested", "bytes"])
def test_our_own_records_are_redacted(way: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    {
        "event": lambda: ours(f"calling {URL}"),
        "value": lambda: ours("calling", url=URL),
        "error": lambda: ours("failed", error=Refused(URL)),
        "nested": lambda: ours("failed", details={"url": [URL]}),
        "bytes": lambda: ours("failed", body=URL.encode()),
    }[way]()
    said = written(capsys)
    assert TOKEN not in said
    assert "[token]" in said


@pytest.mark.parametrize("way", ["message", "argument", "mapping", "object"])
def test_records_of_libraries_are_redacted(way: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    {
        "message": lambda: theirs(f"calling {URL}"),
        "argument": lambda: theirs("calling %s %d", URL, 7),
        "mapping": lambda: theirs("calling %(url)s", {"url": URL}),
        "object": lambda: theirs("failed: %r", Refused(URL)),
    }[way]()
    said = written(capsys)
    assert TOKEN not in said
    assert "[token]" in said


@pytest.mark.parametrize("who", ["ours", "theirs"])
def test_tracebacks_are_redacted_to_the_last_cause(
    who: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    try:
        fail()
    except ConnectionError as error:
        if who == "ours":
            ours("failed", exc_info=error)
        else:
            theirs("failed", exc_info=error)
    said = written(capsys)
    assert "Refused" in said
    assert "ConnectionError" in said
    assert TOKEN not in said


def test_tracebacks_show_no_local_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    words = "学生说的话"
    assert words
    try:
        refuse("no words")
    except Refused as error:
        ours("failed", exc_info=error)
    assert words not in written(capsys)


def test_below_the_level_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("WARNING")
    get_logger("bot.test").info("chatty")
    logging.getLogger("aiogram").info("chatty")
    assert written(capsys) == ""


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_token_is_found_between_any_words(before: str, after: str) -> None:
    assert TOKEN not in redact(f"{before} {TOKEN} {after}")


@pytest.mark.parametrize("harmless", ["12:30", "2026-03-02 10:00:00", "QH2041", "a:b", ""])
def test_what_is_no_token_stays(harmless: str) -> None:
    assert redact(harmless) == harmless
