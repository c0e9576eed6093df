"""The ledger of one part of the company: a team, a region, a family; whole or broken down again.

Guarantees that a part's ledger is the group of the company's ledger: its rows are those that the
breakdown shows. Leaves computing and keeping to `ledger`, `prepared` and `prepared_group`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.ledger import Ledger
from fourfold.growth.prepared import prepared_ledger
from fourfold.growth.prepared_group import prepared_group_ledger


def ledger_within(
    book: Book, *, comparison: Comparison, where: Mapping[str, str], by: Sequence[str] = ()
) -> Ledger:
    """Return the ledger of a part of the company as a ledger of its own.

    Parameters
    ----------
    book
        The book.
    comparison
        Periods, levels, policy.
    where
        Values by dimension that name the part; empty is the whole company.
    by
        Dimensions to break the part down by, beside those that name it.

    Returns
    -------
    Ledger
        Rows and revenue of the part, in the book's currency; its groups are those of the part. A
        part that does not exist has rows of 0 and no groups. Net rows of a part need not sum to
        its change, where products replaced others of another part.

    Raises
    ------
    BadRequest
        If a dimension does not exist or stands twice.
    """
    names = dimensions(tuple(where), place="where")
    finer = dimensions(tuple(name for name in by if name not in where), place="by")
    if not names:
        return prepared_ledger(book, comparison=comparison, by=finer)
    part = prepared_group_ledger(book, comparison=comparison, where=where)
    if not finer:
        return part
    wanted = tuple(where.values())
    broken = prepared_ledger(book, comparison=comparison, by=(*names, *finer))
    inside = (group for group in broken.groups if group.values[: len(wanted)] == wanted)
    groups = tuple(replace(group, values=group.values[len(wanted) :]) for group in inside)
    return replace(part, by=finer, groups=groups)
