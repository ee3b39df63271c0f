"""How well an ear hears labelled replies: precision, recall, F1 and confusions of every act."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import fmean

from dialogues.hearing.corpus import Labelled
from dialogues.hearing.inventory import act_ids, act_name, is_credit, is_penalty, is_red_line
from dialogues.transcript import Heard

POLITE = 4
"""Courtesy (1..5) from which a reply without penalties is an ordinary polite one."""


@dataclass(slots=True)
class Tally:
    """Of one act: heard rightly, heard wrongly, missed; and what was said where it was wrong."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    taken_for: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of what was heard that was there; 1 where nothing was heard."""
        heard = self.right + self.wrong
        return self.right / heard if heard else 1.0

    @property
    def recall(self) -> float:
        """Share of what was there that was heard; 1 where there was nothing."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """The tallies of all acts, face threats heard in ordinary polite replies, courtesy's error.

    `courtesy_error` is the mean absolute error on the scale 0..100.
    """

    tallies: dict[str, Tally]
    polite: int
    false_alarms: int
    courtesy_error: float

    def mean(self, value: str, kind: Callable[[str], bool]) -> float:
        """Macro mean of `precision`, `recall` or `f1` over the acts of a kind."""
        return fmean(getattr(t, value) for act, t in self.tallies.items() if kind(act))

    def lines(self) -> list[str]:
        """The report for people, one line per act and the sums below."""
        acts = [_line(act, tally) for act, tally in self.tallies.items()]
        sums = [
            f"{name}: P {self.mean('precision', kind):.2f}  R {self.mean('recall', kind):.2f}"
            f"  F1 {self.mean('f1', kind):.3f}"
            for name, kind in (("加分动作", is_credit), ("扣分动作", is_penalty))
        ]
        alarms = f"普通礼貌回复误判: {self.false_alarms}/{self.polite}"
        return [*acts, *sums, alarms, f"礼貌分平均误差: {self.courtesy_error:.1f}/100"]


def report(replies: Iterable[Labelled], hear: Callable[[str, str], Heard]) -> Report:
    """Let an ear hear labelled replies; acts on which readers disagreed count neither way."""
    tallies = {act: Tally() for act in act_ids()}
    errors, polite, alarms = [], 0, 0
    for reply in replies:
        heard = hear(reply.reply, reply.customer)
        _count(tallies, reply, heard.ids)
        errors.append(abs(heard.courtesy - 25 * (reply.courtesy - 1)))
        if reply.courtesy >= POLITE and not any(map(is_penalty, reply.acts | reply.maybe)):
            polite += 1
            alarms += any(is_penalty(act) and not is_red_line(act) for act in heard.ids)
    return Report(tallies, polite, alarms, fmean(errors))


def _count(tallies: dict[str, Tally], reply: Labelled, heard: frozenset[str]) -> None:
    for act, tally in tallies.items():
        if act in reply.maybe:
            continue
        there, said = act in reply.acts, act in heard
        tally.right += there and said
        tally.wrong += said and not there
        tally.missed += there and not said
        if said and not there:
            tally.taken_for.update(reply.acts - heard or {"-"})


def _line(act: str, tally: Tally) -> str:
    confusions = " ".join(f"{other}×{times}" for other, times in tally.taken_for.most_common(3))
    return (
        f"{act:20} {act_name(act)}  P {tally.precision:.2f}  R {tally.recall:.2f}"
        f"  F1 {tally.f1:.2f}  {confusions}"
    )
