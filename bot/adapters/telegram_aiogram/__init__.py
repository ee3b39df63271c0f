"""Telegram by aiogram: send (calls, what failures mean), connect, receive (in a host)."""
