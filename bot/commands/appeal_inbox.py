"""The teacher's inbox of appeals: a few at once, many as a list, and always the way to the next."""

from bot.classroom.appeals import Appeal
from bot.classroom.cohorts import Role
from bot.commands.access import Audience, actions, commands
from bot.commands.appeal_card import rule_name, send_appeal, short
from bot.commands.classes import known_as, number_of
from bot.commands.context import Context
from bot.practice.messages import Button

_AT_ONCE = 3
"""Appeals that are shown whole; more would be a wall of talks on a phone."""
_A_PAGE = 10
_LABEL = 40


@commands.declare("appeals", Audience.TEACHER)
def inbox(context: Context) -> None:
    """/appeals: the open appeals of one's classes, with everything needed to decide."""
    waiting = _waiting(context)
    if len(waiting) > _AT_ONCE:
        _list(context, waiting, 0)
        return
    context.answer("appeal.inbox", count=len(waiting))
    for appeal in waiting:
        send_appeal(context, context.me, appeal)


@actions.declare("qp", Audience.TEACHER)
def page(context: Context) -> None:
    """More of the list: the appeals after this one."""
    after = number_of(context.argument)
    _list(context, _waiting(context), after)


@actions.declare("qs", Audience.TEACHER)
def show(context: Context) -> None:
    """One appeal of the list, with the talk and what can be decided."""
    wanted = number_of(context.argument)
    found = next((one for one in _waiting(context) if one.id == wanted), None)
    if found is None:
        context.answer("appeal.decided_already")
    else:
        send_appeal(context, context.me, found)


def taught(context: Context) -> list[int]:
    """The classes whose appeals one decides."""
    return [cohort.id for cohort in context.unit.cohorts_of(context.me.id, Role.TEACHER)]


def way_on(context: Context) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    """After a decision: how many appeals are left, and a button to the oldest of them."""
    waiting = _waiting(context)
    if not waiting:
        return "", ()
    ahead = context.button("button.next_appeal", "qs", waiting[0].id)
    return context.words.say("appeal.left", count=len(waiting)), ((ahead,),)


def _waiting(context: Context) -> list[Appeal]:
    return list(context.unit.open_appeals(taught(context)))


def _list(context: Context, waiting: list[Appeal], after: int) -> None:
    later = [one for one in waiting if one.id > after]
    shown = later[:_A_PAGE]
    rows = tuple((_row(context, one),) for one in shown)
    if len(later) > len(shown):
        rows += ((context.button("button.more", "qp", shown[-1].id),),)
    context.answer("appeal.list", *rows, count=len(waiting))


def _row(context: Context, appeal: Appeal) -> Button:
    student = context.unit.person(appeal.person)
    name = known_as(context.unit, context.me.id, student).partition("（")[0] if student else "—"
    about = rule_name(context.words, appeal.rule)
    label = short(f"{appeal.id}. {name} {appeal.before} · {about}", _LABEL)
    return Button(label, context.office.links.payload("qs", appeal.id))
