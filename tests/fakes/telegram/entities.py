"""Formatted text: explicit entities checked, parse modes parsed, entities of plain text found."""

import re
from typing import Any

from tests.fakes.telegram.errors import RefusalError, bad_request
from tests.fakes.telegram.html import HtmlReader
from tests.fakes.telegram.limits import ENTITIES, utf16
from tests.fakes.telegram.markdown import LegacyReader, MarkdownReader
from tests.fakes.telegram.params import Params

Entities = list[dict[str, Any]]
_TYPES = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold",
        "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
        "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
    }
)  # fmt: skip
_FOUND_BY_SERVER = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z]\w{3,31}\b)"
    r"|(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z]\w{2,31})?(?![\w/]))"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)
_READERS: dict[str, type[HtmlReader | MarkdownReader | LegacyReader]] = {
    "html": HtmlReader,
    "markdownv2": MarkdownReader,
    "markdown": LegacyReader,
}


def formatted(params: Params, text_field: str, entities_field: str) -> tuple[str, Entities]:
    """The text and entities of a call, as Telegram stores them: parsed, checked, trimmed."""
    text = params.text(text_field)
    mode = params.text("parse_mode").lower()
    if mode:
        text, entities = _parse(text, mode)
    else:
        entities = _checked(text, params.array(entities_field))
    return _trimmed(text, entities)


def find_entities(text: str) -> Entities:
    """What Telegram marks by itself in plain text: commands, mentions, hashtags, addresses."""
    if not any(mark in text for mark in "/@#"):
        return []
    return [
        {
            "type": str(found.lastgroup),
            "offset": utf16(text[: found.start()]),
            "length": utf16(found.group()),
        }
        for found in _FOUND_BY_SERVER.finditer(text)
    ]


def with_found(text: str, entities: Entities) -> Entities:
    """Given entities and those that the server finds outside of them."""
    taken = [(one["offset"], one["offset"] + one["length"]) for one in entities]
    found = [
        one
        for one in find_entities(text)
        if all(one["offset"] + one["length"] <= start or one["offset"] >= end
               for start, end in taken)
    ]  # fmt: skip
    return sorted(entities + found, key=lambda one: (one["offset"], -one["length"]))


def _parse(text: str, mode: str) -> tuple[str, Entities]:
    if mode not in _READERS:
        raise bad_request("unsupported parse_mode")
    try:
        return _READERS[mode](text).read()
    except ValueError as problem:
        raise bad_request(f"can't parse entities: {problem}") from problem


def _checked(text: str, entities: list[Any]) -> Entities:
    if not entities:
        return []
    starts = _symbol_starts(text)
    total = utf16(text)
    return [_check_one(one, starts, total) for one in entities[:ENTITIES]]


def _check_one(entity: Any, starts: set[int], total: int) -> dict[str, Any]:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad_request("can't parse entities: MessageEntity must be an Object with a type")
    if entity["type"] not in _TYPES:
        raise bad_request("can't parse entities: unsupported MessageEntity type")
    offset, length = _whole(entity, "offset"), _whole(entity, "length")
    if offset < 0 or length < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset} or length {length}")
    if offset + length > total:
        raise _outside(offset, total)
    if offset not in starts:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at offset {offset}")
    if offset + length not in starts:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol"
        )
    return {key: value for key, value in entity.items() if value is not None}


def _whole(entity: dict[str, Any], field: str) -> int:
    value = entity.get(field)
    if not isinstance(value, int):
        raise bad_request(f'can\'t parse entities: field "{field}" must be a valid Number')
    return value


def _outside(offset: int, total: int) -> RefusalError:
    return bad_request(
        f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
        f"at UTF-16 offset {total}"
    )


def _symbol_starts(text: str) -> set[int]:
    starts, position = {0}, 0
    for symbol in text:
        position += 2 if ord(symbol) > 0xFFFF else 1
        starts.add(position)
    return starts


def _trimmed(text: str, entities: Entities) -> tuple[str, Entities]:
    """Blanks at both ends go, but never what an entity begins with."""
    first = min((one["offset"] for one in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip(" \n")), first)
    text = text[lead:].rstrip()
    end = utf16(text)
    kept = []
    for one in entities:
        offset = one["offset"] - lead
        length = min(one["length"], end - offset)
        if length > 0:
            kept.append({**one, "offset": offset, "length": length})
    return text, kept
