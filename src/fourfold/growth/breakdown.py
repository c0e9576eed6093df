"""A breakdown: every group of one or more dimensions with its part in the change, page by page.

Guarantees that the rows of each group sum to its change exactly (a breakdown that does not close is
never returned), that the total is over every group that matches, and that orders are complete.
Leaves whole ledgers of groups to `ledger` and drawing to `reports`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.book.schema import ACCOUNT_ATTRIBUTES, ACCOUNT_LEVELS, PRODUCT_LEVELS
from fourfold.errors import BadRequest, EngineFault
from fourfold.growth.cells import RETENTION, cells
from fourfold.growth.classify import REPEAT
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.kept import kept_table
from fourfold.growth.listing import Listing, matching, ordered, part
from fourfold.growth.names import TABLE_OF, names_of
from fourfold.measures import GAINS, LOSSES, OTHERS, REPEAT_ROWS, ROWS
from fourfold.money import amount

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

TOTALS = ("base_revenue", "current_revenue", "change", "gain", "loss", "other")
FIGURES = (*TOTALS, *ROWS)
"""What a breakdown tells of each group, and can be sorted by, beside its dimensions."""

_SPECIAL = {"received": "received_units", "handed_over": "handed_units"}


@dataclass(frozen=True, slots=True)
class Broken:
    """One group: its values in the order of the dimensions, their names, and its figures by id."""

    values: tuple[str, ...]
    names: tuple[str, ...]
    figures: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A page of groups.

    `figures` of the total and of each group hold the ids of `FIGURES`, in the book's currency, net
    of switching if `is_net`. `count` and `total` are of all groups that match; `largest` holds the
    greatest size of each figure among them, so that bars of all pages share a scale. `in_use` are
    the rows that hold anything in any of them; `best` gained most and `worst` lost most, if any did.
    """

    comparison: Comparison
    by: tuple[str, ...]
    where: Mapping[str, str]
    is_net: bool
    currency: str
    count: int
    total: Mapping[str, Decimal]
    largest: Mapping[str, Decimal]
    in_use: tuple[str, ...]
    best: Broken | None
    worst: Broken | None
    groups: tuple[Broken, ...]


def breakdown(
    book: Book,
    *,
    comparison: Comparison,
    by: Sequence[str],
    where: Mapping[str, str],
    listing: Listing,
) -> Breakdown:
    """Return a part of the groups of a comparison, with the total of all.

    Parameters
    ----------
    book
        The book.
    comparison
        Periods, levels, policy.
    by
        One dimension or more of `schema.DIMENSIONS`.
    where
        Values of dimensions: only what lies in this group is broken down; the rows stay those of the
        company's pairs.
    listing
        Sorted by a dimension or one of `FIGURES`; without an order, the largest change first. Text
        is looked for in values and names.

    Returns
    -------
    Breakdown
        No groups where nothing lies in the group, or nothing matches.

    Raises
    ------
    BadRequest
        If a dimension or the order does not exist, or no dimension is asked.
    EngineFault
        If the rows of a group do not sum to its change.

    Notes
    -----
    Net of switching where every switch stays within a group, so that nets sum to the group's change:
    by accounts, and by levels above the products that are compared. Else gross.
    """
    asked = dimensions(tuple(by), place="by")
    within = dimensions(tuple(where), place="where")
    if not asked:
        raise BadRequest("a breakdown needs a dimension", place="by", remedy="name one, such as region")
    is_net = all(_keeps_switches(name, comparison) for name in {*asked, *within})
    whole = kept_table(
        book,
        "breakdown",
        comparison,
        asked,
        where,
        make=lambda: _table(book, comparison, asked, where, is_net=is_net),
    )
    named = [_name(d) for d in asked if _name(d) in whole.column_names]
    found = matching(whole, listing.matching, [*asked, *named])
    columns = {**{d: _name(d) if _name(d) in named else d for d in asked}, **{f: f for f in FIGURES}}
    if listing.sort:
        found = ordered(found, listing.sort, columns=columns, ties=asked)
    return Breakdown(
        comparison=comparison,
        by=asked,
        where=where,
        is_net=is_net,
        currency=book.settings.currency,
        count=found.num_rows,
        total={name: amount(pc.sum(found[name]).as_py() or 0) for name in FIGURES},
        largest={name: amount(pc.max(pc.abs(found[name])).as_py() or 0) for name in FIGURES},
        in_use=tuple(row for row in ROWS if pc.any(pc.not_equal(found[row], 0)).as_py()),
        best=_extreme(found, asked, "descending"),
        worst=_extreme(found, asked, "ascending"),
        groups=tuple(_group(row, asked) for row in part(found, listing).to_pylist()),
    )


