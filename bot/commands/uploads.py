"""Files that teachers send: a roster, a chat log for a case, or a rubric."""

from bot.classroom.cases import read_case
from bot.classroom.papers.workbook import BadWorkbook, SheetsMissing, WorkbookTooLarge
from bot.classroom.roster_reading import LARGEST_FILE
from bot.commands import cases, roster, rubric
from bot.commands.classes import own_classes
from bot.commands.context import Context
from bot.delivery.receiving import FileWanted

_READABLE = ("csv", "txt", "xlsx", "xlsm", "xls")


def is_ours(context: Context) -> bool:
    """Whether a teacher has sent something that looks like a list."""
    file = context.inbound.file
    kind = file.name.lower().rpartition(".")[2] if file else ""
    return kind in (*_READABLE, *rubric.READABLE) and bool(own_classes(context))


def take(context: Context) -> None:
    """Take the file once it is there; too large a one is not even fetched."""
    file = context.inbound.file
    if file is None:
        return
    if file.name.lower().endswith(rubric.READABLE):
        rubric.take_file(context, file)
    elif file.size > LARGEST_FILE:
        context.answer("roster.bad.large")
    elif not file.fetched:
        raise FileWanted
    elif file.content is None:
        context.answer("roster.not_fetched")
    elif cases.collecting(context) and not roster.expected(context):
        _take_log(context, file.content)
    else:
        roster.take_file(context, file.name, file.content)


def _take_log(context: Context, content: bytes) -> None:
    try:
        said = read_case(content)
    except (BadWorkbook, WorkbookTooLarge, SheetsMissing):
        said = ()
    cases.add(context, said)
