"""A small shop's bot on python-telegram-bot: it knows nothing about any practice."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from tests.hosts.words import BROKEN, HELLO, HELP, NOT_UNDERSTOOD, WHICH_ORDER, WHICH_PHONE, found

Context = ContextTypes.DEFAULT_TYPE
NUMBER, PHONE = range(2)
TRACK = InlineKeyboardMarkup([[InlineKeyboardButton("查物流", callback_data="shop:track")]])


async def hello(update: Update, _context: Context) -> None:
    """Whoever comes in."""
    assert update.message is not None
    await update.message.reply_text(HELLO)


async def help_(update: Update, _context: Context) -> None:
    """What the shop can do."""
    assert update.message is not None
    await update.message.reply_text(HELP)


async def order(update: Update, _context: Context) -> int:
    """Begin to look an order up."""
    assert update.message is not None
    await update.message.reply_text(WHICH_ORDER)
    return NUMBER


async def number(update: Update, context: Context) -> int:
    """The first step."""
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["number"] = update.message.text
    await update.message.reply_text(WHICH_PHONE)
    return PHONE


async def phone(update: Update, context: Context) -> int:
    """The second step."""
    assert update.message is not None
    assert context.user_data is not None
    told = found(context.user_data["number"], str(update.message.text))
    await update.message.reply_text(told, reply_markup=TRACK)
    return ConversationHandler.END


async def track(update: Update, _context: Context) -> None:
    """The shop's own button."""
    assert update.callback_query is not None
    await update.callback_query.answer("运输中")


async def crash(_update: Update, _context: Context) -> None:
    """A mistake in the shop's own code."""
    raise ZeroDivisionError("the shop's own mistake")


async def failed(update: object, _context: Context) -> None:
    """The shop's error handler."""
    if isinstance(update, Update) and update.message is not None:
        await update.message.reply_text(BROKEN)


async def anything(update: Update, _context: Context) -> None:
    """Whatever nobody understands."""
    assert update.message is not None
    await update.message.reply_text(NOT_UNDERSTOOD)


def application(token: str, api: str, **more: Any) -> Application[Any, Any, Any, Any, Any, Any]:
    """The shop, ready to be served; `more` goes to the builder."""
    builder = Application.builder().token(token).base_url(f"{api}/bot")
    for name, value in more.items():
        builder = getattr(builder, name)(value)
    made = builder.build()
    words = filters.TEXT & ~filters.COMMAND
    made.add_handler(CommandHandler("start", hello))
    made.add_handler(CommandHandler("help", help_))
    made.add_handler(CommandHandler("crash", crash))
    made.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("order", order)],
            states={
                NUMBER: [MessageHandler(words, number)],
                PHONE: [MessageHandler(words, phone)],
            },
            fallbacks=[],
        )
    )
    made.add_handler(CallbackQueryHandler(track, pattern="^shop:"))
    made.add_handler(MessageHandler(words, anything))
    made.add_error_handler(failed)
    return made
