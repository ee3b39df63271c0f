"""The fake Telegram: sending, editing, deleting, pressing, and every refusal of them."""

import json
import re
from collections.abc import AsyncIterator
from html import escape

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    MessageOriginHiddenUser,
    ReplyParameters,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.telegram import FakeTelegram, Person, Rules
from tests.fakes.telegram.connect import connected
from tests.fakes.telegram.html import HtmlReader
from tests.fakes.telegram.limits import utf16
from tests.fakes.telegram.markdown import LegacyReader, MarkdownReader
from tests.fakes.telegram.people import PIXEL


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(rules=Rules.no_flood()) as fake:
        yield fake


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    async with connected(telegram.base_url, telegram.token) as client:
        yield client


@pytest.fixture
def ada(telegram: FakeTelegram) -> Person:
    person = telegram.user("Ada", username="ada_w")
    person.start()
    return person


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data) for text, data in row]
            for row in rows
        ]
    )


async def test_somebody_reads_what_the_bot_sends_with_its_buttons(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, " 你好\n", reply_markup=keyboard([("好", "1")]))
    seen = await ada.next_message()
    assert (seen.id, seen.text, seen.buttons) == (sent.message_id, "你好", [["好"]])
    assert sent.date.timestamp() == seen.date == int(seen.world.clock.now())


async def test_message_ids_grow_over_all_direct_chats_of_a_bot(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    bo = telegram.user("Bo")
    ids = [bo.start().id, (await bot.send_message(ada.id, "一")).message_id]
    ids += [(await bot.send_message(bo.id, "二")).message_id, ada.say("三").id]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "message text is empty"),
        (" \n ", "message text is empty"),
        ("好" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
    ],
)
async def test_texts_have_1_to_4096_utf16_units(
    bot: Bot, ada: Person, text: str, refusal: str
) -> None:
    longest = await bot.send_message(ada.id, "😀" * 2048)
    with pytest.raises(TelegramBadRequest, match=refusal):
        await bot.send_message(ada.id, text)
    with pytest.raises(TelegramBadRequest, match=refusal):
        await bot.edit_message_text(text, chat_id=ada.id, message_id=longest.message_id)
    assert len(ada.sees) == 2


async def test_parsed_markup_does_not_count_as_length(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, f"<b>{'好' * 4096}</b>", parse_mode="HTML")
    assert sent.text == "好" * 4096


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("<b>粗<i>斜</i></b> &lt;&amp;", "粗斜 <&", ["bold", "italic"]),
        ('<a href="https://x.cn/?a=1&amp;b=2">店</a>', "店", ["text_link"]),
        ('<span class="tg-spoiler">谜</span><pre>码</pre>', "谜码", ["spoiler", "pre"]),
        ("<blockquote expandable>引</blockquote>", "引", ["expandable_blockquote"]),
    ],
)
async def test_html_becomes_entities(
    bot: Bot, ada: Person, source: str, text: str, kinds: list[str]
) -> None:
    sent = await bot.send_message(ada.id, source, parse_mode="HTML")
    assert sent.text == text
    assert [entity.type for entity in sent.entities or []] == kinds


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("3 < 5", "Unclosed start tag at byte offset 2"),
        ("好<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_bad_html_is_refused(bot: Bot, ada: Person, source: str, complaint: str) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(ada.id, source, parse_mode="HTML")
    assert refusal.value.message == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        (r"*粗* _斜_ __线__ ~删~ ||谜||", "粗 斜 线 删 谜",
         ["bold", "italic", "underline", "strikethrough", "spoiler"]),
        (r"1\. `a_b` [店](https://x.cn/\))", "1. a_b 店", ["code", "text_link"]),
        (">引\n>用\n后", "引\n用\n后", ["blockquote"]),
    ],
)  # fmt: skip
async def test_markdown_becomes_entities(
    bot: Bot, ada: Person, source: str, text: str, kinds: list[str]
) -> None:
    sent = await bot.send_message(ada.id, source, parse_mode="MarkdownV2")
    assert sent.text == text
    assert [entity.type for entity in sent.entities or []] == kinds


