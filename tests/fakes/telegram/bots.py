"""A bot account: its token, its updates, its limits, its direct chats."""

from dataclasses import dataclass, field

from tests.fakes.telegram.chats import Account, Chat, Json
from tests.fakes.telegram.flood import FloodControl
from tests.fakes.telegram.updates import LongPoll, UpdateQueue
from tests.fakes.telegram.webhooks import Webhook


@dataclass(slots=True, eq=False)
class Press:
    """A pressed button and what the bot answered to it."""

    id: str
    by: Account
    at: float
    answer: str | None = None
    alert: bool = False
    url: str = ""

    @property
    def answered(self) -> bool:
        """Whether the little clock on the button is gone."""
        return self.answer is not None


@dataclass(slots=True, eq=False)
class BotAccount:
    """Everything Telegram keeps for one token."""

    token: str
    username: str
    name: str
    queue: UpdateQueue
    poll: LongPoll
    flood: FloodControl
    privacy: bool = True
    webhook: Webhook | None = None
    webhook_set_at: float = float("-inf")
    chats: dict[int, Chat] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The part of the token before the colon."""
        return int(self.token.partition(":")[0])

    def wire(self) -> Json:
        """The `User` object that others see."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }
