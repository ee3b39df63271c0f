"""The fake Telegram: groups, privacy, members, deep links, migration, pins."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)
from aiogram.types import ChatMemberAdministrator, Update

from tests.fakes.telegram import FakeTelegram, Group, Person, Rules
from tests.fakes.telegram.connect import connected


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
    return telegram.user("Ada")


@pytest.fixture
def bo(telegram: FakeTelegram) -> Person:
    return telegram.user("Bo")


@pytest.fixture
def group(telegram: FakeTelegram, ada: Person, bo: Person) -> Group:
    return telegram.group("三班", [ada, bo])


async def heard(bot: Bot) -> list[str | None]:
    """The texts of all waiting messages, which are confirmed."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return [update.message.text for update in updates if update.message and update.message.text]


def events(updates: list[Update]) -> list[str]:
    kinds = [str.__str__(getattr(update.event, "content_type", "")) for update in updates]
    return [f"{update.event_type}:{kind}" for update, kind in zip(updates, kinds, strict=True)]


async def test_a_bot_hears_that_it_was_added_and_thrown_out(bot: Bot, group: Group) -> None:
    group.remove_bot()
    updates = await bot.get_updates()
    assert events(updates) == [
        "my_chat_member:", "message:new_chat_members", "message:left_chat_member",
        "my_chat_member:",
    ]  # fmt: skip
    standing = [update.my_chat_member for update in updates if update.my_chat_member]
    assert [
        (change.old_chat_member.status, change.new_chat_member.status) for change in standing
    ] == [("left", "member"), ("member", "kicked")]
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "x")


async def test_privacy_lets_only_commands_and_replies_through(
    bot: Bot, group: Group, ada: Person, bo: Person
) -> None:
    question = await bot.send_message(group.id, "谁来?")
    hers = ada.say("随便聊聊", group)
    bo.say("答她", group, reply_to=hers)
    bo.say("我来", group, reply_to=ada.find(question.message_id, group))
    ada.say("/board", group)
    ada.say("/board@kefu_coach_bot 今天", group)
    ada.say("/board@other_bot", group)
    assert await heard(bot) == ["我来", "/board", "/board@kefu_coach_bot 今天"]


async def test_administrators_and_bots_without_privacy_hear_everything(
    telegram: FakeTelegram, bot: Bot, group: Group, ada: Person
) -> None:
    group.promote_bot()
    ada.say("一", group)
    group.demote_bot()
    ada.say("二", group)
    telegram.bot.privacy = False
    ada.say("三", group)
    assert await heard(bot) == ["一", "三"]
    assert (await bot.get_me()).can_read_all_group_messages


async def test_a_plain_command_goes_to_the_bot_that_spoke_last(
    telegram: FakeTelegram, bot: Bot, group: Group, ada: Person
) -> None:
    other = telegram.add_bot("5000000002:" + "B" * 35, "other_bot")
    group.add_bot(bot=other)
    async with connected(telegram.base_url, other.token) as second:
        await heard(second)
        await second.send_message(group.id, "我在")
        ada.say("/board", group)
        assert await heard(bot) == []
        assert await heard(second) == ["/board"]


