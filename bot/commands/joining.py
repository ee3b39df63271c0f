"""Coming in: a link or a typed code, and for students a name on the class's roster."""

from dataclasses import replace

from bot.classroom.aliases import draw_alias
from bot.classroom.cohorts import Cohort, Invitation, Person, Rank, Role
from bot.classroom.guessing import DAY, may_guess
from bot.classroom.invitations import normal_code, student_code
from bot.classroom.operators import redeem_operator_code
from bot.classroom.rosters import NAMES_A_PAGE, RosterName
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import add_to_group, by_length, number_of, own_class
from bot.commands.context import Context, Office
from bot.practice.messages import Button, Chat, Message, Priority
from bot.storage.unit import Unit
from locales.catalogue import Catalogue, catalogue


def come_in(context: Context, typed: str) -> None:
    """Use a code. Wrong, used up, expired or guessed too often: the answer is the same."""
    unit, since = context.unit, context.now - DAY
    own = unit.wrong_codes_of(context.me.id, since)
    may_try = may_guess(own, unit.wrong_codes(since), context.now)
    way = _redeemed(context, typed) if may_try else None
    if way is None:
        # What was not even tried must not lock everybody else out.
        if may_try:
            unit.note_wrong_code(context.me.id, since)
        practise = context.button("button.practise", "l")
        context.answer("welcome.wrong_code", (practise,), alias=context.me.alias)
    elif isinstance(way, Invitation):
        _invited(context, way)
    else:
        context.unit.make_operator(context.me.id)
        context.answer("welcome.operator")


def _redeemed(context: Context, typed: str) -> Invitation | bool | None:
    """The invitation, now used once; True for the installation's own code; None for neither."""
    unit = context.unit
    if redeem_operator_code(unit, typed):
        return True
    way = unit.invitation(normal_code(typed))
    if way is None or unit.is_archived(way.cohort):
        return None
    expired = way.expires_at is not None and way.expires_at <= context.now
    over = way.until is not None and way.until <= context.now
    return way if not expired and not over and unit.spend(way.code) else None


def _invited(context: Context, way: Invitation) -> None:
    cohort = context.unit.cohort(way.cohort)
    if cohort is not None and way.role is Role.STUDENT:
        _student(context, cohort)
    elif cohort is not None:
        _staff(context, cohort, way)


@commands.declare("join", Audience.CONSENTED)
def join(context: Context) -> None:
    """/join CODE: come into a class without a link."""
    if context.argument:
        come_in(context, context.argument[:40])
    else:
        context.answer("join.how")


# --- teachers and mentors --------------------------------------------------------------------


def _staff(context: Context, cohort: Cohort, way: Invitation) -> None:
    unit, me = context.unit, context.me
    standing = unit.standing(cohort.id, me.id)
    teaches = standing is not None and standing.role is Role.TEACHER and standing.until is None
    if way.rank is Rank.OWNER:
        unit.join(cohort.id, me.id, Role.TEACHER, context.now, Rank.CO_TEACHER)
        unit.hand_over(cohort.id, me.id)
    elif not teaches:
        unit.join(cohort.id, me.id, way.role, context.now, way.rank, way.until)
    keep_aliases_apart(context, cohort.id)
    _tell_owner(context, cohort, way)
    if teaches and way.role is Role.MENTOR:
        context.answer("welcome.teaches_already", cohort=cohort.name)
    elif way.role is Role.MENTOR:
        context.answer("welcome.mentor", cohort=cohort.name, alias=context.me.alias)
    else:
        _welcome_teacher(context, cohort, way.rank or way.role)


def _tell_owner(context: Context, cohort: Cohort, way: Invitation) -> None:
    """The owner hears of everybody who was let in, and can show them the door."""
    owner = context.unit.owner_of(cohort.id)
    whose = context.unit.person(owner) if owner is not None else None
    if whose is None or whose.id == context.me.id:
        return
    words = catalogue(whose.language)
    text = words.say(
        "people.joined",
        alias=context.me.alias,
        cohort=cohort.name,
        role=words.say(f"people.role.{way.rank or way.role}"),
    )
    payload = context.office.links.payload("ax", f"{cohort.id}-{context.me.id}")
    write(context, whose, text, (Button(words.say("button.remove"), payload),))


def _welcome_teacher(context: Context, cohort: Cohort, rank: Rank | Role) -> None:
    """Three steps for a new class; where the group is there already, only what goes on."""
    code = student_code(context.unit, cohort.id)
    link = context.office.links.start(f"join_{code}")
    roster = context.button("button.roster", "ro", cohort.id)
    context.answer(
        "welcome.colleague" if cohort.group_chat else "welcome.teacher",
        *add_to_group(context, cohort),
        (roster,),
        cohort=cohort.name,
        link=link or f"/start join_{code}",
        role=context.words.say(f"people.role.{rank}"),
        alias=context.me.alias,
    )


# --- students --------------------------------------------------------------------------------


