"""parse_mode MarkdownV2 and the legacy Markdown, with Telegram's complaints (byte offsets)."""

import re
from typing import Any

from tests.fakes.telegram.limits import utf16

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKS = {
    "```": ("pre", "PreCode"), "__": ("underline", "Underline"), "||": ("spoiler", "Spoiler"),
    "*": ("bold", "Bold"), "_": ("italic", "Italic"), "~": ("strikethrough", "Strikethrough"),
    "`": ("code", "Code"), "[": ("text_link", "TextUrl"),
}  # fmt: skip
_MARK = re.compile(r"```|__|\|\||[*_~`\[]")
_URL = re.compile(r"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z0-9+#.-]*\n")


class MarkdownReader:
    """Turns MarkdownV2 into text and entities; ValueError says what is wrong."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._out: list[str] = []
        self._length = 0
        self._open: list[tuple[str, int, int]] = []
        self._quote: int | None = None
        self._entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        """The whole source."""
        while self._at < len(self._source):
            self._step()
        self._end_quote()
        if self._open:
            mark, _, began = self._open[-1]
            raise ValueError(
                f"Can't find end of {_MARKS[mark][1]} entity at byte offset {self._byte(began)}"
            )
        self._entities.sort(key=lambda one: (one["offset"], -one["length"]))
        return "".join(self._out), self._entities

    def _step(self) -> None:
        symbol = self._source[self._at]
        inner = self._open[-1][0] if self._open else ""
        if symbol == "\\" and self._source[self._at + 1 : self._at + 2].isascii():
            self._put(self._source[self._at + 1 : self._at + 2], 2)
        elif inner in {"`", "```"}:
            self._inside_code(inner, symbol)
        elif symbol == "]" and inner == "[":
            self._close_link()
        elif mark := _MARK.match(self._source, self._at):
            self._toggle(mark.group(), inner)
        elif symbol == ">" and (self._at == 0 or self._source[self._at - 1] == "\n"):
            self._begin_quote()
        elif symbol in _RESERVED:
            raise ValueError(
                f"Character '{symbol}' is reserved and must be escaped with the preceding '\\'"
            )
        else:
            self._plain(symbol)

    def _plain(self, symbol: str) -> None:
        if symbol == "\n" and self._source[self._at + 1 : self._at + 2] != ">":
            self._end_quote()
        self._put(symbol, 1)

    def _put(self, text: str, taken: int) -> None:
        self._out.append(text)
        self._length += utf16(text)
        self._at += taken

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode("utf-8", "surrogatepass"))

    def _inside_code(self, inner: str, symbol: str) -> None:
        if self._source.startswith(inner, self._at):
            self._close()
        else:
            self._put(symbol, 1)

    def _toggle(self, mark: str, inner: str) -> None:
        if mark == inner and mark != "[":
            self._close()
            return
        self._open.append((mark, self._length, self._at))
        self._at += len(mark)
        if mark == "```" and (language := _LANGUAGE.match(self._source, self._at)):
            self._at = language.end()

    def _close(self) -> None:
        mark, start, _ = self._open.pop()
        self._at += len(mark)
        self._add(_MARKS[mark][0], start)

    def _close_link(self) -> None:
        _, start, began = self._open.pop()
        url = _URL.match(self._source, self._at + 1)
        if url is None:
            raise ValueError(f"Can't find end of a URL at byte offset {self._byte(began)}")
        self._at = url.end()
        self._add("text_link", start, url=re.sub(r"\\(.)", r"\1", url.group(1)))

    def _begin_quote(self) -> None:
        if self._quote is None:
            self._quote = self._length
        self._at += 1

    def _end_quote(self) -> None:
        if self._quote is not None:
            self._add("blockquote", self._quote)
            self._quote = None

    def _add(self, kind: str, start: int, **more: str) -> None:
        if self._length > start:
            self._entities.append(
                {"type": kind, "offset": start, "length": self._length - start, **more}
            )


class LegacyReader:
    """Turns the legacy Markdown into text and entities."""

    _PAIR = re.compile(
        r"\\(?P<escaped>[_*`\[])"
        r"|```(?:\w*\n)?(?P<pre>.*?)```|`(?P<code>[^`]*)`|\*(?P<bold>[^*]*)\*|_(?P<italic>[^_]*)_"
        r"|\[(?P<label>[^\]]*)\](?:\((?P<url>[^)]*)\))?"
        r"|(?P<stray>[_*`\[])",
        re.DOTALL,
    )

    def __init__(self, source: str) -> None:
        self._source = source

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        """The whole source."""
        out, entities, at = "", [], 0
        for found in self._PAIR.finditer(self._source):
            kind = str(found.lastgroup)
            if kind == "stray":
                offset = len(self._source[: found.start()].encode("utf-8", "surrogatepass"))
                raise ValueError(f"Can't find end of the entity starting at byte offset {offset}")
            out += self._source[at : found.start()]
            inside = found.group("label" if kind == "url" else kind)
            if inside and kind not in {"escaped", "label"}:
                one = {"type": kind, "offset": utf16(out), "length": utf16(inside)}
                entities.append(
                    one if kind != "url" else one | {"type": "text_link", "url": found["url"]}
                )
            out += inside
            at = found.end()
        return out + self._source[at:], entities
