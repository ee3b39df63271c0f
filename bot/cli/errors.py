"""What went wrong, in one line that says what to do next."""

import os
import sys
import traceback

PROBLEMS = 1
WRONG_USE = 2


def explain(error: Exception) -> int:
    """Print an error for people; KEFU_DEBUG=1 shows where it happened. Returns the exit code."""
    from bot.logs import redact

    if os.environ.get("KEFU_DEBUG"):
        print(redact("".join(traceback.format_exception(error))), file=sys.stderr)
    text = redact(str(error)) or type(error).__name__
    if not _expected(error):
        text = f"{type(error).__name__}: {text}\nKEFU_DEBUG=1 shows where it happened."
    print(f"kefu: {text}", file=sys.stderr)
    return PROBLEMS


def _expected(error: Exception) -> bool:
    """Errors of ours explain themselves."""
    return type(error).__module__.split(".")[0] in ("bot", "dialogues", "scoring", "locales")
