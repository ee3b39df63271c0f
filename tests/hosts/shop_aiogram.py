"""A small shop's bot on aiogram: it looks orders up, and knows nothing about any practice."""

from aiogram import Dispatcher, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import (
    CallbackQuery,
    ErrorEvent,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from tests.hosts.words import BROKEN, HELLO, HELP, NOT_UNDERSTOOD, WHICH_ORDER, WHICH_PHONE, found

TRACK = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="查物流", callback_data="shop:track")]]
)


class Lookup(StatesGroup):
    """Two steps: the order's number, then the end of the phone number."""

    number = State()
    phone = State()


async def hello(message: Message) -> None:
    """Whoever comes in."""
    await message.answer(HELLO)


async def help_(message: Message) -> None:
    """What the shop can do."""
    await message.answer(HELP)


async def order(message: Message, state: FSMContext) -> None:
    """Begin to look an order up."""
    await state.set_state(Lookup.number)
    await message.answer(WHICH_ORDER)


async def number(message: Message, state: FSMContext) -> None:
    """The first step."""
    await state.update_data(number=message.text)
    await state.set_state(Lookup.phone)
    await message.answer(WHICH_PHONE)


async def phone(message: Message, state: FSMContext) -> None:
    """The second step."""
    told = await state.get_data()
    await state.clear()
    await message.answer(found(told["number"], str(message.text)), reply_markup=TRACK)


async def track(query: CallbackQuery) -> None:
    """The shop's own button."""
    await query.answer("运输中")


async def crash(_message: Message) -> None:
    """A mistake in the shop's own code."""
    raise ZeroDivisionError("the shop's own mistake")


async def failed(event: ErrorEvent) -> bool:
    """The shop's error handler."""
    if event.update.message is not None:
        await event.update.message.answer(BROKEN)
    return True


async def anything(message: Message) -> None:
    """Whatever nobody understands."""
    await message.answer(NOT_UNDERSTOOD)


def dispatcher() -> Dispatcher:
    """The shop, ready to be served."""
    shop = Router(name="shop")
    shop.message.register(hello, CommandStart())
    shop.message.register(help_, Command("help"))
    shop.message.register(order, Command("order"))
    shop.message.register(crash, Command("crash"))
    shop.message.register(number, Lookup.number)
    shop.message.register(phone, Lookup.phone)
    shop.callback_query.register(track, F.data == "shop:track")
    rest = Router(name="rest")
    rest.message.register(anything, F.text, ~F.text.startswith("/"))
    made = Dispatcher()
    made.include_routers(shop, rest)
    made.error.register(failed)
    return made
