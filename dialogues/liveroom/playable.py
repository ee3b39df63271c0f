"""A written live room that can be opened: the file and the ear that understands its students."""

from collections.abc import Mapping
from dataclasses import replace

from dialogues.customer import Data
from dialogues.hearing import Ear, is_penalty
from dialogues.liveroom.model import LiveRoom
from dialogues.liveroom.room import Room
from dialogues.liveroom.state import State
from dialogues.scenario import draw_values, fill
from dialogues.scripted.playable import without_false_alarms
from dialogues.transcript import Heard
from dialogues.wording import wording


class LiveShow:
    """A live room on the shelf."""

    def __init__(self, room: LiveRoom, ear: Ear) -> None:
        self.room = room
        self._plain_ear = ear
        self._spoken: dict[str, LiveShow] = {}
        self._ear = ear.with_acts(room.acts) if room.acts else ear
        red = frozenset[str]().union(*(gate.acts for gate in room.gates))
        self._kind = frozenset(a.id for a in room.acts if not is_penalty(a.id)) - red

    @property
    def id(self) -> str:
        """Stable id, as in the file."""
        return self.room.id

    @property
    def title(self) -> str:
        """Title for people."""
        return self.room.title

    @property
    def content_hash(self) -> str:
        """Hash of the file."""
        return self.room.content_hash

    def in_language(self, language: str) -> "LiveShow":
        """The same room in this language; in its own where it was not translated."""
        translation = self.room.translations.get(language)
        if translation is None:
            return self
        if language not in self._spoken:
            self._spoken[language] = LiveShow(translation, self._plain_ear)
        return self._spoken[language]

    def briefing(self, seed: str) -> str:
        """What the student is told before the show, one paragraph each."""
        values = draw_values(self.room, seed)
        colon = wording(self.room.language, "marks")["colon"]
        known = {**wording(self.room.language, "shown"), **self.room.shown}
        return "\n".join(
            f"{known.get(head, head)}{colon}{fill(text, values)}"
            for head, text in self.room.briefing
        )

    def crib(self, seed: str) -> str:
        """What stands below every board of the show with this seed."""
        return fill(self.room.crib, draw_values(self.room, seed))

    def opened(self, seed: str) -> Room:
        """The show with this seed, at its first second."""
        return Room(self.room, seed)

    def restore(self, seed: str, state: Mapping[str, Data]) -> Room:
        """The show that had this state."""
        return Room(self.room, seed, State.of(state))

    def hear(self, room: Room, text: str) -> Heard:
        """Understand what is said in the room; numbers and names in front are no part of it."""
        to = room.address(text)
        line = room.comments[to.numbers[0]].text if len(to.numbers) == 1 else ""
        heard = without_false_alarms(self._ear.hear(text[to.start :], line), self._kind)
        moved = (
            replace(act, start=act.start + to.start, end=act.end + to.start) for act in heard.acts
        )
        return replace(heard, acts=tuple(moved))
