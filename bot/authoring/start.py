"""`kefu new`: a customer file to start from, with comments, that can be played as it is."""

import re
from importlib.resources import files
from pathlib import Path

from bot.authoring.customers import FILE
from bot.authoring.sheets.writing import write_workbook
from bot.trouble import Trouble
from dialogues.reading.problem import Notes
from dialogues.reading.source import read_tree
from dialogues.reading.whole import ID

LIKES = ("aftersale", "presale", "live", "desk")
CHINESE = {
    "售后": "aftersale",
    "售前": "presale",
    "直播": "live",
    "直播间": "live",
    "多客": "desk",
    "多客接待": "desk",
    "单聊": "aftersale",
}
"""What a template may also be called."""

MARKER = "改我"
"""What stands in a template where the teacher's own words belong."""


class BadId(Trouble):
    """Ids are small letters, digits and hyphens: they are folder names and parts of links."""

    key = "trouble.bad_id"


class NoSuchTemplate(Trouble):
    """There is no template of this name."""

    key = "trouble.no_template"


class AlreadyThere(Trouble):
    """There is a file of this name; nothing was written over."""

    key = "trouble.file_exists"


def start_customer(id_: str, title: str, like: str, folder: Path) -> Path:
    """Write `folder/id/scenario.yaml` from a template and tell where it is."""
    path = folder / id_ / FILE
    text = _template(id_, title, like)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise AlreadyThere(file=path) from None
    return path


def start_workbook(id_: str, title: str, like: str, path: Path) -> None:
    """Write a workbook with headings, comments and the template's rows as an example."""
    tree = read_tree(_template(id_, title, like), path.name, Notes())
    if tree is not None:
        try:
            write_workbook(tree, path)
        except FileExistsError:
            raise AlreadyThere(file=path) from None


def write_again(path: Path, text: str) -> None:
    """Write a file that may be there already; what was there is kept beside it as .bak."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_text(encoding="utf-8", errors="replace") != text:
        path.replace(path.with_suffix(".yaml.bak"))
    path.write_text(text, encoding="utf-8")


def _template(id_: str, title: str, like: str) -> str:
    if not ID.fullmatch(id_):
        raise BadId(id=id_)
    found = CHINESE.get(like, like)
    if found not in LIKES:
        raise NoSuchTemplate(like=like, known="、".join(LIKES))
    source = files("bot.authoring").joinpath("templates", f"{found}.yaml")
    text = source.read_text(encoding="utf-8")
    return text.replace("{id}", id_).replace("{title}", _safe(title.strip() or id_))


def unfinished_lines(text: str) -> tuple[int, ...]:
    """The lines in which the template still waits for the teacher's own words."""
    lines = enumerate(text.split("\n"), 1)
    return tuple(number for number, line in lines if re.search(rf"#\s*{MARKER}", line))


def _safe(title: str) -> str:
    """A title as it may stand in a file: one line, quoted where YAML would misread it."""
    flat = " ".join(title.split())
    return flat if re.fullmatch(r"[\w·—（）()，。！？ ]+", flat) else '"' + _escaped(flat) + '"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
