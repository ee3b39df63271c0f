"""Telegram by python-telegram-bot: send (calls, what failures mean), connect, receive."""
