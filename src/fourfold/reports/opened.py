"""What lies behind a figure: its order lines or pairs, the rule that put them there, their sum.

Guarantees that the number and the sum of all items are said, also where only the first are shown.
Leaves finding them to `fourfold.growth`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from rich.console import Group, RenderableType
from rich.text import Text

from fourfold.growth import Opened, Page
from fourfold.measures import MEASURES, label
from fourfold.measures.catalogue import CATALOGUE
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.nouns import dimension
from fourfold.reports.numbers import count, signed
from fourfold.reports.tables import Look, hyphened, plain_table, shown
from fourfold.words import say

_SCREEN = {
    "lines": ("ordered_on", "order_id", "account_id", "product_id", "quantity", "contribution"),
    "pairs": ("account", "product", "base", "current", "lines", "contribution"),
}
_IDS = {
    "account_id": "account",
    "account": "account",
    "product_id": "product",
    "product": "product",
    "seller_id": "seller",
    "seller": "seller",
}
"""The columns that hold ids, and what they are ids of."""

_CHANGES = {"contribution", "ordinary", "volume", "price", "switched", "transfer"}


def opened_grid(opened: Opened) -> Grid:
    """Return the items with every column they have, in their order."""
    items = opened.items
    columns = tuple(
        Column(field.name, field.name.replace("_", " ").capitalize(), _kind(field)) for field in items.schema
    )
    rows = tuple(tuple(row.values()) for row in items.to_pylist())
    return Grid(name(opened), columns, rows)


def named_grids(page: Page, size: int = 5_000) -> Iterator[Grid]:
    """Yield the items of a page in parts, each a grid of all their columns with names beside ids.

    At least one grid is yielded, so that an empty page has its columns.
    """
    title, schema = name(page.opened), page.opened.items.schema
    names = {field: page.names[dimension] for field, dimension in _IDS.items() if field in schema.names}
    columns: list[Column] = []
    for field in schema:
        columns.append(Column(field.name, field.name.replace("_", " ").capitalize(), _kind(field)))
        if field.name in names:
            told = _IDS[field.name]
            columns.append(Column(f"{told}_name", f"{told.capitalize()}, name", Kind.TEXT))
    for batch in page.opened.items.to_batches(max_chunksize=size) or [None]:
        rows: list[tuple[Cell, ...]] = []
        for item in batch.to_pylist() if batch is not None else ():
            told_cells = ((v, names[n].get(v)) if n in names else (v,) for n, v in item.items())
            rows.append(tuple(cell for cells in told_cells for cell in cells))
        yield Grid(title, tuple(columns), tuple(rows))


def opened_table(opened: Opened, look: Look) -> RenderableType:
    """Return the items for people: the figure, the rule, the columns that identify and contribute."""
    whole = opened_grid(opened)
    kept = [x for x, column in enumerate(whole.columns) if column.name in _SCREEN[opened.kind]]
    narrow = Grid(
        whole.title,
        tuple(whole.columns[x] for x in kept),
        tuple(tuple(row[x] for x in kept) for row in whole.rows),
    )
    total = f"{count(opened.count)} {opened.kind}, together {signed(opened.total)}"
    left = opened.count - len(whole.rows)
    more = f"; {count(left)} more are not shown" if left > 0 else ""
    return Group(
        Text(shown(name(opened)), style="bold"),
        Text(shown(opened.rule)),
        Text(""),
        plain_table(narrow, look),
        Text(hyphened(f"{total}{more}."), style="bold"),
    )


def name(opened: Opened) -> str:
    """Return which figure was opened: the row's name, then where."""
    row = label(opened.row) if opened.row in MEASURES else (opened.row or say("Order lines"))
    if opened.row not in MEASURES and opened.row in CATALOGUE:
        row = say(CATALOGUE[opened.row].name)
    return ", ".join([row, *(f"{dimension(key)} {value}" for key, value in opened.where.items())])


def _kind(field: pa.Field[pa.DataType]) -> Kind:
    if pa.types.is_date(field.type):
        return Kind.DATE
    if pa.types.is_decimal(field.type):
        return Kind.CHANGE if field.name in _CHANGES else Kind.MONEY
    return Kind.COUNT if pa.types.is_integer(field.type) else Kind.TEXT
