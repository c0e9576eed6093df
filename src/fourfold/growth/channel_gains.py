"""What each account gained us, through which channel: the ground that shares of growth stand on.

Guarantees that the gains of the accounts sum to the ledger's, net of switching. Leaves shares and
their intervals to who asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from fourfold.book.book import Book
from fourfold.growth.cells import cells
from fourfold.growth.classify import REPEAT
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.kept import kept_table
from fourfold.measures import GAINS, NEW_ACCOUNT_ROWS, REPEAT_ROWS

if TYPE_CHECKING:
    from ibis.expr.types import Table

_EXISTING = tuple(row for row in GAINS if row not in {*NEW_ACCOUNT_ROWS, *REPEAT_ROWS})
_REPEATED = tuple(f"{row}_units" for row in GAINS if row in REPEAT_ROWS)


def channel_gains(book: Book, *, comparison: Comparison, unit: Sequence[str]) -> pa.Table:
    """Return the gains with each account, by channel.

    Parameters
    ----------
    book, comparison
        As for `fourfold.growth.ledger`.
    unit
        Nothing for the company, or `seller` or `team`.

    Returns
    -------
    pa.Table
        The unit, account, `new` and `existing`: gains net of switching in whole 1/10,000 of the book's
        currency. Accounts that neither gained are not there.
    """
    asked = dimensions((*unit, "account"), place="by")
    return kept_table(book, "gains", comparison, asked, make=lambda: _table(book, comparison, asked))


def _table(book: Book, comparison: Comparison, by: Sequence[str]) -> pa.Table:
    cell = cells(book, comparison, by=by)
    return book.fetch(_gained(cell.filter(cell.is_group), by))


def _gained(cell: Table, by: Sequence[str]) -> Table:
    moved = cell.ordinary_units + cell.switched_units
    first, *others = (cell[name].sum(where=cell.row == REPEAT).fill_null(0) for name in _REPEATED)
    repeated = sum(others, first)
    summed = cell.group_by(list(by)).agg(
        new=moved.sum(where=cell.row.isin(NEW_ACCOUNT_ROWS)).fill_null(0).cast("int64"),
        existing=(moved.sum(where=cell.row.isin(_EXISTING)).fill_null(0) + repeated).cast("int64"),
    )
    return summed.filter((summed.new != 0) | (summed.existing != 0))
