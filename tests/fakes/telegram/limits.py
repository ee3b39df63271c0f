"""The numbers of the Bot API, and the checks of keyboards that need nothing else.

Sizes are those of the public documentation and of the libraries that copy them; what counts as
too long is measured in UTF-16 code units for texts and in bytes for callback data.
"""

import re
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.errors import bad_request

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
ENTITIES = 100
BUTTONS = 100
BUTTONS_IN_ROW = 8
CALLBACK_BYTES = 64
ANSWER_CHARS = 200
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
DELETABLE_SECONDS = 48 * 3600
MESSAGE_LIFE = 24 * 3600.0
PRESS_LIFE = 150.0
START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_WEB_ADDRESS = re.compile(r"(https?://|tg://)?[^\s/]+(\.|//|localhost|:\d)\S*|tg://\S+")
_ACTIONS = frozenset(
    {
        "url", "callback_data", "web_app", "login_url", "switch_inline_query", "callback_game",
        "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "pay",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` messages in any window of `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rules:
    """What a test may loosen; None switches a limit off.

    The rates are the published guidance; Telegram keeps the exact figures to itself and tolerates
    short bursts in one chat, so code that passes here is on the safe side.
    """

    overall: Rate | None = Rate(30, 1.0)
    per_chat: Rate | None = Rate(1, 1.0)
    per_group: Rate | None = Rate(20, 60.0)
    #: Seconds in which a press must be answered; the real window is unpublished.
    answer_window: float = 15.0
    #: Repeating an offset at once is slowed down like the real server does.
    punish_repeated_offset: bool = False

    @classmethod
    def no_flood(cls) -> "Rules":
        """Everything but flood control."""
        return cls(overall=None, per_chat=None, per_group=None)


def utf16(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_inline_keyboard(rows: Any) -> None:
    """Refuse what Telegram refuses in rows of buttons under a message."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: field must be an Array of Arrays")
    total = sum(map(len, rows))
    if total > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: field "text" is empty')
    if len(_ACTIONS & button.keys()) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not _WEB_ADDRESS.fullmatch(str(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