def _extreme(found: pa.Table, asked: Sequence[str], order: str) -> Broken | None:
    """Return the group whose change is the greatest, or the least, if that is a gain, or a loss."""
    rows = (
        found.sort_by([("change", order), *((name, "ascending") for name in asked)]).slice(0, 1).to_pylist()
    )
    if not rows or (rows[0]["change"] <= 0 if order == "descending" else rows[0]["change"] >= 0):
        return None
    return _group(rows[0], asked)


def _group(row: Mapping[str, str], asked: Sequence[str]) -> Broken:
    return Broken(
        tuple(row[name] for name in asked),
        tuple(row.get(_name(name)) or row[name] for name in asked),
        {name: amount(int(row[name])) for name in FIGURES},
    )


def _keeps_switches(dimension: str, comparison: Comparison) -> bool:
    if dimension in PRODUCT_LEVELS:
        return PRODUCT_LEVELS.index(dimension) > PRODUCT_LEVELS.index(comparison.product_level)
    if dimension in ACCOUNT_LEVELS:
        return ACCOUNT_LEVELS.index(dimension) >= ACCOUNT_LEVELS.index(comparison.account_level)
    return dimension in ACCOUNT_ATTRIBUTES and comparison.account_level == "account"


def _table(
    book: Book, comparison: Comparison, by: tuple[str, ...], where: Mapping[str, str], *, is_net: bool
) -> pa.Table:
    """Return one row per group, largest change first: values, names, and figures in units."""
    finer = (*by, *(name for name in where if name not in by))
    cell = cells(book, comparison, by=finer)
    cell = cell.filter(cell.is_group)
    for name, value in where.items():
        cell = cell.filter(cell[name] == value)
    found = book.fetch(cell.group_by(list(by)).agg(**_sums(cell, is_net=is_net)))
    for name, rows in (("gain", GAINS), ("loss", LOSSES), ("other", OTHERS)):
        found = found.append_column(name, _added([found[row] for row in rows]))
    change = pc.subtract(found["current_revenue"], found["base_revenue"])
    if not pc.all(pc.equal(_added([found[row] for row in ROWS]), change)).as_py() and found.num_rows:
        raise EngineFault(
            f"the rows of a group by {', '.join(by)} do not sum to its change: the breakdown is withheld",
            remedy="report this with the question that was asked; `fourfold rebuild` remakes the book",
        )
    found = found.append_column("change", change)
    found = _named(book, found.append_column("size", pc.abs(change)), by)
    return found.sort_by([("size", "descending"), *((name, "ascending") for name in by)]).drop(["size"])


def _named(book: Book, found: pa.Table, by: Sequence[str]) -> pa.Table:
    for dimension in by:
        if dimension in TABLE_OF:
            values = found[dimension].to_pylist()
            names = names_of(book, dimension, values)
            column = pa.array([names.get(value, value) for value in values], pa.string())
            found = found.append_column(_name(dimension), column)
    return found


def _name(dimension: str) -> str:
    return f"name of {dimension}"


def _added(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    total = columns[0]
    for column in columns[1:]:
        total = pc.add(total, column)
    return total


def _sums(cell: Table, *, is_net: bool) -> dict[str, IntegerValue]:
    plain = cell.row != RETENTION
    moved = cell.ordinary_units + cell.switched_units if is_net else cell.ordinary_units
    sums = {
        "base_revenue": (cell.base_units + cell.base_rates).sum(where=plain),
        "current_revenue": (cell.current_units + cell.current_rates).sum(where=plain),
        "currency": (cell.current_rates - cell.base_rates).sum(where=plain),
        **{row: cell[units].sum(where=plain) for row, units in _SPECIAL.items()},
        **{row: cell[f"{row}_units"].sum(where=cell.row == REPEAT) for row in REPEAT_ROWS},
    }
    sums |= {row: moved.sum(where=cell.row == row) for row in ROWS if row not in sums}
    return {name: ibis.coalesce(total, 0).cast("int64") for name, total in sums.items()}
