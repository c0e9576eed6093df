"""Names of what ids stand for, for a few ids at a time.

Guarantees that an id without a name is left out. Leaves showing both to delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.book.schema import TABLES

TABLE_OF: Mapping[str, str] = {
    "account": "accounts",
    "parent": "accounts",
    "product": "products",
    "seller": "sellers",
    "team": "teams",
}
"""The table that names the values of a dimension; other values are names themselves."""


def names_of(book: Book, dimension: str, ids: Iterable[str | None]) -> Mapping[str, str]:
    """Return the name of each id of a dimension that has one.

    A dimension without a table gives no names. Of several names of a team the least counts.
    """
    if dimension not in TABLE_OF:
        return {}
    own, name = _columns(TABLE_OF[dimension])
    wanted = pa.array({x for x in ids if x is not None}, pa.string())
    rows = book.reference(TABLE_OF[dimension]).select([own, name])
    found = rows.filter(pc.is_in(rows[own], value_set=wanted)).sort_by([(name, "descending")])
    return {row[own]: row[name] for row in found.to_pylist() if row[name]}


def _columns(table: str) -> tuple[str, str]:
    """Return the columns of a table that hold the id and the name."""
    columns = [column.name for column in TABLES[table].columns]
    return columns[0], next(name for name in columns if name.endswith("_name"))
