"""名单: a class's real names, pasted or as a file, looked at before they are saved."""

from datetime import timedelta

from bot.classroom.cohorts import Cohort
from bot.classroom.invitations import student_code
from bot.classroom.names import clean_name
from bot.classroom.roster_reading import BadRoster, Reading, look_alikes, read_file, read_text
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import classes_meant, number_of, own_class, own_classes
from bot.commands.context import Context
from bot.commands.joining import offer_names
from bot.practice.messages import Button

_REMOVE = ("删", "删除", "-", "remove")
_MOST_SHOWN = 60
"""Names in one message."""
_MOST_PAIRS = 5
_WAITS = timedelta(minutes=30)
"""How long plain words of a teacher who wanted to send a roster are taken for one."""


@commands.declare("roster", Audience.TEACHER)
def roster(context: Context) -> None:
    """/roster [names | 删 NAME]: see the names of one's class, add some, or take one off."""
    classes = classes_meant(context)
    verb, _, rest = context.argument.partition(" ")
    if not context.argument:
        for cohort in classes:
            # Whoever asks for a roster that is not there is about to paste it.
            wanted = len(classes) == 1 and not context.unit.roster(cohort.id)
            if wanted:
                context.unit.expect_roster(context.me.id, cohort.id)
            _show(context, cohort, expecting=wanted)
    elif verb in _REMOVE:
        _remove(context, classes, clean_name(rest))
    elif len(classes) > 1:
        _which(context, classes)
    else:
        _preview(context, classes[0], read_text(context.argument))


def _remove(context: Context, classes: list[Cohort], name: str) -> None:
    """Take a name off the roster on which it stands; on two rosters the class has to be said."""
    there = [one for one in classes if name in {each.name for each in context.unit.roster(one.id)}]
    cohorts = "、".join(one.name for one in there or classes)
    if not there:
        context.answer("roster.not_there", name=name or "—", cohort=cohorts)
    elif len(there) > 1:
        context.answer("roster.name_class", name=name, cohort=cohorts, first=there[0].name)
    else:
        context.unit.drop_name(there[0].id, name)
        context.answer("roster.removed", name=name, cohort=cohorts)


@actions.declare("ro", Audience.TEACHER)
def expect(context: Context) -> None:
    """“名单”: what the teacher sends next, words or a file, is the class's roster."""
    cohort = own_class(context, number_of(context.argument))
    if cohort is not None:
        context.unit.expect_roster(context.me.id, cohort.id)
        _show(context, cohort, expecting=True)


def _show(context: Context, cohort: Cohort, *, expecting: bool = False) -> None:
    names = context.unit.roster(cohort.id)
    marked = [f"{'✓' if one.person is not None else '·'} {one.name}" for one in names]
    more = len(marked) - _MOST_SHOWN
    listed = "　".join(marked[:_MOST_SHOWN]) + (f" …+{more}" if more > 0 else "")
    bound = sum(one.person is not None for one in names)
    text = context.words.say("roster.none", cohort=cohort.name)
    if names:
        text = context.words.say(
            "roster.shown", cohort=cohort.name, names=listed, count=len(names), bound=bound
        )
    if expecting:
        text = f"{text}\n\n{context.words.say('roster.send')}"
    send = () if expecting else ((context.button("button.send_names", "ro", cohort.id),),)
    context.answer("board.as_is", *send, text=text)


def _which(context: Context, classes: list[Cohort]) -> None:
    links = context.office.links
    rows = tuple((Button(each.name[:20], links.payload("ro", each.id)),) for each in classes)
    context.answer("roster.which", *rows)


# --- what was sent ---------------------------------------------------------------------------


def expected(context: Context) -> bool:
    """Whether plain words of this person are a roster."""
    draft = context.unit.roster_draft(context.me.id)
    if draft is None or draft.names:
        return False
    return draft.at > context.now - _WAITS and bool(own_classes(context))


def take(context: Context) -> None:
    """The names that a teacher was asked for, as words."""
    cohort = _drafted(context)
    if cohort is not None:
        _preview(context, cohort, read_text(context.inbound.text))


def take_file(context: Context, name: str, content: bytes) -> None:
    """The names, as a file."""
    classes = own_classes(context)
    cohort = _drafted(context) if expected(context) or len(classes) > 1 else classes[0]
    if cohort is None:
        _which(context, classes)
        return
    try:
        found = read_file(name, content)
    except BadRoster as bad:
        context.answer(f"roster.bad.{bad.fault}")
    else:
        _preview(context, cohort, found)


def _drafted(context: Context) -> Cohort | None:
    draft = context.unit.roster_draft(context.me.id)
    mine = {cohort.id: cohort for cohort in own_classes(context)}
    return mine.get(draft.cohort) if draft else None


def _preview(context: Context, cohort: Cohort, found: Reading) -> None:
    """Counts, names that came twice, look-alikes; nothing is on the roster yet."""
    there = [one.name for one in context.unit.roster(cohort.id)]
    new = [name for name in found.names if name not in there]
    if not found.names:
        context.answer("roster.bad.empty")
        return
    context.unit.expect_roster(context.me.id, cohort.id, found.names, found.numbers)
    say = context.words.say
    lines = [
        say("roster.preview", cohort=cohort.name, new=len(new), there=len(found.names) - len(new))
    ]
    if found.numbers:
        lines.append(say("roster.numbers", count=len(found.numbers)))
    lines.append("、".join(new[:_MOST_SHOWN]) + ("…" if len(new) > _MOST_SHOWN else ""))
    if found.twice:
        lines.append(say("roster.twice", names="、".join(found.twice[:_MOST_PAIRS])))
    if found.left_out:
        lines.append(say("roster.left_out", count=len(found.left_out)))
    pairs = look_alikes(new, there)[:_MOST_PAIRS]
    if pairs:
        shown = "、".join(f"{one}／{two}" for one, two in pairs)
        lines.append(say("roster.look_alike", pairs=shown))
    save = context.button("button.save_names", "rv", cohort.id)
    drop = context.button("button.drop_names", "rz", cohort.id)
    text = "\n".join(line for line in lines if line)
    context.answer("board.as_is", (save, drop), text=text)


@actions.declare("rv", Audience.TEACHER)
def save(context: Context) -> None:
    """The names are saved; students who are there already are asked which is theirs."""
    draft = context.unit.roster_draft(context.me.id)
    cohort = own_class(context, number_of(context.argument))
    if cohort is None:
        return
    if draft is None or draft.cohort != cohort.id or not draft.names:
        context.answer("roster.nothing")
        return
    context.unit.add_names(cohort.id, draft.names, draft.numbers)
    context.unit.drop_draft(context.me.id)
    asked = offer_names(context.office, context.unit, cohort)
    code = student_code(context.unit, cohort.id)
    link = context.office.links.start(f"join_{code}") or f"/start join_{code}"
    count = len(context.unit.roster(cohort.id))
    context.answer("roster.saved", cohort=cohort.name, count=count, asked=asked, link=link)


@actions.declare("rz", Audience.TEACHER)
def drop(context: Context) -> None:
    """The names are forgotten."""
    context.unit.drop_draft(context.me.id)
    context.answer("roster.dropped")
