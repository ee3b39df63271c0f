"""A student at a desk on the fake: tells customers apart by what stands before their words."""

from dataclasses import dataclass, field

from dialogues.reception.model import LETTERS, MARKS
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.seen import Seen

_MARKS = tuple(f"{mark}{letter} " for mark, letter in zip(MARKS, LETTERS, strict=True))
_FACES = ("🤬", "😠", "😐", "🙂")


def letter_of(seen: Seen) -> str:
    """The letter of the customer who says this; empty for everybody else's words."""
    marked = next((mark for mark in _MARKS if seen.text.startswith(mark)), "")
    return marked.strip()[-1:] if seen.text.removeprefix(marked).startswith(_FACES) else ""


@dataclass(slots=True)
class DeskStudent:
    """Reads who is there, and answers each in one of the three ways."""

    person: Person
    said: dict[str, list[Seen]] = field(default_factory=dict)

    def lines(self, letter: str) -> list[Seen]:
        """What this customer has said."""
        return [seen for seen in self.person.sees if seen.from_bot and letter_of(seen) == letter]

    @property
    def letters(self) -> str:
        """Everybody who has come by now."""
        came = (letter_of(seen) for seen in self.person.sees if seen.from_bot)
        return "".join(sorted({letter for letter in came if letter}))

    def reply(self, letter: str, words: str) -> None:
        """Answer this customer's newest bubble with a reply."""
        self._keep(letter, self.person.say(words, reply_to=self.lines(letter)[-1]))

    def address(self, letter: str, words: str) -> None:
        """Answer with the letter in front."""
        self._keep(letter, self.person.say(f"{letter.lower()}，{words}"))

    def choose(self, letter: str) -> None:
        """Press the customer's button on the newest message that has it."""
        for seen in reversed(self.person.sees):
            for label in (label for row in seen.buttons for label in row):
                if (
                    label.removeprefix("👉").endswith(letter)
                    and label.removeprefix("👉")[0] in MARKS
                ):
                    self.person.press(label, seen)
                    return
        raise LookupError(f"no button for {letter}")

    def type(self, letter: str, words: str) -> None:
        """Just type; the words are meant for this customer."""
        self._keep(letter, self.person.say(words))

    def _keep(self, letter: str, said: Seen) -> None:
        self.said.setdefault(letter, []).append(said)
