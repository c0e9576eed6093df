"""Whether probabilities hold: isotonic regression, calibration error, and the table of reliability.

Guarantees that a calibrated score never ranks a lower score above a higher one. Leaves which pairs are
weighed to the caller: over all pairs an error looks superb and means nothing; over the ten shown it tells.

Source of isotonic regression: pool adjacent violators, Ayer et al. 1955, as SciPy computes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from fourfold.whitespace.purchases import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Isotonic:
    """A rising map from score to probability: straight lines between knots, flat outside them."""

    score: Floats
    probability: Floats

    def __call__(self, scores: NDArray[np.floating]) -> Floats:
        """Return a probability for each score; minus infinity gets that of the lowest."""
        if not len(self.score):
            return np.zeros(np.shape(scores))
        return np.asarray(np.interp(scores, self.score, self.probability), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of like probability: how many, what was expected, what came, each as a share."""

    pairs: int
    expected: float
    realised: float


def isotonic(scores: NDArray[np.floating], outcomes: NDArray[np.bool_]) -> Isotonic:
    """Return the rising map that fits the outcomes best.

    Scores and outcomes are of one length; without any, the map gives 0 to everything.
    """
    if not len(scores):
        return Isotonic(np.zeros(0), np.zeros(0))
    level, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    share = np.bincount(place.ravel(), weights=outcomes.astype(np.float64)) / count
    fitted = isotonic_regression(share, weights=count.astype(np.float64))
    ends = np.unique(np.concatenate([fitted.blocks[:-1], fitted.blocks[1:] - 1]))
    return Isotonic(level[ends].astype(np.float64), np.asarray(fitted.x[ends], dtype=np.float64))


def reliability(
    probabilities: NDArray[np.floating], outcomes: NDArray[np.bool_], bins: int = 10
) -> tuple[Bin, ...]:
    """Return pairs in bins of equal numbers by rising probability; fewer bins if there are fewer pairs."""
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return tuple(
        Bin(len(part), float(np.mean(probabilities[part], dtype=np.float64)), float(outcomes[part].mean()))
        for part in parts
    )


def calibration_error(table: tuple[Bin, ...]) -> float:
    """Return the mean distance of expected from realised, weighted by pairs (ECE); 0 for an empty table."""
    pairs = sum(one.pairs for one in table)
    return sum(one.pairs * abs(one.expected - one.realised) for one in table) / pairs if pairs else 0.0
