"""/case: a real chat log, pasted, masked, approved, and sent back as a draft of a customer file.

What is pasted is masked before any of it is stored, the names above the messages included; what
was masked is shown, and only an approved log becomes a draft.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.commands.access import Audience, actions, commands
from bot.commands.classes import own_classes
from bot.commands.context import Context
from bot.practice.messages import Attachment, Button, Message, Priority
from dialogues.cases import Private, Said, anonymous_log, draft, read_log
from dialogues.cases.masking import mark_of

ID = "case-draft"
_MOST = 300
"""Messages of a log that is being brought in."""
_SHOWN = 1_200
"""Characters of it that are shown for approval, half from each end."""


@commands.declare("case", Audience.TEACHER)
def case(context: Context) -> None:
    """/case [log]: begin to bring in a log; what is pasted next is added to it."""
    context.unit.keep_case(context.me.id, "[]", {})
    if context.argument:
        take(context, context.argument)
    else:
        context.answer("case.how", (_drop_button(context),))


def collecting(context: Context) -> bool:
    """Whether a log is being brought in, so that plain words belong to it."""
    return context.unit.case_of(context.me.id) is not None and bool(own_classes(context))


def take(context: Context, pasted: str) -> None:
    """Words that were pasted belong to the log."""
    add(context, read_log(pasted))


def add(context: Context, said: Sequence[Said]) -> None:
    """Mask what was said, add it to the log, and show how it was understood."""
    log, counts = _stored(context)
    if not said:
        context.answer("case.unreadable", (_drop_button(context),))
        return
    safe, found = anonymous_log(said)
    whole = [*log, *safe][:_MOST]
    total = Counter(counts)
    total.update({kind.value: number for kind, number in found.items()})
    rows = [[each.who, each.text] for each in whole]
    context.unit.keep_case(context.me.id, json.dumps(rows, ensure_ascii=False), total)
    _show(context, whole, total)


@actions.declare("ky", Audience.TEACHER)
def approve(context: Context) -> None:
    """The masked log is all right: make the draft, and forget the log."""
    log, _ = _stored(context)
    made = draft(log, ID, context.words.say("case.title")) if log else None
    if made is None:
        context.answer("case.one_sided" if log else "case.gone", (_drop_button(context),))
        return
    context.unit.drop_case(context.me.id)
    text = context.words.say("case.made", turns=made.turns)
    file = Attachment("scenario.yaml", made.text.encode("utf-8", "replace"))
    if context.office.capabilities.files:
        message = Message(
            context.inbound.chat, text, priority=Priority.TURN, attachment=file, forget=True
        )
        context.unit.queue(context.inbound.channel, message)
    else:
        context.answer("board.as_is", text=made.text[: context.office.capabilities.max_text // 2])


@actions.declare("kx", Audience.TEACHER)
def drop(context: Context) -> None:
    """Forget the log."""
    context.unit.drop_case(context.me.id)
    context.answer("case.dropped")


def _show(context: Context, log: Sequence[Said], total: Mapping[str, int]) -> None:
    masked = "、".join(
        f"{mark_of(Private(kind))}×{times}" for kind, times in total.items() if times
    )
    text = "\n".join(f"{each.who}：{each.text}" for each in log)
    half = _SHOWN // 2
    context.answer(
        "case.check",
        (context.button("button.case_ok", "ky"), _drop_button(context)),
        count=len(log),
        masked=masked or context.words.say("case.nothing_masked"),
        text=text if len(text) <= _SHOWN else f"{text[:half]}\n…\n{text[-half:]}",
    )


def _stored(context: Context) -> tuple[list[Said], Mapping[str, int]]:
    log, counts = context.unit.case_of(context.me.id) or ("[]", {})
    return [Said(who, text) for who, text in json.loads(log)], counts


def _drop_button(context: Context) -> Button:
    return context.button("button.case_drop", "kx")
