"""All comments of one show, drawn from its seed before it begins.

A wave's shares are kept exactly (by largest remainders) and only their order is drawn, so that
every seed is as hard as every other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from dialogues.liveroom.model import CHATTER, LiveRoom, Wave
from dialogues.scenario import draw_values, fill
from dialogues.seed import draw, pick
from dialogues.wording import wording


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment (弹幕): its number on the board from 1, when it comes, who says what."""

    number: int
    at: float
    nickname: str
    topic: str
    text: str


def draw_comments(room: LiveRoom, seed: str) -> tuple[Comment, ...]:
    """The comments of the show with this seed, in order of time, numbered without a gap."""
    values = draw_values(room, seed)
    names = _nicknames(room, seed)
    said: dict[str, list[int]] = {}
    coming = [
        (at, topic, "", "")
        for order, wave in enumerate(room.waves)
        for at, topic in _wave(wave, f"{seed}:wave:{order}")
    ]
    coming += [(fixed.at, fixed.topic, fixed.nickname, fixed.say) for fixed in room.fixed]
    comments = []
    for number, (at, topic, nickname, words) in enumerate(sorted(coming), 1):
        lines = room.topics[topic].asks if topic else room.chatter
        text = words or _next_line(said, seed, topic, lines)
        comments.append(Comment(number, at, nickname or next(names), topic, fill(text, values)))
    return tuple(comments)


def _wave(wave: Wave, seed: str) -> Iterator[tuple[float, str]]:
    """Moments, each somewhere in its own slice of the wave, and the topic at each."""
    number = round((wave.end - wave.start) * wave.per_minute / 60)
    slice_length = (wave.end - wave.start) / number if number else 0.0
    for place, topic in enumerate(_shuffled(_by_shares(wave.shares, number), seed)):
        offset = draw(seed, f"at:{place}", 1000) / 1000
        yield round(wave.start + (place + offset) * slice_length, 1), topic


def _by_shares(shares: Sequence[tuple[str, int]], number: int) -> list[str]:
    whole = sum(share for _, share in shares)
    counts = {topic: number * share // whole for topic, share in shares}
    remainders = sorted(shares, key=lambda pair: -(number * pair[1] % whole))
    for topic, _ in remainders[: number - sum(counts.values())]:
        counts[topic] += 1
    return [topic for topic, count in counts.items() for _ in range(count)]


def _shuffled(items: Sequence[str], seed: str) -> list[str]:
    places = sorted(range(len(items)), key=lambda place: draw(seed, f"order:{place}", 2**32))
    return [items[place] for place in places]


def _next_line(said: dict[str, list[int]], seed: str, topic: str, lines: Sequence[str]) -> str:
    """A line of the topic that was not said since all the others were."""
    fresh = said.get(topic) or list(range(len(lines)))
    index = pick(seed, f"say:{topic}:{len(fresh)}:{len(said)}", fresh)
    said[topic] = [other for other in fresh if other != index]
    return lines[index]


def _nicknames(room: LiveRoom, seed: str) -> Iterator[str]:
    """Names of viewers, none twice and none that an author has given to somebody."""
    parts: Mapping[str, Sequence[str]] = wording(room.language, "viewers")
    taken = {fixed.nickname for fixed in room.fixed}
    every = [first + second for first in parts["first"] for second in parts["second"]]
    shuffled = [name for name in _shuffled(every, f"{seed}:viewers") if name not in taken]
    yield from shuffled
    # More viewers than names: then, as everywhere on the net, a number goes behind.
    yield from (f"{name}{again}" for again in count(2) for name in shuffled)


def topics_in(room: LiveRoom) -> frozenset[str]:
    """All topics that ever come up in a show."""
    waves = {topic for wave in room.waves for topic, share in wave.shares if share}
    return frozenset((waves | {fixed.topic for fixed in room.fixed}) - {CHATTER})
