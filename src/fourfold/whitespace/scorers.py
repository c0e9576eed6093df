"""Scores of items for accounts, each from what was known at one cut-off.

Guarantees that every scorer is either one list for all accounts or one matrix from item to item, so that a
block of accounts is scored at a time and what points to an item can be read from its column. Scores rank;
they are no probabilities. Leaves owned items among the scores: who ranks takes them out.

Sources. EASE: Steck, WWW 2019, here also on purchases weighted by how recent they are. Item-kNN by cosine:
Sarwar et al., WWW 2001. RP3-beta: Paudel et al., TiiS 7(1), 2017.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse
from scipy.linalg import lapack

from fourfold.whitespace.purchases import Cutoff, Floats, Scores

BLOCK = 4_096
"""Accounts that are scored at a time."""


class Scorer(Protocol):
    """Scores accounts at the cut-off that it was made from."""

    def scores(self, rows: slice) -> Scores:
        """Return accounts x items of these rows."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """What an account bought, times how strongly each item points to each other (from x to)."""

    weights: sparse.csr_matrix
    links: Scores

    def scores(self, rows: slice) -> Scores:
        """Return accounts x items of these rows."""
        return np.asarray(self.weights[rows] @ self.links, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """One list for all accounts."""

    weight: Floats
    accounts: int

    def scores(self, rows: slice) -> Scores:
        """Return accounts x items of these rows."""
        count = len(range(*rows.indices(self.accounts)))
        return np.tile(self.weight.astype(np.float32), (count, 1))


def blocks(accounts: int, size: int = BLOCK) -> Iterator[slice]:
    """Return slices that together are all rows."""
    return (slice(first, min(first + size, accounts)) for first in range(0, accounts, size))


def scored(scorer: Scorer, cutoff: Cutoff) -> Scores:
    """Return the scores of all accounts at once, minus infinity where the account owns the item."""
    parts = [scorer.scores(rows) for rows in blocks(cutoff.shape[0])]
    found = np.concatenate(parts) if parts else np.zeros(cutoff.shape, dtype=np.float32)
    owned = cutoff.owned.tocoo()
    found[owned.row, owned.col] = -np.inf
    return found


def decayed(cutoff: Cutoff, half_life: float) -> sparse.csr_matrix:
    """Return accounts x items, each 0.5 ** (days since the last purchase / half-life).

    Parameters
    ----------
    half_life
        In days; infinity makes every purchase 1.
    """
    return cutoff.matrix(np.exp2(-(cutoff.day - cutoff.history.day) / half_life))


def ease(weights: sparse.csr_matrix, strength: float) -> Linked:
    """Return EASE: the item-item matrix with zero diagonal that best gives the weights back.

    With P the inverse of X'X + strength x I, links are -P divided by the diagonal of P, column by column.

    Parameters
    ----------
    weights
        Accounts x items.
    strength
        The L2 penalty, above 0: larger shrinks links to 0.
    """
    gram = np.asarray((weights.T @ weights).todense(), dtype=np.float64, order="F")
    if not gram.size:
        return Linked(weights, np.zeros(gram.shape, dtype=np.float32))
    gram[np.diag_indices_from(gram)] += strength
    factor, _ = lapack.dpotrf(gram, lower=1, overwrite_a=1)
    lower, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
    diagonal = lower.diagonal().copy()
    half = np.tril(lower, -1).astype(np.float32)
    links = -(half + half.T) / diagonal.astype(np.float32)
    return Linked(weights, np.asarray(links, dtype=np.float32))


def item_knn(weights: sparse.csr_matrix, shrink: float = 10.0) -> Linked:
    """Return cosines between items, all neighbours kept, shrunk for rare items."""
    gram = np.asarray((weights.T @ weights).todense(), dtype=np.float32)
    length = np.sqrt(gram.diagonal())
    links = np.asarray(gram / (np.outer(length, length) + np.float32(shrink)), dtype=np.float32)
    np.fill_diagonal(links, 0)
    return Linked(weights, links)


def walks(weights: sparse.csr_matrix, damping: float = 0.5) -> Linked:
    """Return RP3-beta: random walks account, item, account, item, over popularity ** damping."""
    by_account = _divided(weights)
    by_item = _divided(weights.T.tocsr())
    links = np.asarray((by_item @ by_account).todense(), dtype=np.float32)
    buyers = np.asarray(weights.sum(axis=0), dtype=np.float32).ravel()
    links /= np.maximum(buyers, 1) ** np.float32(damping)
    np.fill_diagonal(links, 0)
    return Linked(by_account, links)


def together(cutoff: Cutoff) -> Linked:
    """Return cosines between items by how often they share an order."""
    kept = cutoff.column >= 0
    _, order = np.unique(cutoff.history.order[kept], return_inverse=True)
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    lines = sparse.csr_matrix(
        (ones, (order, cutoff.column[kept])), shape=(order.max(initial=-1) + 1, cutoff.shape[1])
    )
    lines.data[:] = 1
    return Linked(cutoff.owned, item_knn(lines).links)


def named(cutoff: Cutoff) -> Scores:
    """Return links between items by words that their names share: TF-IDF cosine."""
    names = [re.findall(r"\w+", cutoff.history.items[item].casefold()) for item in cutoff.items]
    place = {word: number for number, word in enumerate(sorted({word for name in names for word in name}))}
    row = np.repeat(np.arange(len(names)), [len(name) for name in names])
    column = np.array([place[word] for name in names for word in name], dtype=np.int64)
    cells = (np.ones(len(row), dtype=np.float32), (row, column))
    words = sparse.csr_matrix(cells, shape=(len(names), len(place)))
    items_with = np.bincount(column, minlength=len(place))
    words = sparse.csr_matrix(
        words.multiply(np.log(len(names) / np.maximum(items_with, 1))), dtype=np.float32
    )
    return item_knn(words.T.tocsr(), shrink=1e-6).links


def buyers_ever(cutoff: Cutoff) -> Listed:
    """Return the list by accounts that ever bought."""
    return Listed(np.asarray(cutoff.owned.sum(axis=0), dtype=np.float64).ravel(), cutoff.shape[0])


def buyers_recent(cutoff: Cutoff, window: int) -> Listed:
    """Return the list by accounts that bought in the last `window` days."""
    recent = cutoff.matrix((cutoff.history.day >= cutoff.day - window).astype(np.float64))
    return Listed(np.asarray((recent > 0).sum(axis=0), dtype=np.float64).ravel(), cutoff.shape[0])


def adoption(cutoff: Cutoff, window: int) -> Listed:
    """Return the list by new buyers of the last `window` days over accounts that did not own it then."""
    old = cutoff.matrix((cutoff.history.day < cutoff.day - window).astype(np.float64))
    before = np.asarray((old > 0).sum(axis=0), dtype=np.float64).ravel()
    ever = np.asarray(cutoff.owned.sum(axis=0), dtype=np.float64).ravel()
    return Listed((ever - before) / np.maximum(cutoff.shape[0] - before, 1), cutoff.shape[0])


def _divided(weights: sparse.csr_matrix) -> sparse.csr_matrix:
    total = np.asarray(weights.sum(axis=1), dtype=np.float64).ravel()
    inverse = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return sparse.csr_matrix(sparse.diags(inverse) @ weights, dtype=np.float32)
