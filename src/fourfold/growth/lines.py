"""Opening a figure: the order lines, or the pairs, behind any row of a ledger.

Guarantees that the contributions of what is listed sum to the figure that was opened, and that
each line carries the rule and the dates that put it there. Leaves printing to delivery.
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
from fourfold.errors import BadRequest
from fourfold.growth.classify import REPEAT, classified
from fourfold.growth.comparison import Comparison, dimensions, one_of
from fourfold.growth.crediting import UNITS_OF_CREDIT, credited, once_for_a_team
from fourfold.growth.pairs import lines_until
from fourfold.growth.parts import booked_parts, keyed_lines
from fourfold.growth.rules import rule
from fourfold.measures import GAINS, LOSSES, NEW_ACCOUNT_ROWS, OTHERS, REPEAT_ROWS, ROWS, TRANSFERS
from fourfold.money import amount

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

KINDS = ("lines", "pairs")
REVENUES = ("base_revenue", "current_revenue", "change")
"""Figures that every line of a period makes up, whatever its row."""

_NOT_WITH_EXISTING = (*NEW_ACCOUNT_ROWS, *TRANSFERS, "unidentified")
SUMS_OF_ROWS: Mapping[str, tuple[str, ...]] = {
    "gain": GAINS,
    "loss": LOSSES,
    "other": OTHERS,
    "new_account_gain": NEW_ACCOUNT_ROWS,
    "existing_account_gain": tuple(row for row in GAINS if row not in NEW_ACCOUNT_ROWS),
    "existing_account_net": tuple(row for row in ROWS if row not in _NOT_WITH_EXISTING),
}
"""Figures that are sums of rows."""

FIGURES = (*ROWS, REPEAT, *REVENUES, *SUMS_OF_ROWS)
"""What can be opened."""

_DAYS = ("account_first_on", "account_last_on", "product_since", "first_on")
_LINE_COLUMNS = (
    "order_id",
    "line_id",
    "account_id",
    "product_id",
    "seller_id",
    "ordered_on",
    "quantity",
    "amount",
    "currency",
    "source",
    "import_number",
    "file_line",
)
_PAIR_MONEY = ("base", "current", "carried", "ordinary", "volume", "price", "switched", "transfer")


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies behind a figure.

    `items` has one row per order line (or pair), largest contribution first, with a column
    `contribution` in the book's currency; it holds at most the number asked for. `total` sums the
    contributions of all `count` of them. `rule` says in words what put them there.
    """

    row: str
    kind: str
    where: Mapping[str, str]
    rule: str
    total: Decimal
    count: int
    items: pa.Table


@dataclass(frozen=True, slots=True)
class Figure:
    """Which figure to open: one of `FIGURES`, values of dimensions, gross or net of switching.

    `kind` is `lines` or `pairs`; empty takes lines where lines make up the figure, else pairs.
    """

    row: str
    where: Mapping[str, str]
    net_of_switching: bool = False
    kind: str = ""


def lines(
    book: Book, *, comparison: Comparison, figure: Figure, limit: int | None = None, offset: int = 0
) -> Opened:
    """Return what lies behind one figure of a ledger.

    Parameters
    ----------
    book
        The book the ledger was made from.
    comparison
        The same comparison.
    figure
        The row and group. Price, volume, net, currency and transfers, and every row of a seller or
        team (whose base is carried), are made of pairs; the lines of a pair are opened by `repeat`
        or the pair's row with the pair's account and product. The two revenues and their change
        are made of lines; sums of rows, of pairs.
    limit
        The most items to return; all if None.
    offset
        How many of the items in their order to leave out before the first; 0 or more.

    Returns
    -------
    Opened
        Items in descending size of contribution. Nothing found gives a total of 0.

    Raises
    ------
    BadRequest
        If the row or a dimension does not exist, or the figure is not made of lines.
    """
    one_of(figure.row, FIGURES, place="--row")
    by = dimensions(tuple(figure.where), place="--where")
    kind = _kind(figure)
    listed = _lines(book, comparison, figure, by) if kind == "lines" else _pairs(book, comparison, figure, by)
    for name, value in figure.where.items():
        listed = listed.filter(listed[name] == value)
    sums = book.fetch(
        listed.aggregate(total=listed.contribution_units.sum().fill_null(0), count=listed.count())
    )
    told = sums.to_pylist()[0]
    ordered = listed.order_by([ibis.desc(listed.contribution_units.abs()), *_order(listed)])
    items = book.fetch(ordered.limit(limit, offset=offset))
    words = rule(figure.row, comparison)
    return Opened(
        figure.row, kind, figure.where, words, amount(told["total"]), told["count"], exact_amounts(items)
    )


def is_made_of_pairs(figure: Figure) -> bool:
    """Return whether a figure has no lines of its own: parts of pairs, sums of rows, net of switching."""
    parted = {*REPEAT_ROWS, *SUMS_OF_ROWS, "currency", "received", "handed_over"}
    return figure.row in parted or (figure.net_of_switching and figure.row not in REVENUES)


def _kind(figure: Figure) -> str:
    is_revenue = figure.row in REVENUES
    of_pairs = is_made_of_pairs(figure)
    carried = not is_revenue and any(name in UNITS_OF_CREDIT for name in figure.where)
    kind = figure.kind or ("pairs" if of_pairs or carried else "lines")
    one_of(kind, KINDS, place="--open")
    if kind == "lines" and of_pairs:
        raise BadRequest(
            f"{figure.row} is made of pairs, not of lines",
            place="--open",
            remedy=f"open its pairs, then one: --row {REPEAT} --where account=... --where product=...",
        )
    return kind


