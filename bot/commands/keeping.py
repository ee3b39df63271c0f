"""/keep: for how long a class keeps its talks and its marks; what is older goes by itself."""

from dataclasses import replace

from bot.classroom.boards import LONGEST_KEPT, SHORTEST_KEPT
from bot.commands.access import Audience, commands
from bot.commands.classes import classes_meant
from bot.commands.context import Context


@commands.declare("keep", Audience.TEACHER)
def keep(context: Context) -> None:
    """/keep [180 550]: days for talks and days for marks; without numbers what holds now."""
    classes = classes_meant(context)
    numbers = context.argument.replace("，", " ").replace(",", " ").split()
    for cohort in classes:
        setting = context.unit.class_setting(cohort.id)
        if numbers:
            days = _days(numbers)
            if days is None:
                context.answer("keep.how", shortest=SHORTEST_KEPT, longest=LONGEST_KEPT)
                return
            setting = replace(setting, transcript_days=days[0], mark_days=days[1])
            context.unit.keep_setting(setting)
        context.answer(
            "keep.now",
            cohort=cohort.name,
            transcripts=setting.transcript_days,
            marks=setting.mark_days,
        )


def _days(numbers: list[str]) -> tuple[int, int] | None:
    """Days for talks and for marks, both within bounds, marks no shorter than talks."""
    if len(numbers) != 2 or not all(each.isdecimal() and len(each) < 5 for each in numbers):
        return None
    transcripts, marks = map(int, numbers)
    fits = SHORTEST_KEPT <= transcripts <= marks <= LONGEST_KEPT
    return (transcripts, marks) if fits else None
