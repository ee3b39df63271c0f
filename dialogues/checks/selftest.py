"""Runs the tests that authors write into their files (自测), over many variants.

The examiner lives above this room: whoever wants 得分 checked passes a `mark`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dialogues.backoffice import parse_command
from dialogues.checks.playing import TOO_LATE, Says, Talk, Uses, Waits
from dialogues.checks.playing import Step as Move
from dialogues.condition import Bound, is_filed
from dialogues.hearing import act_name
from dialogues.reading.vocabulary import names
from dialogues.scenario import Scenario, SelfTest, Step, draw_values, fill
from dialogues.scripted import ScriptedScenario
from dialogues.transcript import Ended, Event, Felt, Remark, Transcript, Understood, Used
from dialogues.wording import wording

VARIANTS = 30

MarkOf = Callable[[Transcript, Scenario], float]
"""The examiner, as the self-tests see it: a talk and its scenario, to a mark of 0..100.

The scenario comes with its variants narrowed to those drawn, so that `draw_values` with any seed
gives what stands for each 【变量】 in this talk.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """An expectation that was not met: in which test, with which seed, at which line."""

    test: str
    seed: str
    line: int
    message: str


def run_selftests(
    playable: ScriptedScenario, variants: int = VARIANTS, mark: MarkOf | None = None
) -> tuple[Finding, ...]:
    """Play every self-test over so many variants; empty: all is as the author expects."""
    seeds = [f"selftest-{number}" for number in range(variants)]
    return tuple(
        finding
        for test in playable.scenario.tests
        for seed in seeds
        for finding in play_selftest(playable, test, seed, mark)
    )


def play_selftest(
    playable: ScriptedScenario, test: SelfTest, seed: str, mark: MarkOf | None = None
) -> Iterator[Finding]:
    """Play one self-test with one seed; what was not met comes out."""
    scenario = playable.scenario
    values = draw_values(scenario, seed)
    talk = Talk(playable, seed)
    for step in test.steps:
        start = len(talk.log)
        if talk.over:
            ended = _ended(talk.log)
            if ended not in test.endings:
                yield Finding(test.name, seed, step.line, told("talk_over", found=ended))
            break
        talk.play(_move(step, values, scenario.office.tools))
        events = talk.log[start:]
        if _came_too_late(events) and _ended(talk.log) in test.endings:
            break
        for message in _unmet(step, events):
            yield Finding(test.name, seed, step.line, message)
    drawn = replace(scenario, variants=(("", (values,)),))
    for message in _unmet_in_the_end(test, drawn, talk, mark):
        yield Finding(test.name, seed, test.line, message)


def _move(step: Step, values: dict[str, str], tools: tuple[str, ...]) -> Move:
    if step.tool:
        typed = fill(step.tool, values)
        return Uses(*(parse_command(typed, tools) or (typed, "")))
    if step.silent:
        return Waits(step.takes)
    return Says(fill(step.student, values), step.takes)


def _unmet(step: Step, events: list[Event]) -> Iterator[str]:
    heard = frozenset[str]().union(*(e.heard.ids for e in events if isinstance(e, Understood)))
    for wanted in step.hears:
        if wanted.isdisjoint(heard):
            yield told("not_heard", act=_acts(wanted), heard=_acts(heard) or "-")
    for unwanted in step.hears_not:
        if not unwanted.isdisjoint(heard):
            yield told("heard_anyway", act=_acts(unwanted & heard))
    felt = next((e for e in reversed(events) if isinstance(e, Felt)), None)
    if felt and step.stage and felt.stage != step.stage:
        yield told("stage", wanted=step.stage, found=felt.stage)
    if felt and step.anger and not step.anger.holds(felt.anger):
        yield told("anger", wanted=bound_in_words(step.anger), found=felt.anger)


def _unmet_in_the_end(
    test: SelfTest, scenario: Scenario, talk: Talk, mark: MarkOf | None
) -> Iterator[str]:
    found = _ended(talk.log)
    if test.endings and found not in test.endings:
        yield told("ending", wanted="、".join(sorted(test.endings)), found=found)
    done = [f"{e.tool} {e.answer}" for e in talk.log if isinstance(e, Used) and e.ok]
    for wanted in test.office:
        names = (fill(name, draw_values(scenario, "")) for name in wanted.names)
        if wanted.negated == any(is_filed(name, done) for name in names):
            yield told("office", wanted=wanted.words)
    if mark and test.mark:
        total = mark(Transcript.of(talk.log), scenario)
        if not test.mark.holds(total):
            yield told("mark", wanted=bound_in_words(test.mark), found=f"{total:g}")


def _came_too_late(events: list[Event]) -> bool:
    """The customer had ended the talk while the student was still typing."""
    return any(isinstance(e, Remark) and e.kind == TOO_LATE for e in events)


def _ended(log: list[Event]) -> str:
    ended = next((e for e in log if isinstance(e, Ended)), None)
    return ended.ending if ended else told("open")


def _acts(acts: frozenset[str]) -> str:
    return "、".join(sorted(act_name(act) for act in acts))


def bound_in_words(bound: Bound) -> str:
    """What was expected of a number."""
    return f"{names('comparisons')[bound.comparison]} {bound.number:g}"


def told(key: str, **words: object) -> str:
    """What is said of an unmet expectation."""
    return str(wording("zh_CN", "selftest")[key]).format(**words)
