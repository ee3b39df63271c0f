"""A customer that follows its file. The order of the steps is told in `dialogues/README.md`.

Silence is counted from the delivery of the last line before it began: `waited`, as the caller
passes it to `tick` and `hear`, and `wake_after`, as it comes back, are on that one count. What
the customer says into the silence does not start it anew; the student's next word does.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from dialogues.backoffice import Desk
from dialogues.condition import all_hold, mentions, missing
from dialogues.customer import Data, Reaction, ToolAnswer
from dialogues.hearing import act_name, resolve_act
from dialogues.scenario import Fact, Rule, Scenario, Silence, draw_values, fill
from dialogues.scripted.lines import choose_line
from dialogues.scripted.moment import Moment, Present
from dialogues.scripted.mood import changes_heard, clamp, effect
from dialogues.scripted.sanity import Listened, bad_acts, listen, plain, trace
from dialogues.scripted.state import State
from dialogues.transcript import Ended, Heard

ODDITY_ANGER = 6
PUZZLED_ANGER = 4
PUZZLED_BEFORE_HINT = 3
RUDE = resolve_act("粗鲁")


class ScriptedCustomer:
    """A persona alive in one attempt."""

    def __init__(self, scenario: Scenario, seed: str, state: State | None = None) -> None:
        self._scenario = scenario
        self._seed = seed
        self._values = draw_values(scenario, seed)
        self._state = state or State(scenario.mood.anger, scenario.stages[0])
        self._present = Present(self._state)
        self._holds = partial(all_hold, situation=self._present)
        self._amiss = bad_acts(scenario)

    @property
    def name(self) -> str:
        """What the customer is called."""
        return fill(self._scenario.persona.name, self._values)

    @property
    def tools(self) -> tuple[str, ...]:
        """Names of the back-office tools that the student may use here."""
        return self._scenario.office.tools

    def snapshot(self) -> Mapping[str, Data]:
        """All of the customer's changing state."""
        return self._state.to_data()

    # --- what happens to the customer --------------------------------------------------------

    def open(self) -> Reaction:
        """The first line of the talk."""
        moment = self._moment()
        self._say(moment, "开场", self._scenario.persona.openings)
        return self._finish(moment)

    def hear(self, reply: str, heard: Heard, waited: float | None) -> Reaction:
        """React to one utterance, `waited` seconds after the silence began (None: unmeasured).

        A customer whose talk is over repeats its ending and says nothing.
        """
        moment = self._moment(waited)
        if moment.ended:
            return self._finish(moment)
        self._state.rounds += 1
        self._have_waited(moment)
        listened = listen(reply, heard, self._amiss, self._state.replies)
        self._remember(reply, listened)
        self._feel(moment, listened)
        self._end_by_itself(moment)
        if not moment.ended:
            self._answer(moment, listened)
            self._end_by_itself(moment)
        return self._finish(moment)

    def tick(self, waited: float) -> Reaction:
        """Nothing was said for `waited` seconds since the silence began.

        Late ticks catch up: every threshold passed is felt, only the last one is voiced.
        """
        moment = self._moment(waited)
        if not moment.ended:
            self._fall_silent(moment, waited)
            self._end_by_itself(moment)
        return self._finish(moment)

    def use(self, tool: str, argument: str) -> ToolAnswer:
        """The student operates the back office; the customer does not see it."""
        desk = Desk(self._scenario.office, self._values, self._state.coupons)
        answer = desk.use(tool, argument)
        if answer.ok:
            self._state.used.append(answer.tool)
            self._state.coupons += answer.coupon
            self._state.effects += [answer.effect] if answer.effect else []
        return ToolAnswer(answer.text, answer.ok)

    # --- waiting -----------------------------------------------------------------------------

    def _have_waited(self, moment: Moment) -> None:
        waited, waiting = moment.waited, self._scenario.mood.waiting
        if waited is not None:
            # A threshold that nobody ticked is felt all the same, but it is too late for words.
            missed = sum(silence.anger for silence in self._due(waited))
            self._anger(moment, missed + (waiting.anger(waited) if waiting else 0), "让客户等了")
        self._state.silences = 0

    def _fall_silent(self, moment: Moment, waited: float) -> None:
        due = self._due(waited)
        for silence in due:
            self._state.silences += 1
            moment.rule = f"沉默 {silence.after:g} 秒"
            self._anger(moment, silence.anger, moment.rule)
            if silence is due[-1] or silence.ending:
                self._say(moment, moment.rule, silence.say)
            if silence.ending:
                self._end(moment, silence.ending)
                return

    def _due(self, waited: float) -> list[Silence]:
        return [silence for silence in self._thresholds() if silence.after <= waited]

    def _thresholds(self) -> list[Silence]:
        """Those of this stage that have not fired since the student last spoke."""
        stage = self._state.stage
        here = [s for s in self._scenario.silences if not s.stages or stage in s.stages]
        return here[self._state.silences :]

    def _next_threshold(self) -> float | None:
        return next((silence.after for silence in self._thresholds()), None)

    # --- hearing and feeling -----------------------------------------------------------------

    def _remember(self, reply: str, listened: Listened) -> None:
        state = self._state
        state.replies.append(trace(reply))
        state.heard += [act for act in listened.acts if act not in state.heard]
        if not listened.oddity:
            for words in sorted(self._scenario.mentionables - set(state.mentioned)):
                if self._mentions(words, listened):
                    state.mentioned.append(words)

    def _mentions(self, words: str, listened: Listened) -> bool:
        return mentions(plain(fill(words, self._values)), (listened.said,))

    def _feel(self, moment: Moment, listened: Listened) -> None:
        mood, felt = self._scenario.mood, self._state.kindnesses
        if listened.oddity:
            self._anger(moment, ODDITY_ANGER, listened.oddity)
        for change in changes_heard(mood, listened):
            times = felt.get(change.word, 0)
            felt[change.word] = times + 1
            self._anger(moment, effect(change, times, mood.decay), change.word)

    def _anger(self, moment: Moment, by: int, reason: str) -> None:
        if by:
            self._state.anger = clamp(self._state.anger + by)
            moment.why.append(f"{reason} {by:+d}")

    # --- answering ---------------------------------------------------------------------------

    def _answer(self, moment: Moment, listened: Listened) -> None:
        self._tell(moment, listened)
        rule = self._choose(listened)
        if rule:
            self._play(moment, rule, listened)
        elif not moment.lines:
            self._otherwise(moment, listened)
        if listened.acts:
            self._state.puzzled = 0

    def _tell(self, moment: Moment, listened: Listened) -> None:
        """Ask and you are told: before rules and independently of them, unless you were rude."""
        if not RUDE.isdisjoint(listened.bad):
            return
        asked = [
            fact
            for fact in self._scenario.facts
            if not fact.asked_by.isdisjoint(listened.acts) and self._holds(fact.when)
        ]
        fresh = [fact for fact in asked if fact.name not in self._state.known]
        for fact in fresh:
            self._state.known.append(fact.name)
            moment.told.append(fact.name)
            self._say(moment, f"信息 {fact.name}", fact.say)
            self._move(fact.move_to)
        if not fresh:
            self._tell_again(moment, asked)

    def _tell_again(self, moment: Moment, asked: Sequence[Fact]) -> None:
        for fact in asked:
            self._say(moment, f"再问 {fact.name}", fact.again)
            self._anger(moment, fact.again_anger if fact.again else 0, f"再问 {fact.name}")

    def _choose(self, listened: Listened) -> Rule | None:
        """Bad remarks first, then the most specific, then the least used, then file order."""
        bad = frozenset(listened.bad)
        fitting = [rule for rule in self._scenario.rules if self._fits(rule, listened)]
        if not fitting:
            return None
        return min(
            fitting,
            key=lambda rule: (
                bad.isdisjoint(rule.heard),
                -rule.weight,
                self._state.fired.get(rule.name, 0),
            ),
        )

    def _fits(self, rule: Rule, listened: Listened) -> bool:
        if rule.heard and rule.heard.isdisjoint(listened.acts):
            return False
        if rule.words and not any(self._mentions(words, listened) for words in rule.words):
            return False
        if rule.stages and self._state.stage not in rule.stages:
            return False
        return self._holds(rule.when) and (not self._lacking(rule) or bool(self._refusal(rule)))

    def _play(self, moment: Moment, rule: Rule, listened: Listened) -> None:
        self._state.fired[rule.name] = self._state.fired.get(rule.name, 0) + 1
        moment.rule = rule.name
        moment.why += [self._because(rule, listened)]
        lacking = self._lacking(rule)
        if lacking:
            moment.why.append("还没做到：" + "、".join(lacking))
            self._say(moment, f"方案 {rule.agree}", self._refusal(rule))
            return
        self._say(moment, f"规则 {rule.name}", rule.say)
        self._anger(moment, rule.anger, rule.name)
        self._move(rule.move_to)
        if rule.agree:
            moment.agreed.append(rule.agree)
            self._state.agreed.append(rule.agree)
        if rule.ending:
            self._end(moment, rule.ending)

    def _lacking(self, rule: Rule) -> tuple[str, ...]:
        wanted = next((r for r in self._scenario.resolutions if r.name == rule.agree), None)
        return missing(wanted.needs, self._present) if wanted else ()

    def _refusal(self, rule: Rule) -> tuple[str, ...]:
        return next(r.refusal for r in self._scenario.resolutions if r.name == rule.agree)

    def _because(self, rule: Rule, listened: Listened) -> str:
        heard = [act_name(act) for act in listened.acts if act in rule.heard]
        parts = ["听到 " + "、".join(heard)] if heard else []
        parts += ["说到 " + "、".join(rule.words)] if rule.words else []
        parts += [f"阶段 {self._state.stage}"] if rule.stages else []
        parts += [condition.words for condition in rule.when]
        return fill("，".join(parts), self._values)

    def _otherwise(self, moment: Moment, listened: Listened) -> None:
        if listened.oddity:
            moment.rule = listened.oddity
            lines = self._scenario.parroted or self._scenario.puzzled
            self._say(moment, "复读", lines)
        elif listened.acts:
            band = self._scenario.mood.band(self._state.anger)
            moment.rule = f"接话 {band}"
            self._say(moment, moment.rule, self._scenario.small_talk[band])
        else:
            self._puzzle(moment)

    def _puzzle(self, moment: Moment) -> None:
        moment.rule = "听不懂"
        self._anger(moment, PUZZLED_ANGER, "听不懂")
        self._say(moment, "听不懂", self._scenario.puzzled)
        self._state.puzzled += 1
        moment.hint = self._state.puzzled % PUZZLED_BEFORE_HINT == 0

    # --- moving on ---------------------------------------------------------------------------

    def _move(self, stage: str) -> None:
        self._state.stage = stage or self._state.stage

    def _end_by_itself(self, moment: Moment) -> None:
        if not moment.ended:
            endings = (e for e in self._scenario.endings if e.when and self._holds(e.when))
            ending = next(endings, None)
            if ending:
                moment.why.append("，".join(c.words for c in ending.when))
                self._end(moment, ending.name)

    def _end(self, moment: Moment, name: str) -> None:
        self._state.ended = name
        moment.ended = self._ended()
        self._say(moment, f"结局 {name}", self._scenario.ending(name).say)

    def _ended(self) -> Ended | None:
        if not self._state.ended:
            return None
        ending = self._scenario.ending(self._state.ended)
        return Ended(ending.name, ending.success, ending.satisfaction)

    # --- the moment --------------------------------------------------------------------------

    def _moment(self, waited: float | None = None) -> Moment:
        return Moment(self._state.anger, waited=waited, ended=self._ended())

    def _say(self, moment: Moment, pool: str, lines: Sequence[str]) -> None:
        if lines:
            line = choose_line(self._state.said, self._seed, pool, lines)
            moment.lines.append(fill(line, self._values))

    def _finish(self, moment: Moment) -> Reaction:
        return moment.reaction(self._state, self._next_threshold())
