"""Trains the model of the ear from labelled replies: `python -m dialogues.hearing.training`.

The only file that needs scikit-learn, which is not there at run time. Thresholds come from
writers that were left out of training, so that they hold for writers never seen.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dialogues.hearing.corpus import Labelled, corpus
from dialogues.hearing.features import features
from dialogues.hearing.inventory import Kind, act_ids, kind_of
from dialogues.hearing.judgement import best_of_each, strength
from dialogues.hearing.lexicon import rule_hits
from dialogues.hearing.model import ZERO, Model, packed
from dialogues.hearing.normalise import Normal, normalise
from dialogues.hearing.rules import Hit

FOLDS = 6
KEPT_FEATURES = 26_000
SEEN_AT_LEAST = 2
STRENGTH = 30.0
COURTESY_STRENGTH = 1.0
OUTPUTS = (*act_ids(), "polite", "courtesy")
LENGTH_STEPS = 3
RECALL_WEIGHT: dict[Kind | None, float] = {Kind.CREDIT: 0.81, Kind.THREAT: 0.49, Kind.RED_LINE: 1.0}
"""What recall weighs against precision where a threshold is chosen (beta squared)."""


@dataclass(frozen=True, slots=True)
class Table:
    """The corpus as features and targets; `known` is false where readers disagreed."""

    writers: tuple[str, ...]
    features: tuple[frozenset[str], ...]
    targets: Any
    known: Any
    courtesy: Any
    hits: tuple[dict[str, Hit], ...]


def table(replies: Sequence[Labelled]) -> Table:
    """What the model sees of every reply, and what it should say."""
    import numpy as np

    acts = act_ids()
    return Table(
        tuple(reply.writer for reply in replies),
        tuple(_features(reply) for reply in replies),
        np.array([[*(a in reply.acts for a in acts), reply.courtesy >= 4] for reply in replies]),
        np.array([[*(a not in reply.maybe for a in acts), True] for reply in replies]),
        np.array([reply.courtesy - 3 for reply in replies]),
        tuple(best_of_each(rule_hits(*_plain(reply))) for reply in replies),
    )


def _plain(reply: Labelled) -> tuple[Normal, str]:
    return normalise(reply.reply), normalise(reply.customer).text


def _features(reply: Labelled) -> frozenset[str]:
    plain, line = _plain(reply)
    return frozenset(features(plain, line, rule_hits(plain, line)))


def fitted(data: Table, kept: Any, *, select: bool = True) -> Model:
    """A model fitted to the rows of the table where `kept` is true, with no thresholds yet.

    `select` keeps only the strongest features, for the size of the shipped file.
    """
    import numpy as np

    rows = np.flatnonzero(kept)
    names = _frequent(data.features[row] for row in rows)
    if select:
        names = _strongest(names, _coefficients(data, rows, names)[0])
    coefficients, biases, idf = _coefficients(data, rows, names)
    return _quantised(names, coefficients * idf, biases, idf)


def _strongest(names: list[str], coefficients: Any) -> list[str]:
    import numpy as np

    order = np.argsort(-np.abs(coefficients).max(axis=0), kind="stable")
    return [names[place] for place in np.sort(order[:KEPT_FEATURES])]


def _frequent(documents: Iterable[frozenset[str]]) -> list[str]:
    from collections import Counter

    counts = Counter(feature for document in documents for feature in document)
    return sorted(feature for feature, count in counts.items() if count >= SEEN_AT_LEAST)


def _coefficients(data: Table, rows: Any, names: list[str]) -> tuple[Any, Any, Any]:
    """Weights per output and feature, one bias per output, and how rare each feature is."""
    import numpy as np
    from sklearn.linear_model import (  # type: ignore[import-untyped]
        LogisticRegression,
        Ridge,
    )
    from sklearn.preprocessing import normalize  # type: ignore[import-untyped]

    matrix = _matrix(data, rows, names)
    idf = np.sqrt(np.log(1 + len(rows) / (1 + np.asarray(matrix.sum(axis=0)).ravel())))
    matrix = normalize(matrix.multiply(idf).tocsr())
    weights, biases = [], []
    for output in range(data.targets.shape[1]):
        known = data.known[rows, output]
        fit = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
        fit.fit(matrix[known], data.targets[rows, output][known])
        weights.append(fit.coef_[0])
        biases.append(fit.intercept_[0])
    tone = Ridge(alpha=COURTESY_STRENGTH, solver="lsqr", tol=1e-6).fit(matrix, data.courtesy[rows])
    return np.array([*weights, tone.coef_]), np.array([*biases, tone.intercept_]), idf


def _matrix(data: Table, rows: Any, names: list[str]) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    column = {name: place for place, name in enumerate(names)}
    indices = [sorted(column[f] for f in data.features[row] if f in column) for row in rows]
    starts = np.cumsum([0, *map(len, indices)])
    flat = np.concatenate([np.array(row, dtype=np.int64) for row in indices])
    return csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(rows), len(names)))


def _quantised(names: list[str], weights: Any, biases: Any, idf: Any) -> Model:
    """The same in whole numbers: one byte a weight, thousandths of a logit a score."""
    import numpy as np

    steps = np.abs(weights).max(axis=1) / 127
    rounded = np.rint(weights / steps[:, None]).astype(int) + ZERO
    lengths = np.clip(np.rint(idf**2 * LENGTH_STEPS**2), 1, 255).astype(int)
    body = np.vstack([lengths[None, :], rounded]).T.astype(np.uint8)
    scales = np.rint(steps * 1000 * 100 * LENGTH_STEPS).astype(int)
    return Model(
        outputs=OUTPUTS,
        rows={name: row for row, name in enumerate(names)},
        weights=body.tobytes(),
        scales=tuple(map(int, scales)),
        biases=tuple(round(1000 * bias) for bias in biases),
        thresholds={},
    )


def held_out_scores(data: Table, folds: int = FOLDS) -> list[dict[str, int]]:
    """Scores of every reply by a model that never saw its writer."""
    import numpy as np

    names = sorted(set(data.writers))
    writers = np.array(data.writers)
    scores: list[dict[str, int]] = [{} for _ in writers]
    for fold in range(folds):
        out = np.isin(writers, names[fold::folds])
        model = fitted(data, ~out)
        for row in np.flatnonzero(out):
            scores[row] = model.scores(data.features[row])
    return scores


def thresholds(data: Table, scores: Sequence[dict[str, int]], rows: Any) -> dict[str, int]:
    """Of every act the strength from which it counts as heard, chosen on some rows."""
    return {act: _threshold(data, scores, rows, act) for act in act_ids()}


def _threshold(data: Table, scores: Sequence[dict[str, int]], rows: Any, act: str) -> int:
    """Best F-measure; precision weighs more for face threats, which must not hit innocents."""
    import numpy as np

    place = act_ids().index(act)
    rows = [row for row in rows if data.known[row, place]]
    strengths = np.array([strength(act, scores[row]) for row in rows])
    targets = data.targets[rows, place]
    order = np.argsort(-strengths, kind="stable")
    recall_weight = RECALL_WEIGHT[kind_of(act)]
    heard = np.arange(1, len(order) + 1) + recall_weight * targets.sum()
    curve = (1 + recall_weight) * np.cumsum(targets[order]) / heard
    return int(strengths[order[_middle_of_the_best_stretch(curve, int(targets.sum()))]])


def _middle_of_the_best_stretch(curve: Any, positives: int) -> int:
    """Where a curve is best on average over a stretch: one lucky point says little elsewhere."""
    import numpy as np

    reach = max(positives // 5, 1)
    stretch = 2 * reach + 1
    means = np.convolve(curve[: 4 * positives], np.ones(stretch) / stretch, "valid")
    return int(np.argmax(means)) + reach


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, choose thresholds on writers left out, and write the model's file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("tests/hearing"))
    parser.add_argument("--out", type=Path, default=Path("locales/zh_CN/hearing/weights.bin"))
    options = parser.parse_args(arguments)
    data = table(corpus(options.corpus))
    everyone = range(len(data.writers))
    chosen = thresholds(data, held_out_scores(data), everyone)
    model = replace(fitted(data, [True] * len(data.writers)), thresholds=chosen)
    content = packed(model)
    options.out.write_bytes(content)
    sys.stdout.write(f"{options.out}: {len(content)} bytes, {len(model.rows)} features\n")


if __name__ == "__main__":
    main()
