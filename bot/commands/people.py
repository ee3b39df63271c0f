"""班级成员: who belongs to a class, who is let in, handing a class over, putting it away."""

from dataclasses import replace
from datetime import timedelta

from bot.classroom.cohorts import Cohort, Drill, Person, Rank, Role
from bot.classroom.dates import moment_text
from bot.classroom.invitations import co_teacher_code, mentor_code, substitute_code
from bot.classroom.plans import SlotState
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import number_of
from bot.commands.context import Context
from bot.commands.joining import write
from bot.practice.messages import Button
from bot.storage.roles import Standing
from locales.catalogue import catalogue

SUBSTITUTE_DAYS = (1, 7, 30)
_LONGEST_ALIAS = 6
"""Characters of an alias on a button beside its verb."""
_FOR_EVER = "9999-12-31"


@commands.declare("people", Audience.OWNER)
def people(context: Context) -> None:
    """/people: teachers, mentors and students of one's classes, and what may be done about them."""
    for cohort in context.unit.owned_by(context.me.id):
        show_people(context, cohort)
    for cohort in context.unit.owned_by(context.me.id, archived=True):
        back = context.button("button.take_out", "au", cohort.id)
        context.answer("people.archived", (back,), cohort=cohort.name)


def show_people(context: Context, cohort: Cohort) -> None:
    """One class: who is there, and a button for whatever its owner can do."""
    unit = context.unit
    staff = [
        (one, standing)
        for role in (Role.TEACHER, Role.MENTOR)
        for one in unit.members(cohort.id, role)
        if (standing := unit.standing(cohort.id, one.id)) is not None
    ]
    text = context.words.say(
        "people.shown",
        cohort=cohort.name,
        staff="\n".join(_line(context, cohort, *each) for each in staff),
        students=len(unit.members(cohort.id, Role.STUDENT)),
        names=len(unit.roster(cohort.id)),
        bound=len(unit.real_names(cohort.id)),
    )
    context.answer("board.as_is", *_ways(context, cohort, staff), text=text)


def _line(context: Context, cohort: Cohort, one: Person, standing: Standing) -> str:
    role = context.words.say(f"people.role.{standing.rank or standing.role}")
    if standing.until is None:
        return context.words.say("people.line", role=role, alias=one.alias)
    until = moment_text(standing.until, cohort.zone, context.words)
    return context.words.say("people.line_until", role=role, alias=one.alias, until=until)


def _ways(
    context: Context, cohort: Cohort, staff: list[tuple[Person, Standing]]
) -> tuple[tuple[Button, ...], ...]:
    invite = (
        context.button("button.invite_teacher", "ai", f"{cohort.id}-c"),
        context.button("button.invite_substitute", "ai", f"{cohort.id}-s"),
        context.button("button.invite_mentor", "ai", f"{cohort.id}-m"),
    )
    each = []
    for one, standing in staff:
        if one.id == context.me.id:
            continue
        argument, alias = f"{cohort.id}-{one.id}", one.alias[:_LONGEST_ALIAS]
        ways = [_with_alias(context, "button.remove_whom", "ax", argument, alias)]
        if standing.role is Role.TEACHER and standing.until is None:
            ways.append(_with_alias(context, "button.hand_over_to", "at", argument, alias))
        each.append(tuple(ways))
    below = (
        context.button("button.roster", "ro", cohort.id),
        context.button("button.student_out", "so", f"{cohort.id}-0"),
        context.button("button.archive", "aa", cohort.id),
    )
    return (invite, *each, below)


def _with_alias(context: Context, key: str, action: str, argument: str, alias: str) -> Button:
    payload = context.office.links.payload(action, argument)
    return Button(context.words.say(key, alias=alias), payload)


# --- letting in ------------------------------------------------------------------------------


@actions.declare("ai", Audience.OWNER)
def invite(context: Context) -> None:
    """A single-use invitation for a co-teacher, a substitute or a mentor."""
    number, _, kind = context.argument.partition("-")
    cohort = owned(context, number)
    if cohort is None:
        return
    if kind == "s":
        days = tuple(_days_button(context, cohort, each) for each in SUBSTITUTE_DAYS)
        context.answer("people.how_long", days, cohort=cohort.name)
    elif kind == "m":
        _hand_out(context, cohort, mentor_code(context.unit, cohort.id), "mentor")
    elif kind == "c":
        _hand_out(context, cohort, co_teacher_code(context.unit, cohort.id), "co_teacher")


def _days_button(context: Context, cohort: Cohort, days: int) -> Button:
    payload = context.office.links.payload("as", f"{cohort.id}-{days}")
    return Button(context.words.say("button.days", days=days), payload)


@actions.declare("as", Audience.OWNER)
def invite_substitute(context: Context) -> None:
    """A single-use invitation for somebody who stands in for so many days from now."""
    number, _, days = context.argument.partition("-")
    cohort = owned(context, number)
    if cohort is not None and number_of(days) in SUBSTITUTE_DAYS:
        code = substitute_code(context.unit, cohort.id, number_of(days))
        _hand_out(context, cohort, code, "substitute")


