"""What went wrong, in one line that says what to do next."""

import os
import sys
import traceback

PROBLEMS = 1
WRONG_USE = 2


def explain(error: Exception) -> int:
    """Print an error for people; KEFU_DEBUG=1 shows where it happened. Returns the exit code."""
    from bot.cli.speech import words
    from bot.logs import redact
    from bot.trouble import Trouble

    if os.environ.get("KEFU_DEBUG"):
        print(redact("".join(traceback.format_exception(error))), file=sys.stderr)
    if isinstance(error, Trouble):
        text = error.explain(words())
    elif isinstance(error, OSError) and error.filename:
        text = words().say(_file_trouble(error), file=error.filename, why=error.strerror)
    elif _explains_itself(error):
        text = str(error)
    else:
        text = words().say("trouble.unexpected", error=f"{type(error).__name__}: {error}")
    print(f"kefu: {redact(text)}", file=sys.stderr)
    return PROBLEMS


def _file_trouble(error: OSError) -> str:
    """What kept a file from being opened, as far as people can do something about it."""
    if isinstance(error, FileNotFoundError):
        return "trouble.file.missing"
    if isinstance(error, PermissionError):
        return "trouble.file.forbidden"
    folder = isinstance(error, IsADirectoryError | NotADirectoryError)
    return "trouble.file.folder" if folder else "trouble.file.other"


def _explains_itself(error: Exception) -> bool:
    """Errors of the lower rooms carry place, problem and remedy."""
    return type(error).__module__.split(".")[0] in ("dialogues", "scoring")
