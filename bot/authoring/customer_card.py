"""The 剧本卡 of one customer: what its file says, in the order in which a mentor reads it."""

from collections.abc import Iterator

from bot.authoring.card import Card, Part, Row, Sheet, bound_text
from bot.authoring.diagram import moves
from dialogues.hearing import act_name
from dialogues.scenario import (
    TIME_UP,
    Criterion,
    Fact,
    Office,
    Rule,
    Scenario,
    SelfTest,
    Silence,
    Step,
)
from locales.catalogue import Catalogue


class CustomerWriter(Sheet):
    """Writes the card of one scenario in the words of one language."""

    def __init__(self, scenario: Scenario, words: Catalogue) -> None:
        super().__init__(words)
        self._scenario = scenario

    def card(self) -> Card:
        """The whole card; parts that the file leaves empty are left out."""
        before = (p for p in (*self._people(), *self._knowledge()) if p.rows)
        after = (p for p in (*self._plot(), *self._marks()) if p.rows)
        one = self._scenario
        tags = self.tags(one.id, one.difficulty, one.time_limit, one.skills)
        return Card(one.title, tags, tuple(before), self._stages(), tuple(after))

    def _stages(self) -> Part:
        """Where each stage leads, in words."""
        leads: dict[str, list[str]] = {stage: [] for stage in self._scenario.stages}
        for move in moves(self._scenario, self._words.text("cli.preview.by_fact")):
            source, target = (self._scenario.stages[n] for n in (move.source, move.target))
            leads[source].append(f"→ {target}：{'、'.join(move.labels)}")
        rows = (Row((stage, "\n".join(lines))) for stage, lines in leads.items())
        return self.part("diagram", "", rows)

    # --- who -----------------------------------------------------------------------------------

    def _people(self) -> Iterator[Part]:
        scenario, persona = self._scenario, self._scenario.persona
        yield self.part("briefing", "", (Row(pair) for pair in scenario.briefing))
        about = [("name", persona.name), ("portrait", persona.portrait)]
        about.append(("openings", "\n".join(persona.openings)))
        yield self.part("customer", "", self.pairs(about))
        hidden = [("wants", persona.wants), ("truth", persona.truth)]
        yield self.part("hidden", "", self.pairs(hidden), secret=True)
        yield self.part("single_variants", "", self._single_variants())
        for group, rows in scenario.variants:
            heads = tuple(rows[0])
            cells = tuple(Row(tuple(row.get(head, "") for head in heads)) for row in rows)
            if len(heads) > 1:
                yield Part(self.say("variants", group=group), heads, cells)
        yield self.part("mood", "", self.pairs(self._mood()))

    def _single_variants(self) -> Iterator[Row]:
        for group, rows in self._scenario.variants:
            if len(rows[0]) == 1:
                yield Row((group, "、".join(value for row in rows for value in row.values())))

    def _mood(self) -> Iterator[tuple[str, str]]:
        mood = self._scenario.mood
        yield "anger", str(mood.anger)
        yield "bands", "\n".join(f"{b.name} {b.low}–{b.high}" for b in mood.bands)
        ordered = sorted(mood.changes, key=lambda change: change.by)
        yield "calms", "、".join(f"{self._act(c.word)} {c.by}" for c in ordered if c.by < 0)
        yield "angers", "、".join(f"{self._act(c.word)} +{c.by}" for c in ordered if c.by > 0)
        waiting = mood.waiting
        if waiting:
            grace, every = self.time(waiting.grace), self.time(waiting.every)
            text = self.say(
                "waiting_text", grace=grace, every=every, add=waiting.add, cap=waiting.cap
            )
            yield "waiting", text

    # --- what ----------------------------------------------------------------------------------

    def _knowledge(self) -> Iterator[Part]:
        scenario, office = self._scenario, self._scenario.office
        yield self.part("facts", "fact asked told then", map(self._fact, scenario.facts))
        yield self.part("office", "", self._office(office))

    def _office(self, office: Office) -> Iterator[Row]:
        """Tools, limits and records; one line a record, since records of a table differ."""
        limits = (("coupon_limit", office.coupon_limit), ("refund_limit", office.refund_limit))
        texts = [(key, f"{limit:g}") for key, limit in limits if limit is not None]
        should_be = "\n".join(condition.words for condition in office.should_be)
        settings = [("tools", "、".join(office.tools)), *texts, ("should_be", should_be)]
        yield from self.pairs(settings)
        for table, records in office.tables.items():
            lines = ("，".join(f"{field} {cell}" for field, cell in r.items()) for r in records)
            yield Row((table, "\n".join(lines)))

    def _fact(self, fact: Fact) -> Row:
        name = fact.name + (f"\n{self.say('required')}" if fact.required else "")
        asked = [self.acts(fact.asked_by), *(condition.words for condition in fact.when)]
        then = [self.say("moves", stage=fact.move_to)] if fact.move_to else []
        then += [self.say("again", line=line) for line in fact.again]
        then += [self._anger(fact.again_anger)] if fact.again_anger else []
        return Row((name, "\n".join(asked), "\n".join(fact.say), "\n".join(then)))

    # --- how -----------------------------------------------------------------------------------

    def _plot(self) -> Iterator[Part]:
        scenario = self._scenario
        yield self.part("rules", "rule heard says then", map(self._rule, scenario.rules))
        resolutions = (
            Row((r.name, "\n".join(c.words for c in r.needs), "\n".join(r.refusal)))
            for r in scenario.resolutions
        )
        yield self.part("resolutions", "resolution needs refusal", resolutions)
        endings = (
            Row(
                (
                    ending.name,
                    self.say("success" if ending.success else "failure")
                    + (f" {'★' * ending.satisfaction}" if ending.satisfaction else ""),
                    "\n".join(self.causes(ending.name)),
                    "\n".join(ending.say),
                ),
                tone="good" if ending.success else "bad",
            )
            for ending in scenario.endings
        )
        yield self.part("endings", "ending result comes_by says", endings)
        yield self.part("silences", "silence says then", map(self._silence, scenario.silences))
        talk = [(band, "\n".join(lines)) for band, lines in scenario.small_talk.items()]
        rest = [(self.say("puzzled"), "\n".join(scenario.puzzled))]
        rest.append((self.say("parroted"), "\n".join(scenario.parroted)))
        yield self.part("small_talk", "", (Row(pair) for pair in (*talk, *rest) if pair[1]))

    def _rule(self, rule: Rule) -> Row:
        name = rule.name + (f"\n{'、'.join(self._in_order(rule.stages))}" if rule.stages else "")
        heard = [self.acts(rule.heard)] if rule.heard else []
        heard += [self.say("mentions", words="、".join(rule.words))] if rule.words else []
        heard += [condition.words for condition in rule.when]
        then = [self._anger(rule.anger)] if rule.anger else []
        then += [self.say("agrees", resolution=rule.agree)] if rule.agree else []
        then += [self.say("moves", stage=rule.move_to)] if rule.move_to else []
        then += [self.say("ends", ending=rule.ending)] if rule.ending else []
        return Row((name, "\n".join(heard), "\n".join(rule.say), "\n".join(then)))

    def _silence(self, silence: Silence) -> Row:
        where = "、".join(self._in_order(silence.stages))
        after = self.time(silence.after) + (f"\n{where}" if where else "")
        then = [self._anger(silence.anger)] if silence.anger else []
        then += [self.say("ends", ending=silence.ending)] if silence.ending else []
        return Row((after, "\n".join(silence.say), "\n".join(then)))

    def causes(self, ending: str) -> Iterator[str]:
        """What brings an ending about: rules, silence, conditions."""
        scenario = self._scenario
        yield from (self.say("by_rule", rule=r.name) for r in scenario.rules if r.ending == ending)
        for silence in scenario.silences:
            if silence.ending == ending:
                yield self.say("by_silence", time=self.time(silence.after))
        if ending == TIME_UP and scenario.time_limit:
            yield self.say("time_limit", time=self.time(scenario.time_limit))
        when = scenario.ending(ending).when
        if when:
            yield "，".join(condition.words for condition in when)

    # --- marks and tests -----------------------------------------------------------------------

    def _marks(self) -> Iterator[Part]:
        rubric = self._scenario.rubric
        rows = [
            Row((row.name, f"{row.weight:g}", "\n".join(self._criterion(row))))
            for row in rubric.criteria
        ]
        rows += [
            Row((self.say("gate"), self.say("cap", cap=gate.cap), self.acts(gate.acts)), "bad")
            for gate in rubric.gates
        ]
        yield self.part("rubric", "criterion weight looks_at", rows)
        for test in self._scenario.tests:
            yield self._test(test)

    def _criterion(self, row: Criterion) -> Iterator[str]:
        yield from (condition.words for condition in row.done)
        yield from (f"{ending} {mark}" for ending, mark in row.endings.items())

    def _test(self, test: SelfTest) -> Part:
        expected = (
            [self.say("ends", ending="、".join(sorted(test.endings)))] if test.endings else []
        )
        expected += self.expected(test.mark)
        heads = tuple(self.say(head) for head in ("student", "takes", "expected"))
        rows = tuple(map(self._step, test.steps))
        return Part(self.say("test", name=test.name), heads, rows, note="，".join(expected))

    def _step(self, step: Step) -> Row:
        said = step.student or (f"[{step.tool}]" if step.tool else self.say("says_nothing"))
        expected = [self.acts(acts) for acts in step.hears]
        expected += [step.stage] if step.stage else []
        expected += [f"{self.say('anger')} {bound_text(step.anger)}"] if step.anger else []
        return Row((said, "" if step.tool else self.time(step.takes), "，".join(expected)))

    # --- words ---------------------------------------------------------------------------------

    def _act(self, word: str) -> str:
        return act_name(word, self._words.language)

    def _in_order(self, stages: frozenset[str]) -> list[str]:
        return [stage for stage in self._scenario.stages if stage in stages]

    def _anger(self, by: int) -> str:
        return f"{self.say('anger')} {by:+d}"
