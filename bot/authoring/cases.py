"""`kefu import-case`: a file with a real chat log becomes a masked draft of a customer."""

from dataclasses import dataclass
from pathlib import Path

from bot.authoring.customers import FILE
from bot.authoring.start import AlreadyThere, BadId
from bot.classroom.cases import LARGEST, read_case
from bot.trouble import Trouble
from dialogues.cases import Draft, draft
from dialogues.reading.whole import ID


class NoTalk(Trouble):
    """It is not clear who said what in this file, or only one side speaks."""

    key = "trouble.no_talk"


class LogTooLarge(Trouble):
    """The file is too large for one talk."""

    key = "trouble.log_too_large"


@dataclass(frozen=True, slots=True)
class Imported:
    """Where the draft was written, and what it is."""

    path: Path
    draft: Draft


def import_case(log: Path, folder: Path, id_: str, title: str) -> Imported:
    """Write `folder/id/scenario.yaml` from a log; nothing that was there is written over."""
    if not ID.fullmatch(id_):
        raise BadId(id=id_)
    if log.stat().st_size > LARGEST:
        raise LogTooLarge(file=log)
    made = draft(read_case(log.read_bytes()), id_, title or id_)
    if made is None:
        raise NoTalk(file=log)
    path = folder / id_ / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(made.text)
    except FileExistsError:
        raise AlreadyThere(file=path) from None
    return Imported(path, made)
