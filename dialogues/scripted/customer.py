"""A customer that follows its file. The order of the steps is told in `dialogues/README.md`.

Silence is counted from the delivery of the last line before it began: `waited`, as the caller
passes it to `tick` and `hear`, and `wake_after`, as it comes back, are on that one count. What
the customer says into the silence does not start it anew; the student's next word does.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from dialogues.backoffice import Change, Desk
from dialogues.condition import all_hold
from dialogues.customer import Data, Reaction, ToolAnswer
from dialogues.hearing import resolve_act
from dialogues.scenario import TIME_UP, Fact, Rule, Scenario, draw_values, fill
from dialogues.scripted.choice import Choice
from dialogues.scripted.hints import next_hint
from dialogues.scripted.lines import choose_line
from dialogues.scripted.moment import Moment, Present
from dialogues.scripted.mood import changes_heard, clamp, effect
from dialogues.scripted.patience import Patience
from dialogues.scripted.sanity import Listened, bad_acts, listen, trace
from dialogues.scripted.state import State
from dialogues.transcript import Ended, Heard
from dialogues.wording import wording

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
        self._present = Present(self._state, self._values)
        self._holds = partial(all_hold, situation=self._present)
        self._patience = Patience(scenario, self._state)
        self._choice = Choice(scenario, self._state, self._present, self._values)
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
        self._present.quiet = waited
        moment = self._moment()
        if not moment.ended:
            self._fall_silent(moment, waited)
            self._end_by_itself(moment)
        return self._finish(moment)

    def use(self, tool: str, argument: str) -> ToolAnswer:
        """The student operates the back office; the customer feels what a rule says it feels."""
        state, moment = self._state, self._moment()
        changes = [Change(*change) for change in state.changes]  # type: ignore[arg-type]
        desk = Desk(self._scenario.office, self._values, state.coupons, changes)
        answer = desk.use(tool, argument)
        if not answer.ok:
            return ToolAnswer(answer.text, ok=False)
        state.used.append(answer.tool)
        state.coupons += answer.coupon
        state.effects += [answer.effect] if answer.effect else []
        state.changes += [[c.table, c.row, c.column, c.value] for c in answer.changes]
        rule = None if moment.ended else self._choice.after_tool(answer.tool)
        if rule is None:
            return ToolAnswer(answer.text, ok=True)
        self._play(moment, rule, None)
        self._end_by_itself(moment)
        return ToolAnswer(answer.text, ok=True, reaction=self._finish(moment))

    def hint(self) -> str:
        """What to do next, in the coach's words; each hint is another one, and costs the same."""
        told = next_hint(self._scenario, self._state, self._present, self._values)
        self._state.hints += 1
        return told

    # --- waiting -----------------------------------------------------------------------------

    def _have_waited(self, moment: Moment) -> None:
        waited, waiting = moment.waited, self._scenario.mood.waiting
        if waited is not None:
            # A threshold that nobody ticked is felt all the same, but it is too late for words.
            missed = sum(silence.anger for silence in self._patience.due(waited))
            self._anger(moment, missed + (waiting.anger(waited) if waiting else 0), "让客户等了")
            self._state.elapsed += waited
        self._state.silences = 0

    def _fall_silent(self, moment: Moment, waited: float) -> None:
        due = self._patience.due(waited)
        for silence in due:
            self._state.silences += 1
            moment.rule = f"沉默 {silence.after:g} 秒"
            self._anger(moment, silence.anger, moment.rule)
            if silence is due[-1] or silence.ending:
                self._say(moment, moment.rule, silence.say)
            if silence.ending:
                self._end(moment, silence.ending)
                return

    # --- hearing and feeling -----------------------------------------------------------------

    def _remember(self, reply: str, listened: Listened) -> None:
        state = self._state
        state.replies.append(trace(reply))
        state.heard += [act for act in listened.acts if act not in state.heard]
        if not listened.oddity:
            for words in sorted(self._scenario.mentionables - set(state.mentioned)):
                if self._choice.mentioned(words, listened):
                    state.mentioned.append(words)

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
        rule = self._choice.after_words(listened)
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

    def _play(self, moment: Moment, rule: Rule, listened: Listened | None) -> None:
        self._state.fired[rule.name] = self._state.fired.get(rule.name, 0) + 1
        moment.rule = rule.name
        moment.why.append(self._choice.because(rule, listened))
        lacking = self._choice.lacking(rule)
        if lacking:
            words = "、".join(fill(condition.words, self._values) for condition in lacking)
            moment.why.append(f"还没做到：{words}")
            self._say(moment, f"方案 {rule.agree}", self._choice.refusal(rule))
            return
        self._say(moment, f"规则 {rule.name}", rule.say)
        self._anger(moment, rule.anger, rule.name)
        self._move(rule.move_to)
        if rule.agree:
            moment.agreed.append(rule.agree)
            self._state.agreed.append(rule.agree)
        if rule.ending:
            self._end(moment, rule.ending)

    def _otherwise(self, moment: Moment, listened: Listened) -> None:
        if listened.oddity:
            moment.rule = listened.oddity
            lines = self._scenario.parroted or self._scenario.puzzled
            self._say(moment, "复读", lines)
        elif listened.acts or self._settled():
            band = self._scenario.mood.band(self._state.anger)
            moment.rule = f"接话 {band}"
            self._say(moment, moment.rule, self._scenario.small_talk[band])
        else:
            self._puzzle(moment)

    def _settled(self) -> bool:
        """Whether all is said: in the last stage a remark that nobody understands does no harm."""
        return self._state.stage == self._scenario.stages[-1] != self._scenario.stages[0]

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
        if moment.ended:
            return
        endings = (e for e in self._scenario.endings if e.when and self._holds(e.when))
        ending = next(endings, None)
        if ending:
            moment.why.append("，".join(c.words for c in ending.when))
            self._end(moment, ending.name)
        elif self._patience.time_is_up(self._present.quiet):
            moment.rule = TIME_UP
            self._end(moment, TIME_UP)

    def _end(self, moment: Moment, name: str) -> None:
        self._state.ended = name
        moment.ended = self._ended()
        self._say(moment, f"结局 {name}", self._last_words(name))

    def _last_words(self, name: str) -> Sequence[str]:
        """What the author wrote; running out of time needs no words of the author's."""
        hurried = str(wording(self._scenario.language, "hints")["time_up"])
        return self._scenario.ending(name).say or ((hurried,) if name == TIME_UP else ())

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
        return moment.reaction(self._state, self._patience.next_wake(self._present.quiet))
