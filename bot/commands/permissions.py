"""Who may do what, as a table made from the declarations themselves."""

from collections.abc import Iterator

from bot.commands import desk  # noqa: F401 - importing it declares every handler
from bot.commands.access import Audience, Directory, actions, commands

_COLUMNS = {
    "anyone": frozenset[Audience](),
    "student": frozenset({Audience.CONSENTED, Audience.STUDENT}),
    "mentor": frozenset({Audience.CONSENTED, Audience.MENTOR}),
    "teacher": frozenset({Audience.CONSENTED, Audience.TEACHER}),
    "owner": frozenset({Audience.CONSENTED, Audience.TEACHER, Audience.OWNER}),
    "operator": frozenset({Audience.CONSENTED, Audience.OPERATOR}),
}
"""Who has which audiences; `anyone` is everybody without a consent, and anonymous admins."""


def permission_table() -> str:
    """Every command and button action with who may use it, as a Markdown table."""
    head = ["what", *_COLUMNS, "group", "does"]
    rows = [head, ["---"] * len(head), *_rows("/", commands), *_rows("▢ ", actions)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _rows(sign: str, directory: Directory) -> Iterator[list[str]]:
    for name in sorted(directory.names):
        entry = directory.get(name)
        if entry is None:
            continue
        may = ["✓" if entry.audience in has else "·" for has in _COLUMNS.values()]
        does = (entry.handler.__doc__ or "").partition("\n")[0].replace("|", "¦")
        yield [f"{sign}{name}", *may, "✓" if entry.in_group else "·", does]
