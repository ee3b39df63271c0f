"""parse_mode HTML, with Telegram's complaints; offsets in complaints are bytes, as theirs."""

import re
from html import unescape
from typing import Any

from tests.fakes.telegram.limits import utf16

_TOKEN = re.compile(
    r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>?"
    r"|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-f]{1,6});"
    r"|[^<&]+|&",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)|([\w-]+)")
_PLAIN = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "tg-spoiler": "spoiler", "blockquote": "blockquote",
}  # fmt: skip
_WITH_ATTRIBUTE = {"a", "span", "tg-emoji"}


class HtmlReader:
    """Turns marked-up text into text and entities; ValueError says what is wrong."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._out: list[str] = []
        self._length = 0
        self._open: list[tuple[str, int, dict[str, Any] | None]] = []
        self._entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        """The whole source."""
        for token in _TOKEN.finditer(self._source):
            piece, at = token.group(), token.start()
            if piece.startswith("</"):
                self._end(piece, at)
            elif piece.startswith("<"):
                self._start(piece, at)
            else:
                self._text(unescape(piece) if piece.endswith(";") and piece[0] == "&" else piece)
        if self._open:
            raise ValueError(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"'
            )
        return "".join(self._out), sorted(
            self._entities, key=lambda one: (one["offset"], -one["length"])
        )

    def _text(self, piece: str) -> None:
        self._out.append(piece)
        self._length += utf16(piece)

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode("utf-8", "surrogatepass"))

    def _start(self, piece: str, at: int) -> None:
        if not piece.endswith(">"):
            raise ValueError(f"Unclosed start tag at byte offset {self._byte(at)}")
        name, _, rest = piece[1:-1].strip().partition(" ")
        name = name.rstrip("/").lower()
        if name not in _PLAIN and name not in _WITH_ATTRIBUTE:
            raise ValueError(f'Unsupported start tag "{name}" at byte offset {self._byte(at)}')
        entity = self._entity(name, _attributes(rest), at)
        self._open.append((name, self._length, entity))

    def _entity(self, name: str, given: dict[str, str], at: int) -> dict[str, Any] | None:
        if name == "a":
            href = given.get("href", "")
            return {"type": "text_link", "url": href} if href else None
        if name == "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": given.get("emoji-id", "")}
        if name == "span":
            if given.get("class") != "tg-spoiler":
                raise ValueError(
                    f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(at)}'
                )
            return {"type": "spoiler"}
        if name == "blockquote" and "expandable" in given:
            return {"type": "expandable_blockquote"}
        return {"type": _PLAIN[name]}

    def _end(self, piece: str, at: int) -> None:
        if not piece.endswith(">"):
            raise ValueError(f"Unclosed end tag at byte offset {self._byte(at)}")
        if not self._open:
            raise ValueError(f"Unexpected end tag at byte offset {self._byte(at)}")
        name = piece[2:-1].strip().lower()
        expected, start, entity = self._open.pop()
        if name and name != expected:
            raise ValueError(
                f"Unmatched end tag at byte offset {self._byte(at)}, "
                f'expected "</{expected}>", found "</{name}>"'
            )
        if entity and self._length > start:
            entity |= {"offset": start, "length": self._length - start}
            self._entities.append(entity)


def _attributes(rest: str) -> dict[str, str]:
    found = {}
    for name, value, bare in _ATTRIBUTE.findall(rest):
        found[(name or bare).lower()] = unescape(value.strip("\"'"))
    return found
