"""/history: one's own marks as a picture whose caption says the same in words; bars without."""

from bot.charts.card import can_draw
from bot.charts.history import Point, history_bars, history_picture
from bot.classroom.drills import zone
from bot.commands.access import Audience, actions, commands
from bot.commands.context import Context, Office
from bot.delivery.errands import Making, NobodyThere
from bot.practice.messages import Attachment, Chat, Message, Priority
from bot.storage.errands import Errand
from bot.storage.unit import Unit
from locales.catalogue import Catalogue, catalogue
from scoring.periods import class_day

ERRAND = "history"
TALKS = 12
"""Marks that fit one picture on a phone."""

SCHOOL_ZONE = "Asia/Shanghai"
"""Where days begin for somebody who belongs to no class."""


@commands.declare("history", Audience.CONSENTED)
def history(context: Context) -> None:
    """/history: have the picture of one's last marks made."""
    if not context.unit.marked_talks(context.me.id, 1):
        practise = context.button("button.practise", "l")
        context.answer("history.none", (practise,))
        return
    context.unit.send_for(context.me.id, ERRAND)
    context.office.stir()


@actions.declare("hi", Audience.CONSENTED)
def history_pressed(context: Context) -> None:
    """The button for one's own marks."""
    history(context)


def give_up(unit: Unit, errand: Errand) -> None:
    """A picture or a file could not be made: say so, and what to do."""
    me = unit.person(errand.person)
    if me is not None:
        text = catalogue(me.language).say("error.not_made")
        unit.queue(me.channel, Message(Chat(me.chat), text))


def zone_of(unit: Unit, person: int) -> str:
    """The time zone that somebody's days are counted in: their first class's."""
    classes = unit.cohorts_of(person)
    return classes[0].zone if classes else SCHOOL_ZONE


class HistoryJob:
    """Looks up somebody's marks, and draws them in a thread."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __call__(self, unit: Unit, errand: Errand) -> tuple[str, Making]:
        """The channel, and how the picture or the bars are made."""
        person = errand.person
        me = unit.person(person)
        if me is None:
            raise NobodyThere
        where = zone(zone_of(unit, person))
        points = [
            Point(
                class_day(talk.ended_at, where),
                self._office.shelf.title(talk.scenario),
                talk.total,
            )
            for talk in reversed(unit.marked_talks(person, TALKS))
        ]
        words, chat = catalogue(me.language), Chat(me.chat)
        pictures = self._office.capabilities.pictures

        def make() -> list[Message]:
            if not pictures or not can_draw(words.language):
                text = f"{caption(points, words)}\n\n{history_bars(points)}"
                return [Message(chat, text, priority=Priority.TURN)]
            picture = history_picture(points, words.say("history.title"), words)
            file = Attachment("my-marks.png", picture, picture=True)
            text = caption(points, words)
            return [Message(chat, text, priority=Priority.TURN, attachment=file, forget=True)]

        return me.channel, make


def caption(points: list[Point], words: Catalogue) -> str:
    """The picture in words: newest and best mark, mean, and where it goes."""
    totals = [point.total for point in points]
    listed = "、".join(f"{point.day:%m-%d} {point.total}" for point in points)
    head = words.say(
        "history.caption",
        talks=len(points),
        last=totals[-1],
        best=max(totals),
        mean=round(sum(totals) / len(totals)),
    )
    return "\n".join([head, words.say(f"history.trend.{trend(totals)}"), listed])


def trend(totals: list[int]) -> str:
    """Whether the newer half is better than the older one: up, down, steady or short."""
    half = len(totals) // 2
    if half == 0:
        return "short"
    older, newer = totals[:half], totals[-half:]
    rise = sum(newer) / half - sum(older) / half
    return "up" if rise >= _NOTICEABLE else "down" if rise <= -_NOTICEABLE else "steady"


_NOTICEABLE = 3
"""Points between the halves' means that are worth a word."""