@pytest.mark.parametrize("symbol", "]()>#+-={}.!|")
async def test_reserved_characters_of_markdown_must_be_escaped(
    bot: Bot, ada: Person, symbol: str
) -> None:
    with pytest.raises(TelegramBadRequest, match="is reserved and must be escaped"):
        await bot.send_message(ada.id, f"好{symbol}", parse_mode="MarkdownV2")
    sent = await bot.send_message(ada.id, f"好\\{symbol}", parse_mode="MarkdownV2")
    assert sent.text == f"好{symbol}"


async def test_open_markdown_is_refused(bot: Bot, ada: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="Can't find end of Bold entity at byte offset 3"):
        await bot.send_message(ada.id, "好*粗", parse_mode="MarkdownV2")
    with pytest.raises(TelegramBadRequest, match="end of the entity starting at byte offset 3"):
        await bot.send_message(ada.id, "好*粗", parse_mode="Markdown")


async def test_entities_must_lie_within_the_text(bot: Bot, ada: Person) -> None:
    def bold(offset: int, length: int) -> list[MessageEntity]:
        return [MessageEntity(type="bold", offset=offset, length=length)]

    sent = await bot.send_message(ada.id, "😀好", entities=bold(2, 1))
    assert [(one.type, one.offset, one.length) for one in sent.entities or []] == [("bold", 2, 1)]
    with pytest.raises(TelegramBadRequest, match="entity beginning at UTF-16 offset 2 ends after "):
        await bot.send_message(ada.id, "😀好", entities=bold(2, 2))
    with pytest.raises(TelegramBadRequest, match="middle of a UTF-16 symbol"):
        await bot.send_message(ada.id, "😀好", entities=bold(1, 1))


async def test_telegram_marks_commands_mentions_and_links_by_itself(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "/help @somebody #三班 https://x.cn")
    found = [entity.type for entity in sent.entities or []]
    assert found == ["bot_command", "mention", "hashtag", "url"]


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([[("好", "x" * 65)]], "BUTTON_DATA_INVALID"),
        ([[("好", "客" * 22)]], "BUTTON_DATA_INVALID"),
        ([[("好", "")]], "BUTTON_DATA_INVALID"),
        ([[("好", "1")] * 9], "REPLY_MARKUP_TOO_LONG"),
        ([[("好", "1")]] * 101, "REPLY_MARKUP_TOO_LONG"),
    ],
)
async def test_keyboards_have_limits(
    bot: Bot, ada: Person, rows: list[list[tuple[str, str]]], refusal: str
) -> None:
    await bot.send_message(ada.id, "x", reply_markup=keyboard([("好", "客" * 21 + "x")]))
    with pytest.raises(TelegramBadRequest, match=refusal):
        await bot.send_message(ada.id, "x", reply_markup=keyboard(*rows))


