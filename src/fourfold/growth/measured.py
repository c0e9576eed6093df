"""The ledgers of many owners at once: one computation, kept, from which any of them is read.

Guarantees that the ledger of a unit (a seller, a team, or a value of a dimension) is the group that a
ledger by that dimension holds, that its rows sum to its change, and that the cost does not depend on
how many of them are read. Leaves what is asked of them to `fourfold.objectives`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.errors import EngineFault
from fourfold.growth.cells import cells
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.kept import kept_table
from fourfold.growth.ledger import Group, group_of
from fourfold.growth.warnings import history_months

Values = tuple[str, ...]


def measured(
    book: Book, *, comparison: Comparison, by: Sequence[str], wanted: Collection[Values]
) -> Mapping[Values, Group]:
    """Return the ledgers of groups, by their values in the order of `by`.

    Parameters
    ----------
    book
        The book.
    comparison
        Periods, levels, policy.
    by
        Dimensions of `schema.DIMENSIONS`; none for the company, whose values are empty.
    wanted
        The groups to return. One in which nothing lies is a ledger of zeros.

    Raises
    ------
    BadRequest
        If a dimension does not exist.
    EngineFault
        If the rows of a group do not sum to its change.
    """
    asked = dimensions(tuple(by), place="by")
    table = kept_table(book, "measured", comparison, asked, make=lambda: _cells(book, comparison, asked))
    history = history_months(book, comparison)
    found: dict[Values, list[Mapping[str, int]]] = {values: [] for values in wanted}
    for cell in _of(table, asked, wanted).to_pylist():
        values = tuple(cell[name] for name in asked)
        if values in found:
            found[values].append(cell)
    return {values: _closed(group_of(values, held, history)) for values, held in found.items()}


def _cells(book: Book, comparison: Comparison, by: Sequence[str]) -> pa.Table:
    found = book.fetch(cells(book, comparison, by=by))
    return found.filter(pc.equal(found["is_group"], pa.scalar(bool(by))))


def _of(table: pa.Table, by: Sequence[str], wanted: Collection[Values]) -> pa.Table:
    """Return the cells whose first value is wanted: few of what may be many groups."""
    if not by:
        return table
    firsts = pa.array(sorted({values[0] for values in wanted}), pa.string())
    return table.filter(pc.is_in(table[by[0]], value_set=firsts))


def _closed(group: Group) -> Group:
    total = sum(entry.amount for entry in group.entries)
    if total != group.change:
        raise EngineFault(
            f"the rows of {' '.join(group.values) or 'the company'} sum to {total}, not to {group.change}:"
            " the figure is withheld",
            remedy="report this with the question that was asked; `fourfold rebuild` remakes the book",
        )
    return group
