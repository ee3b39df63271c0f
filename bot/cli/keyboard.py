"""The keyboard of a terminal, key by key, so that a screen can be redrawn while somebody types."""

import asyncio
import codecs
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ESCAPES = re.compile(r"\x1b(\[[0-9;]*[A-Za-z~]|O.|.)?")
_CHUNK = 256


def live_terminal() -> bool:
    """Whether there is a terminal on both sides that can be read key by key."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        import termios
    except ImportError:
        return False
    return bool(termios)


@contextmanager
def keys() -> Iterator[asyncio.Queue[str]]:
    """Whatever is typed, as it is typed; the terminal is as before afterwards."""
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    typed: asyncio.Queue[str] = asyncio.Queue()
    _listen(descriptor, typed)
    tty.setcbreak(descriptor)
    try:
        yield typed
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _listen(descriptor: int, typed: asyncio.Queue[str]) -> None:
    """Read in a thread that nobody waits for."""
    loop = asyncio.get_running_loop()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read() -> None:
        while chunk := os.read(descriptor, _CHUNK):
            text = _ESCAPES.sub("", decoder.decode(chunk))
            loop.call_soon_threadsafe(typed.put_nowait, text)

    threading.Thread(target=read, daemon=True, name="keyboard").start()


class TypedLine:
    """The line being typed."""

    def __init__(self) -> None:
        self.text = ""

    def take(self, typed: str) -> Iterator[str]:
        """What was typed joins the line; lines that were finished with it come out."""
        for character in typed:
            if character in "\r\n":
                yield self.text
                self.text = ""
            elif character in "\x7f\b":
                self.text = self.text[:-1]
            elif character.isprintable():
                self.text += character