def _student(context: Context, cohort: Cohort) -> None:
    names = context.unit.roster(cohort.id)
    known = context.unit.standing(cohort.id, context.me.id)
    student = known is None or known.role is Role.STUDENT
    if names and student and all(name.person != context.me.id for name in names):
        context.unit.admit(cohort.id, context.me.id)
        _show_names(context, cohort, 0)
    else:
        enter(context, cohort)


def enter(context: Context, cohort: Cohort) -> None:
    """Whoever did it is a student of the class from now on."""
    keep_aliases_apart(context, cohort.id)
    context.unit.join(cohort.id, context.me.id, Role.STUDENT, context.now)
    practise = context.button("button.practise", "l")
    context.answer("welcome.student", (practise,), alias=context.me.alias, cohort=cohort.name)


def keep_aliases_apart(context: Context, cohort: int) -> None:
    """Two in one class must not share an alias; whoever comes second gets another one."""
    beside = context.unit.aliases_beside(context.me.id)
    taken = context.unit.aliases(cohort) | frozenset(beside)
    own = cohort in {joined.id for joined in context.unit.cohorts_of(context.me.id)}
    if own or context.me.alias not in context.unit.aliases(cohort):
        return
    while context.me.alias in taken:
        context.person = replace(context.me, alias=draw_alias())
    context.unit.rename(context.me.id, context.me.alias)


