"""Logs without secrets and without what students say.

Our own records are finished before they reach anybody's handlers: one line, tokens blacked out,
of an error only its kind and where it was raised, for its words may quote somebody. So they are
safe in a host's logs too, whatever it does with them. Where the process is ours, everything that
libraries say goes through the same redaction.
"""

import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

# No word boundary in front: in addresses the token follows the word "bot" directly.
_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_BLACK = "[token]"


def redact(text: str) -> str:
    """The text with everything that looks like a bot's token blacked out."""
    return _TOKEN.sub(_BLACK, text)


def where(error: BaseException) -> str:
    """The kind of an error and the line that raised it; its message may quote somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def get_logger(name: str) -> Any:
    """A logger for `log.info("what_happened", detail=...)`, through `logging` and nothing else.

    It does not look at how structlog is set up in this process: that is a host's business.
    """
    return structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, _name_errors, _one_line],
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _name_errors(_logger: object, _level: str, event: structlog.types.EventDict) -> Any:
    """Errors by kind and place, to the first cause, instead of tracebacks with their words."""
    error = event.pop("exc_info", None)
    chain = []
    while isinstance(error, BaseException):
        chain.append(where(error))
        error = error.__cause__ or error.__context__
    if chain:
        event["exception"] = " from ".join(chain)
    return event


_render = structlog.processors.KeyValueRenderer(key_order=["event"])


def _one_line(logger: object, level: str, event: structlog.types.EventDict) -> str:
    return redact(_render(logger, level, event))


class _RedactingFormatter(logging.Formatter):
    """One line a record, redacted last of all: nothing nested in a value slips through."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat()
        head = f"timestamp={at!r} level={record.levelname.lower()!r} logger={record.name!r}"
        return redact(f"{head} {super().format(record)}")


def configure_logs(level: str = "INFO") -> None:
    """Send everything to standard error, one line a record, redacted."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_RedactingFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name, least in _CALMED:
        logging.getLogger(name).setLevel(max(number, least))


_CALMED = (
    ("alembic", logging.WARNING),
    # It reports every tick that found the one before still at work.
    ("apscheduler", logging.ERROR),
    # A line for every call, which for a bot is several a second.
    ("httpx", logging.WARNING),
    # Whole messages, and answers that it cannot read: words of students.
    ("telegram", logging.INFO),
    ("telegram.request.BaseRequest", logging.CRITICAL),
)


class _TokenFilter(logging.Filter):
    """Blacks tokens out of a record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (clean := redact(said)) != said:
            record.msg, record.args = clean, None
        return True


_black_out = _TokenFilter()
_TELL_ADDRESSES = ("httpx", "aiohttp.client", "telegram.Bot", "telegram.ext.ExtBot")


def guard_libraries() -> None:
    """In a host's process: HTTP libraries write addresses, and a bot's address holds its token."""
    for name in _TELL_ADDRESSES:
        logging.getLogger(name).addFilter(_black_out)
