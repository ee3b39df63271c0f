"""One appeal as a teacher reads it: who, what about, the talk, and what can be decided."""

from bot.classroom.appeals import Appeal
from bot.classroom.cohorts import Person, Role
from bot.classroom.reports.talk import Hours, talk_lines
from bot.commands.classes import known_as
from bot.commands.context import Context
from bot.commands.history import zone_of
from bot.commands.joining import write_rows
from bot.commands.mentor import mentors_of
from bot.practice.messages import Button
from bot.practice.ports import Attempt
from dialogues.customer import Playable
from dialogues.liveroom import LiveShow
from dialogues.transcript import Transcript
from locales.catalogue import Catalogue, catalogue
from scoring import rulebook
from scoring.liveroom import grade_live
from scoring.remarking import WHOLE, can_be_struck, disputes
from scoring.scorecard import Scorecard

_LONGEST_TALK = 2_800
"""Characters of the talk in a teacher's message: with the head it fits 4,096."""
_QUOTE = 60


def send_appeal(context: Context, teacher: Person, appeal: Appeal) -> None:
    """One appeal as a teacher sees it: who, what about, the talk, and three buttons."""
    words = catalogue(teacher.language)
    student = context.unit.person(appeal.person)
    attempt = context.unit.attempt(appeal.attempt)
    if student is None or attempt is None:
        return
    text = words.say(
        "appeal.card",
        number=appeal.id,
        alias=known_as(context.unit, teacher.id, student),
        title=context.title_for(teacher, attempt.scenario),
        before=appeal.before,
        rule=rule_name(words, appeal.rule),
        quote=short(_quoted(context, appeal), _QUOTE) or "—",
        words=appeal.words or "—",
        talk=_talk_text(context, attempt),
    )
    rows = [_decisions(context, teacher, appeal)]
    forward = _forward(context, teacher, appeal, student)
    write_rows(context, teacher, text, (*rows, *((tuple(forward),) if forward else ())))


def _decisions(context: Context, teacher: Person, appeal: Appeal) -> tuple[Button, ...]:
    words, links = catalogue(teacher.language), context.office.links
    again = Button(words.say("button.mark_again"), links.payload("qa", appeal.id))
    stands = Button(words.say("button.uphold"), links.payload("qr", appeal.id))
    by_hand = Button(words.say("button.remark"), links.payload("qm", appeal.id))
    attempt = context.unit.attempt(appeal.attempt)
    known = attempt and (_played(context, attempt) or _live_room(context, attempt))
    by_itself = known is not None and can_be_struck(appeal.rule)
    return (again, stands, by_hand) if by_itself else (stands, by_hand)


def _forward(context: Context, teacher: Person, appeal: Appeal, student: Person) -> list[Button]:
    """Where the class has an enterprise mentor, the teacher may ask what they think."""
    if not mentors_of(context, student):
        return []
    label = catalogue(teacher.language).say("button.to_mentor")
    return [Button(label, context.office.links.payload("mg", appeal.attempt))]


def _quoted(context: Context, appeal: Appeal) -> str:
    """The disputed words as the card quotes them: a desk's customers' logs number alike."""
    card = context.unit.card(appeal.attempt)
    found = (
        each.evidence.quote
        for each in (disputes(Scorecard.from_json(card)) if card else ())
        if (each.evidence.rule, each.evidence.event, each.evidence.start)
        == (appeal.rule, appeal.event, appeal.start)
    )
    return next(found, "")


def _talk_text(context: Context, attempt: Attempt) -> str:
    """The whole talk with times, at a desk every customer's; a very long one is cut inside."""
    lines = _said(context, attempt)
    for child in context.unit.children(attempt.id):
        lines += [f"— {child.letter} —", *_said(context, child)]
    text = "\n".join(lines)
    half = _LONGEST_TALK // 2
    return text if len(text) <= _LONGEST_TALK else f"{text[:half]}\n…\n{text[-half:]}"


def rule_name(words: Catalogue, rule: str) -> str:
    """What is disputed, in words."""
    return words.say("appeal.whole_mark") if rule == WHOLE else rulebook.why(rule, words.language)


def examined(context: Context, attempt: Attempt, talk: Transcript) -> Scorecard | None:
    """The card of a talk or a show; None where nobody has its customer or room any more."""
    room = _live_room(context, attempt)
    if room is not None:
        return grade_live(talk, room.room)
    playable = _played(context, attempt)
    if playable is None:
        return None
    own = context.unit.rubric_for(attempt)
    return context.office.examine(talk, playable, attempt.seed, own)


def _played(context: Context, attempt: Attempt) -> Playable | None:
    """What was played, as long as the shelf remembers it with the content it had."""
    return context.office.shelf.version(attempt.scenario, attempt.content_hash)


def _live_room(context: Context, attempt: Attempt) -> LiveShow | None:
    """The live room of a show, likewise."""
    return context.office.shelf.room(attempt.scenario, attempt.content_hash)


def short(text: str, most: int) -> str:
    """Words in one line, cut where they are too long."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def teachers_of(context: Context, student: Person) -> list[Person]:
    """The teachers of a student's classes."""
    classes = context.unit.cohorts_of(student.id, Role.STUDENT)
    found = {t.id: t for c in classes for t in context.unit.members(c.id, Role.TEACHER)}
    return list(found.values())


def _said(context: Context, attempt: Attempt) -> list[str]:
    hours = Hours(zone_of(context.unit, attempt.person))
    return talk_lines(Transcript.of(context.unit.log(attempt.id)), None, hours)
