"""The words of `locales/*/authoring.toml`: field names, messages, what the back office says."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh_CN", "en")


@cache
def wording(language: str, section: str) -> Mapping[str, Any]:
    """One section of the authoring words in this language."""
    return _load(language)[section]  # type: ignore[no-any-return]


@cache
def _load(language: str) -> Mapping[str, Any]:
    source = files("locales").joinpath(language, "authoring.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
