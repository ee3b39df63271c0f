"""Telegram without any SDK: what both adapters share. They bring a `Client` and nothing else.

Reading order: client, updates (what an update means), cards, sending, polling, login; then guest
and webhook, for a practice inside somebody else's bot.
"""