def _show_names(context: Context, cohort: Cohort, page: int) -> None:
    """The names of a class, a button each; those that are taken look no different."""
    names = context.unit.roster(cohort.id)
    pages = -(-len(names) // NAMES_A_PAGE)
    page = min(max(page, 0), max(pages - 1, 0))
    shown = names[page * NAMES_A_PAGE : (page + 1) * NAMES_A_PAGE]
    links = context.office.links
    buttons = [Button(name.name, links.payload("jn", name.id)) for name in shown]
    turn = []
    if page > 0:
        turn.append(context.button("button.page_before", "jp", f"{cohort.id}-{page - 1}"))
    if page + 1 < pages:
        turn.append(context.button("button.page_after", "jp", f"{cohort.id}-{page + 1}"))
    missing = context.button("button.name_missing", "jm", cohort.id)
    rows = (*by_length(buttons), *((tuple(turn),) if turn else ()), (missing,))
    context.answer("join.who", *rows, cohort=cohort.name)


def offer_names(office: Office, unit: Unit, cohort: Cohort) -> int:
    """Ask students who joined before there was a roster which name is theirs; how many."""
    bound = unit.real_names(cohort.id)
    unbound = [one for one in unit.members(cohort.id, Role.STUDENT) if one.id not in bound]
    for student in unbound:
        words = catalogue(student.language)
        payload = office.links.payload("jp", f"{cohort.id}-0")
        button = Button(words.say("button.pick_name"), payload)
        text = words.say("join.pick", cohort=cohort.name)
        unit.queue(student.channel, Message(Chat(student.chat), text, ((button,),)))
    return len(unbound)


@actions.declare("jp", Audience.CONSENTED)
def page_pressed(context: Context) -> None:
    """Another page of the names."""
    number, _, page = context.argument.partition("-")
    cohort = _way_open(context, number_of(number))
    if cohort is not None:
        _show_names(context, cohort, number_of(page))


@actions.declare("jm", Audience.CONSENTED)
def name_missing(context: Context) -> None:
    """“没有我的名字”: only the teacher can add one."""
    cohort = _way_open(context, number_of(context.argument))
    if cohort is not None:
        again = context.button("button.look_again", "jp", f"{cohort.id}-0")
        context.answer("join.missing", (again,), cohort=cohort.name)


def _way_open(context: Context, number: int) -> Cohort | None:
    """The class, if whoever did it has used its code, and may say who they are."""
    unit, me = context.unit, context.me.id
    standing = unit.standing(number, me)
    student = standing is not None and standing.role is Role.STUDENT
    cohort = unit.cohort(number)
    if not (student or unit.admission(number, me)) or cohort is None or unit.is_archived(number):
        context.answer("error.old_button")
        return None
    return cohort


@actions.declare("jn", Audience.CONSENTED)
def name_pressed(context: Context) -> None:
    """“这是我”: one's name on the roster."""
    unit, me = context.unit, context.me.id
    name = unit.roster_name(number_of(context.argument))
    cohort = _way_open(context, name.cohort if name else 0)
    if name is None or cohort is None:
        return
    mine = unit.real_name(cohort.id, me)
    if mine is not None:
        context.answer("join.named_already", name=mine, cohort=cohort.name)
    elif name.person is None:
        unit.bind(name.id, me)
        unit.admitted(cohort.id, me)
        enter(context, cohort)
    else:
        _ask_teacher(context, cohort, name)


# --- a name that is somebody's already -------------------------------------------------------


def _ask_teacher(context: Context, cohort: Cohort, name: RosterName) -> None:
    asked = context.unit.admission(cohort.id, context.me.id)
    if asked is not None and asked.name is not None:
        context.answer("join.asked_already", cohort=cohort.name)
        return
    context.unit.admit(cohort.id, context.me.id, name.id)
    context.answer("join.asked", cohort=cohort.name)
    bound = context.unit.person(name.person or 0)
    argument = f"{cohort.id}-{context.me.id}"
    for teacher in context.unit.members(cohort.id, Role.TEACHER):
        words = catalogue(teacher.language)
        text = words.say(
            "join.taken",
            cohort=cohort.name,
            name=name.name,
            new=context.me.alias,
            known=bound.alias if bound else "—",
        )
        write(context, teacher, text, _verdicts(context, words, argument))


def _verdicts(context: Context, words: Catalogue, argument: str) -> tuple[Button, ...]:
    ways = (("button.same_person", "jy"), ("button.put_new", "jw"), ("button.refuse", "jr"))
    links = context.office.links
    return tuple(Button(words.say(key), links.payload(action, argument)) for key, action in ways)


@actions.declare("jy", Audience.TEACHER)
def same_person(context: Context) -> None:
    """“同一个人”: the student has another account now; everything goes on with it."""
    claim = _claim(context)
    if claim is None:
        return
    cohort, name, new = claim
    unit = context.unit
    known = unit.person(name.person) if name.person is not None else None
    if known is None or known.id == new.id:
        _put_in(context, cohort, name, new)
        return
    elsewhere = {one.id for one in unit.cohorts_of(known.id)} - {cohort.id}
    staff = unit.is_operator(known.id) or unit.is_operator(new.id)
    # A teacher speaks for the own class alone: an account that is more than a student in it stays.
    if elsewhere or staff or unit.cohorts_of(new.id) or unit.totals(new.id):
        context.answer("join.has_own", alias=new.alias)
        return
    running = unit.running(known.channel, known.chat)
    if running is not None:
        context.office.practice.stop(unit, running)
    write(context, known, catalogue(known.language).say("join.moved_away", cohort=cohort.name))
    subject = unit.subject(new.id)
    if subject is not None:
        unit.erase(subject)
    unit.change_account(known.id, new)
    _let_in(context, cohort, replace(new, id=known.id, alias=known.alias))


@actions.declare("jw", Audience.TEACHER)
def put_new(context: Context) -> None:
    """“换成新的”: somebody else had taken the name; they are out, with their own record."""
    claim = _claim(context)
    if claim is None:
        return
    cohort, name, new = claim
    if name.person is not None:
        context.unit.leave(cohort.id, name.person)
    _put_in(context, cohort, name, new)


def _put_in(context: Context, cohort: Cohort, name: RosterName, new: Person) -> None:
    context.unit.bind(name.id, new.id)
    context.unit.admitted(cohort.id, new.id)
    theirs = replace(context, person=new)
    keep_aliases_apart(theirs, cohort.id)
    context.unit.join(cohort.id, new.id, Role.STUDENT, context.now)
    _let_in(context, cohort, theirs.me)


def _let_in(context: Context, cohort: Cohort, student: Person) -> None:
    words = catalogue(student.language)
    write(context, student, words.say("join.let_in", cohort=cohort.name, alias=student.alias))
    context.answer("join.done", alias=student.alias, cohort=cohort.name)


@actions.declare("jr", Audience.TEACHER)
def refuse(context: Context) -> None:
    """“拒绝”: whoever claimed the name may pick another."""
    claim = _claim(context)
    if claim is None:
        return
    cohort, _, new = claim
    context.unit.admit(cohort.id, new.id)
    words = catalogue(new.language)
    payload = context.office.links.payload("jp", f"{cohort.id}-0")
    again = Button(words.say("button.pick_name"), payload)
    write(context, new, words.say("join.refused", cohort=cohort.name), (again,))
    context.answer("join.refusal_sent")


def _claim(context: Context) -> tuple[Cohort, RosterName, Person] | None:
    """A claim that waits in a class of one's own; otherwise that is said."""
    number, _, member = context.argument.partition("-")
    cohort = own_class(context, number_of(number))
    if cohort is None:
        return None
    claim = context.unit.admission(cohort.id, number_of(member))
    name = context.unit.roster_name(claim.name or 0) if claim else None
    new = context.unit.person(number_of(member))
    if name is None or new is None:
        context.answer("join.nothing_waits")
        return None
    return cohort, name, new


def write(context: Context, to: Person, text: str, buttons: tuple[Button, ...] = ()) -> None:
    """A notice in somebody's direct chat; it may tell of others, so its words are not kept."""
    write_rows(context, to, text, (buttons,) if buttons else ())


def write_rows(
    context: Context, to: Person, text: str, rows: tuple[tuple[Button, ...], ...]
) -> None:
    """A notice in somebody's direct chat, with buttons in several rows."""
    message = Message(Chat(to.chat), text, rows, Priority.NOTICE, forget=True)
    context.unit.queue(to.channel, message)
