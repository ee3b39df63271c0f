"""What was seen on a messenger beside what was recorded: the same, less by necessity, or wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import ndiff
from itertools import zip_longest

from bot.conformance.performing import Performance
from bot.conformance.recording import Recording, Show, TalkMark, in_words
from bot.practice.messages import Capabilities


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something is not as recorded: at which step (from 1; 0: in the marks), and what."""

    step: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Downgrade:
    """Something is shown in another way because the platform cannot do it: where and what.

    `step` 0 means the whole talk, which is then not compared.
    """

    step: int
    lacks: str
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a performance of one recording went."""

    recording: str
    mismatches: tuple[Mismatch, ...] = ()
    downgrades: tuple[Downgrade, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything that the platform can do was as recorded."""
        return not self.mismatches

    def told(self) -> str:
        """The verdict for people: one line for each thing that was otherwise."""
        lines = [f"{'ok' if self.passed else 'NOT AS RECORDED'}  {self.recording}"]
        lines += [
            f"  {f'step {one.step}' if one.step else 'the whole'}: cannot {one.lacks}: {one.what}"
            for one in self.downgrades
        ]
        for one in self.mismatches:
            lines.append(f"  {f'step {one.step}' if one.step else 'marks'}: - recorded, + shown")
            lines += [f"    {line}" for line in _unlike(one.expected, one.found)]
        return "\n".join(lines)


def _unlike(expected: str, found: str) -> Iterator[str]:
    """The lines that only one of the two has."""
    for line in ndiff(expected.splitlines(), found.splitlines()):
        if line[0] in "-+":
            yield line


def compare(recording: Recording, performance: Performance) -> Verdict:
    """Step by step, chat by chat; then talk by talk."""
    can = performance.capabilities
    if recording.needs_edit and not can.edit:
        whole = Downgrade(0, "edit", "boards posted anew take another course")
        return Verdict(recording.name, downgrades=(whole,))
    mismatches: list[Mismatch] = []
    downgrades: list[Downgrade] = []
    steps = zip(recording.steps, performance.shows, strict=True)
    for number, (step, shown) in enumerate(steps, start=1):
        lost = [(show, lacks) for show in step.shows for lacks in _lacks(show, can)]
        downgrades += [Downgrade(number, lacks, _short(show)) for show, lacks in lost]
        mismatches += _differences(number, step.shows, shown, can)
    for expected, found in zip_longest(recording.talks, performance.talks):
        if expected != found:
            mismatches.append(Mismatch(0, _told(expected), _told(found)))
    return Verdict(recording.name, tuple(mismatches), tuple(downgrades))


def _lacks(show: Show, can: Capabilities) -> Iterator[str]:
    """What of a message a platform cannot do."""
    if show.changed and not can.edit:
        yield "edit"
    if show.buttons and not can.buttons:
        yield "show buttons"
    if show.picture and not can.pictures:
        yield "show pictures"
    if show.file and not can.files:
        yield "send files"
    if len(show.text) > can.max_text:
        yield "show so long a text"


def _differences(
    number: int, recorded: Sequence[Show], shown: Sequence[Show], can: Capabilities
) -> Iterator[Mismatch]:
    """Chats are compared one by one: in which of two chats something came first says nothing."""
    for chat in dict.fromkeys(show.chat for show in (*recorded, *shown)):
        due = [show for show in recorded if show.chat == chat]
        if any(_replaced(show, can) for show in due):
            # What stands in a picture's place, and where long words are parted, is told already.
            continue
        here = [_reduced(show, can) for show in due if can.edit or not show.changed]
        again = {show.text for show in due if show.changed and not can.edit}
        there = [_reduced(show, can) for show in shown if show.chat == chat]
        for expected, found in zip_longest(here, [s for s in there if s.text not in again]):
            if expected != found:
                yield Mismatch(number, _told(expected), _told(found))


def _replaced(show: Show, can: Capabilities) -> bool:
    missing = (show.picture and not can.pictures) or (bool(show.file) and not can.files)
    return missing or len(show.text) > can.max_text


def _reduced(show: Show, can: Capabilities) -> Show:
    """A message as far as this platform can be held to it."""
    return replace(show, buttons=show.buttons if can.buttons else ())


def _told(one: Show | TalkMark | None) -> str:
    return "nothing" if one is None else in_words(one)


def _short(show: Show) -> str:
    first = show.text.splitlines()[0] if show.text else show.file
    return f"{show.chat}: {first[:40]}"
