"""How good suggestions were, by what came within the horizon: ranking, money and probabilities.

Guarantees that only items an account never bought before the cut-off count, on both sides, that every
candidate competes (no sampled opponents), and that two methods are compared on the same accounts. Leaves what
is judged to the back-test. Accounts without a first purchase in the horizon count in what is told of all
accounts, and cannot in recall, NDCG, hit rate and MAP, which are means over accounts with one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fourfold.whitespace.calibration import calibration_error, reliability
from fourfold.whitespace.purchases import Cutoff, Floats, Ints, Scores, Truth

SHOWN = 10
SUREST = 1_000
DRAWS = 500
LEAST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """How good lists of ten were.

    Parameters
    ----------
    recall, ndcg, hit_rate, average_precision
        Of the first ten, means over accounts with a first purchase; binary gain, log2 discount.
    precision, value
        Over all accounts: hits over shown; spent on hits over spent on all first purchases.
    surest
        Share of the 1,000 pairs of highest score that came true.
    each
        NDCG of each account with a first purchase, for `difference`.
    """

    recall: float
    ndcg: float
    hit_rate: float
    average_precision: float
    precision: float
    value: float
    surest: float
    each: Floats


@dataclass(frozen=True, slots=True)
class Level:
    """How probabilities hold: error of the ten shown, log-loss skill over all pairs, expected / realised."""

    shown_error: float
    skill: float
    expected_to_realised: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference with its 95 % interval."""

    mean: float
    low: float
    high: float


def first_places(scores: Scores, count: int = SHOWN) -> Ints:
    """Return rows x count: columns of the highest scores, best first; of equals the earlier column first."""
    count = min(count, scores.shape[1])
    if not count:
        return np.zeros((len(scores), 0), dtype=np.int64)
    found = np.sort(np.argpartition(-scores, count - 1, axis=1)[:, :count], axis=1)
    order = np.argsort(-np.take_along_axis(scores, found, axis=1), axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1).astype(np.int64)


def rank(scores: Scores, truth: Truth) -> Ranking:
    """Judge scores as lists of ten and as one list of the surest pairs.

    Parameters
    ----------
    scores
        Accounts x candidates of the cut-off, minus infinity where the account owns the item.
    truth
        What came; without any, every figure is 0.
    """
    shown = first_places(scores)
    spent = _spent(truth, np.arange(len(shown))[:, None], shown)
    usable = np.isfinite(np.take_along_axis(scores, shown, axis=1))
    hits = (spent > 0) & usable
    wanted = np.diff(truth.bought.indptr)
    with_one = wanted > 0
    hit, want = hits[with_one], wanted[with_one].astype(np.float64)
    ndcg = _ndcg(hit, want)
    total = float(truth.bought.sum())
    return Ranking(
        recall=_mean(hit.sum(axis=1) / want),
        ndcg=_mean(ndcg),
        hit_rate=_mean(hit.any(axis=1)),
        average_precision=_mean(_average_precision(hit, want)),
        precision=float(hits.sum() / max(int(usable.sum()), 1)),
        value=float(spent[hits].sum()) / total if total else 0.0,
        surest=_surest(scores, truth),
        each=ndcg,
    )


def level(probabilities: Scores, cutoff: Cutoff, truth: Truth) -> Level:
    """Judge probabilities: accounts x candidates, minus infinity where the account owns the item."""
    shown = first_places(probabilities)
    expected = np.take_along_axis(probabilities, shown, axis=1).ravel()
    came = (_spent(truth, np.arange(len(shown))[:, None], shown) > 0).ravel()
    usable = np.isfinite(expected)
    table = reliability(expected[usable], came[usable])
    pairs = cutoff.shape[0] * cutoff.shape[1] - int(cutoff.owned.nnz)
    total = float(np.sum(probabilities, where=np.isfinite(probabilities), dtype=np.float64))
    return Level(
        shown_error=calibration_error(table),
        skill=_skill(probabilities, truth, pairs),
        expected_to_realised=total / max(int(truth.bought.nnz), 1),
    )


def difference(first: Ranking, second: Ranking, draws: int = DRAWS) -> Difference:
    """Return how much higher the NDCG of `first` is, by paired bootstrap over accounts (fixed seed)."""
    gap = first.each - second.each
    if not len(gap):
        return Difference(0.0, 0.0, 0.0)
    chance = np.random.default_rng(0)
    means = [float(gap[chance.integers(0, len(gap), len(gap))].mean()) for _ in range(draws)]
    low, high = np.quantile(means, (0.025, 0.975))
    return Difference(float(gap.mean()), float(low), float(high))


def interval(ranking: Ranking, draws: int = DRAWS) -> Difference:
    """Return NDCG with its 95 % interval, by bootstrap over accounts (fixed seed)."""
    chance, each = np.random.default_rng(0), ranking.each
    if not len(each):
        return Difference(0.0, 0.0, 0.0)
    means = [float(each[chance.integers(0, len(each), len(each))].mean()) for _ in range(draws)]
    low, high = np.quantile(means, (0.025, 0.975))
    return Difference(ranking.ndcg, float(low), float(high))


def _spent(truth: Truth, rows: Ints, columns: Ints) -> Floats:
    rows, columns = np.broadcast_arrays(rows, columns)
    if not columns.size:
        return np.zeros(columns.shape)
    return np.asarray(truth.bought[rows.ravel(), columns.ravel()], dtype=np.float64).reshape(columns.shape)


def _mean(values: NDArray[np.float64] | NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else 0.0


def _ndcg(hit: NDArray[np.bool_], wanted: Floats) -> Floats:
    gain = 1 / np.log2(np.arange(2, SHOWN + 2))
    ideal = np.cumsum(gain)[np.minimum(wanted, SHOWN).astype(int) - 1]
    return np.asarray((hit @ gain[: hit.shape[1]]) / ideal, dtype=np.float64)


def _average_precision(hit: NDArray[np.bool_], wanted: Floats) -> Floats:
    at_hit = np.cumsum(hit, axis=1) / np.arange(1, hit.shape[1] + 1) * hit
    return np.asarray(at_hit.sum(axis=1) / np.minimum(wanted, SHOWN), dtype=np.float64)


def _surest(scores: Scores, truth: Truth) -> float:
    flat = scores.ravel()
    count = min(SUREST, flat.size)
    if not count:
        return 0.0
    places = np.argpartition(-flat, count - 1)[:count]
    places = places[np.isfinite(flat[places])]
    rows, columns = np.divmod(places, scores.shape[1])
    return _mean(_spent(truth, rows, columns) > 0)


def _skill(probabilities: Scores, truth: Truth, pairs: int) -> float:
    rows, columns = truth.bought.nonzero()
    rate = len(rows) / max(pairs, 1)
    if not 0 < rate < 1:
        return 0.0
    bounded = np.clip(probabilities, LEAST, 1 - 1e-6)
    of_none = -float(np.sum(np.log1p(-bounded), where=np.isfinite(probabilities), dtype=np.float64))
    true = bounded[rows, columns].astype(np.float64)
    loss = (of_none + float(np.sum(np.log1p(-true) - np.log(true)))) / pairs
    constant = -(rate * np.log(rate) + (1 - rate) * np.log1p(-rate))
    return float(1 - loss / constant)
