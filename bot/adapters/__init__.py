"""Messengers, each a thin adapter: `receive` takes its events in, `send` carries ours out."""
