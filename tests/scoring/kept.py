"""Whole results kept in files under `golden/`, compared in full: nothing changes by accident.

After a wanted change write them anew and read the difference:
`RENEW=1 .venv/bin/pytest tests/scoring/test_golden.py`.
"""

import json
import os
from dataclasses import asdict, is_dataclass
from pathlib import Path

GOLDEN = Path(__file__).with_name("golden")


def kept(name: str, result: object) -> None:
    """The result is, to the letter, what is kept under this name: text, or anything for JSON."""
    text = result if isinstance(result, str) else as_json(result)
    file = GOLDEN / name
    if os.environ.get("RENEW"):
        file.write_text(text, "utf-8", newline="\n")
    assert text == file.read_text("utf-8")


def as_json(result: object) -> str:
    """Readable JSON, one value a line."""
    return json.dumps(result, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)
