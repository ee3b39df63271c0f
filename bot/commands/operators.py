"""运维: opening classes and letting their teachers in, from a chat."""

from bot.classroom.cohorts import Cohort
from bot.classroom.invitations import open_class, owner_code
from bot.classroom.names import clean_name
from bot.classroom.operators import new_operator_code
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import number_of
from bot.commands.context import Context

_ZONE = "Asia/Shanghai"
_LONGEST_NAME = 32


@commands.declare("newclass", Audience.OPERATOR)
def new_class(context: Context) -> None:
    """/newclass NAME: open a class; the link is for its teacher."""
    name = clean_name(context.argument)[:_LONGEST_NAME]
    if not name:
        context.answer("operator.how")
        return
    made = open_class(context.unit, name, _ZONE)
    _send_code(context, made.cohort, made.teacher_code)


@commands.declare("classes", Audience.OPERATOR)
def classes(context: Context) -> None:
    """/classes: every class, and for each a new invitation for its owner."""
    found = context.unit.all_cohorts()
    for cohort in found:
        whose = context.unit.owner_of(cohort.id)
        owner = context.unit.person(whose) if whose is not None else None
        away = context.unit.is_archived(cohort.id)
        key = "operator.class_archived" if away else "operator.class"
        new = context.button("button.new_owner", "oc", cohort.id)
        rows = () if away else ((new,),)
        context.answer(key, *rows, cohort=cohort.name, owner=owner.alias if owner else "—")
    if not found:
        context.answer("operator.how")


@actions.declare("oc", Audience.OPERATOR)
def new_owner(context: Context) -> None:
    """A single-use invitation for a new owner, for a class that has lost its own."""
    cohort = context.unit.cohort(number_of(context.argument))
    if cohort is None:
        context.answer("error.old_button")
    else:
        _send_code(context, cohort, owner_code(context.unit, cohort.id))


@commands.declare("operators", Audience.OPERATOR)
def operators(context: Context) -> None:
    """/operators: who runs this installation, and a code for one more."""
    aliases = "、".join(one.alias for one in context.unit.operators())
    context.answer("operator.all", (context.button("button.new_operator", "on"),), aliases=aliases)


@actions.declare("on", Audience.OPERATOR)
def new_operator(context: Context) -> None:
    """A code for one more operator, good for fifteen minutes."""
    code = new_operator_code(context.unit)
    link = context.office.links.start(f"join_{code}") or f"/start join_{code}"
    context.answer("operator.code", code=code, link=link)


def _send_code(context: Context, cohort: Cohort, code: str) -> None:
    link = context.office.links.start(f"join_{code}") or f"/start join_{code}"
    context.answer("operator.made", cohort=cohort.name, link=link, code=code)
