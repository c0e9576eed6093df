"""The ledger of one part of the company: a team, a region, a family; whole or broken down again.

Guarantees that a part's ledger is the group of the company's ledger, not another computation: its
rows are those that the breakdown shows. Leaves computing and keeping to `ledger` and `prepared`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.ledger import Group, Ledger, empty_group
from fourfold.growth.prepared import prepared_ledger
from fourfold.growth.warnings import history_months


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
    wanted = tuple(where.values())
    whole = prepared_ledger(book, comparison=comparison, by=names)
    empty = empty_group(wanted, history=history_months(book, comparison))
    part = next((group for group in whole.groups if group.values == wanted), empty)
    parts: tuple[Group, ...] = ()
    if finer:
        broken = prepared_ledger(book, comparison=comparison, by=(*names, *finer))
        inside = (group for group in broken.groups if group.values[: len(wanted)] == wanted)
        parts = tuple(replace(group, values=group.values[len(wanted) :]) for group in inside)
    return replace(as_ledger(whole, part), by=finer, groups=parts)


def as_ledger(whole: Ledger, group: Group) -> Ledger:
    """Return a group of a ledger as a ledger of its own, without groups."""
    return replace(
        whole,
        by=(),
        base_revenue=group.base_revenue,
        current_revenue=group.current_revenue,
        entries=group.entries,
        figures=group.figures,
        groups=(),
    )
