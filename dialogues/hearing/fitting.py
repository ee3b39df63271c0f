"""How the model is fitted; with `training.py` the only file that needs scientific libraries.

First a ridge regression in its dual form, so that what a model would say that never saw a writer
follows without fitting it anew (the block form of the leave-one-out formula). From those scores
the landmarks are learnt, so that they too hold for writers never seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags  # type: ignore[import-untyped]

from dialogues.hearing.corpus import Labelled
from dialogues.hearing.features import Features, features
from dialogues.hearing.inventory import act_ids
from dialogues.hearing.landmarks import MIDDLE, STEPS, UNITS, Landmarks
from dialogues.hearing.lexicon import rule_hits
from dialogues.hearing.model import ZERO, Model
from dialogues.hearing.normalise import normalise
from dialogues.hearing.rules import Hit

OUTPUTS = (*act_ids(), "polite", "courtesy")
SEEN_AT_LEAST = 3
MOST_FEATURES = 78_000
"""What fits into a file of one megabyte."""
DOUBT = 2
"""Replies without any act by which a gram that was seen seldom tells less."""
MOST_APART = 8
"""Standard deviations from its mean that one reply counts for, however rare its act."""
RIDGE = 0.5
BIAS = 0.05
"""What a constant adds to how alike two replies are: all of 1 would need double precision."""
BLOCK = 2_500
"""Rows of the kernel, and of its inverse, that are worked out at once."""
LENGTH_STEPS = 3
FINE = 4.9
"""Steps of a weight up to which 999 of 1,000 weights reach; more steps make a larger file."""
COUNT = 500
ROUNDS = 12
HALF = 110
"""Squared distance, in standard deviations of each score, in which a landmark's nearness halves."""
LANDMARK_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """The corpus as features and targets; `known` is false where readers disagreed.

    `hits` are what rules heard, `sure` for which acts a rule was sure.
    """

    writers: Any
    features: tuple[Features, ...]
    targets: Any
    known: Any
    sure: Any
    hits: tuple[tuple[Hit, ...], ...]


def table(replies: Sequence[Labelled]) -> Table:
    """What the model sees of every reply, and what it should say."""
    hits = tuple(tuple(rule_hits(normalise(r.reply), normalise(r.customer).text)) for r in replies)
    return Table(
        np.array([reply.writer for reply in replies]),
        tuple(
            features(normalise(r.reply), normalise(r.customer).text, heard)
            for r, heard in zip(replies, hits, strict=True)
        ),
        np.array([_target(reply) for reply in replies], dtype=float),
        np.array([[act not in reply.maybe for act in act_ids()] for reply in replies]),
        np.array([_sure(heard) for heard in hits]),
        hits,
    )


def _sure(hits: Iterable[Hit]) -> list[bool]:
    sure = {hit.act for hit in hits if hit.sure}
    return [act in sure for act in act_ids()]


def _target(reply: Labelled) -> list[float]:
    """One for what is there, a half where readers disagreed; politeness and courtesy."""
    acts = [0.5 if a in reply.maybe else float(a in reply.acts) for a in act_ids()]
    return [*acts, reply.courtesy >= 4, reply.courtesy - 3]


@dataclass(frozen=True, slots=True)
class Fit:
    """A model without thresholds, and what it says of its own rows had it not seen their writer."""

    model: Model
    rows: Any
    held_out: Any


def fitted(data: Table, kept: Any) -> Fit:
    """Fit to the rows of the table where `kept` is true."""
    rows = np.flatnonzero(kept)
    seen = [data.features[row] for row in rows]
    first = _First(seen, data.targets[rows], data.writers[rows])
    landmarks, held_out = _landmarks(first.inputs(), data.targets[rows], data.writers[rows])
    return Fit(first.model(landmarks), rows, held_out)


