"""A part of a list: which rows a reader wants, in which order.

Guarantees that an order is one of those offered and complete, so that two pages of a list never
share a row. Leaves what a list holds to who makes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.errors import BadRequest
from fourfold.growth.comparison import one_of


@dataclass(frozen=True, slots=True)
class Listing:
    """Which rows of a list: their order, the text they hold, and which part of them.

    `sort` names a column, with a hyphen in front for the largest first; empty takes the list's own
    order. `matching` keeps rows in which a text occurs, upper and lower case alike. `limit` None
    takes all rows after the first `offset`.
    """

    sort: str = ""
    matching: str = ""
    limit: int | None = None
    offset: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no part of a list."""
        if self.offset < 0 or (self.limit is not None and self.limit < 1):
            raise BadRequest("there is no such part of a list", place="page", remedy="start at page 1")


def matching(table: pa.Table, text: str, columns: Sequence[str]) -> pa.Table:
    """Return the rows with a text in any of the columns; all rows for no text."""
    if not text or not table.num_rows:
        return table
    found = pa.chunked_array([pa.array([False] * table.num_rows)])
    for name in columns:
        holds = pc.match_substring(table[name], text, ignore_case=True)
        found = pc.or_(found, pc.fill_null(holds, fill_value=False))
    return table.filter(found)


def ordered(table: pa.Table, sort: str, *, columns: Mapping[str, str], ties: Sequence[str]) -> pa.Table:
    """Return the rows in an order; equal rows in that of the columns `ties`, and empty cells last.

    `columns` holds the column of each name that a reader may sort by.

    Raises
    ------
    BadRequest
        If the name is not among `columns`.
    """
    name = sort.removeprefix("-")
    one_of(name, tuple(columns), place="sort")
    first = (columns[name], "descending" if sort.startswith("-") else "ascending")
    rest = [(tie, "ascending") for tie in ties if tie != first[0]]
    return table.sort_by([first, *rest])


def part(table: pa.Table, listing: Listing) -> pa.Table:
    """Return the rows of the part that was asked for; none after the end."""
    return table.slice(listing.offset, listing.limit)
