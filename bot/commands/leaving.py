"""请学生出班: a student who has left, or came in by mistake, belongs to a class no more."""

from bot.classroom.cohorts import Cohort, Person, Role
from bot.classroom.reports.book import Pupil
from bot.commands.access import Audience, actions
from bot.commands.classes import by_length, number_of
from bot.commands.context import Context
from bot.commands.joining import write
from bot.commands.people import owned
from bot.practice.messages import Button
from locales.catalogue import catalogue

_PAGE = 24


@actions.declare("so", Audience.OWNER)
def choose(context: Context) -> None:
    """Whom? The class's students, a button each."""
    number, _, at = context.argument.partition("-")
    cohort = owned(context, number)
    if cohort is None:
        return
    pupils, page = context.unit.pupils(cohort.id), number_of(at)
    shown = pupils[page * _PAGE : (page + 1) * _PAGE]
    rows = by_length([_button(context, cohort, pupil) for pupil in shown])
    if len(pupils) > (page + 1) * _PAGE:
        rows += ((context.button("button.more", "so", f"{cohort.id}-{page + 1}"),),)
    key = "people.which_student" if shown else "talk.no_students"
    context.answer(key, *rows, cohort=cohort.name)


def _button(context: Context, cohort: Cohort, pupil: Pupil) -> Button:
    payload = context.office.links.payload("sq", f"{cohort.id}-{pupil.id}")
    return Button(pupil.name or pupil.alias, payload)


@actions.declare("sq", Audience.OWNER)
def ask(context: Context) -> None:
    """A student who is out is asked about once more."""
    found = _student(context)
    if found is not None:
        cohort, pupil, _ = found
        sure = context.button("button.remove", "sx", context.argument)
        context.answer("people.student_sure", (sure,), name=pupil.shown, cohort=cohort.name)


@actions.declare("sx", Audience.OWNER)
def remove(context: Context) -> None:
    """The student is out, and the name on the roster can be claimed again."""
    found = _student(context)
    if found is None:
        return
    cohort, pupil, student = found
    for name in context.unit.roster(cohort.id):
        if name.person == student.id:
            context.unit.bind(name.id, None)
    context.unit.leave(cohort.id, student.id)
    context.answer("people.removed", alias=pupil.shown, cohort=cohort.name)
    write(context, student, catalogue(student.language).say("people.out", cohort=cohort.name))


def _student(context: Context) -> tuple[Cohort, Pupil, Person] | None:
    """A student of a class of one's own; otherwise that is said."""
    number, _, member = context.argument.partition("-")
    cohort = owned(context, number)
    if cohort is None:
        return None
    wanted = number_of(member)
    students = {one.id: one for one in context.unit.members(cohort.id, Role.STUDENT)}
    pupils = {one.id: one for one in context.unit.pupils(cohort.id)}
    if wanted not in students:
        context.answer("people.nobody")
        return None
    return cohort, pupils[wanted], students[wanted]
