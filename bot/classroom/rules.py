"""A class's rules for its drills: quiet hours, pushes a day, attempts that count, the paper."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.classroom.drills import MINUTES_A_DAY

MOST_ATTEMPTS = 9
MOST_PUSHES = 20


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for every drill of a class.

    Quiet hours are minutes since midnight on the class's clock, 21:30 to 07:00 where the teacher
    said nothing; both the same: there are none. `pushes` is how often a day the class may be
    written to by itself, whoever causes it. `attempts` is how many attempts at one drill count,
    the best of them being the mark: three, so that a first mistake is no disaster and luck does
    not pay. `same_paper` gives everybody the same customer, word for word.
    """

    quiet_since: int = 21 * 60 + 30
    quiet_until: int = 7 * 60
    pushes: int = 3
    attempts: int = 3
    same_paper: bool = False
    official: bool = True
    every_day: bool = False


def quiet_minute(rules: Rules, minute: int) -> bool:
    """Whether a minute of the day lies in the quiet hours."""
    length = (rules.quiet_until - rules.quiet_since) % MINUTES_A_DAY
    return (minute - rules.quiet_since) % MINUTES_A_DAY < length


def quiet_at(rules: Rules, zone: ZoneInfo, at: datetime) -> bool:
    """Whether an instant lies in the class's quiet hours."""
    local = at.astimezone(zone)
    return quiet_minute(rules, local.hour * 60 + local.minute)


def after_quiet(rules: Rules, zone: ZoneInfo, at: datetime) -> datetime:
    """The first moment, from an instant on, that is not in the quiet hours."""
    if not quiet_at(rules, zone, at):
        return at
    local = at.astimezone(zone)
    wall = time(rules.quiet_until // 60, rules.quiet_until % 60)
    end = _instant(local.date(), wall, zone)
    return end if end > at else _instant(local.date() + timedelta(days=1), wall, zone)


def start_of_day(zone: ZoneInfo, at: datetime) -> datetime:
    """Midnight of the class's day that an instant lies in."""
    return _instant(at.astimezone(zone).date(), time(), zone)


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