async def test_deep_links_start_in_private_and_in_a_group(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    ada.open_link("https://t.me/kefu_coach_bot?start=join_AB-12")
    fresh = telegram.group("四班", [ada], with_bot=False)
    ada.open_link("?startgroup=class4", group=fresh)
    updates = await bot.get_updates()
    assert await heard(bot) == ["/start join_AB-12", "/start@kefu_coach_bot class4"]
    assert events(updates)[1:3] == ["my_chat_member:", "message:new_chat_members"]
    with pytest.raises(ValueError, match="1 to 64"):
        ada.open_link("?start=班级")


async def test_members_and_administrators_can_be_looked_up(
    telegram: FakeTelegram, bot: Bot, group: Group, ada: Person, bo: Person
) -> None:
    stranger = telegram.user("Cy")
    assert (await bot.get_chat(group.id)).title == "三班"
    ids = [ada.id, bo.id, stranger.id]
    found = [(await bot.get_chat_member(group.id, one)).status for one in ids]
    assert found == ["creator", "member", "left"]
    group.promote_bot("can_pin_messages")
    admins = {one.user.id: one for one in await bot.get_chat_administrators(group.id)}
    assert set(admins) == {ada.id, bot.id}
    mine = admins[bot.id]
    assert isinstance(mine, ChatMemberAdministrator)
    assert (mine.can_pin_messages, mine.can_delete_messages) == (True, False)


async def test_comings_and_goings_are_service_messages(
    telegram: FakeTelegram, bot: Bot, group: Group, bo: Person
) -> None:
    group.add(telegram.user("Cy"))
    group.remove(bo)
    assert events(await bot.get_updates())[2:] == [
        "message:new_chat_members", "message:left_chat_member",
    ]  # fmt: skip
    group.promote_bot()
    await bot.get_updates(offset=-1, allowed_updates=["chat_member"])
    group.add(bo)
    change = (await bot.get_updates())[-1].chat_member
    assert change is not None
    assert change.new_chat_member.user.id == bo.id


async def test_a_group_that_became_a_supergroup_has_a_new_id(
    bot: Bot, group: Group, ada: Person
) -> None:
    old = group.id
    await bot.get_updates(offset=-1)
    new = group.upgrade()
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [message.migrate_to_chat_id for message in messages[1:]] == [new, None]
    assert [message.migrate_from_chat_id for message in messages[1:]] == [None, old]
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(old, "x")
    assert refusal.value.migrate_to_chat_id == new
    assert (await bot.send_message(new, "x")).message_id == 2, "supergroups count by themselves"
    assert (await group.next_message()).text == "x"
    assert ada.looks(group)[-1].text == "x"


async def test_pinning_needs_the_right_in_groups(bot: Bot, group: Group, ada: Person) -> None:
    card = await bot.send_message(group.id, "今天的任务")
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group.id, card.message_id)
    group.promote_bot()
    assert await bot.pin_chat_message(group.id, card.message_id)
    assert [seen.pinned for seen in group.sees if seen.id == card.message_id] == [True]
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == card.message_id
    assert events(await bot.get_updates())[-1] == "message:pinned_message"
    assert await bot.unpin_chat_message(group.id)
    assert (await bot.get_chat(group.id)).pinned_message is None
    with pytest.raises(TelegramBadRequest, match="message to unpin not found"):
        await bot.unpin_chat_message(group.id)
    with pytest.raises(TelegramBadRequest, match="message to pin not found"):
        await bot.pin_chat_message(group.id, 999)


async def test_others_messages_are_deleted_only_with_the_right(
    bot: Bot, group: Group, ada: Person
) -> None:
    hers = ada.say("广告", group)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(group.id, hers.id)
    group.promote_bot("can_delete_messages")
    assert await bot.delete_message(group.id, hers.id)
    assert hers.deleted


async def test_left_and_deleted_groups_refuse(
    telegram: FakeTelegram, bot: Bot, group: Group, ada: Person
) -> None:
    gone = telegram.group("旧班", [ada])
    gone.delete()
    with pytest.raises(TelegramForbiddenError, match="the group chat was deleted"):
        await bot.send_message(gone.id, "x")
    assert await bot.leave_chat(group.id)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "x")
    without = telegram.group("别班", [ada], with_bot=False)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(without.id, "x")


async def test_topics_pass_through_in_forums_only(
    telegram: FakeTelegram, bot: Bot, group: Group, ada: Person
) -> None:
    forum = telegram.group("论坛", [ada], forum=True)
    sent = await bot.send_message(forum.id, "x", message_thread_id=7)
    assert sent.message_thread_id == 7
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(group.id, "x", message_thread_id=7)