def _hand_out(context: Context, cohort: Cohort, code: str, role: str) -> None:
    link = context.office.links.start(f"join_{code}") or f"/start join_{code}"
    said = context.words.say(f"people.role.{role}")
    context.answer("people.invitation", cohort=cohort.name, role=said, link=link, code=code)


# --- out -------------------------------------------------------------------------------------


@actions.declare("ax", Audience.OWNER)
def remove(context: Context) -> None:
    """A co-teacher, a substitute or a mentor belongs to the class no more."""
    found = _colleague(context)
    if found is None:
        return
    cohort, one = found
    context.unit.leave(cohort.id, one.id)
    context.answer("people.removed", alias=one.alias, cohort=cohort.name)
    write(context, one, catalogue(one.language).say("people.out", cohort=cohort.name))


@actions.declare("at", Audience.OWNER)
def ask_to_hand_over(context: Context) -> None:
    """Handing over a class cannot be taken back by oneself: ask once more."""
    found = _colleague(context)
    if found is not None:
        sure = context.button("button.hand_over", "ah", context.argument)
        context.answer("people.sure", (sure,), alias=found[1].alias, cohort=found[0].name)


@actions.declare("ah", Audience.OWNER)
def hand_over(context: Context) -> None:
    """The class is a co-teacher's own from now on; one shares it."""
    found = _colleague(context)
    if found is None:
        return
    cohort, one = found
    standing = context.unit.standing(cohort.id, one.id)
    if standing is None or standing.rank is not Rank.CO_TEACHER:
        context.answer("people.nobody")
        return
    context.unit.hand_over(cohort.id, one.id)
    context.answer("people.handed_over", alias=one.alias, cohort=cohort.name)
    write(context, one, catalogue(one.language).say("people.yours", cohort=cohort.name))


def _colleague(context: Context) -> tuple[Cohort, Person] | None:
    """A teacher or mentor of a class of one's own, beside oneself; otherwise that is said."""
    number, _, member = context.argument.partition("-")
    cohort = owned(context, number)
    if cohort is None:
        return None
    one = context.unit.person(number_of(member))
    standing = context.unit.standing(cohort.id, one.id) if one else None
    if one is None or standing is None or standing.role is Role.STUDENT or one.id == context.me.id:
        context.answer("people.nobody")
        return None
    return cohort, one


# --- away ------------------------------------------------------------------------------------


@actions.declare("aa", Audience.OWNER)
def ask_to_archive(context: Context) -> None:
    """Putting a class away stops everything in it: ask once more."""
    cohort = owned(context, context.argument)
    if cohort is not None:
        setting = context.unit.class_setting(cohort.id)
        context.answer(
            "people.archive_sure",
            (context.button("button.archive", "ay", cohort.id),),
            cohort=cohort.name,
            transcripts=setting.transcript_days,
            marks=setting.mark_days,
        )


@actions.declare("ay", Audience.OWNER)
def archive(context: Context) -> None:
    """The class is put away: no more drills, no way in; records go when their time is over."""
    cohort = owned(context, context.argument)
    if cohort is None:
        return
    stop_drills(context, cohort)
    context.unit.archive(cohort.id, archived=True)
    back = context.button("button.take_out", "au", cohort.id)
    context.answer("people.archived", (back,), cohort=cohort.name)


def stop_drills(context: Context, cohort: Cohort) -> None:
    """No plan and no set date of the class comes due any more; what is going on is closed."""
    unit, challenge = context.unit, context.office.challenge
    drill = unit.drill_of(cohort.id)
    if drill is not None:
        challenge.set_plan(unit, cohort, _switched_off(drill))
    since = (context.now - timedelta(days=1)).date().isoformat()
    for slot in unit.slots(cohort.id, since, _FOR_EVER):
        if slot.state is SlotState.SET:
            challenge.clear_date(unit, cohort, slot)
    for occurrence in unit.going_on(cohort.id):
        challenge.close_due(unit, occurrence.id)


def _switched_off(drill: Drill) -> Drill:
    return replace(drill, active=False)


@actions.declare("au", Audience.CONSENTED)
def take_out(context: Context) -> None:
    """An archived class of one's own goes on; its plan has to be set anew."""
    archived = context.unit.owned_by(context.me.id, archived=True)
    cohort = next((one for one in archived if one.id == number_of(context.argument)), None)
    if cohort is None:
        context.answer("people.not_owner")
        return
    context.unit.archive(cohort.id, archived=False)
    context.answer("people.taken_out", cohort=cohort.name)


def owned(context: Context, number: str) -> Cohort | None:
    """The class with this id, if it is one's own; otherwise that is said."""
    mine = context.unit.owned_by(context.me.id)
    cohort = next((one for one in mine if one.id == number_of(number)), None)
    if cohort is None:
        context.answer("people.not_owner")
    return cohort
