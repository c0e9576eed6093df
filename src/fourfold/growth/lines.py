"""Opening a figure: the order lines, or the pairs, behind any row of a ledger.

Guarantees that the contributions of what is listed sum to the figure that was opened, and that
each line carries the rule and the dates that put it there. Leaves paging and printing to delivery.
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
from fourfold.growth.crediting import UNITS_OF_CREDIT, credited
from fourfold.growth.pairs import lines_until
from fourfold.growth.parts import booked_parts, keyed_lines
from fourfold.growth.rules import rule
from fourfold.measures import REPEAT_ROWS, ROWS
from fourfold.money import amount

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

KINDS = ("lines", "pairs")
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
    """Which figure to open: a row id (or `repeat`), values of dimensions, gross or net of switching.

    `kind` is `lines` or `pairs`; empty takes lines where lines make up the figure, else pairs.
    """

    row: str
    where: Mapping[str, str]
    net_of_switching: bool = False
    kind: str = ""


def lines(book: Book, *, comparison: Comparison, figure: Figure, limit: int | None = None) -> Opened:
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
        or the pair's row with the pair's account and product.
    limit
        The most items to return; all if None.

    Returns
    -------
    Opened
        Items in descending size of contribution. Nothing found gives a total of 0.

    Raises
    ------
    BadRequest
        If the row or a dimension does not exist, or the figure is not made of lines.
    """
    one_of(figure.row, (*ROWS, REPEAT), place="--row")
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
    items = book.fetch(ordered.limit(limit) if limit is not None else ordered)
    words = rule(figure.row, comparison)
    return Opened(figure.row, kind, figure.where, words, amount(told["total"]), told["count"], _exact(items))


def _kind(figure: Figure) -> str:
    of_pairs = figure.net_of_switching or figure.row in {*REPEAT_ROWS, "currency", "received", "handed_over"}
    carried = any(name in UNITS_OF_CREDIT for name in figure.where)
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
    in_current = found.ordered_on >= comparison.current.start
    in_base = (found.ordered_on >= comparison.base.start) & (found.ordered_on < comparison.base.end)
    found = found.filter(in_current | in_base)
    pair = classified(book, comparison, days=True)
    decided = pair.select(*_DAYS, "row", of_account=pair.account_key, of_product=pair.product_key)
    decided = decided.filter(decided.row == figure.row)
    joined = found.inner_join(
        decided,
        [
            found.account_key.identical_to(decided.of_account),
            found.product_key.identical_to(decided.of_product),
        ],
    )
    current = joined.ordered_on >= comparison.current.start
    return joined.select(
        *_LINE_COLUMNS,
        *(name for name in by if name not in _LINE_COLUMNS),
        *_DAYS,
        period=ibis.ifelse(current, "current", "base"),
        row=joined.row,
        contribution_units=ibis.ifelse(current, joined.amount_units, -joined.amount_units),
    )


def _pairs(book: Book, comparison: Comparison, figure: Figure, by: Sequence[str]) -> Table:
    found = booked_parts(book, classified(book, comparison, days=True), comparison, by=by)
    where, contribution = _contribution(found, figure)
    found = found.mutate(contribution_units=contribution)
    found = found.filter(where & (found.contribution_units != 0))
    return found.select(
        account="account" if "account" in by else "account_key",
        product="product" if "product" in by else "product_key",
        **{name: found[name] for name in by if name not in {"account", "product"}},
        **{name: found[name] for name in _DAYS if name in found.columns},
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
    if figure.row in special:
        return special[figure.row]
    switched = part.switched_units if figure.net_of_switching else 0
    return part.row == figure.row, part.ordinary_units + switched


def _order(listed: Table) -> list[str]:
    return [name for name in ("import_number", "file_line", "account", "product") if name in listed.columns]


def _exact(items: pa.Table) -> pa.Table:
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