class _First:
    """The ridge regression from grams to outputs."""

    def __init__(self, seen: list[Features], targets: Any, writers: Any) -> None:
        self._writers = writers
        said = [one.reply | one.line for one in seen]
        self._names = _telling(_distinct(said), said, targets)
        column = {name: place for place, name in enumerate(self._names)}
        raw = _matrix(said, column)
        spread = 1 + np.asarray(raw.sum(axis=0)).ravel()
        self._idf = np.sqrt(np.log(1 + len(seen) / spread))
        weigh = diags(self._idf)
        lengths = _lengths(raw @ weigh)
        self._whole = (lengths @ raw @ weigh).tocsr()
        self._line = (lengths @ _matrix((one.line for one in seen), column) @ weigh).tocsr()
        clauses = _matrix((clause for one in seen for clause in one.clauses), column) @ weigh
        self._clauses = (_lengths(clauses) @ clauses).tocsr()
        self._owner = np.repeat(np.arange(len(seen)), [len(one.clauses) for one in seen])
        self._inverse = inverse(_kernel(self._whole))
        self._dual = self._inverse @ targets.astype(np.float32)
        self._targets = targets

    def inputs(self) -> Any:
        """Per reply the scores of the whole, of its strongest clause, and of the line alone."""
        width = self._targets.shape[1]
        whole, line = np.zeros_like(self._targets), np.zeros_like(self._targets)
        clauses = np.full((len(self._targets), width), -np.inf)
        for out in _groups(self._writers):
            short = self._inverse[np.ix_(out, out)]
            missing = np.linalg.solve(short, self._dual[out])
            dual = self._dual - self._inverse[:, out] @ missing
            dual[out] = 0
            weights, bias = self._whole.T @ dual, BIAS * dual.sum(axis=0)
            whole[out] = self._targets[out] - missing
            line[out] = self._line[out] @ weights
            own = np.isin(self._owner, out)
            np.maximum.at(clauses, self._owner[own], self._clauses[own] @ weights + bias)
        return 1000 * np.hstack([whole, clauses, line])

    def model(self, landmarks: Landmarks) -> Model:
        """The same in whole numbers: one byte a weight, thousandths a score."""
        exact = self._whole.T @ self._dual
        weights = exact * self._idf[:, None]
        steps = np.quantile(np.abs(weights), 0.999, axis=0) / FINE
        rounded = np.clip(np.rint(weights / steps), -127, 127).astype(int) + ZERO
        meant = self._whole @ exact
        told = self._whole @ ((rounded - ZERO) * steps / self._idf[:, None])
        # Rounding to few steps loses many small weights: what is left speaks louder for them.
        louder = (meant * told).sum(axis=0) / (told * told).sum(axis=0)
        lengths = np.clip(np.rint(self._idf**2 * LENGTH_STEPS**2), 1, 255).astype(int)
        return Model(
            outputs=OUTPUTS,
            rows={name: row for row, name in enumerate(self._names)},
            lengths=lengths.astype(np.uint8).tobytes(),
            weights=rounded.astype(np.uint8).tobytes(),
            scales=tuple(map(int, np.rint(louder * steps * 1000 * 100 * LENGTH_STEPS))),
            biases=tuple(map(int, np.rint(1000 * BIAS * self._dual.sum(axis=0)))),
            landmarks=landmarks,
            thresholds={},
            trust={},
        )


def _distinct(documents: Iterable[frozenset[str]]) -> list[str]:
    """Features seen often enough; of those in the very same replies only the shortest."""
    where: dict[str, list[int]] = {}
    for place, document in enumerate(documents):
        for feature in document:
            where.setdefault(feature, []).append(place)
    often = [feature for feature, places in where.items() if len(places) >= SEEN_AT_LEAST]
    return list(
        {tuple(where[name]): name for name in sorted(often, key=_shortest, reverse=True)}.values()
    )


def _shortest(feature: str) -> tuple[int, str]:
    return len(feature), feature


def _telling(names: list[str], documents: Sequence[frozenset[str]], targets: Any) -> list[str]:
    """The features in whose replies the targets differ most from their means (chi square)."""
    raw = _matrix(documents, {name: place for place, name in enumerate(names)})
    apart = (targets - targets.mean(axis=0)) / np.maximum(targets.std(axis=0), 1e-6)
    told = raw.T @ np.minimum(apart, MOST_APART)
    chi = (told**2).sum(axis=1) / (np.asarray(raw.sum(axis=0)).ravel() + DOUBT)
    order = sorted(range(len(names)), key=lambda place: (-chi[place], names[place]))
    return sorted(names[place] for place in order[:MOST_FEATURES])


def _matrix(documents: Iterable[frozenset[str]], column: dict[str, int]) -> Any:
    rows = [sorted(column[f] for f in document if f in column) for document in documents]
    starts = np.cumsum([0, *map(len, rows)])
    flat = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
    return csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(rows), len(column)))


