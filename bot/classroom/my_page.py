"""Everything that is kept about somebody, as text that they can read, and as a page to keep.

Made of the complete export (rows by table); the JSON beside it holds every column of every row.
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from locales.catalogue import Catalogue

Export = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by table, every column of each."""

Section = tuple[str, list[str]]
"""A heading and its lines."""


def sections(export: Export, words: Catalogue) -> list[Section]:
    """The export in plain words: who one is, talks word by word, then whatever else there is."""
    found = [_account(export, words), *_talks(export, words)]
    told = {"person", "event", "attempt"}
    for table, rows in export.items():
        if rows and table not in told:
            lines = [" · ".join(_values(row)) for row in rows]
            heading = words.say("mydata.other", table=_name(table, words), rows=len(rows))
            found.append((heading, lines))
    return found


def as_text(found: Sequence[Section]) -> str:
    """The sections as plain text."""
    return "\n\n".join("\n".join([f"【{heading}】", *lines]) for heading, lines in found)


def as_page(found: Sequence[Section], title: str) -> str:
    """The sections as an HTML page that needs nothing from anywhere."""
    body = "\n".join(
        f"<h2>{escape(heading)}</h2>\n<ul>"
        + "".join(f"<li>{escape(line)}</li>" for line in lines)
        + "</ul>"
        for heading, lines in found
    )
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title>"
        "<style>body{font:16px/1.6 sans-serif;margin:1em;max-width:44em;color:#1f2933}"
        "h2{font-size:1.05em;border-bottom:1px solid #d2d6dc}li{overflow-wrap:anywhere}</style>"
        f"</head><body><h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def _name(table: str, words: Catalogue) -> str:
    """What a table is to the person; its own name where there is no word for it."""
    key = f"mydata.table.{table}"
    return words.text(key) if key in words.keys else table


def _account(export: Export, words: Catalogue) -> Section:
    lines = [" · ".join(_values(row)) for row in export.get("person", ())]
    return words.say("mydata.account"), lines


def _talks(export: Export, words: Catalogue) -> list[Section]:
    said: dict[int, list[str]] = {}
    for row in export.get("event", ()):
        if row["kind"] in ("line", "bubble"):
            data = json.loads(row["data"])
            line = words.say(_who(row["kind"], data), text=data.get("text", ""), at=row["at"])
            said.setdefault(row["attempt"], []).append(line)
    return [
        (
            words.say(
                "mydata.talk",
                scenario=row["scenario"],
                at=row["started_at"],
                total="–" if row["total"] is None else row["total"],
            ),
            said.get(row["id"], []),
        )
        for row in export.get("attempt", ())
    ]


def _who(kind: str, data: Mapping[str, Any]) -> str:
    """The text that says who spoke: oneself, the customer, or a mentor as the customer."""
    if kind == "bubble":
        return "mydata.me"
    return "mydata.mentor" if data.get("player") else "mydata.customer"


def _values(row: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {value}" for name, value in row.items() if value not in (None, "")]
