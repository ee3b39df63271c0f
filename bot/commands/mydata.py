"""/mydata (我的数据): what is kept, a complete copy of it, and its complete erasure."""

import json
from collections.abc import Sequence

from bot.classroom.boards import ClassSetting
from bot.classroom.cohorts import Role
from bot.classroom.my_page import as_page, as_text, sections
from bot.commands.access import Audience, actions, commands
from bot.commands.context import Context, Office
from bot.delivery.errands import Making, NobodyThere
from bot.practice.messages import Attachment, Chat, Message, Priority
from bot.storage.errands import Errand
from bot.storage.unit import Unit
from locales.catalogue import catalogue

ERRAND = "export"


@commands.declare("mydata", Audience.CONSENTED)
def my_data(context: Context) -> None:
    """/mydata: what is kept, for how long, who sees it; a copy, or erasing it."""
    classes = context.unit.cohorts_of(context.me.id, Role.STUDENT)
    settings = [context.unit.class_setting(each.id) for each in classes] or [ClassSetting(0)]
    context.answer(
        "mydata.what",
        (context.button("button.export", "me"), context.button("button.erase", "er")),
        talks=len(context.unit.totals(context.me.id)),
        transcripts=min(each.transcript_days for each in settings),
        marks=min(each.mark_days for each in settings),
    )


@actions.declare("me", Audience.CONSENTED)
def export_pressed(context: Context) -> None:
    """A complete copy; it takes a moment."""
    context.unit.send_for(context.me.id, ERRAND)
    context.office.stir()
    context.answer("mydata.coming")


@actions.declare("er", Audience.CONSENTED)
def erase_asked(context: Context) -> None:
    """Say what erasing means, and ask once more."""
    yes = context.button("button.erase_all", "ey")
    context.answer("mydata.sure", (yes, context.button("button.keep_it", "en")))


@actions.declare("en", Audience.CONSENTED)
def erase_not(context: Context) -> None:
    """Everything stays as it is."""
    context.answer("mydata.kept")


@actions.declare("ey", Audience.CONSENTED)
def erase(context: Context) -> None:
    """Erase everything about whoever pressed; the last word is forgotten once it was shown."""
    subject = context.unit.subject(context.me.id)
    if subject is not None:
        _tell_teachers(context)
        context.unit.erase(subject)
    text = context.words.say("mydata.erased")
    farewell = Message(context.inbound.chat, text, priority=Priority.TURN, forget=True)
    context.unit.queue(context.inbound.channel, farewell)


def _tell_teachers(context: Context) -> None:
    """Teachers learn that somebody is gone, or they would wait for them; never who it was."""
    for cohort in context.unit.cohorts_of(context.me.id, Role.STUDENT):
        left = len(context.unit.members(cohort.id, Role.STUDENT)) - 1
        for teacher in context.unit.members(cohort.id, Role.TEACHER):
            words = catalogue(teacher.language)
            text = words.say("mydata.somebody_gone", cohort=cohort.name, left=left)
            context.unit.queue(teacher.channel, Message(Chat(teacher.chat), text, forget=True))


class ExportJob:
    """Looks up everything about somebody, and writes it down in a thread."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __call__(self, unit: Unit, errand: Errand) -> tuple[str, Making]:
        """The channel, and how the files or the messages are made."""
        me, subject = unit.person(errand.person), unit.subject(errand.person)
        if me is None or subject is None:
            raise NobodyThere
        export = unit.export(subject)
        words, chat = catalogue(me.language), Chat(me.chat)
        capabilities = self._office.capabilities

        def make() -> Sequence[Message]:
            found = sections(export, words)
            if not capabilities.files:
                return _in_messages(chat, as_text(found), capabilities.max_text)
            page = as_page(found, words.say("mydata.title")).encode("utf-8", "replace")
            data = to_json(export).encode("utf-8", "replace")
            return [
                _file(chat, words.say("mydata.page"), Attachment("my-data.html", page)),
                _file(chat, words.say("mydata.json"), Attachment("my-data.json", data)),
            ]

        return me.channel, make


def to_json(export: object) -> str:
    """An export as JSON that people can read too."""
    return json.dumps(export, ensure_ascii=False, indent=1)


def _file(chat: Chat, text: str, file: Attachment) -> Message:
    return Message(chat, text, priority=Priority.NOTICE, attachment=file, forget=True)


def _in_messages(chat: Chat, text: str, most: int) -> list[Message]:
    """Text in as many messages as it needs; half the limit, for characters that count double."""
    step = most // 2
    parts = [text[start : start + step] for start in range(0, len(text), step)]
    return [Message(chat, part, priority=Priority.NOTICE, forget=True) for part in parts]
