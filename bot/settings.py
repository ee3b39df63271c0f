"""Settings of an installation, from the environment or a `.env` file; secrets stay secret."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Adapter(StrEnum):
    """The library that speaks with Telegram; each comes with the extra of its name."""

    AIOGRAM = "aiogram"
    PTB = "ptb"


class Settings(BaseSettings):
    """What an operator can set; every name begins with KEFU_ in the environment."""

    model_config = SettingsConfigDict(env_prefix="KEFU_", env_file=".env", extra="ignore")

    telegram_token: SecretStr | None = Field(
        default=None, description="The bot's token, as BotFather gives it."
    )
    telegram_api: str = Field(
        default="", description="Base address of another Bot API server; empty: Telegram's own."
    )
    adapter: Adapter = Field(
        default=Adapter.AIOGRAM, description="Library that speaks with Telegram: aiogram or ptb."
    )
    database: str = Field(
        default="", description="Database address; empty: kefu.db in the data folder."
    )
    data: Path = Field(default=Path("data"), description="Folder for everything that is kept.")
    customers: Path | None = Field(
        default=None, description="Folder of your own customers; read again when files change."
    )
    operator: str = Field(
        default="", description="Telegram id of whoever is told when something breaks."
    )
    settle_seconds: float = Field(
        default=2.5, ge=0, le=30, description="Bubbles sent within so many seconds are one reply."
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @property
    def database_url(self) -> str:
        """Where things are stored, as a database address."""
        return self.database or f"sqlite:///{self.data / 'kefu.db'}"
