"""The canonical tables of a book: the only place from which others take tables and their columns.

Guarantees that every table has a documented grain, key, types, units and constraints; the data
dictionary of the manual is generated from here. What each column holds is written in
`fourfold.book.tables`, by subject. Leaves reading files to `fourfold.book.intake` and storing to
`fourfold.book.snapshots`.

Conventions: ids and names are text; a date (`_on`) is a day in the book's business time zone;
`starts_on` is inclusive, `ends_on` exclusive, an empty `ends_on` is open; money, quantities and
rates are exact decimals, never floats.
"""

from __future__ import annotations

from collections.abc import Mapping

from fourfold.book.columns import FILE_LINE, IMPORT_NUMBER, PROVENANCE, SOURCE, Column, Kind, Table
from fourfold.book.tables.aims import OBJECTIVES
from fourfold.book.tables.people import ASSIGNMENTS, SELLERS, TEAMS
from fourfold.book.tables.selling import ACTIVITIES, OPPORTUNITIES
from fourfold.book.tables.trade import ACCOUNTS, FX_RATES, ORDER_LINES, PRODUCTS

TABLES: Mapping[str, Table] = {
    t.name: t
    for t in (
        ORDER_LINES,
        OPPORTUNITIES,
        ACTIVITIES,
        OBJECTIVES,
        ACCOUNTS,
        PRODUCTS,
        SELLERS,
        TEAMS,
        ASSIGNMENTS,
        FX_RATES,
    )
}
"""The tables of a book by name, in the order in which they are best imported last to first."""

__all__ = [
    "ACCOUNTS",
    "ACCOUNT_ATTRIBUTES",
    "ACCOUNT_LEVELS",
    "ACTIVITIES",
    "ASSIGNMENTS",
    "DIMENSIONS",
    "FILE_LINE",
    "FX_RATES",
    "IMPORT_NUMBER",
    "OBJECTIVES",
    "OPPORTUNITIES",
    "ORDER_LINES",
    "PRODUCTS",
    "PRODUCT_LEVELS",
    "PROVENANCE",
    "SELLERS",
    "SOURCE",
    "TABLES",
    "TEAMS",
    "Column",
    "Kind",
    "Table",
]

ACCOUNT_LEVELS = ("account", "parent")
PRODUCT_LEVELS = ("product", "family", "category", "division")
ACCOUNT_ATTRIBUTES = ("segment", "region", "industry")
DIMENSIONS = (*ACCOUNT_LEVELS, *ACCOUNT_ATTRIBUTES, *PRODUCT_LEVELS, "seller", "team")
"""What a ledger can be broken down by."""
