"""The 剧本卡 of a live room or a reception: who comes when, what answers it, what it is worth."""

from collections.abc import Iterable, Iterator

from bot.authoring.card import Card, Part, Row, Sheet
from dialogues.liveroom import LiveRoom
from dialogues.liveroom.model import CHATTER, Topic, Wave
from dialogues.reception import Guests
from dialogues.reception.model import LETTERS, Surge, mark_of
from locales.catalogue import Catalogue


class RoomWriter(Sheet):
    """Writes the card of one live room in the words of one language."""

    def __init__(self, room: LiveRoom, words: Catalogue) -> None:
        super().__init__(words)
        self._room = room

    def card(self) -> Card:
        """The whole card; parts that the file leaves empty are left out."""
        room = self._room
        before = (
            self.part("briefing", "", (Row(pair) for pair in room.briefing)),
            self.part("topics", "topic asks answered limit", map(self._topic, self._topics())),
            self.part("atmosphere", "", self.pairs(self._atmosphere())),
        )
        after = (
            self.part("fixed", "moment topic says", self._fixed()),
            self.part("rubric", "criterion weight looks_at", self._rubric()),
            self.part("robots", "student works expected", self._robots()),
        )
        tags = self.tags(room.id, room.difficulty, room.lasts, room.skills)
        waves = self.part("waves", "moment per_minute mixture", map(self._wave, room.waves))
        return Card(room.title, tags, filled(before), waves, filled(after))

    def _topics(self) -> Iterable[Topic]:
        return self._room.topics.values()

    def _topic(self, topic: Topic) -> Row:
        answered = [self.say("block")] if topic.block else [self.acts(topic.answered_by)]
        example = self._room.example(topic.name)
        answered += [self.say("for_example", words=example)] if example else []
        answered += [self.say("by_name")] if topic.by_name else []
        worth = self.say("worth", worth=topic.worth)
        name = topic.name if topic.shared else f"{topic.name}\n{self.say('one_by_one')}"
        limit = f"{self.time(topic.limit)}\n{worth}"
        return Row((name, "\n".join(topic.asks), "\n".join(answered), limit))

    def _wave(self, wave: Wave) -> Row:
        shares = "、".join(
            f"{self.say('chatter') if name == CHATTER else name} {share}"
            for name, share in wave.shares
        )
        span = f"{self.time(wave.start)} – {self.time(wave.end)}"
        return Row((span, str(wave.per_minute), shares))

    def _fixed(self) -> Iterator[Row]:
        for one in self._room.fixed:
            yield Row((self.time(one.at), one.topic, f"{one.nickname}：{one.say}"))

    def _atmosphere(self) -> Iterator[tuple[str, str]]:
        mood = self._room.atmosphere
        yield "starts_at", str(mood.start)
        moves = {"answered_one": mood.answered, "overdue": mood.overdue}
        moves |= {"grave_overdue": mood.grave_overdue, "rude": mood.rude}
        yield from ((key, f"{by:+d}") for key, by in moves.items())
        yield "blows_up", str(mood.blow_up)

    def _rubric(self) -> Iterator[Row]:
        for row in self._room.rubric:
            yield Row((row.name, f"{row.weight:g}", "、".join(sorted(row.topics))))
        for gate in self._room.gates:
            cap = self.say("cap", cap=gate.cap)
            yield Row((self.say("gate"), cap, self.acts(gate.acts)), "bad")

    def _robots(self) -> Iterator[Row]:
        for test in self._room.tests:
            order = "urgent_first" if test.habit.urgent_first else "as_they_come"
            works = f"{self.every(test.habit.every)}\n{self.say(order)}"
            ends = (
                [self.say("ends", ending="、".join(sorted(test.endings)))] if test.endings else []
            )
            yield Row((test.name, works, "\n".join([*ends, *self.expected(test.mark)])))


class DeskWriter(Sheet):
    """Writes the card of one reception in the words of one language."""

    def __init__(self, guests: Guests, words: Catalogue) -> None:
        super().__init__(words)
        self._desk = guests.reception
        self._titles = {name: one.title for name, one in guests.scenarios.items()}

    def card(self) -> Card:
        """The whole card; parts that the file leaves empty are left out."""
        desk = self._desk
        before = (
            self.part("briefing", "", (Row(pair) for pair in desk.briefing)),
            self.part("desk", "", self.pairs(self._limits())),
        )
        after = (
            self.part("curve", "moment more_customers", self._surges()),
            self.part("may_come", "", self._may_come()),
            self.part("robots", "student works expected", self._robots()),
        )
        tags = self.tags(desk.id, desk.difficulty, desk.time_limit, desk.skills)
        arrivals = self.part("arrivals", "moment customer weight", self._arrivals())
        return Card(desk.title, tags, filled(before), arrivals, filled(after))

    def _limits(self) -> Iterator[tuple[str, str]]:
        yield "at_once", str(self._desk.at_once)
        yield "lets_in_for", self.time(self._desk.lasts)

    def _arrivals(self) -> Iterator[Row]:
        for letter, one in zip(LETTERS, self._desk.fixed, strict=False):
            who = f"{mark_of(letter)} {self._titles[one.scenario]}"
            yield Row((self.time(one.at), who, str(one.weight)))

    def _surges(self) -> Iterator[Row]:
        curve = self._desk.curve
        if curve is None:
            return
        usual = self.say("customers_a_minute", number=f"{curve.per_minute:g}")
        yield Row((self.say("usually"), usual))
        yield from map(self._surge, curve.surges)

    def _surge(self, surge: Surge) -> Row:
        low, high = surge.rise
        span = f"{self.time(surge.start)} – {self.time(surge.end)}"
        return Row((span, f"+{low}–{high} %"))

    def _may_come(self) -> Iterator[Row]:
        drawn = self._desk.curve.customers if self._desk.curve else ()
        for name in dict.fromkeys(drawn):
            yield Row((name, self._titles[name]))

    def _robots(self) -> Iterator[Row]:
        for test in self._desk.tests:
            order = "longest_first" if test.habit.longest_first else "as_they_come"
            works = f"{self.every(test.habit.every)}\n{self.say(order)}"
            yield Row((test.name, works, "\n".join(self.expected(test.mark))))


def filled(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts in which something stands."""
    return tuple(part for part in parts if part.rows)
