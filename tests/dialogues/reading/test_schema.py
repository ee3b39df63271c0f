"""The JSON Schema that editors use: as the reader reads, so it allows."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dialogues.reading.fields import SCENARIO, Field, Fields
from dialogues.reading.library import OWN_FOLDER
from dialogues.reading.reception_fields import RECEPTION
from dialogues.reading.room_fields import ROOM
from dialogues.reading.schema import Page, json_schema
from dialogues.reading.vocabulary import ids
from tests.dialogues.shop import SMALL

FILES = sorted(OWN_FOLDER.glob("*/scenario.yaml"))
TRANSLATIONS = sorted(OWN_FOLDER.glob("*/*.en.yaml"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def loaded(text: str) -> Any:
    """The file as an editor sees it, with types guessed."""
    return YAML(typ="safe", pure=True).load(text)


def wrongs(value: Any, schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """What the schema has against a value; of JSON Schema only what ours uses."""
    if "type" in schema and not any(_is(value, kind) for kind in _list(schema["type"])):
        yield f"{path}: {value!r} is no {schema['type']}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    low, high = schema.get("minimum", value), schema.get("maximum", value)
    if _is(value, "number") and not low <= value <= high:
        yield f"{path}: {value} is out of range"
    yield from _inside(value, schema, path)
    yield from _combined(value, schema, path)


def _inside(value: Any, schema: Mapping[str, Any], path: str) -> Iterator[str]:
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from wrongs(item, schema["items"], f"{path}[{number}]")
    if not isinstance(value, dict):
        return
    yield from (f"{path}: no {key}" for key in schema.get("required", ()) if key not in value)
    others = schema.get("additionalProperties", True)
    for key, inner in value.items():
        found = schema.get("properties", {}).get(key, others)
        if found is False:
            yield f"{path}: unknown {key}"
        elif found is not True:
            yield from wrongs(inner, found, f"{path}.{key}")


def _combined(value: Any, schema: Mapping[str, Any], path: str) -> Iterator[str]:
    for part in schema.get("allOf", ()):
        yield from wrongs(value, part, path)
    if "anyOf" in schema and all(any(wrongs(value, part)) for part in schema["anyOf"]):
        yield f"{path}: none of {schema['anyOf']}"
    if "if" in schema:
        branch = "else" if any(wrongs(value, schema["if"])) else "then"
        yield from wrongs(value, schema.get(branch, {}), path)


def _is(value: Any, kind: str) -> bool:
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("path", FILES, ids=[path.parent.name for path in FILES])
def test_it_accepts_every_shipped_file(path: Any) -> None:
    assert list(wrongs(loaded(path.read_text("utf-8")), json_schema())) == []


@pytest.mark.parametrize(
    "path",
    sorted(OWN_FOLDER.glob("*/*.en.yaml")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_that_of_translations_accepts_every_shipped_one(path: Path) -> None:
    assert list(wrongs(loaded(path.read_text("utf-8")), json_schema(page=Page.TRANSLATION))) == []


@pytest.mark.parametrize("name", ["aftersale", "presale"])
def test_that_of_bases_accepts_every_shipped_one(name: str) -> None:
    base = OWN_FOLDER / "_base" / f"{name}.yaml"
    assert list(wrongs(loaded(base.read_text("utf-8")), json_schema(page=Page.BASE))) == []


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (Page.TRANSLATION, "标提: Small shop"),
        (Page.TRANSLATION, "情绪: {怒气: 60}"),
        (Page.TRANSLATION, "规则: [{名称: 被骂了, 怒气: +5}]"),
        (Page.TRANSLATION, "显示: [Small]"),
        (Page.BASE, "情绪: {怒气: 600}"),
        (Page.BASE, "规责: []"),
    ],
)
def test_those_of_translations_and_bases_refuse_what_does_not_belong_there(
    page: Page, text: str
) -> None:
    assert list(wrongs(loaded(text), json_schema(page=page)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("标题: 小店", "标提: 小店"), ("怒气: 60", "怒气: 600"), ("类型: 单聊", "类型: 群聊"),
     ("必须: 是", "必须: 大概"), ("听不懂: [你说什么？, 没懂。]", "听不懂: {甲: 乙}")],
)  # fmt: skip
def test_it_refuses_what_the_reader_refuses(right: str, wrong: str) -> None:
    assert list(wrongs(loaded(SMALL), json_schema())) == []
    assert list(wrongs(loaded(SMALL.replace(right, wrong)), json_schema()))


def _fields(fields: Fields) -> Iterator[str]:
    for key, one in fields.items():
        yield key
        inner: Field | None = one
        while inner is not None:
            yield from _fields(inner.fields)
            inner = inner.each


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _named(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _named(part)


def test_it_names_every_field_in_both_languages() -> None:
    named = set(_named(json_schema()))
    wanted = {*_fields(SCENARIO), *_fields(ROOM), *_fields(RECEPTION)}
    words = {word for word, key in ids("fields").items() if key in wanted}
    assert words <= {word.casefold() for word in named}
