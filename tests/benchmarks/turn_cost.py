"""What one student turn costs, beside a bare echo bot: `make bench`.

One turn is one student bubble answered by at least one line of the customer: receive the update,
commit it, wait for the tick, hear it, let the customer react, commit, send, commit the receipt.
Ours is `kefu run` without its paces, in a process of its own; so is the echo bot (`echo_bot.py`);
so are their fake Telegrams, on another core. Both get the same words in two ways: one at a time,
25 a second (Telegram lets a token send about 30, so no bot is ever busier for long), and from the
whole class at once. Counted is the processor time of the bot's process, user and system.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from dialogues.reading import load_library
from dialogues.scenario import Scenario, Step, draw_values, fill
from tests.benchmarks import hearing_cost, hostile_files
from tests.benchmarks.processes import MeasuredBot, echo_bot, our_bot, people
from tests.fakes.telegram.client import RemotePerson

SCENARIO = "logistics-delay-angry"
ROUNDS = 7
PEOPLE = 40
RATE = 25.0
IDLE_SECONDS = 5.0


@dataclass(slots=True)
class Costs:
    """CPU milliseconds of every round: a turn of each bot, and a whole talk's turn of ours."""

    load: str
    per_second: float
    echo: list[float] = field(default_factory=list)
    turn: list[float] = field(default_factory=list)
    talk: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        """Our turn by the echo's, round by round."""
        return [ours / echo for ours, echo in zip(self.turn, self.echo, strict=True)]


def measure(rounds: int, crowd: int) -> tuple[list[Costs], float]:
    """Interleaved rounds of both bots after one of warming up; and what ours costs when idle."""
    scenario = load_library().scenarios[SCENARIO].scenario
    loads = [Costs("one at a time", RATE), Costs("all at once", 0.0)]
    with (
        tempfile.TemporaryDirectory() as ours_at,
        tempfile.TemporaryDirectory() as echo_at,
        our_bot(Path(ours_at)) as ours,
        echo_bot(Path(echo_at)) as echo,
    ):
        students, talkers = people(ours, crowd), people(echo, crowd)
        _come_in(ours, students)
        echo.say([(person, "/start") for person in talkers], RATE)
        for number in range(rounds + 1):
            for load in loads:
                turn, talk = _talks(ours, students, scenario, load.per_second)
                bare = _echoes(echo, talkers, scenario, load.per_second)
                if number:
                    load.turn.append(turn)
                    load.talk.append(talk)
                    load.echo.append(bare)
            _tell(f"{number}/{rounds}")
        idle = _idle(ours)
        _check(ours, scenario, (rounds + 1) * len(loads) * crowd)
    return loads, idle


def _come_in(bot: MeasuredBot, students: Sequence[RemotePerson]) -> None:
    for person in students:
        person.say("/start")
        person.next_message(60)
        person.press("同意")
        bot.said += 2
    bot.settle()


def _talks(
    bot: MeasuredBot, students: Sequence[RemotePerson], scenario: Scenario, per_second: float
) -> tuple[float, float]:
    """A talk of everybody, from the briefing to the marks: CPU ms of a turn inside it, and of
    the whole talk by the turns it has."""
    began = bot.cpu()
    bot.say([(person, f"/practice {scenario.id}") for person in students], per_second)
    drawn = _values(bot, scenario)
    steps = _script(scenario)
    spent = 0.0
    for step in steps:
        before = bot.cpu()
        words = step.student or step.tool
        bot.say([(person, fill(words, drawn[str(person.id)])) for person in students], per_second)
        if step.student and step is not steps[-1]:
            spent += bot.cpu() - before
    turns = sum(bool(step.student) for step in steps)
    each = 1000 / len(students)
    return spent * each / (turns - 1), (bot.cpu() - began) * each / turns


def _echoes(
    bot: MeasuredBot, talkers: Sequence[RemotePerson], scenario: Scenario, per_second: float
) -> float:
    steps = [step for step in _script(scenario) if step.student][:-1]
    before = bot.cpu()
    for step in steps:
        bot.say([(person, step.student) for person in talkers], per_second)
    return (bot.cpu() - before) * 1000 / len(talkers) / len(steps)


def _script(scenario: Scenario) -> list[Step]:
    """The good student of the customer's own tests."""
    return [step for step in scenario.tests[0].steps if step.student or step.tool]


def _values(bot: MeasuredBot, scenario: Scenario) -> dict[str, dict[str, str]]:
    """What each student's customer has drawn, by chat."""
    running = bot.ask("select chat, seed from attempt where not over")
    return {chat: draw_values(scenario, seed) for chat, seed in running}


def _idle(bot: MeasuredBot) -> float:
    """CPU milliseconds in a second in which nobody says anything."""
    before = bot.cpu()
    time.sleep(IDLE_SECONDS)
    return (bot.cpu() - before) * 1000 / IDLE_SECONDS


def _check(bot: MeasuredBot, scenario: Scenario, talks: int) -> None:
    """The figures are worth nothing unless every turn was heard and every talk was marked."""
    turns = talks * sum(bool(step.student) for step in _script(scenario))
    [(heard, marked)] = bot.ask(
        "select (select count(*) from event where kind = 'understood'), "
        "(select count(*) from attempt where total is not null)"
    )
    if (heard, marked) != (turns, talks):
        sys.exit(f"{heard} of {turns} turns were heard, {marked} of {talks} talks marked")


def _report(costs: Costs) -> str:
    echo, turn, talk = median(costs.echo), median(costs.turn), median(costs.talk)
    low, high = min(costs.ratios), max(costs.ratios)
    spread = f"{median(costs.ratios):.2f} (rounds {low:.2f}-{high:.2f})"
    rows = (
        ("aiogram echo, one durable write by async SQLAlchemy", echo, "1.00"),
        ("kefu, a turn inside a talk", turn, spread),
        ("kefu, a whole talk by its turns (opening, tools, marks)", talk, f"{talk / echo:.2f}"),
    )
    head = f"{costs.load}, medians of {len(costs.turn)} interleaved rounds"
    lines = [f"{name:58}{cost:8.2f}  {ratio}" for name, cost, ratio in rows]
    return "\n".join([f"{head:58}{'CPU ms':>8}  ratio", *lines])


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def main() -> None:
    """Measure and print."""
    if not Path("/proc/self/stat").exists():
        sys.exit("processor time is read from /proc: run this on Linux")
    print(__doc__)
    rounds, crowd = (int(word) for word in (sys.argv[1:] or (ROUNDS, PEOPLE)))
    loads, idle = measure(rounds, crowd)
    for load in loads:
        print(_report(load), end="\n\n")
    print(f"kefu with nobody there: {idle:.1f} ms of CPU in a second", flush=True)
    hearing_cost.main()
    hostile_files.main()


if __name__ == "__main__":
    main()