def _lengths(matrix: Any) -> Any:
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    return diags(1 / np.sqrt(np.maximum(squares, 1e-9)))


def _kernel(whole: Any) -> Any:
    """How alike every two replies are; by strips, since all at once would take twice the room."""
    alike = np.empty((whole.shape[0], whole.shape[0]), dtype=np.float32)
    for start in range(0, len(alike), BLOCK):
        alike[start : start + BLOCK] = (whole[start : start + BLOCK] @ whole.T).toarray()
    return alike


def inverse(kernel: Any) -> Any:
    """The inverse of kernel, bias and ridge together; takes the place of the kernel.

    Swept block by block (Gauss and Jordan, symmetric): the whole would not fit beside itself.
    """
    kernel += BIAS
    kernel[np.diag_indices(len(kernel))] += RIDGE
    starts = range(0, len(kernel), BLOCK)
    for start in starts:
        _sweep(kernel, slice(start, start + BLOCK), starts)
    for start in starts:
        kernel[start : start + BLOCK, start:] = kernel[start:, start : start + BLOCK].T
    np.negative(kernel, out=kernel)
    return kernel


def _sweep(matrix: Any, own: slice, starts: Iterable[int]) -> None:
    """One block's turn; only what is on and below the diagonal is kept right."""
    across = np.vstack([matrix[own, : own.start].T, matrix[own.start :, own]])
    pivot = np.linalg.inv(across[own])
    swept = across @ pivot
    across[own] = 0
    for start in starts:
        block = slice(start, start + BLOCK)
        matrix[start:, block] -= swept[start:] @ across[block].T
    matrix[own, : own.start] = swept[: own.start].T
    matrix[own.stop :, own] = swept[own.stop :]
    matrix[own, own] = -pivot


def _groups(writers: Any) -> Iterator[Any]:
    for writer in sorted(set(writers)):
        yield np.flatnonzero(writers == writer)


def _landmarks(inputs: Any, targets: Any, writers: Any) -> tuple[Landmarks, Any]:
    """Landmarks fitted to the scores of replies, and what they say of writers left out."""
    means = np.rint(inputs.mean(axis=0)).astype(int)
    spreads = np.maximum(np.rint(inputs.std(axis=0)), 1).astype(int)
    steps = np.clip(MIDDLE + (np.rint(inputs) - means) * STEPS // spreads, 0, 2 * MIDDLE)
    places = _typical(steps)
    half = HALF * STEPS**2
    near = np.column_stack([2.0 ** (-_distances(steps, places) / half), np.ones(len(steps))])
    penalty = np.zeros((COUNT + 1, COUNT + 1))
    penalty[:COUNT, :COUNT] = 2.0 ** (-_distances(places, places) / half)
    penalty = LANDMARK_RIDGE * penalty + 1e-4 * np.eye(COUNT + 1)
    square, product = near.T @ near, near.T @ targets
    held_out = np.zeros_like(targets)
    for out in _groups(writers):
        part = near[out]
        rest = square - part.T @ part + penalty
        held_out[out] = part @ np.linalg.solve(rest, product - part.T @ targets[out])
    says = 1000 * np.linalg.solve(square + penalty, product)
    unit = int(32_000 * UNITS // np.abs(says).max())
    landmarks = Landmarks(
        tuple(map(int, means)),
        tuple(map(int, spreads)),
        half,
        unit,
        tuple(row.tobytes() for row in places.T.astype(np.uint8)),
        tuple(tuple(map(int, row)) for row in np.rint(says * unit / UNITS)),
    )
    return landmarks, (2000 * held_out + inputs[:, : targets.shape[1]]) / 3


def _typical(steps: Any) -> Any:
    """Middles of groups of like replies (Lloyd's algorithm), in whole steps."""
    places = steps[np.linspace(0, len(steps) - 1, COUNT).astype(int)].astype(float)
    for _ in range(ROUNDS):
        nearest = np.argmin(_distances(steps, places), axis=1)
        for place in range(COUNT):
            members = steps[nearest == place]
            if len(members):
                places[place] = members.mean(axis=0)
    return np.rint(places)


def _distances(some: Any, others: Any) -> Any:
    squares = (some**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)[None, :]
    return np.maximum(squares - 2 * some @ others.T, 0)
