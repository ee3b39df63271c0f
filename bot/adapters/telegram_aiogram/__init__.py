"""Telegram by aiogram. Reading order: updates (what an update means), receive, cards, send."""
