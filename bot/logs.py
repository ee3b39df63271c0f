"""Logs without secrets and without what students say.

Every record of ours and of the libraries goes through one redaction: tokens are blacked out
wherever they stand, also in tracebacks. Personal words never get this far: they are not logged,
the store hides its parameters, and tracebacks show no local values.
"""

import logging
import re
import sys

import structlog

# No word boundary in front: in addresses the token follows the word "bot" directly.
_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_BLACK = "[token]"


def redact(text: str) -> str:
    """The text with everything that looks like a bot's token blacked out."""
    return _TOKEN.sub(_BLACK, text)


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the whole line, last of all: nothing nested in a value slips through."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def configure_logs(level: str = "INFO") -> None:
    """Send everything to standard error, one line a record, redacted."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _RedactingFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.KeyValueRenderer(
                    key_order=["timestamp", "level", "logger", "event"], drop_missing=True
                ),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # It reports every tick that found the one before still at work.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
