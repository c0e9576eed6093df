"""What each owner's accounts bought in a period: how many accounts and products, in one pass, kept.

Guarantees that an account counts once for each unit, whoever of it sold. Leaves revenue and margin to
`sold`, the change in revenue to `measured`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.crediting import UNITS_OF_CREDIT, credited
from fourfold.growth.kept import kept_table
from fourfold.growth.pairs import lines_until
from fourfold.growth.parts import keyed_lines
from fourfold.growth.standing import bought_before

if TYPE_CHECKING:
    from ibis.expr.types import Table

_NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Owned:
    """What the accounts of one group bought in the current period.

    `accounts` and `pairs` (of account and product) count those with a purchase, at the levels of the
    comparison; `new_accounts` those of them that were not there before the cut. `lines` stand behind them.
    """

    accounts: int
    pairs: int
    new_accounts: int
    lines: int


def owned(book: Book, *, comparison: Comparison, by: Sequence[str]) -> Mapping[tuple[str, ...], Owned]:
    """Return what was bought in the current period, by the values of dimensions.

    Without dimensions, one group of no values: the company. A group without lines is not there.
    """
    asked = dimensions(tuple(by), place="by")
    table = kept_table(book, "owned", comparison, asked, make=lambda: _table(book, comparison, asked))
    return {
        tuple(row[name] for name in asked): Owned(
            row["accounts"],
            row["pairs"],
            row["new_accounts"],
            row["lines"],
        )
        for row in table.to_pylist()
    }


def _table(book: Book, comparison: Comparison, by: Sequence[str]) -> pa.Table:
    lines = keyed_lines(book, lines_until(book, comparison), comparison, finer=by)
    lines = lines.filter(lines.ordered_on >= comparison.current.start)
    lines = lines.mutate(is_counted=ibis.literal(value=True))
    units = [name for name in by if name in UNITS_OF_CREDIT]
    if units:
        lines = credited(book, lines, units=units)
    return book.fetch(_counted(_marked(book, lines, comparison), by))


def _marked(book: Book, lines: Table, comparison: Comparison) -> Table:
    """Return the lines with `is_new`: whether the account had not purchased before the cut."""
    before = bought_before(book, comparison).select(["account_key"])
    known = book.hold(before.group_by("account_key").aggregate([])).rename(known_key="account_key")
    joined = lines.left_join(known, lines.account_key == known.known_key)
    return joined.mutate(is_new=joined.known_key.isnull()).drop("known_key")


def _counted(lines: Table, by: Sequence[str]) -> Table:
    both = lines.account_key.notnull() & lines.product_key.notnull() & lines.is_purchase
    pairs = lines.group_by([*by, "account_key", "product_key"]).agg(
        is_pair=both.any(),
        is_new=lines.is_new.any(),
        lines=lines.count(where=lines.is_counted),
    )
    summed = pairs.aggregate(
        by=list(by),
        pairs=pairs.count(where=pairs.is_pair),
        accounts=pairs.account_key.nunique(where=pairs.is_pair),
        new_accounts=pairs.account_key.nunique(where=pairs.is_pair & pairs.is_new),
        lines=pairs.lines.sum().cast("int64"),
    )
    return summed.filter(summed.lines > 0)
