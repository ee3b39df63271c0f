"""`kefu platforms`: which messengers can be served here."""

import json
from dataclasses import asdict, dataclass

from bot.cli.errors import PROBLEMS
from bot.cli.speech import words
from bot.logs import configure_logs
from bot.platforms import BrokenPlatform, LibraryMissing, Offer, offers
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Row:
    """A platform: who brings it, whether `kefu run` takes it unasked, and what is in the way."""

    name: str
    package: str
    default: bool
    state: str
    hint: str = ""


def show_platforms(*, as_json: bool) -> int:
    """Print every platform; the exit code says whether a package's is broken."""
    settings = Settings()
    configure_logs(settings.log_level)
    rows = [_row(offer, settings.platform) for offer in offers().values()]
    for row in rows:
        print(json.dumps(asdict(row), ensure_ascii=False) if as_json else _line(row))
    return PROBLEMS if any(row.state == "broken" for row in rows) else 0


def _row(offer: Offer, default: str) -> Row:
    package, chosen = offer.package or "kefu-coach", offer.name == default
    try:
        offer.load()
    except LibraryMissing as error:
        return Row(offer.name, package, chosen, "missing", error.explain(words()))
    except BrokenPlatform as error:
        return Row(offer.name, package, chosen, "broken", error.explain(words()))
    return Row(offer.name, package, chosen, "installed")


def _line(row: Row) -> str:
    sign = "✓" if row.state == "installed" else "✗"
    default = words().say("cli.platforms.default") if row.default else ""
    head = f"{sign} {row.name}  ({row.package})  {default}".rstrip()
    return f"{head}\n    {row.hint}" if row.hint else head
