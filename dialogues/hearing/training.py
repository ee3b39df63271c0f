"""Trains the ear from labelled replies: `python -m dialogues.hearing.training`.

Writes the model's file, and beside it what the ear reaches on each writer when it was trained on
all others (`held_out.tsv`). Needs scientific libraries, as `fitting.py` does.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dialogues.hearing.corpus import Labelled, corpus
from dialogues.hearing.courtesy import courtesy
from dialogues.hearing.fitting import OUTPUTS, Fit, Table, fitted, table
from dialogues.hearing.inventory import Kind, act_ids, kind_of
from dialogues.hearing.judgement import heard_acts, strength
from dialogues.hearing.model import Model, packed
from dialogues.hearing.report import Report, report
from dialogues.transcript import Act, Heard

BUILDERS = ("BX", "BY", "G", "T", "U", "Y")
"""Writers that know the ear from within: they train, but it is never measured on them."""
FOCUSED = ("BA", "BB", "BC", "BD", "BE", "BF", "BR", "CA", "CB", "CC")
"""Writers of what misleads, a rude reply beside its harmless twin: they train, but thresholds are
not chosen on them, for every other ordinary reply is not rude."""
COUNTED = tuple("ABCDEHIJKLMNOPQRS")
"""The writers of the first corpus, on whom the ear is measured from one training to the next."""
RECALL_WEIGHT: dict[Kind | None, float] = {Kind.CREDIT: 0.9, Kind.THREAT: 0.16, Kind.RED_LINE: 0.4}
"""What recall weighs against precision where a threshold is chosen (beta squared)."""
COURTESY = OUTPUTS.index("courtesy")
MOST_TRUST = 300
"""Thousandths by which a rule that is never wrong lowers the threshold of its act."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """From which score on an act is heard, and by how much less where a rule is sure of it."""

    thresholds: dict[str, int]
    trust: dict[str, int]


def trained_on(data: Table, kept: Any) -> Model:
    """A model fitted to some rows, with thresholds that hold for writers left out of it."""
    return _finished(data, fitted(data, kept))


def _finished(data: Table, fit: Fit) -> Model:
    ordinary = _ordinary(data.writers[fit.rows])
    limits = _limits(data, fit, ordinary)
    landmarks = fit.model.landmarks.raised(COURTESY, _too_low(data, fit, ordinary) * 3 // 2)
    return replace(fit.model, landmarks=landmarks, thresholds=limits.thresholds, trust=limits.trust)


def _too_low(data: Table, fit: Fit, counted: Any) -> int:
    """By how much (thousandths) too rude ordinary replies sound after so many rude ones."""
    said, there = fit.held_out[counted, COURTESY], data.targets[fit.rows[counted], COURTESY]
    return round(float((1000 * there - said).mean()))


def _ordinary(writers: Any) -> Any:
    """Which rows are by writers on whom thresholds are chosen."""
    return ~np.isin(writers, BUILDERS + FOCUSED)


def _limits(data: Table, fit: Fit, counted: Any) -> _Limits:
    """Thresholds chosen on the counted rows, as scored by models that never saw their writers."""
    rows, thresholds, trust = fit.rows[counted], {}, {}
    strengths = np.array([_strengths(said) for said in fit.held_out[counted]])
    for place, act in enumerate(act_ids()):
        known = data.known[rows, place]
        there = data.targets[rows, place][known]
        sure = data.sure[rows, place][known]
        trust[act] = _trust(sure, there)
        helped = strengths[known, place] + sure * trust[act]
        thresholds[act] = _threshold(helped, there, RECALL_WEIGHT[kind_of(act)])
    return _Limits(thresholds, trust)


def _strengths(said: Any) -> list[int]:
    scores = _named(said)
    return [strength(act, scores) for act in act_ids()]


def _named(said: Any) -> dict[str, int]:
    return dict(zip(OUTPUTS, map(int, said), strict=True))


def _trust(sure: Any, there: Any) -> int:
    """The more, the more often a sure rule is right; nothing where it is right half of the time."""
    right = float(there[sure].mean()) if sure.any() else 0.0
    return round(MOST_TRUST * max(2 * right - 1, 0))


def _threshold(scores: Any, there: Any, recall_weight: float) -> int:
    """Where the F-measure is best; face threats must not hit innocents, so recall weighs less."""
    order = np.argsort(-scores, kind="stable")
    heard = np.arange(1, len(order) + 1) + recall_weight * there.sum()
    curve = (1 + recall_weight) * np.cumsum(there[order]) / heard
    return int(scores[order[_middle_of_the_best_stretch(curve, int(there.sum()))]])


def _middle_of_the_best_stretch(curve: Any, positives: int) -> int:
    """Where a curve is best on average over a stretch: one lucky point says little elsewhere."""
    reach = max(positives // 10, 1)
    stretch = 2 * reach + 1
    means = np.convolve(curve[: 4 * positives + stretch], np.ones(stretch) / stretch, "valid")
    return int(np.argmax(means)) + reach


def heard_without(data: Table, unheard: Sequence[str]) -> list[Heard]:
    """What a model that never heard some writers hears in their replies, in order."""
    out = np.isin(data.writers, unheard)
    model = trained_on(data, ~out)
    rows = map(int, np.flatnonzero(out))
    return [_heard(data, row, model, model.scores(data.features[row]).of) for row in rows]


def _heard(data: Table, row: int, limits: Model | _Limits, scores: dict[str, int]) -> Heard:
    acts = heard_acts(limits, scores, data.hits[row])
    tone = courtesy(scores["courtesy"], frozenset(acts))
    return Heard(tuple(Act(act, 0, 0, "", "") for act in acts), tone)


def held_out(replies: Sequence[Labelled], data: Table, fit: Fit) -> Report:
    """What is heard of each writer with scores and thresholds from all writers but that one."""
    heard: dict[int, Heard] = {}
    for writer in sorted(set(COUNTED) & set(data.writers)):
        out = data.writers[fit.rows] == writer
        others = ~out & _ordinary(data.writers[fit.rows])
        limits, low = _limits(data, fit, others), _too_low(data, fit, others)
        for row, said in zip(fit.rows[out], fit.held_out[out], strict=True):
            scores = _named(said)
            scores["courtesy"] += low
            heard[int(row)] = _heard(data, int(row), limits, scores)
    return report([replies[row] for row in heard], heard.values())


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, choose thresholds on writers left out, and write the model's file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("tests/hearing"))
    parser.add_argument("--out", type=Path, default=Path("locales/zh_CN/hearing"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    replies = corpus(options.corpus)
    data = table(replies)
    fit = fitted(data, np.ones(len(replies), bool))
    found = held_out(replies, data, fit)
    sys.stdout.write("\n".join([*found.lines(), ""]))
    model = _finished(data, fit)
    content = packed(model)
    (options.out / "weights.bin").write_bytes(content)
    (options.out / "held_out.tsv").write_text(found.table(), encoding="utf-8")
    sys.stdout.write(f"{options.out}: {len(content)} bytes, {len(model.rows)} features\n")


if __name__ == "__main__":
    main()
