"""From the class to a student to a talk: every turn with its time, every mark with its rule.

And another mark in place of the examiner's: with a reason, both kept, the student told.
"""

from bot.classroom.cohorts import Cohort
from bot.classroom.drills import zone
from bot.classroom.reports.book import Pupil
from bot.classroom.reports.talk import Hours, mark_lines, talk_lines
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import (
    by_length,
    classes_meant,
    may_judge,
    number_of,
    own_class,
    own_classes,
)
from bot.commands.context import Context
from bot.practice.messages import Button, Chat, Message
from bot.storage.reports import Talk
from dialogues.transcript import Transcript
from locales.catalogue import catalogue
from scoring.scorecard import Scorecard

_PAGE = 8
_STUDENTS = 24
_LABEL = 16
_REASON = 300
_LEAST_PART = 400


@commands.declare("talks", Audience.TEACHER)
def talks(context: Context) -> None:
    """/talks [number]: the students of one's classes, or one talk."""
    number = number_of(context.argument)
    if number:
        context.argument = str(number)
        show_talk(context)
        return
    for cohort in classes_meant(context):
        _show_class(context, cohort, 0)


@actions.declare("vc", Audience.TEACHER)
def class_pressed(context: Context) -> None:
    """A class: a button for each student."""
    number, _, page = context.argument.partition("-")
    cohort = own_class(context, number_of(number))
    if cohort is not None:
        _show_class(context, cohort, number_of(page))


def _show_class(context: Context, cohort: Cohort, page: int) -> None:
    pupils = list(context.unit.pupils(cohort.id))
    shown = pupils[page * _STUDENTS : (page + 1) * _STUDENTS]
    rows = by_length([_student_button(context, pupil) for pupil in shown])
    if len(pupils) > (page + 1) * _STUDENTS:
        rows += ((context.button("button.more", "vc", f"{cohort.id}-{page + 1}"),),)
    key = "talk.students" if shown else "talk.no_students"
    text = context.words.say(key, cohort=cohort.name, count=len(pupils))
    context.tell_privately(text, *rows)


def _student_button(context: Context, pupil: Pupil) -> Button:
    name = pupil.name or pupil.alias
    return Button(name, context.office.links.payload("vs", f"{pupil.id}-0"))


@actions.declare("vs", Audience.TEACHER)
def student_pressed(context: Context) -> None:
    """A student: their talks, newest first, a button each."""
    number, _, before = context.argument.partition("-")
    found = own_pupil(context, number_of(number))
    if found is None:
        return
    cohort, pupil = found
    older = number_of(before) or None
    rows = context.unit.talks_of(pupil.id, _PAGE + 1, older)
    buttons = tuple((_talk_button(context, cohort, talk),) for talk in rows[:_PAGE])
    if len(rows) > _PAGE:
        more = context.button("button.older", "vs", f"{pupil.id}-{rows[_PAGE - 1].id}")
        buttons += ((more,),)
    key = "talk.list" if rows else "talk.none"
    context.answer(key, *buttons, name=pupil.shown)


def _talk_button(context: Context, cohort: Cohort, talk: Talk) -> Button:
    day = talk.ended_at.astimezone(zone(cohort.zone))
    mark = "—" if talk.total is None else talk.total
    title = context.title(talk.scenario)
    label = f"{day:%m-%d} {mark} {title}"[: _LABEL + 8]
    return Button(label, context.office.links.payload("vt", talk.id))


@actions.declare("vt", Audience.TEACHER)
def show_talk(context: Context) -> None:
    """A talk: its marks, and everything that was said; at a desk customer by customer."""
    found = own_talk(context, number_of(context.argument))
    if found is None:
        return
    cohort, pupil, talk = found
    parts = _parts([_head(context, pupil, talk), *_body(context, cohort, talk)], _room(context))
    for part in parts[:-1]:
        context.answer("board.as_is", text=part)
    rows = ((context.button("button.override", "vo", talk.id),),) if talk.total is not None else ()
    context.answer("board.as_is", *rows, text=parts[-1])


