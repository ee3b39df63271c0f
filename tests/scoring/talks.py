"""Talks for the examiner's tests, written down by hand."""

from datetime import UTC, datetime, timedelta

from dialogues.transcript import Act, Felt, Heard, Stamp, Transcript, Utterance, Voice

START = datetime(2026, 11, 23, 10, 0, 0, tzinfo=UTC)


def at(clock: str, precision: float = 1.0) -> Stamp:
    """A stamp on the day of the tests: `10:10:15` or `10:10:15.500`."""
    return Stamp(datetime.fromisoformat(f"2026-11-23T{clock}+08:00"), precision=precision)


def after(seconds: float, precision: float = 1.0) -> Stamp:
    """A stamp so many seconds after the start of the talk."""
    return Stamp(START + timedelta(seconds=seconds), precision=precision)


def act(text: str, name: str, words: str = "") -> Act:
    """An act heard in these words of the text, or in all of it."""
    quote = words or text
    start = text.index(quote)
    return Act(name, start, start + len(quote), quote, "test")


def heard(text: str, *acts: str, courtesy: int = 50) -> Heard:
    """The text heard as these acts; `name=words` says in which words."""
    parts = (each.partition("=") for each in acts)
    return Heard(tuple(act(text, name, words) for name, _, words in parts), courtesy)


class Talking:
    """Builds a talk line by line; every line is numbered as an event."""

    def __init__(self, upset: bool | None = None) -> None:
        self.upset = upset
        self.said: list[Utterance] = []
        self.moods: tuple[Felt, ...] = ()

    def customer(self, text: str, stamp: Stamp | float | None = None, name: str = "") -> "Talking":
        return self._say(Voice.CUSTOMER, text, stamp, None, name)

    def student(
        self,
        text: str,
        stamp: Stamp | float | None = None,
        *acts: str,
        courtesy: int = 50,
        to: str = "",
    ) -> "Talking":
        found = heard(text, *acts, courtesy=courtesy)
        return self._say(Voice.STUDENT, text, stamp, found, to)

    def unheard(self, text: str, stamp: Stamp | float | None = None) -> "Talking":
        return self._say(Voice.STUDENT, text, stamp, None, "")

    def auto(self, text: str, stamp: Stamp | float | None = None) -> "Talking":
        return self._say(Voice.AUTO, text, stamp, None, "")

    def _say(
        self, voice: Voice, text: str, stamp: Stamp | float | None, found: Heard | None, name: str
    ) -> "Talking":
        exact = after(stamp) if isinstance(stamp, (int, float)) else stamp
        self.said.append(Utterance(len(self.said), voice, text, exact, found, name))
        return self

    def over(self, **rest: object) -> Transcript:
        return Transcript("test", tuple(self.said), upset=self.upset, **rest)  # type: ignore[arg-type]
