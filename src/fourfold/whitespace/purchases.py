"""Purchases of a book as plain arrays, what was known at a cut-off, and what came after it.

Guarantees that a cut-off holds nothing of its day or later, so that whatever is computed from it cannot have
seen the future. Leaves cleaning lines (cancellations, codes that are no goods) and reading a book to the
caller.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fourfold.errors import BadRequest

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Purchases:
    """Order lines as arrays of one length, in any order.

    Parameters
    ----------
    account, item
        Positions in `accounts` and `items`.
    day
        Days as numbers, such as days since 1970-01-01.
    order
        Numbers that lines of one order share.
    value
        Revenue in the book's currency, in floating point: for estimates only.
    accounts, items
        The names.

    Raises
    ------
    BadRequest
        The arrays differ in length. Remedy: make them from the same lines.
    """

    account: Ints
    item: Ints
    day: Ints
    order: Ints
    value: Floats
    accounts: tuple[str, ...]
    items: tuple[str, ...]

    def __post_init__(self) -> None:
        lengths = {len(one) for one in (self.account, self.item, self.day, self.order, self.value)}
        if len(lengths) > 1:
            raise BadRequest(
                f"arrays of purchases have lengths {sorted(lengths)}",
                remedy="make all five from the same lines",
            )

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.day)

    def where(self, kept: NDArray[np.bool_]) -> Purchases:
        """Return the lines that the mask keeps, under the same names."""
        return replace(
            self,
            account=self.account[kept],
            item=self.item[kept],
            day=self.day[kept],
            order=self.order[kept],
            value=self.value[kept],
        )

    def before(self, day: int) -> Purchases:
        """Return the lines before a day."""
        return self.where(self.day < day)

    def between(self, first: int, until: int) -> Purchases:
        """Return the lines from `first` on and before `until`."""
        return self.where((self.day >= first) & (self.day < until))


@dataclass(frozen=True, slots=True, eq=False)
class Cutoff:
    """What was known before a day: accounts that ever bought, candidate items, who owns which.

    Parameters
    ----------
    day
        The cut-off; `history` is before it.
    accounts
        Of each row, the position among the names of accounts.
    items
        Of each column, the position among the names of items.
    row, column
        Of each line of `history`, its row and column; column -1 is an item that is no candidate.
    owned
        Rows x columns, 1 where the account ever bought the item.
    """

    day: int
    history: Purchases
    accounts: Ints
    items: Ints
    row: Ints
    column: Ints
    owned: sparse.csr_matrix

    @property
    def shape(self) -> tuple[int, int]:
        """Accounts and candidate items."""
        return len(self.accounts), len(self.items)

    def matrix(self, weight: Floats) -> sparse.csr_matrix:
        """Return rows x columns with the largest weight of a pair's lines; lines of weight 0 are left out.

        Parameters
        ----------
        weight
            One number of at least 0 for each line of `history`.
        """
        kept = (self.column >= 0) & (weight > 0)
        row, column, found = self.row[kept], self.column[kept], weight[kept]
        order = np.lexsort((-found, column, row))
        row, column, found = row[order], column[order], found[order]
        first = np.ones(len(row), dtype=bool)
        first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
        cells = (found[first].astype(np.float32), (row[first], column[first]))
        return sparse.csr_matrix(cells, shape=self.shape)

    def open(self) -> NDArray[np.bool_]:
        """Return rows x columns, true where the account never bought the item: its candidates."""
        found = np.ones(self.shape, dtype=bool)
        owned = self.owned.tocoo()
        found[owned.row, owned.col] = False
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """First purchases within a horizon.

    Parameters
    ----------
    bought
        Rows x columns of the cut-off: the value that the account spent on a candidate, at least a hair above
        0.
    left_out
        First purchases by known accounts of items that were no candidates: new or too rare.
    """

    bought: sparse.csr_matrix
    left_out: int

    @property
    def coverage(self) -> float:
        """Share of first purchases that a candidate could have named; 0 if there are none."""
        found = int(self.bought.nnz)
        return found / (found + self.left_out) if found else 0.0


def at(purchases: Purchases, day: int, *, least_buyers: int = 5) -> Cutoff:
    """Return what was known before a day.

    Parameters
    ----------
    least_buyers
        An item is a candidate if at least so many accounts bought it before the day.

    Returns
    -------
    Cutoff
        Without rows or columns if nothing came before the day.
    """
    history = purchases.before(day)
    accounts, row = np.unique(history.account, return_inverse=True)
    count = len(purchases.items)
    pairs = np.unique(history.account * count + history.item)
    buyers = np.bincount(pairs % count if count else pairs, minlength=count)
    items = np.flatnonzero(buyers >= max(least_buyers, 1))
    place = np.full(count, -1, dtype=np.int64)
    place[items] = np.arange(len(items))
    empty = sparse.csr_matrix((len(accounts), len(items)), dtype=np.float32)
    found = Cutoff(day, history, accounts, items, row.astype(np.int64), place[history.item], empty)
    return replace(found, owned=found.matrix(np.ones(len(history))))


def truth(purchases: Purchases, cutoff: Cutoff, horizon: int) -> Truth:
    """Return what the accounts of a cut-off first bought in the `horizon` days from its day on."""
    later = purchases.between(cutoff.day, cutoff.day + horizon)
    rows = _places(cutoff.accounts, len(purchases.accounts))[later.account]
    columns = _places(cutoff.items, len(purchases.items))[later.item]
    inside = (rows >= 0) & (columns >= 0)
    value = np.maximum(later.value[inside], 1e-6)
    spent = sparse.csr_matrix((value, (rows[inside], columns[inside])), shape=cutoff.shape)
    spent.sum_duplicates()
    novel = spent - spent.multiply(cutoff.owned > 0)
    bought = sparse.csr_matrix(novel)
    bought.eliminate_zeros()
    return Truth(bought, _strangers(cutoff, later, (rows >= 0) & (columns < 0)))


def _strangers(cutoff: Cutoff, later: Purchases, kept: NDArray[np.bool_]) -> int:
    count = max(len(later.items), 1)
    known = cutoff.history.account * count + cutoff.history.item
    return len(np.setdiff1d(later.account[kept] * count + later.item[kept], known))


def _places(of: Ints, count: int) -> Ints:
    found = np.full(count, -1, dtype=np.int64)
    found[of] = np.arange(len(of))
    return found
