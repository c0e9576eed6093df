"""The overview: what a page about the growth of one period shows, for the company or a part of it.

Guarantees that all its parts answer one question: the same comparison, the same part. Leaves
computing to the other modules and words and pictures to `reports`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fourfold.book.book import Book
from fourfold.growth.comparison import Asked, compare, compare_before
from fourfold.growth.ledger import Ledger
from fourfold.growth.movers import Movers, movers
from fourfold.growth.names import names_of
from fourfold.growth.within import ledger_within


@dataclass(frozen=True, slots=True)
class Overview:
    """A period's growth: the ledger, the one before it, what changed most, groups side by side.

    `before` answers the same question one period earlier; None where the book does not reach back
    so far. `groups` is the ledger broken down by the dimension asked; where that dimension names
    the part itself, its siblings stand beside it; `names` are theirs by their value.
    """

    ledger: Ledger
    before: Ledger | None
    accounts: Movers
    products: Movers
    groups: Ledger
    names: Mapping[str, str]


def overview(book: Book, *, asked: Asked, by: str, where: Mapping[str, str]) -> Overview:
    """Return the growth of one period.

    Parameters
    ----------
    book
        The book.
    asked
        The comparison as a person writes it.
    by
        The dimension by which groups are set side by side.
    where
        Values by dimension that name a part of the company; empty is all of it.

    Returns
    -------
    Overview
        Money in the book's currency. A book without lines has ledgers of 0 and no groups.

    Raises
    ------
    BadRequest
        If a period, level or dimension cannot be meant.
    """
    comparison, earlier = compare(book, asked), compare_before(book, asked)
    around = {name: value for name, value in where.items() if name != by}
    groups = ledger_within(book, comparison=comparison, where=around, by=(by,))
    return Overview(
        ledger=ledger_within(book, comparison=comparison, where=where),
        before=ledger_within(book, comparison=earlier, where=where) if earlier else None,
        accounts=movers(book, comparison=comparison, by=comparison.account_level, where=where),
        products=movers(book, comparison=comparison, by=comparison.product_level, where=where),
        groups=groups,
        names=names_of(book, by, (group.values[0] for group in groups.groups)),
    )
