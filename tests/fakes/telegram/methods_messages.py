"""Sending, editing and deleting messages; answering presses."""

from typing import Any

from tests.fakes.telegram.calls import Call, method
from tests.fakes.telegram.chats import Chat, Json, Message
from tests.fakes.telegram.entities import Entities, formatted, with_found
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.limits import (
    ANSWER_CHARS,
    CAPTION_UNITS,
    DELETABLE_SECONDS,
    TEXT_UNITS,
    check_inline_keyboard,
    utf16,
)
from tests.fakes.telegram.params import Params

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note",
    }
)  # fmt: skip


@method("sendMessage")
def send_message(call: Call) -> Json:
    """A text message."""
    text, entities = _words(call.params)
    chat = call.chat()
    _fits(text)
    return publish(call, chat, worded("text", "entities", text, entities))


def _words(params: Params) -> tuple[str, Entities]:
    text, entities = formatted(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    return text, entities


def _fits(text: str) -> None:
    if utf16(text) > TEXT_UNITS:
        raise bad_request("message is too long")


def caption(params: Params) -> Json:
    """The caption fields of a file message."""
    text, entities = formatted(params, "caption", "caption_entities")
    if utf16(text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return worded("caption", "caption_entities", text, entities) if text else {}


def worded(field: str, marks: str, text: str, entities: Entities) -> Json:
    """Text and its entities under the names of the message's fields."""
    found = with_found(text, entities)
    return {field: text, marks: found} if found else {field: text}


def publish(call: Call, chat: Chat, content: Json) -> Json:
    """Put a message into a chat, with everything that all kinds of messages share."""
    markup = call.params.mapping("reply_markup")
    if rows := _inline_rows(markup):
        content["reply_markup"] = {"inline_keyboard": rows}
    if chat.silenced:
        raise bad_request("not enough rights to send text messages to the chat")
    content |= _reply(call, chat) | _thread(call.params, chat)
    if call.params.flag("protect_content"):
        content["has_protected_content"] = True
    call.spend(chat)
    _show_keyboard(chat, markup)
    return call.world.post(chat, call.bot.wire(), content, call.bot).wire


def _inline_rows(markup: Json) -> list[Any]:
    rows = markup.get("inline_keyboard")
    if rows is None:
        if markup and not {"keyboard", "remove_keyboard", "force_reply"} & markup.keys():
            raise bad_request("can't parse reply keyboard markup JSON object")
        _check_reply_keyboard(markup.get("keyboard", []))
        return []
    check_inline_keyboard(rows)
    return [row for row in rows if row]


def _check_reply_keyboard(rows: list[Any]) -> None:
    for row in rows:
        if not all(one if isinstance(one, str) else one.get("text") for one in row):
            raise bad_request('can\'t parse keyboard button: field "text" is empty')


def _show_keyboard(chat: Chat, markup: Json) -> None:
    if markup.get("remove_keyboard"):
        chat.keyboard = []
    if "keyboard" in markup:
        chat.keyboard = [
            [one if isinstance(one, str) else one["text"] for one in row]
            for row in markup["keyboard"]
        ]


def _reply(call: Call, chat: Chat) -> Json:
    wanted = call.params.mapping("reply_parameters")
    number = wanted.get("message_id") or call.params.integer("reply_to_message_id")
    if not number:
        return {}
    message = chat.messages.get(int(number))
    if message is not None:
        return {"reply_to_message": message.quoted()}
    optional = wanted.get("allow_sending_without_reply")
    if optional or call.params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _thread(params: Params, chat: Chat) -> Json:
    thread = params.integer("message_thread_id")
    if not thread:
        return {}
    if not chat.forum:
        raise bad_request("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def _own(call: Call) -> Message:
    if call.params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = call.chat()
    number = call.params.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = chat.find(number, "message to edit not found")
    if message.bot is not call.bot:
        raise bad_request("message can't be edited")
    return message


def _new_rows(params: Params) -> Json:
    markup = params.mapping("reply_markup")
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    rows = _inline_rows(markup)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _revise(call: Call, message: Message, removed: tuple[str, ...], added: Json) -> Json:
    """Replace fields of a message; refuse if nothing changes."""
    removed = (*removed, "reply_markup")
    old = message.wire
    kept = {key: value for key, value in old.items() if key not in removed}
    if {**kept, **added} == old:
        raise bad_request(_NOT_MODIFIED)
    call.spend(message.chat)
    message.wire = {**kept, **added, "edit_date": int(call.world.clock.now())}
    call.world.note_reply(message.chat)
    call.world.touch(message.chat)
    return message.wire


@method("editMessageText")
def edit_message_text(call: Call) -> Json:
    """New words; buttons that are not given again vanish."""
    text, entities = _words(call.params)
    message = _own(call)
    if "text" not in message.wire:
        raise bad_request("there is no text in the message to edit")
    _fits(text)
    words = worded("text", "entities", text, entities)
    return _revise(call, message, ("text", "entities"), words | _new_rows(call.params))


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Json:
    """A new caption under a file."""
    words = caption(call.params)
    message = _own(call)
    if not {"photo", "document"} & message.wire.keys():
        raise bad_request("there is no caption in the message to edit")
    return _revise(call, message, ("caption", "caption_entities"), words | _new_rows(call.params))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Json:
    """New buttons, or none."""
    return _revise(call, _own(call), (), _new_rows(call.params))


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """Own messages and those of direct chats for two days; others' with the right to."""
    chat = call.chat()
    message = chat.find(call.params.integer("message_id"), "message to delete not found")
    member = chat.member(call.bot.id)
    trusted = member is not None and member.may("can_delete_messages")
    old = call.world.clock.now() - message.wire["date"] > DELETABLE_SECONDS
    if old and not trusted:
        raise bad_request("message can't be deleted for everyone")
    if message.bot is not call.bot and chat.user is None and not trusted:
        raise bad_request("message can't be deleted")
    chat.remove(message)
    return True


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    """Stop the little clock on a button, with a note if wanted."""
    text = call.params.text("text")
    press = call.bot.presses.get(call.params.text("callback_query_id"))
    now = call.world.clock.now()
    if press is None or now - press.at > call.world.rules.answer_window:
        raise bad_request(_TOO_OLD)
    if len(text) > ANSWER_CHARS:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer = text
    press.alert = call.params.flag("show_alert")
    press.url = call.params.text("url")
    call.world.changed.fire()
    return True


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """'... is typing'."""
    if call.params.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.chat()
    return True
