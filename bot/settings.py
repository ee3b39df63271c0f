"""Settings of an installation, from the environment or a `.env` file; secrets stay secret."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can set; every name begins with KEFU_ in the environment."""

    model_config = SettingsConfigDict(env_prefix="KEFU_", env_file=".env", extra="ignore")

    telegram_token: SecretStr | None = Field(
        default=None, description="The bot's token, as BotFather gives it."
    )
    telegram_api: str = Field(
        default="", description="Base address of another Bot API server; empty: Telegram's own."
    )
    platform: str = Field(
        default="aiogram",
        description="Where to serve: aiogram or ptb (Telegram), or what `kefu platforms` lists.",
    )
    webhook: str = Field(
        default="", description="Public https address for Telegram to post to; empty: we ask it."
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8080", description="host:port on which posts to that address arrive."
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="Secret of the posts; empty: a new one with every start."
    )
    database: str = Field(
        default="",
        description="sqlite:///file or postgresql://user:password@host/name; empty: kefu.db.",
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
