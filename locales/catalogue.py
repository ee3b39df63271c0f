"""What people read: gettext catalogues, Chinese first, English beside it.

A message is asked for by its key (`drill.card`), never by its text, so that both languages are
translations of one meaning and a missing one is seen at once.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

DEFAULT_LANGUAGE = "zh_CN"
LANGUAGES = ("zh_CN", "en")
_HERE = Path(__file__).parent


class MissingMessage(KeyError):
    """No catalogue has this key; add it to every language."""


class Catalogue:
    """All messages of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._messages = _read(language)

    @property
    def keys(self) -> frozenset[str]:
        """Every key that this language has a text for."""
        return frozenset(self._messages)

    def say(self, key: str, /, **values: object) -> str:
        """The message with its {places} filled in."""
        try:
            text = self._messages[key]
        except KeyError:
            raise MissingMessage(key) from None
        return text.format_map(values) if values else text

    def text(self, key: str) -> str:
        """The message as it is written, places and all."""
        return self._messages[key]


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue for a language tag as platforms give it (`zh-hans`, `en-GB`, "")."""
    return Catalogue(resolve_language(language))


def resolve_language(tag: str) -> str:
    """The catalogue language nearest to a tag; Chinese where there is none."""
    return "en" if tag.lower().startswith("en") else DEFAULT_LANGUAGE


def _read(language: str) -> Mapping[str, str]:
    # Compiled in memory: a build step that somebody forgets would show yesterday's texts.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    path = _HERE / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return _texts(GNUTranslations(compiled))


def _texts(translations: GNUTranslations) -> dict[str, str]:
    raw: Mapping[object, str] = vars(translations)["_catalog"]
    return {key: text for key, text in raw.items() if isinstance(key, str) and key}
