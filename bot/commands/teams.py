"""小组: the teacher makes small groups by hand or has the class dealt."""

from bot.classroom.cohorts import Cohort
from bot.classroom.reports.book import Pupil
from bot.classroom.teams import LONGEST_NAME, MOST, deal
from bot.commands.access import Audience, commands
from bot.commands.classes import classes_meant
from bot.commands.context import Context

_OFF = frozenset({"off", "解散", "取消"})


@commands.declare("teams", Audience.TEACHER)
def teams(context: Context) -> None:
    """/teams [4 | NAME alias alias … | off]: show, deal, fill, or disband the small groups."""
    classes = classes_meant(context)
    words = context.argument.replace("，", " ").replace("、", " ").split()
    for cohort in classes:
        if not words:
            _show(context, cohort)
        elif words[0].lower() in _OFF:
            context.unit.disband(cohort.id)
            context.answer("teams.off", cohort=cohort.name)
        elif words[0].isdecimal():
            _deal(context, cohort, int(words[0][:3]))
        else:
            _fill(context, cohort, words[0], words[1:])


def _show(context: Context, cohort: Cohort) -> None:
    students = _students(context, cohort)
    lines = [
        context.words.say(
            "teams.line",
            team=name,
            members="、".join(_called(students[each]) for each in members if each in students),
        )
        for name, members in context.unit.teams_of(cohort.id).items()
    ]
    text = "\n".join(lines) or context.words.say("teams.none")
    context.answer("teams.shown", cohort=cohort.name, teams=text)


def _deal(context: Context, cohort: Cohort, number: int) -> None:
    students = list(_students(context, cohort))
    if not 2 <= number <= min(MOST, max(2, len(students) // 2)):
        most = min(MOST, len(students) // 2)
        context.answer("teams.how_many", students=len(students), most=max(2, most))
        return
    context.unit.disband(cohort.id)
    for place, members in enumerate(deal(students, number, context.inbound.key), 1):
        context.unit.team_up(cohort.id, context.words.say("teams.name", number=place), members)
    _show(context, cohort)


def _fill(context: Context, cohort: Cohort, name: str, called: list[str]) -> None:
    """A team of students who are named by alias or by the roster's name."""
    students = _students(context, cohort).values()
    known = {each: one.id for one in students for each in (one.name, one.alias) if each}
    unknown = [each for each in called if each not in known]
    if unknown or not called or len(name) > LONGEST_NAME:
        context.answer("teams.how", unknown="、".join(unknown)[:60] or "—")
        return
    context.unit.team_up(cohort.id, name, [known[each] for each in called])
    _show(context, cohort)


def _students(context: Context, cohort: Cohort) -> dict[int, Pupil]:
    return {each.id: each for each in context.unit.pupils(cohort.id)}


def _called(pupil: Pupil) -> str:
    return pupil.name or pupil.alias
