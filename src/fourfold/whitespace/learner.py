"""A logistic regression taught by earlier cut-offs: which never bought pairs came true within the horizon.

Two regressions on the same features are averaged: one with every cut-off standardised by its own
distribution, which cancels drift and ranks best, one standardised over all cut-offs, whose level holds better
(measured). Guarantees that a fit that did not converge is refused, and that features are held within what was
seen in training. Leaves whether a learner is worth it to the back-test.

Method: L2-penalised maximum likelihood by Newton's steps, halved while they do not improve the loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from fourfold.errors import FourfoldError
from fourfold.whitespace.features import Inputs, Sheet, facts, sheet
from fourfold.whitespace.purchases import Cutoff, Floats, Ints, Scores, Truth
from fourfold.whitespace.scorers import BLOCK, blocks

PENALTY = 10.0
STEPS = 50
NEGATIVES = 4
"""Of the pairs that came to nothing one in so many teaches, with that weight."""

CHUNK = 200_000
TIGHT = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Mean and spread of each feature."""

    mean: Floats
    spread: Floats

    def of(self, values: Scores) -> Scores:
        """Return the values standardised."""
        mean, spread = self.mean.astype(np.float32), self.spread.astype(np.float32)
        return (values - mean) / spread


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What one earlier cut-off teaches: features, outcomes, weights, and the rate of the pairs left aside."""

    values: Scores
    outcome: NDArray[np.bool_]
    weight: Floats
    row: Ints
    moments: Moments
    aside_pairs: int
    aside_true: int

    @property
    def positives(self) -> int:
        """First purchases among the pairs."""
        return int(self.outcome.sum())

    def of_rows(self, kept: NDArray[np.bool_]) -> Lesson:
        """Return what some of the accounts teach; the mask is over rows of the cut-off."""
        some = kept[self.row]
        return replace(
            self,
            values=self.values[some],
            outcome=self.outcome[some],
            weight=self.weight[some],
            row=self.row[some],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """Coefficients on standardised features, and the range that each feature had in training."""

    weight: Floats
    intercept: float
    low: Scores
    high: Scores

    def __call__(self, standardised: Scores) -> Floats:
        """Return probabilities."""
        held = np.clip(standardised, self.low, self.high)
        return np.asarray(expit(held @ self.weight.astype(np.float32) + self.intercept), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Learner:
    """Two regressions, averaged, and the rate of pairs that are not looked at."""

    own: Regression
    shared: Regression
    over_all: Moments
    aside: float

    def of(self, found: Sheet, moments: Moments) -> Floats:
        """Return the probability of each pair of a sheet; `moments` are those of its whole cut-off."""
        return (self.own(moments.of(found.values)) + self.shared(self.over_all.of(found.values))) / 2

    def probabilities(self, cutoff: Cutoff, scorers: Inputs) -> Scores:
        """Return accounts x candidates, minus infinity where the account owns the item."""
        return answers((self,), cutoff, scorers)[0]


def answers(learners: Sequence[Learner], cutoff: Cutoff, scorers: Inputs) -> tuple[Scores, ...]:
    """Return the probabilities of each learner, from features that are computed once."""
    known = facts(cutoff)
    first = sheet(cutoff, scorers, known, slice(0, min(cutoff.shape[0], BLOCK)))
    moments = moments_of(first.values)
    found = tuple(np.full(cutoff.shape, learner.aside, dtype=np.float32) for learner in learners)
    owned = cutoff.owned.tocoo()
    for rows in blocks(cutoff.shape[0]):
        pairs = sheet(cutoff, scorers, known, rows) if rows.start else first
        for learner, answer in zip(learners, found, strict=True):
            answer[pairs.rows, pairs.columns] = learner.of(pairs, moments)
    for answer in found:
        answer[owned.row, owned.col] = -np.inf
    return found


def moments_of(values: Scores) -> Moments:
    """Return mean and spread of each column; a constant column has spread 1."""
    if not len(values):
        return Moments(np.zeros(values.shape[1]), np.ones(values.shape[1]))
    mean = values.mean(axis=0, dtype=np.float64)
    spread = values.std(axis=0, dtype=np.float64)
    return Moments(mean, np.where(spread > TIGHT, spread, 1.0))


def lesson(cutoff: Cutoff, truth: Truth, scorers: Inputs) -> Lesson:
    """Return what a cut-off whose horizon is over teaches; of many accounts, the first `BLOCK`."""
    rows = slice(0, min(cutoff.shape[0], BLOCK))
    found = sheet(cutoff, scorers, facts(cutoff), rows)
    came = truth.bought[rows]
    outcome = np.asarray(came[found.rows, found.columns]).ravel() > 0
    drawn = np.random.default_rng(0).integers(0, NEGATIVES, len(outcome)) == 0
    kept = outcome | drawn
    pairs = came.shape[0] * came.shape[1] - int(cutoff.owned[rows].nnz)
    return Lesson(
        values=found.values[kept],
        outcome=outcome[kept],
        weight=np.where(outcome[kept], 1.0, float(NEGATIVES)),
        row=found.rows[kept],
        moments=moments_of(found.values),
        aside_pairs=pairs - len(outcome),
        aside_true=int(came.nnz) - int(outcome.sum()),
    )


def learn(lessons: Sequence[Lesson]) -> Learner:
    """Return the learner of some earlier cut-offs, at least one.

    Raises
    ------
    FourfoldError
        The regression did not converge. Remedy: a method that is not taught.
    """
    outcome = np.concatenate([one.outcome for one in lessons])
    weight = np.concatenate([one.weight for one in lessons])
    own = np.concatenate([one.moments.of(one.values) for one in lessons])
    over_all = Moments(
        np.mean([one.moments.mean for one in lessons], axis=0),
        np.sqrt(np.mean([one.moments.spread**2 for one in lessons], axis=0)),
    )
    shared = np.concatenate([over_all.of(one.values) for one in lessons])
    aside = sum(one.aside_true for one in lessons) / max(sum(one.aside_pairs for one in lessons), 1)
    return Learner(regress(own, outcome, weight), regress(shared, outcome, weight), over_all, aside)


def regress(values: Scores, outcome: NDArray[np.bool_], weight: Floats) -> Regression:
    """Return the penalised regression of outcomes on standardised values; the intercept bears no penalty.

    Raises
    ------
    FourfoldError
        It did not converge. Remedy: a method that is not taught.
    """
    rate = float(np.average(outcome, weights=weight))
    rate = min(max(rate, TIGHT), 1 - TIGHT)
    at = np.zeros(values.shape[1] + 1)
    at[-1] = np.log(rate / (1 - rate))
    loss, slope, curve = _loss(values, outcome, weight, at)
    for _ in range(STEPS):
        step = np.linalg.solve(curve, slope)
        gain = float(slope @ step)
        if gain < TIGHT * max(abs(loss), 1.0):
            return Regression(at[:-1], float(at[-1]), values.min(axis=0), values.max(axis=0))
        size = 1.0
        while True:
            tried = _loss(values, outcome, weight, at - size * step)
            if tried[0] < loss or size < TIGHT:
                break
            size /= 2
        at, (loss, slope, curve) = at - size * step, tried
    raise FourfoldError(
        f"the regression did not converge in {STEPS} steps", remedy="use a method that is not taught"
    )


def _loss(
    values: Scores, outcome: NDArray[np.bool_], weight: Floats, at: Floats
) -> tuple[float, Floats, Floats]:
    """Penalised loss, gradient and Hessian, summed over chunks in double precision."""
    penalty = np.full(len(at), PENALTY)
    penalty[-1] = 0.0
    loss = float(0.5 * (penalty * at * at).sum())
    slope, curve = penalty * at, np.diag(penalty + 1e-9)
    for first in range(0, len(values), CHUNK):
        part = slice(first, first + CHUNK)
        block = np.ones((len(values[part]), len(at)), dtype=np.float32)
        block[:, :-1] = values[part]
        line = (block @ at.astype(np.float32)).astype(np.float64)
        loss += float(weight[part] @ (np.logaddexp(0, line) - outcome[part] * line))
        chance = expit(line)
        slope = slope + block.T @ (weight[part] * (chance - outcome[part])).astype(np.float32)
        root = np.sqrt(weight[part] * chance * (1 - chance)).astype(np.float32)
        block *= root[:, None]
        curve = curve + block.T @ block
    return loss, slope, curve
