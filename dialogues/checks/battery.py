"""The default battery (通用检验): what any customer must bear from anybody, whatever its file says.

Emptiness, emoji, four thousand characters, links, other languages, silence, one sentence over and
over: no customer may break down over them, and none may be won by them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dialogues.checks.playing import Says, Step, Talk, Uses, Waits
from dialogues.checks.students import model_script
from dialogues.customer import Playable
from dialogues.scenario import Scenario, draw_values, fill
from dialogues.transcript import Ended, Line

TIMES = 12
LONGEST_LINE = 1000
SEEDS = ("battery-0", "battery-1", "battery-2")

SAID: Mapping[str, str] = {
    "empty": "",
    "blank": " \n\t\u3000 ",
    "emoji": "😂😂😂👍",
    "long": "啊" * 4000,
    "long_mixed": "您好 hello 123，" * 400,
    "punctuation": "？？？！！！……。。。",
    "link": "https://example.org/a?b=1&c=2#d",
    "other_language": "Здравствуйте, как дела? ありがとうございます",
    "numbers": "1234567890",
    "markup": "<b>{0}</b> %s 【商品】 *_`[x](y)",
    "odd_letters": "\u202e\u200b\ufeff\x00\ud83d",
}
"""What is said over and over, by the name of the trial."""

CRASHES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What a customer breaks down with; programmed customers are anybody's code."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """What a customer did not bear: `trial` of the battery, `kind` of failure, `detail`.

    Kinds: crash, success, unfilled (a 【变量】 was shown), too_long, silent (it never said a word).
    """

    trial: str
    kind: str
    detail: str = ""


def run_battery(playable: Playable, scenario: Scenario | None = None) -> tuple[Weakness, ...]:
    """Everything that this customer does not bear, each once."""
    found = (
        weakness
        for seed in SEEDS
        for trial, steps in _trials(scenario, seed)
        for weakness in _weaknesses(playable, seed, trial, steps)
    )
    return tuple(dict.fromkeys(found))


def _trials(scenario: Scenario | None, seed: str) -> Iterator[tuple[str, list[Step]]]:
    for trial, text in SAID.items():
        yield trial, [Says(text)] * TIMES
    yield "silence", [Waits(1200.0)]
    yield "unknown_tool", [Uses("", ""), Uses("查天气", "明天"), Uses("查订单", "x" * 4000)]
    yield "again", [Says("您好，非常抱歉给您添麻烦了")] * TIMES
    yield from _again(scenario, seed) if scenario else ()


def _again(scenario: Scenario, seed: str) -> Iterator[tuple[str, list[Step]]]:
    """Every sentence of the author's own good student, and nothing but that sentence."""
    script, values = model_script(scenario), draw_values(scenario, seed)
    for step in script.steps if script else ():
        if step.student:
            yield "again", [Says(fill(step.student, values))] * TIMES


def _weaknesses(
    playable: Playable, seed: str, trial: str, steps: Iterable[Step]
) -> Iterator[Weakness]:
    try:
        talk = Talk(playable, seed)
        for step in steps:
            if not talk.over:
                talk.play(step)
    except CRASHES as error:
        yield Weakness(trial, "crash", f"{type(error).__name__}: {error}")
        return
    yield from _seen(talk, trial)


def _seen(talk: Talk, trial: str) -> Iterator[Weakness]:
    ended = next((e for e in talk.log if isinstance(e, Ended)), None)
    if ended and ended.success:
        yield Weakness(trial, "success", ended.ending)
    lines = [event.text for event in talk.log if isinstance(event, Line)]
    if not lines:
        yield Weakness(trial, "silent")
    for line in lines:
        if "【" in line:
            yield Weakness(trial, "unfilled", line[:40])
        if len(line) > LONGEST_LINE:
            yield Weakness(trial, "too_long", line[:40])