async def test_half_a_surrogate_pair_and_bad_utf8_are_refused(
    telegram: FakeTelegram, ada: Person
) -> None:
    url = f"{telegram.base_url}/bot{telegram.token}/sendMessage"
    raw = (
        (json.dumps({"chat_id": ada.id, "text": "a\ud83d"}), "application/json"),
        (f"chat_id={ada.id}&text=%FF", "application/x-www-form-urlencoded"),
    )
    async with aiohttp.ClientSession() as http:
        for body, kind in raw:
            async with http.post(url, data=body, headers={"Content-Type": kind}) as answer:
                assert answer.status == 400
                found = await answer.json()
                assert found["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_an_edit_changes_what_is_seen_and_drops_buttons_not_given_again(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    sent = await bot.send_message(ada.id, "一", reply_markup=keyboard([("好", "1")]))
    telegram.clock.advance(5)
    await bot.edit_message_text("二", chat_id=ada.id, message_id=sent.message_id)
    seen = ada.sees[-1]
    assert (seen.text, seen.buttons, seen.edited) == ("二", [], True)
    assert seen.wire["edit_date"] == seen.date + 5


async def test_an_edit_without_change_is_refused(bot: Bot, ada: Person) -> None:
    markup = keyboard([("好", "1")])
    sent = await bot.send_message(ada.id, "一", reply_markup=markup)
    number = sent.message_id
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message"):
        await bot.edit_message_text("一", chat_id=ada.id, message_id=number, reply_markup=markup)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(chat_id=ada.id, message_id=number, reply_markup=markup)
    await bot.edit_message_reply_markup(chat_id=ada.id, message_id=number)
    assert ada.sees[-1].buttons == []


async def test_only_own_messages_that_exist_can_be_edited(bot: Bot, ada: Person) -> None:
    hers = ada.say("我的")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=ada.id, message_id=hers.id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", chat_id=ada.id, message_id=999)
    photo = await bot.send_photo(ada.id, BufferedInputFile(PIXEL, "a.png"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=ada.id, message_id=photo.message_id)


async def test_a_message_can_be_deleted_once_and_for_two_days(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    first, second = [await bot.send_message(ada.id, text) for text in ("一", "二")]
    assert await bot.delete_message(ada.id, first.message_id)
    assert [seen.text for seen in ada.sees] == ["/start", "二"]
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(ada.id, first.message_id)
    telegram.clock.advance(48 * 3600 + 1)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(ada.id, second.message_id)


async def test_a_reply_needs_its_message(bot: Bot, ada: Person) -> None:
    hers = ada.say("在吗")
    sent = await bot.send_message(
        ada.id, "在", reply_parameters=ReplyParameters(message_id=hers.id)
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "在吗"
    missing = ReplyParameters(message_id=999)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(ada.id, "在", reply_parameters=missing)
    missing = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await bot.send_message(ada.id, "在", reply_parameters=missing)).text == "在"


async def test_a_press_is_answered_in_time_or_refused(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    await bot.send_message(ada.id, "?", reply_markup=keyboard([("好", "data-1")]))
    press, late = ada.press("好"), ada.press("好")
    updates = await bot.get_updates()
    queries = [update.callback_query for update in updates if update.callback_query]
    assert [query.data for query in queries] == ["data-1", "data-1"]
    await bot.answer_callback_query(press.id, "收到", show_alert=True)
    assert (press.answer, press.alert, late.answered) == ("收到", True, False)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(late.id, "长" * 201)
    telegram.clock.advance(15.1)
    for number in (late.id, "12345"):
        with pytest.raises(TelegramBadRequest, match="query is too old and response timeout"):
            await bot.answer_callback_query(number)


async def test_only_visible_buttons_can_be_pressed(bot: Bot, ada: Person) -> None:
    await bot.send_message(ada.id, "?", reply_markup=keyboard([("好", "1")]))
    with pytest.raises(LookupError):
        ada.press("不存在")


async def test_files_keep_their_bytes_and_can_be_sent_again(bot: Bot, ada: Person) -> None:
    photo = await bot.send_photo(ada.id, BufferedInputFile(PIXEL, "a.png"), caption="图")
    assert (ada.sees[-1].file, ada.sees[-1].text) == (PIXEL, "图")
    assert photo.photo is not None
    await bot.send_photo(ada.id, photo.photo[-1].file_id)
    assert ada.sees[-1].file == PIXEL
    content = bytes(range(256)) * 8 + b"\r\n--x\r\n"
    sent = await bot.send_document(ada.id, BufferedInputFile(content, "成绩.xlsx"))
    assert ada.sees[-1].file == content
    assert sent.document is not None
    assert sent.document.file_name == "成绩.xlsx"
    fetched = await bot.download(sent.document.file_id)
    assert fetched is not None
    assert fetched.read() == content


async def test_bad_files_and_long_captions_are_refused(bot: Bot, ada: Person) -> None:
    picture = BufferedInputFile(PIXEL, "a.png")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(ada.id, picture, caption="好" * 1025)
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_document(ada.id, "no-such-id")
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(ada.id, BufferedInputFile(b"text", "a.png"))


async def test_who_cannot_be_written_to(telegram: FakeTelegram, bot: Bot, ada: Person) -> None:
    stranger = telegram.user("Bo")
    assert stranger.sees == [], "looking is not writing"
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(4242, "x")
    ada.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ada.id, "x")
    assert [seen.text for seen in ada.sees] == ["/start"]
    with pytest.raises(ValueError, match="unblock first"):
        ada.say("x")
    ada.unblock()
    assert await bot.send_chat_action(ada.id, "typing")
    standing = [
        update.my_chat_member.new_chat_member.status
        for update in await bot.get_updates()
        if update.my_chat_member
    ]
    assert standing == ["kicked", "member"]
    ada.deactivate()
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(ada.id, "x")


async def test_tokens_and_method_names_are_checked(telegram: FakeTelegram) -> None:
    async with connected(telegram.base_url, "123456:" + "A" * 35) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()
    async with aiohttp.ClientSession() as http:
        for path, status in (
            (f"/bot{telegram.token}/GETME", 200),
            (f"/bot{telegram.token}/getme?x=1", 200),
            (f"/bot{telegram.token}/fly", 404),
            ("/botnonsense/getMe", 404),
        ):
            async with http.get(telegram.base_url + path) as answer:
                assert answer.status == status, path


async def test_two_bots_have_separate_chats(telegram: FakeTelegram, bot: Bot, ada: Person) -> None:
    other = telegram.add_bot("5000000002:" + "B" * 35, "other_bot")
    async with connected(telegram.base_url, other.token) as second:
        with pytest.raises(TelegramForbiddenError):
            await second.send_message(ada.id, "x")
        ada.say("hi", where=other)
        await second.send_message(ada.id, "y")
        assert [seen.text for seen in ada.looks(other)] == ["hi", "y"]
        assert [seen.text for seen in ada.sees] == ["/start"]


async def test_commands_are_kept_per_scope_and_checked(bot: Bot) -> None:
    menu = [BotCommand(command="today", description="今天的任务")]
    await bot.set_my_commands(menu)
    kept = await bot.get_my_commands()
    assert [(one.command, one.description) for one in kept] == [("today", "今天的任务")]
    assert await bot.get_my_commands(language_code="en") == []
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="今天", description="x")])


