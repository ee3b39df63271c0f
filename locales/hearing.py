"""Word data of the ear: plain tables, one folder per language, read when first needed."""

from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent


def rows(language: str, name: str) -> Iterator[list[str]]:
    """The fields of every line of a tab-separated table; blank lines and `#` lines are skipped."""
    text = (_HERE / language / "hearing" / f"{name}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def content(language: str, name: str) -> bytes:
    """The bytes of a data file."""
    return (_HERE / language / "hearing" / name).read_bytes()