def _room(context: Context) -> int:
    """Characters of one message; half the platform's limit, for those that count double."""
    return max(_LEAST_PART, context.office.capabilities.max_text // 2)


def _head(context: Context, pupil: Pupil, talk: Talk) -> str:
    words, unit = context.words, context.unit
    lines = [
        words.say(
            "talk.head",
            number=talk.id,
            name=pupil.shown,
            title=context.title(talk.scenario),
            total="—" if talk.total is None else talk.total,
        )
    ]
    if not talk.counts:
        played = unit.was_taken_over(talk.id)
        lines.append(words.say("talk.played" if played else "talk.not_counted"))
    for change in unit.changes(talk.id):
        by = unit.person(change.by) if change.by is not None else None
        lines.append(
            words.say(
                "talk.changed",
                before=change.before,
                after=change.after,
                by=by.alias if by else "—",
                reason=change.reason,
            )
        )
    return "\n".join(lines)


def _body(context: Context, cohort: Cohort, talk: Talk) -> list[str]:
    """The talk's own lines, and below a desk's card those of each of its customers."""
    lines = _attempt_lines(context, cohort, talk.id)
    for child in context.unit.children(talk.id):
        title = context.title(child.scenario)
        lines += ["", f"— {child.letter} · {title} —"]
        lines += _attempt_lines(context, cohort, child.id)
    return lines


def _attempt_lines(context: Context, cohort: Cohort, number: int) -> list[str]:
    stored = context.unit.card_that_holds(number)
    card = Scorecard.from_json(stored) if stored else None
    marks = mark_lines(card, context.words) if card else []
    log = context.unit.log(number)
    said = talk_lines(Transcript.of(log), card, Hours(cohort.zone))
    return [*marks, *(["", *said] if said else [] if log else [context.words.say("talk.gone")])]


def _parts(lines: list[str], most: int) -> list[str]:
    """Lines in as few messages as hold them; a line that is too long is cut."""
    parts = [""]
    for line in (piece[:most] for text in lines for piece in text.split("\n")):
        if parts[-1] and len(parts[-1]) + len(line) + 1 > most:
            parts.append(line)
        else:
            parts[-1] = f"{parts[-1]}\n{line}" if parts[-1] else line
    return parts


# --- another mark ------------------------------------------------------------------------------


@actions.declare("vo", Audience.TEACHER)
def how_to_override(context: Context) -> None:
    """“改分”: how to give another mark, and that a reason is owed."""
    found = own_talk(context, number_of(context.argument))
    if found is not None:
        context.answer("talk.how_to_override", number=found[2].id)


@commands.declare("mark", Audience.TEACHER)
def override(context: Context) -> None:
    """/mark TALK MARK REASON: another mark for a talk, a desk or a live room."""
    number, _, rest = context.argument.partition(" ")
    typed, _, reason = rest.strip().partition(" ")
    found = own_talk(context, number_of(number))
    if found is None:
        return
    _, pupil, talk = found
    mark = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 3 else 101
    if talk.total is None:
        context.answer("talk.has_no_mark")
    elif mark > 100 or not reason.strip():
        context.answer("talk.how_to_override", number=talk.id)
    elif mark == talk.total:
        context.answer("talk.same_mark", total=mark)
    else:
        _give(context, pupil, talk, mark, " ".join(reason.split())[:_REASON])


def _give(context: Context, pupil: Pupil, talk: Talk, mark: int, reason: str) -> None:
    context.unit.override(talk, context.me.id, mark, reason)
    context.answer("talk.overridden", number=talk.id, before=talk.total, after=mark)
    student = context.unit.person(pupil.id)
    if student is not None:
        text = catalogue(student.language).say(
            "talk.told_student",
            title=context.title_for(student, talk.scenario),
            before=talk.total,
            after=mark,
            reason=reason,
        )
        context.unit.queue(student.channel, Message(Chat(student.chat), text))


# --- whose -------------------------------------------------------------------------------------


def own_pupil(context: Context, number: int) -> tuple[Cohort, Pupil] | None:
    """A student of a class of one's own, with that class; otherwise that is said."""
    for cohort in own_classes(context):
        pupils = {pupil.id: pupil for pupil in context.unit.pupils(cohort.id)}
        if number in pupils:
            return cohort, pupils[number]
    context.answer("talk.not_yours")
    return None


def own_talk(context: Context, number: int) -> tuple[Cohort, Pupil, Talk] | None:
    """A finished talk of a student of one's own; otherwise that is said."""
    talk = context.unit.talk(number)
    if talk is not None and not may_judge(context, talk.id):
        talk = None
    found = own_pupil(context, talk.person if talk else 0)
    return (*found, talk) if found and talk else None
