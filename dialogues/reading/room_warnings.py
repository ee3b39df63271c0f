"""The linter for live rooms: what can be played but was probably not meant (D2xx)."""

from collections.abc import Iterator

from dialogues.hearing import built_in
from dialogues.liveroom.comments import topics_in
from dialogues.liveroom.model import LiveRoom
from dialogues.liveroom.playable import LiveShow
from dialogues.reading.doubts import Finding
from dialogues.reading.names import Names
from dialogues.reading.tree import Table
from dialogues.reading.warnings import deaf, place, unused


def warn_of_room(room: LiveRoom, tree: Table, names: Names) -> None:
    """Note every warning that the author has not silenced with 放行."""
    for code, section, name, words in _findings(room, names):
        if code not in room.allowed:
            names.notes.add(code, place(tree, section, name), **words)


def _findings(room: LiveRoom, names: Names) -> Iterator[Finding]:
    yield from unused(names)
    yield from _unplayed(room)
    show, opened = LiveShow(room, built_in()), LiveShow(room, built_in()).opened("lint")
    red = frozenset[str]().union(*(gate.acts for gate in room.gates))
    yield from deaf(room.acts, lambda said: show.hear(opened, said).ids, red)
    if not room.tests:
        yield "D208", "", "", {}


def _unplayed(room: LiveRoom) -> Iterator[Finding]:
    coming = topics_in(room)
    for topic in room.topics.values():
        if topic.name not in coming:
            yield "D230", "topics", topic.name, {"found": topic.name}
        if not topic.block and not room.example(topic.name):
            yield "D231", "topics", topic.name, {"found": topic.name}