@pytest.mark.parametrize("text", ["半个\ud83d", "\u202e反\u202c", "好" * 4096, "\x00"])
async def test_people_may_write_anything(bot: Bot, ada: Person, text: str) -> None:
    ada.say(text)
    update = (await bot.get_updates())[-1]
    assert update.message is not None
    assert update.message.text == text


async def test_people_send_more_than_text(bot: Bot, ada: Person) -> None:
    ada.sticker()
    ada.photo()
    ada.photo("说明")
    ada.forward("转发的话", origin="妈妈")
    mine = ada.say("错字")
    ada.edit(mine, "改好了")
    updates = (await bot.get_updates())[1:]
    assert [update.event_type for update in updates] == ["message"] * 5 + ["edited_message"]
    messages = [event for event in (one.event for one in updates) if isinstance(event, Message)]
    assert [message.content_type for message in messages[:4]] == [
        "sticker", "photo", "photo", "text",
    ]  # fmt: skip
    assert messages[2].caption == "说明"
    origin = messages[3].forward_origin
    assert isinstance(origin, MessageOriginHiddenUser)
    assert origin.sender_user_name == "妈妈"
    assert messages[5].text == "改好了"
    assert messages[5].message_id == mine.id


@given(st.text(max_size=60))
def test_escaped_text_survives_both_markups(text: str) -> None:
    assert HtmlReader(escape(text)).read() == (text, [])
    escaped = re.sub(r"([_*\[\]()~`>#+\-=|{}.!\\])", r"\\\1", text)
    assert MarkdownReader(escaped).read() == (text, [])


@given(st.text(alphabet="<>&;/\"'ab =好\n*_`[]()|~\\>!", max_size=40))
def test_any_markup_is_read_or_refused_with_entities_inside(source: str) -> None:
    for reader in (HtmlReader, MarkdownReader, LegacyReader):
        try:
            text, entities = reader(source).read()
        except ValueError:
            continue
        assert all(
            0 <= one["offset"] < one["offset"] + one["length"] <= utf16(text) for one in entities
        )


def test_people_cannot_write_what_telegram_does_not_let_them(ada: Person) -> None:
    for text in ("", "好" * 4097):
        with pytest.raises(ValueError, match="UTF-16"):
            ada.say(text)
