"""Prepared pages of lines: what lies behind a figure, page by page, with the names of what it names.

Guarantees that a kept page is the one that would be computed, and that its number and total are of
all items. Leaves the rules and the sums to `lines`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth.comparison import Comparison
from fourfold.growth.kept import kept_table
from fourfold.growth.lines import Figure, Opened, lines
from fourfold.growth.names import names_of
from fourfold.words import language

MOST_ITEMS = 1_000_000
"""A file holds at most so many lines or pairs."""

_ABOUT = b"opened"
_NAMED = {
    "account": ("account_id", "account"),
    "product": ("product_id", "product"),
    "seller": ("seller_id", "seller"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Items of a figure from `offset` on, and the names of accounts, products and sellers by id."""

    opened: Opened
    offset: int
    names: Mapping[str, Mapping[str, str]]


def prepared_lines(
    book: Book, *, comparison: Comparison, figure: Figure, offset: int = 0, limit: int | None = None
) -> Page:
    """Return a page of what lies behind a figure, from what was kept if it was asked before.

    Parameters
    ----------
    book, comparison, figure
        As for `fourfold.growth.lines`, with its errors.
    offset
        How many items stand on the pages before.
    limit
        The most items of a page; None takes all, up to `MOST_ITEMS`, and keeps nothing.

    Raises
    ------
    BadRequest
        If all are asked for and there are more than `MOST_ITEMS`.
    """
    if limit is None:
        return named_page(book, _all(book, comparison, figure), 0)
    kept = kept_table(
        book,
        "behind",
        comparison,
        figure,
        [limit, offset, language()],
        make=lambda: packed(lines(book, comparison=comparison, figure=figure, limit=limit, offset=offset)),
    )
    return named_page(book, unpacked(kept), offset)


def _all(book: Book, comparison: Comparison, figure: Figure) -> Opened:
    opened = lines(book, comparison=comparison, figure=figure, limit=MOST_ITEMS)
    if opened.count > MOST_ITEMS:
        raise BadRequest(
            f"{opened.count:,} {opened.kind} lie behind this figure; a file holds at most {MOST_ITEMS:,}",
            place="where",
            remedy="narrow the figure down, such as to one region or one family",
        )
    return opened


def packed(opened: Opened) -> pa.Table:
    """Return opened items as a table that can be kept: what is said of them stands in its metadata."""
    told = [opened.row, opened.kind, dict(opened.where), opened.rule, str(opened.total), opened.count]
    return opened.items.replace_schema_metadata({_ABOUT: json.dumps(told).encode()})


def unpacked(table: pa.Table) -> Opened:
    """Return what `packed` made a table of."""
    row, kind, where, rule, total, count = json.loads((table.schema.metadata or {})[_ABOUT])
    return Opened(row, kind, where, rule, Decimal(total), count, table)


def named_page(book: Book, opened: Opened, offset: int) -> Page:
    """Return opened items as a page, with the names of the accounts, products and sellers on it."""
    found = {}
    for dimension, columns in _NAMED.items():
        ids: set[str] = set()
        for column in columns:
            if column in opened.items.column_names:
                ids.update(opened.items[column].unique().to_pylist())
        found[dimension] = names_of(book, dimension, ids)
    return Page(opened, offset, found)
