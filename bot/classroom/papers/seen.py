"""What a cell shows: numbers, dates and truths as they stand on the teacher's screen."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

NUMBER_FORMAT = re.compile(r"(?P<whole>[#0,?]*[#0?])(?:\.(?P<places>[0#?]+))?(?P<percent>%?)")
ASIDE = re.compile(r"\[[^\]]*\]|_.|\*.")
TOKEN = re.compile(r"\"([^\"]*)\"|\\(.)|(y+|m+|d+|h+|s+|a{3,4}|AM/PM|上午/下午)|(.)", re.IGNORECASE)
WEEKDAYS = "一二三四五六日"
SECONDS_AN_HOUR = 3600


def seen(value: object, form: str) -> str:
    """The text that a cell with this value and number format shows."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, datetime | date | time):
        return _moment(value, form)
    if isinstance(value, timedelta):
        hours, rest = divmod(int(value.total_seconds()), SECONDS_AN_HOUR)
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return str(value)


# --- numbers -----------------------------------------------------------------------------------


def _number(value: float, form: str) -> str:
    plain = ASIDE.sub("", form.split(";", maxsplit=1)[0])
    literal = re.sub(r"\"[^\"]*\"|\\.", lambda found: "\0" * len(found[0]), plain)
    found = NUMBER_FORMAT.search(literal)
    if found is None or plain in ("General", "@"):
        return f"{value:.12g}" if abs(value) < 1e15 else f"{value:.0f}"
    shown = _digits(value * 100 if found["percent"] else value, found)
    before, after = plain[: found.start()], plain[found.end() :]
    return f"{_bare(before)}{shown}{found['percent']}{_bare(after)}".strip()


def _digits(value: float, form: re.Match[str]) -> str:
    places = form["places"] or ""
    comma = "," if "," in form["whole"] else ""
    text = f"{value:{comma}.{len(places)}f}"
    optional = len(places) - len(places.rstrip("#?"))
    for _ in range(optional):
        text = text.removesuffix("0")
    return text.rstrip(".") if places else text


def _bare(literal: str) -> str:
    """Literal parts of a format without their quotes."""
    return re.sub(r"\"([^\"]*)\"|\\(.)", lambda m: m[1] or m[2] or "", literal)


# --- dates and times ---------------------------------------------------------------------------


def _moment(value: datetime | date | time, form: str) -> str:
    if form in ("", "General", "@"):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return "".join(_pieces(value, ASIDE.sub("", form.split(";", maxsplit=1)[0])))


def _pieces(value: datetime | date | time, form: str) -> Iterator[str]:
    found = list(TOKEN.finditer(form))
    for number, token in enumerate(found):
        quoted, escaped, letters, other = token.groups()
        if letters is None:
            yield quoted or escaped or other or ""
        else:
            yield _piece(value, letters.lower(), minutes=_is_minute(found, number))


def _is_minute(found: list[re.Match[str]], number: int) -> bool:
    """m means minutes after hours or before seconds."""
    before = next((t[3].lower() for t in reversed(found[:number]) if t[3]), "")
    after = next((t[3].lower() for t in found[number + 1 :] if t[3]), "")
    return before.startswith("h") or after.startswith("s")


def _piece(value: datetime | date | time, letters: str, *, minutes: bool) -> str:
    if letters.startswith(("am", "上")):
        return "上午" if getattr(value, "hour", 0) < 12 else "下午"
    if letters.startswith("a"):
        return f"星期{WEEKDAYS[value.weekday()]}" if isinstance(value, date) else ""
    if letters.startswith("m") and minutes:
        return _padded(getattr(value, "minute", 0), letters)
    return _FIELDS[letters[0]](value, letters)


def _padded(number: int, letters: str) -> str:
    return f"{number:02d}" if len(letters) > 1 else str(number)


def _of(name: str) -> Callable[[object, str], str]:
    return lambda value, letters: _padded(getattr(value, name, 0), letters)


def _year(value: object, letters: str) -> str:
    year = int(getattr(value, "year", 1900))
    return f"{year:04d}" if len(letters) > 2 else f"{year % 100:02d}"


_FIELDS: Mapping[str, Callable[[object, str], str]] = {
    "y": _year,
    "m": _of("month"),
    "d": _of("day"),
    "h": _of("hour"),
    "s": _of("second"),
}
