"""How our messages look on Telegram: inline keyboards, and text within its limit."""

from typing import Any

from bot.practice.messages import Button

MAX_TEXT = 4096
"""UTF-16 units of one message, as Telegram counts."""

MAX_CAPTION = 1024
"""UTF-16 units below a picture or a file."""


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> dict[str, Any] | None:
    """Buttons as an inline keyboard; None where there are none."""
    if not rows:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def clip(text: str, limit: int = MAX_TEXT) -> str:
    """Text of at most so many UTF-16 units, cut at a whole character."""
    units = text.encode("utf-16-le")
    if len(units) <= limit * 2:
        return text
    return units[: (limit - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _button(button: Button) -> dict[str, str]:
    target = {"url": button.url} if button.url else {"callback_data": button.payload}
    return {"text": button.label, **target}
