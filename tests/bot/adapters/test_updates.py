"""What Telegram's updates mean to us, however they are shaped."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.telegram.cards import MAX_TEXT, clip, keyboard
from bot.adapters.telegram.updates import UNREADABLE, clean, read_update
from bot.practice.messages import Button, Chat, Inbound, Kind, Sender
from dialogues.transcript import Stamp

ADA = {"id": 7, "is_bot": False, "first_name": "Ada", "last_name": "L", "language_code": "en"}
DIRECT = {"id": 7, "type": "private"}
GROUP = {"id": -1007, "type": "supergroup", "title": "班"}
DATE = 1_772_447_400
ABOUT = {"message_id": 5, "date": DATE, "from": ADA, "chat": DIRECT}


def read(update: dict[str, Any]) -> Inbound | None:
    """The update with an id, read."""
    return read_update({"update_id": 99, **update}, "telegram:1", "kefu_coach_bot")


def message(kind: str = "message", **content: Any) -> Inbound | None:
    """A message in a direct chat, unless it says otherwise."""
    return read({kind: {**ABOUT, **content}})


def command(text: str, length: int, **more: Any) -> Inbound | None:
    """A message that Telegram marks as beginning with a command."""
    return message(
        text=text, entities=[{"type": "bot_command", "offset": 0, "length": length}], **more
    )


def test_words_carry_the_platforms_time_and_who_said_them_where() -> None:
    found = message(text="在的亲")
    assert found is not None
    assert (found.kind, found.text, found.key) == (Kind.TEXT, "在的亲", "99")
    assert found.stamp == Stamp(datetime.fromtimestamp(DATE, UTC))
    assert found.sender == Sender("7", "Ada L", "en")
    assert found.chat == Chat("7")
    assert not found.forwarded


@pytest.mark.parametrize(
    ("text", "length", "name", "argument"),
    [
        ("/start", 6, "start", ""),
        ("/start join_AB12", 6, "start", "join_AB12"),
        ("/Me", 3, "me", ""),
        ("/start@kefu_coach_bot class_1", 21, "start", "class_1"),
        ("/start@KEFU_coach_BOT", 21, "start", ""),
        ("/schedule  19:00\n21:00 ", 9, "schedule", "19:00\n21:00"),
    ],
)
def test_a_command_is_a_name_and_an_argument(
    text: str, length: int, name: str, argument: str
) -> None:
    found = command(text, length)
    assert found is not None
    assert (found.kind, found.command, found.text) == (Kind.COMMAND, name, argument)


def test_another_bots_command_is_nothing_to_us() -> None:
    assert command("/start@another_bot", 18) is None


def test_a_command_in_the_middle_is_words() -> None:
    found = message(
        text="请发 /start", entities=[{"type": "bot_command", "offset": 3, "length": 6}]
    )
    assert found is not None
    assert found.kind is Kind.TEXT


def test_a_press_has_no_time_and_a_ticket() -> None:
    shown = {"message_id": 4, "date": DATE, "chat": DIRECT, "from": {"id": 1, "is_bot": True}}
    press = {"id": "4242", "from": ADA, "message": shown, "data": "k1.s.x.MAC"}
    found = read({"callback_query": press})
    assert found is not None
    assert (found.kind, found.text, found.ticket) == (Kind.PRESS, "k1.s.x.MAC", "4242")
    assert found.stamp is None
    assert found.sender.id == "7"


def test_a_press_without_its_message_or_data_is_nothing_to_us() -> None:
    assert read({"callback_query": {"id": "1", "from": ADA, "data": "x"}}) is None
    shown = {"message_id": 4, "date": DATE, "chat": DIRECT}
    assert read({"callback_query": {"id": "1", "from": ADA, "message": shown}}) is None


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "video_note", "location", "poll"])
def test_media_are_known_by_their_kind_and_a_caption_is_not_a_reply(kind: str) -> None:
    found = read({"message": {**ABOUT, kind: {}, "caption": "看图"}})
    assert found is not None
    assert (found.kind, found.text) == (Kind.MEDIA, kind)


def test_an_edit_is_an_edit_whatever_it_edits() -> None:
    for content in ({"text": "改了"}, {"caption": "改了", "photo": [{}]}):
        found = message("edited_message", edit_date=DATE + 9, **content)
        assert found is not None
        assert (found.kind, found.text) == (Kind.EDIT, "改了")


def test_forwarded_words_are_marked() -> None:
    found = message(text="抱歉", forward_origin={"type": "hidden_user"})
    assert found is not None
    assert found.forwarded


def test_a_reply_says_what_it_answers_and_a_press_answers_nothing() -> None:
    found = message(text="在的", reply_to_message={"message_id": 4, "text": "在吗"})
    assert found is not None
    assert found.reply_to == "4"
    plain = message(text="在的")
    assert plain is not None
    assert plain.reply_to == ""
    about = {**ABOUT, "reply_to_message": {"message_id": 4}}
    pressed = read({"callback_query": {"id": "1", "from": ADA, "data": "x", "message": about}})
    assert pressed is not None
    assert pressed.reply_to == ""


@pytest.mark.parametrize(
    ("status", "chat", "kind"),
    [
        ("kicked", DIRECT, Kind.BLOCKED),
        ("member", DIRECT, Kind.RETURNED),
        ("kicked", GROUP, Kind.REMOVED),
        ("left", GROUP, Kind.REMOVED),
        ("member", GROUP, None),
        ("administrator", GROUP, None),
    ],
)
def test_coming_and_going_is_told(status: str, chat: dict[str, Any], kind: Kind | None) -> None:
    change = {"chat": chat, "from": ADA, "date": DATE, "new_chat_member": {"status": status}}
    found = read({"my_chat_member": change})
    assert (found.kind if found else None) is kind


def test_a_group_that_became_a_supergroup_tells_its_new_id() -> None:
    found = message(chat={**GROUP, "type": "group"}, migrate_to_chat_id=-1009)
    assert found is not None
    assert (found.kind, found.text) == (Kind.MIGRATED, "-1009")


def test_a_topic_counts_only_where_the_group_has_topics() -> None:
    found = message(text="好", chat=GROUP, message_thread_id=12, is_topic_message=True)
    assert found is not None
    assert found.chat == Chat("-1007", group=True, topic="12")
    reply = message(text="好", chat=GROUP, message_thread_id=12)
    assert reply is not None
    assert reply.chat.topic == ""


def test_behind_an_anonymous_admin_stands_nobody() -> None:
    found = message(text="/board", chat=GROUP, sender_chat=GROUP)
    assert found is not None
    assert found.sender == Sender("", anonymous=True)


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"message": None},
        {"poll": {}},
        {"message_reaction": {}},
        {"channel_post": {"text": "x"}},
    ],
)
def test_what_is_nothing_to_us_is_passed_over(update: dict[str, Any]) -> None:
    assert read(update) is None


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("在的", "在的"), ("\ud83d\ude00", "😀"), ("\ud83d", "�"), ("a\ude00b", "a�b"),
        ("\ude00\ud83d", "��"), ("", ""), ("\u202e亲", "\u202e亲"), ("亲\x00哦", "亲�哦"),
    ],
)  # fmt: skip
def test_broken_characters_are_mended_or_replaced(dirty: str, tidy: str) -> None:
    assert clean(dirty) == tidy


@given(st.text(st.characters(codec=None)))
def test_cleaned_text_can_always_be_stored_and_keeps_everything_that_is_whole(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\0" not in cleaned
    assert clean(cleaned) == cleaned
    if not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text):
        assert cleaned == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
    | st.text(st.characters(codec=None), max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
FIELDS = (
    "message_id", "date", "from", "chat", "text", "entities", "sticker", "caption", "sender_chat",
    "migrate_to_chat_id", "message_thread_id", "is_topic_message", "data", "message", "id",
    "new_chat_member", "forward_origin",
)  # fmt: skip


@given(
    st.sampled_from(("message", "edited_message", "callback_query", "my_chat_member")),
    st.sampled_from(FIELDS),
    JSON,
)
@settings(deadline=None, max_examples=300)
def test_a_hostile_shape_is_read_or_kept_aside_and_never_ends_the_polling(
    kind: str, spoilt: str, value: object
) -> None:
    whole = {
        "id": "1", "message_id": 5, "date": DATE, "from": ADA, "chat": DIRECT, "text": "/me",
        "entities": [{"type": "bot_command", "offset": 0, "length": 3}], "data": "k1.l..x",
        "message": {"message_id": 4, "date": DATE, "chat": DIRECT},
        "new_chat_member": {"status": "member"},
    }  # fmt: skip
    update = {kind: {**whole, spoilt: value}}
    try:
        found = read(update)
    except UNREADABLE:
        return
    kept = json.loads(found.raw) if found else {"update_id": 99}
    assert kept["update_id"] == 99
    assert "first_name" not in str(kept)


@given(st.text(max_size=50).map(lambda text: text * 200))
def test_a_clipped_text_fits_and_is_whole(text: str) -> None:
    clipped = clip(text)
    assert len(clipped.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert clipped == text or (clipped.endswith("…") and text.startswith(clipped[:-1]))


def test_buttons_carry_a_payload_or_open_a_link() -> None:
    rows = ((Button("同意", "k1.ok..M"), Button("加群", url="https://t.me/x")),)
    assert keyboard(rows) == {
        "inline_keyboard": [
            [
                {"text": "同意", "callback_data": "k1.ok..M"},
                {"text": "加群", "url": "https://t.me/x"},
            ]
        ]
    }
    assert keyboard(()) is None
