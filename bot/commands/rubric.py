"""A class's own rubric: shown, sent as a file, or given up again."""

from bot.classroom.cohorts import Cohort
from bot.classroom.marking import LARGEST_RUBRIC, rubric_shown
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import number_of, own_class, own_classes
from bot.commands.context import Context
from bot.delivery.receiving import FileWanted
from bot.practice.messages import IncomingFile
from scoring.rubric_file import read_rubric
from scoring.section import BadFile

_MOST_PROBLEMS = 8
READABLE = ("yaml", "yml")


@commands.declare("rubric", Audience.TEACHER)
def rubric(context: Context) -> None:
    """/rubric: what one's classes are marked by, and how that is changed."""
    for cohort in own_classes(context):
        held = context.unit.rubric_of(cohort.id)
        rows = [(context.button("button.standard_rubric", "rb", cohort.id),)] if held else []
        how = context.words.say("rubric.how")
        text = f"{rubric_shown(context.words, cohort.name, held)}\n{how}"
        context.answer("board.as_is", *rows, text=text)


@actions.declare("rb", Audience.TEACHER)
def back_to_standard(context: Context) -> None:
    """The class is marked by the standard rubric again."""
    cohort = own_class(context, number_of(context.argument))
    if cohort is not None:
        context.unit.set_rubric(cohort.id, "")
        _told(context, cohort)


def take_file(context: Context, file: IncomingFile) -> None:
    """A rubric file was sent; one that cannot be used changes nothing."""
    mine = own_classes(context)
    if len(mine) > 1:
        context.answer("rubric.which_class")
    elif file.size > LARGEST_RUBRIC:
        context.answer("rubric.large")
    elif not file.fetched:
        raise FileWanted
    elif file.content is None:
        context.answer("roster.not_fetched")
    else:
        _set(context, mine[0], file.content.decode("utf-8-sig", "replace"))


def _set(context: Context, cohort: Cohort, text: str) -> None:
    try:
        read_rubric(text)
    except BadFile as bad:
        told = "\n".join(str(problem) for problem in bad.problems[:_MOST_PROBLEMS])
        context.answer("rubric.bad", problems=told)
        return
    context.unit.set_rubric(cohort.id, text)
    _told(context, cohort)


def _told(context: Context, cohort: Cohort) -> None:
    held = rubric_shown(context.words, cohort.name, context.unit.rubric_of(cohort.id))
    context.answer("rubric.set", held=held)