def _lines(book: Book, comparison: Comparison, figure: Figure, by: Sequence[str]) -> Table:
    found = keyed_lines(book, lines_until(book, comparison), comparison, finer=by)
    units = [name for name in by if name in UNITS_OF_CREDIT]
    if units:
        found = credited(book, found, units=units)
    if units == ["team"]:
        found = once_for_a_team(found)
    in_current = found.ordered_on >= comparison.current.start
    in_base = (found.ordered_on >= comparison.base.start) & (found.ordered_on < comparison.base.end)
    found = found.filter(in_current | in_base)
    pair = classified(book, comparison, days=True)
    decided = pair.select(*_DAYS, "row", of_account=pair.account_key, of_product=pair.product_key)
    if figure.row not in REVENUES:
        decided = decided.filter(decided.row == figure.row)
    joined = found.inner_join(
        decided,
        [
            found.account_key.identical_to(decided.of_account),
            found.product_key.identical_to(decided.of_product),
        ],
    )
    current = joined.ordered_on >= comparison.current.start
    if figure.row in REVENUES[:2]:
        joined = joined.filter(current if figure.row == "current_revenue" else ~current)
        current = joined.ordered_on >= comparison.current.start
    units = joined.actual_units if figure.row in REVENUES else joined.amount_units
    return joined.select(
        *_LINE_COLUMNS,
        *(name for name in by if name not in _LINE_COLUMNS),
        *_DAYS,
        period=ibis.ifelse(current, "current", "base"),
        row=joined.row,
        contribution_units=units if figure.row == "base_revenue" else ibis.ifelse(current, units, -units),
    )


def _pairs(book: Book, comparison: Comparison, figure: Figure, by: Sequence[str]) -> Table:
    pair = classified(book, comparison, days=True)
    found = _dated(booked_parts(book, pair, comparison, by=by), pair)
    where, contribution = _contribution(found, figure)
    found = found.mutate(contribution_units=contribution)
    found = found.filter(where & (found.contribution_units != 0))
    return found.select(
        account="account" if "account" in by else "account_key",
        product="product" if "product" in by else "product_key",
        **{name: found[name] for name in by if name not in {"account", "product"}},
        **{name: found[name] for name in _DAYS},
        row="row",
        base_units="base_units",
        current_units="current_units",
        carried_units="carried_units",
        ordinary_units="ordinary_units",
        volume_units="part_volume",
        price_units="part_price",
        switched_units="switched_units",
        transfer_units="transfer_units",
        lines="lines",
        contribution_units="contribution_units",
    )


def _dated(parts: Table, pair: Table) -> Table:
    """Return parts with the days that decided their pair."""
    if set(_DAYS) <= set(parts.columns):
        return parts
    decided = pair.select(*_DAYS, of_account=pair.account_key, of_product=pair.product_key)
    keys = [
        parts.account_key.identical_to(decided.of_account),
        parts.product_key.identical_to(decided.of_product),
    ]
    return parts.left_join(decided, keys).drop("of_account", "of_product")


def _contribution(part: Table, figure: Figure) -> tuple[BooleanValue, IntegerValue]:
    """Return which parts a figure is made of, and what each contributes."""
    repeat = part.row == REPEAT
    special = {
        "price_gain": (repeat & (part.price_units >= 0), part.part_price),
        "price_loss": (repeat & (part.price_units < 0), part.part_price),
        "volume_gain": (repeat & (part.volume_units >= 0), part.part_volume),
        "volume_loss": (repeat & (part.volume_units < 0), part.part_volume),
        "received": (part.received_units != 0, part.received_units),
        "handed_over": (part.handed_units != 0, part.handed_units),
        "currency": (part.current_rates != part.base_rates, part.current_rates - part.base_rates),
    }
    base, current = part.base_units + part.base_rates, part.current_units + part.current_rates
    anything = ibis.literal(value=True)
    special |= {
        "base_revenue": (anything, base),
        "current_revenue": (anything, current),
        "change": (anything, current - base),
    }
    if figure.row in special:
        return special[figure.row]
    switched = part.switched_units if figure.net_of_switching else 0
    plain = part.ordinary_units + switched
    rows = SUMS_OF_ROWS.get(figure.row)
    if rows is None:
        return part.row == figure.row, plain
    of_rows = [ibis.ifelse(special[row][0], special[row][1], 0) for row in rows if row in special]
    return anything, sum(of_rows, ibis.ifelse(part.row.isin(rows), plain, 0))


def _order(listed: Table) -> list[str]:
    return [name for name in ("import_number", "file_line", "account", "product") if name in listed.columns]


def exact_amounts(items: pa.Table) -> pa.Table:
    """Return the items with whole units turned into amounts of four decimals."""
    unit = pa.scalar(Decimal("0.0001"), pa.decimal128(5, 4))
    columns = {}
    for name in items.column_names:
        if name.endswith("_units"):
            wide = items[name].cast(pa.decimal128(19, 0))
            columns[name.removesuffix("_units")] = pc.multiply(wide, unit)
        else:
            columns[name] = items[name]
    return pa.table(columns)
