"""The JSON Schema of authors' files, for editors that check and complete while one types.

It is made of the one field table. Editors load YAML with types (4, true); the reader takes every
scalar as text, so wherever a text may stand, a number or a yes may stand here too.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeAlias

from dialogues.reading.fields import SCENARIO, TEXT, Field, Fields, Kind, table
from dialogues.reading.reception_fields import RECEPTION
from dialogues.reading.room_fields import ROOM
from dialogues.reading.vocabulary import words_for
from dialogues.wording import wording

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALAR = ["string", "number", "boolean", "null"]
LIST: Schema = {"type": [*SCALAR, "array"], "items": {"type": SCALAR}}
SIMPLE: dict[Kind, Schema] = {
    Kind.TEXTS: LIST,
    Kind.GROUPS: {"type": "array", "items": LIST},
    Kind.FREE: {},
}


class Page(StrEnum):
    """What an author writes: a customer, a base (沿用), the translation beside either."""

    CUSTOMER = "customer"
    BASE = "base"
    TRANSLATION = "translation"


def json_schema(language: str = "zh_CN", page: Page = Page.CUSTOMER) -> Schema:
    """The schema of one kind of page; `language` is that of the explanations."""
    title = str(wording(language, "schema")[page])
    return {"$schema": DIALECT, "title": title, **_page(page, language)}


def _page(page: Page, language: str) -> Schema:
    match page:
        case Page.CUSTOMER:
            chat = _file(SCENARIO, language)
            return _either("live", ROOM, language, _either("desk", RECEPTION, language, chat))
        case Page.BASE:
            return _of(_loosened(table(SCENARIO)), language)
        case Page.TRANSLATION:
            return _translation(language)


def _translation(language: str) -> Schema:
    """Only what is said; a translation does not tell whether it is of a chat, a room or a desk."""
    shown = _of(table({"shown": Field(Kind.TABLE, each=TEXT)}), language)
    kinds = [_of(_spoken(table(fields)), language) for fields in (SCENARIO, ROOM, RECEPTION)]
    found: dict[str, list[Schema]] = {}
    for schema in (*kinds, shown):
        for word, shape in schema["properties"].items():
            found.setdefault(word, []).append(shape)
    words = {word: _any(shapes) for word, shapes in found.items()}
    return {"type": ["object", "null"], "properties": words, "additionalProperties": False}


def _any(shapes: list[Schema]) -> Schema:
    return shapes[0] if all(shape == shapes[0] for shape in shapes) else {"anyOf": shapes}


def _spoken(field: Field, *, listed: bool = False) -> Field:
    """The field with only what is said in it; rows of lists are found again by their 名称."""
    inner = {
        key: _spoken(one)
        for key, one in field.fields.items()
        if one.speaks or (listed and key == "name")
    }
    each = field.each and _spoken(field.each, listed=field.kind is Kind.ITEMS)
    return replace(field, required=False, fields=inner, each=each)


def _either(kind: str, fields: Fields, language: str, otherwise: Schema) -> Schema:
    """These fields for a file of this 类型, else the other schema."""
    kinds = {"enum": list(words_for("types", kind))}
    named = [
        {"required": [word], "properties": {word: kinds}} for word in words_for("fields", "type")
    ]
    return {"if": {"anyOf": named}, "then": _file(fields, language), "else": otherwise}


def _file(fields: Fields, language: str) -> Schema:
    """A whole file; what it builds on (沿用) may bring what is required."""
    whole = _of(Field(Kind.TABLE, fields=fields), language)
    if "based_on" not in fields:
        return whole
    based = [{"required": [word]} for word in words_for("fields", "based_on")]
    building = _of(_loosened(Field(Kind.TABLE, fields=fields)), language)
    return {"if": {"anyOf": based}, "then": building, "else": whole}


def _loosened(field: Field) -> Field:
    """The field with nothing required of its tables; lists are never joined with the base's."""
    if field.kind is not Kind.TABLE:
        return replace(field, required=False)
    fields = {key: _loosened(inner) for key, inner in field.fields.items()}
    each = _loosened(field.each) if field.each else None
    return replace(field, required=False, fields=fields, each=each)


def _of(field: Field, language: str) -> Schema:
    """The schema of one field."""
    match field.kind:
        case Kind.TABLE:
            return _table(field, language)
        case Kind.ITEMS:
            return {"type": "array", "items": _of(field.each or Field(Kind.FREE), language)}
        case Kind.CHOICE:
            words = [word for key in field.choices for word in words_for(field.section, key)]
            return {"enum": [*words, *_as_loaded(words)]}
        case Kind.NUMBER:
            return {"type": ["number", "string"], "minimum": field.low, "maximum": field.high}
        case _:
            return dict(SIMPLE.get(field.kind, {"type": SCALAR}))


def _table(field: Field, language: str) -> Schema:
    properties: Schema = {}
    for key, inner in field.fields.items():
        shape = {**_of(inner, language), **_told(inner, language)}
        properties |= dict.fromkeys(words_for("fields", key), shape)
    others: Schema | bool = _of(field.each, language) if field.each else False
    required = [
        {"anyOf": [{"required": [word]} for word in words_for("fields", key)]}
        for key, inner in field.fields.items()
        if inner.required
    ]
    schema: Schema = {"type": ["object", "null"], "properties": properties}
    if others is not True:
        schema["additionalProperties"] = others
    return {**schema, "allOf": required} if required else schema


def _told(field: Field, language: str) -> Schema:
    """What an editor shows beside the field."""
    told = wording(language, "schema").get(field.kind.value)
    return {"description": str(told).format(low=field.low, high=field.high)} if told else {}


def _as_loaded(words: list[str]) -> list[bool]:
    """Words that an editor takes for yes or no before it looks at them."""
    return [value for word, value in (("yes", True), ("no", False)) if word in words]
