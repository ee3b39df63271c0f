"""Fails when a message catalogue is broken, or when the languages do not say the same things."""

import re
import sys
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

_LOCALES = Path(__file__).parent.parent / "locales"
_PLACE = re.compile(r"{(\w+)}")

Texts = dict[str, str]


def texts_of(path: Path, problems: list[str]) -> Texts:
    """All messages of a catalogue by key; what cannot be used is noted."""
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3], abort_invalid=True)
    except (PoFileError, ValueError) as error:
        problems.append(f"{path}: {error}")
        return {}
    messages = [message for message in catalogue if message.id]
    problems += [f"{path}: {one.id} is marked fuzzy" for one in messages if one.fuzzy]
    problems += [f"{path}: {one.id} has no text" for one in messages if not one.string]
    return {str(one.id): str(one.string) for one in messages}


def differences(one: tuple[Path, Texts], other: tuple[Path, Texts]) -> list[str]:
    """Keys that only one language has, and messages with other {places}."""
    (path, texts), (other_path, others) = one, other
    missing = [f"{other_path}: {key} is missing" for key in texts.keys() - others.keys()]
    missing += [f"{path}: {key} is missing" for key in others.keys() - texts.keys()]
    unlike = [
        f"{other_path}: {key} has other {{places}} than {path}"
        for key in texts.keys() & others.keys()
        if set(_PLACE.findall(texts[key])) != set(_PLACE.findall(others[key]))
    ]
    return sorted(missing + unlike)


def main() -> None:
    """Compare every catalogue with the first."""
    problems: list[str] = []
    paths = sorted(_LOCALES.glob("*/LC_MESSAGES/messages.po"))
    catalogues = [(path.relative_to(_LOCALES), texts_of(path, problems)) for path in paths]
    for other in catalogues[1:]:
        problems += differences(catalogues[0], other)
    sys.exit("\n".join(problems) if problems else 0)


if __name__ == "__main__":
    main()
