"""How well an ear hears labelled replies: precision, recall, F1 and confusions of every act."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from dialogues.hearing.corpus import Labelled, corpus
from dialogues.hearing.ear import built_in
from dialogues.hearing.inventory import act_ids, act_name, is_credit, is_penalty, is_red_line
from dialogues.transcript import Heard
from locales import hearing

POLITE = 4
"""Courtesy (1..5) from which a reply without penalties is an ordinary polite one."""


@dataclass(slots=True)
class Tally:
    """Of one act: heard rightly, heard wrongly, missed; and what was there where it was wrong."""

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
        return self.right / self.support if self.support else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    @property
    def support(self) -> int:
        """How many replies carry the act."""
        return self.right + self.missed

    @property
    def confusions(self) -> list[tuple[str, int]]:
        """The three most frequent, by name where equally frequent: the same in every run."""
        return sorted(self.taken_for.items(), key=lambda one: (-one[1], one[0]))[:3]


@dataclass(frozen=True, slots=True)
class Report:
    """The tallies of all acts, penalties heard in ordinary polite replies, courtesy's error.

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
        """The report for people, one line per act, worst first, and the sums below."""
        ordered = sorted(self.tallies.items(), key=lambda item: (item[1].f1, item[0]))
        sums = [
            f"{name}: P {self.mean('precision', kind):.3f}  R {self.mean('recall', kind):.3f}"
            f"  F1 {self.mean('f1', kind):.3f}"
            for name, kind in KINDS.items()
        ]
        share = 100 * self.false_alarms / max(self.polite, 1)
        return [
            *(_line(act, tally) for act, tally in ordered if tally.support),
            *sums,
            f"普通礼貌回复误判: {self.false_alarms}/{self.polite} ({share:.2f} %)",
            f"礼貌分平均误差: {self.courtesy_error:.1f}/100",
        ]

    def table(self) -> str:
        """The same as the lines of a table, to be read again by `Report.read`."""
        sums = [f"polite\t{self.polite}", f"false_alarms\t{self.false_alarms}"]
        acts = [
            f"{act}\t{t.right}\t{t.wrong}\t{t.missed}\t"
            + " ".join(f"{other}={n}" for other, n in t.confusions)
            for act, t in self.tallies.items()
        ]
        head = "# act\theard rightly\theard wrongly\tmissed\tof the wrong: what was there"
        error = f"courtesy_error\t{self.courtesy_error:.1f}"
        return "\n".join([head, *acts, *sums, error, ""])

    @classmethod
    def read(cls, rows: Iterable[list[str]]) -> "Report":
        """A report from the rows of its table."""
        tallies, sums = {}, {}
        for name, *values in rows:
            if len(values) == 1:
                sums[name] = values[0]
                continue
            right, wrong, missed = map(int, values[:3])
            confused = dict(pair.split("=") for pair in values[3].split())
            taken_for = Counter({act: int(times) for act, times in confused.items()})
            tallies[name] = Tally(right, wrong, missed, taken_for)
        error = float(sums["courtesy_error"])
        return cls(tallies, int(sums["polite"]), int(sums["false_alarms"]), error)


KINDS: dict[str, Callable[[str], bool]] = {
    "加分动作": is_credit,
    "失礼": lambda act: is_penalty(act) and not is_red_line(act),
    "红线": is_red_line,
    "失礼和红线": is_penalty,
}


def report(replies: Iterable[Labelled], heard: Iterable[Heard]) -> Report:
    """What was heard against labels; acts on which readers disagreed count neither way."""
    tallies = {act: Tally() for act in act_ids()}
    errors, polite, alarms = [], 0, 0
    for reply, one in zip(replies, heard, strict=True):
        _count(tallies, reply, one.ids)
        errors.append(abs(one.courtesy - 25 * (reply.courtesy - 1)))
        if reply.courtesy >= POLITE and not any(map(is_penalty, reply.acts | reply.maybe)):
            polite += 1
            alarms += any(map(is_penalty, one.ids))
    return Report(tallies, polite, alarms, fmean(errors))


def report_of(folder: Path) -> Report | None:
    """How the shipped ear hears the labelled replies in a folder, which may have trained it.

    None: there are none.
    """
    replies, ear = corpus(folder), built_in()
    if not replies:
        return None
    return report(replies, (ear.hear(reply.reply, reply.customer) for reply in replies))


def report_at_training() -> Report:
    """What the ear reached on writers that it had not heard, as its training measured it."""
    return Report.read(hearing.rows("zh_CN", "held_out"))


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
    confusions = " ".join(f"{other}×{times}" for other, times in tally.confusions)
    return (
        f"{act:20} {act_name(act)}  P {tally.precision:.2f}  R {tally.recall:.2f}"
        f"  F1 {tally.f1:.2f}  ({tally.support})  {confusions}"
    )
