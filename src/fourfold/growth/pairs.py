"""What is known of each pair of account and product up to the end of the current period.

Guarantees one row per pair at the chosen levels, made from every order line before the end of the
current period and from no other. Leaves what the facts mean to `classify`.

Columns of the pairs, `_units` being whole 1/10,000: account_key, product_key (null where a line
names none); base_units, current_units (revenue); base_quantity, current_quantity (units);
unmeasured (lines without a quantity); base_purchases, current_purchases, base_lines,
current_lines (counts); first_on (first purchase), last_on (last purchase before the cut);
base_rates, current_rates (what changed rates added to the revenue, 0 unless rates are constant).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
from ibis import _

from fourfold.book.book import Book
from fourfold.book.levels import Items
from fourfold.growth.comparison import Comparison
from fourfold.money import UNITS

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

SUMS = (
    "base_units",
    "current_units",
    "base_quantity",
    "current_quantity",
    "unmeasured",
    "base_purchases",
    "current_purchases",
    "base_lines",
    "current_lines",
    "base_rates",
    "current_rates",
)


def lines_until(book: Book, comparison: Comparison) -> Table:
    """Return the order lines before the end of the current period; nothing later may be known."""
    constant = comparison.base if comparison.constant_rates else None
    lines = book.order_lines(constant_over=constant)
    return lines.filter(lines.ordered_on < comparison.current.end)


def pairs(book: Book, comparison: Comparison) -> Table:
    """Return one row per pair of account and product at the comparison's levels."""
    raw = facts(lines_until(book, comparison), comparison, by=("account_id", "product_id"))
    account_keys = book.accounts.keys(comparison.account_level)
    product_keys = book.products.keys(comparison.product_level)
    keyed = with_key(book, raw, "account_id", "account_key", account_keys)
    keyed = with_key(book, keyed, "product_id", "product_key", product_keys)
    if not account_keys and not product_keys:
        return keyed
    return regrouped(keyed, by=("account_key", "product_key"))


def facts(lines: Table, comparison: Comparison, *, by: Sequence[str]) -> Table:
    """Return the facts of the lines, one row per combination of the columns `by`."""
    in_base = (lines.ordered_on >= comparison.base.start) & (lines.ordered_on < comparison.base.end)
    in_current = lines.ordered_on >= comparison.current.start
    quantity = (lines.quantity * UNITS).cast("int64")
    rates = lines.actual_units - lines.amount_units
    before_cut = lines.is_purchase & (lines.ordered_on < comparison.cut)
    if not comparison.constant_rates:
        rates = ibis.literal(0, "int64")
    return lines.group_by(list(by)).agg(
        base_units=lines.amount_units.sum(where=in_base).fill_null(0),
        current_units=lines.amount_units.sum(where=in_current).fill_null(0),
        base_quantity=quantity.sum(where=in_base).fill_null(0),
        current_quantity=quantity.sum(where=in_current).fill_null(0),
        unmeasured=lines.count(where=(in_base | in_current) & lines.quantity.isnull()),
        base_purchases=lines.count(where=in_base & lines.is_purchase),
        current_purchases=lines.count(where=in_current & lines.is_purchase),
        base_lines=lines.count(where=in_base),
        current_lines=lines.count(where=in_current),
        base_rates=_sum(rates, lines, in_base, comparison),
        current_rates=_sum(rates, lines, in_current, comparison),
        first_on=lines.ordered_on.min(where=lines.is_purchase),
        last_on=_last(lines, before_cut, comparison),
    )


def _sum(rates: Value, lines: Table, where: Value, comparison: Comparison) -> Value:
    return rates.sum(where=where).fill_null(0) if comparison.constant_rates else ibis.literal(0, "int64")


def _last(lines: Table, where: Value, comparison: Comparison) -> Value:
    return lines.ordered_on.max(where=where) if comparison.dormant_before else ibis.null("date")


def regrouped(table: Table, *, by: Sequence[str]) -> Table:
    """Return facts summed up to fewer columns."""
    sums = {name: table[name].sum() for name in SUMS}
    return table.group_by(list(by)).agg(**sums, first_on=table.first_on.min(), last_on=table.last_on.max())


def with_key(book: Book, table: Table, own: str, key: str, keys: Mapping[str, str]) -> Table:
    """Return the table with the id column `own` replaced by its key; ids without an entry keep theirs."""
    if not keys:
        return table.rename({key: own})
    held = book.hold(pa.table({"from_id": list(keys), "to_key": list(keys.values())}))
    joined = table.left_join(held, table[own] == held.from_id)
    return joined.mutate(**{key: ibis.coalesce(_.to_key, _[own])}).drop(own, "from_id", "to_key")


def with_values(book: Book, table: Table, column: str, name: str, values: Mapping[str, object]) -> Table:
    """Return the table with a column `name`: the value that belongs to the id in `column`, or null."""
    if not values:
        return table.mutate(**{name: ibis.null("string")})
    held = book.hold(pa.table({"of_id": list(values), "held_value": list(values.values())}))
    joined = table.left_join(held, table[column] == held.of_id)
    return joined.mutate(**{name: _.held_value}).drop("of_id", "held_value")


def with_dimension(book: Book, table: Table, dimension: str, *, items: Items, key: str, level: str) -> Table:
    """Return the table with a column of the dimension's values, null where there is none.

    A level of the tree falls back on the key: an item without it stands for itself.
    """
    stands_for_itself = dimension in {"account", "parent", "product", "family", "category", "division"}
    if dimension == level:
        return table.mutate(**{dimension: table[key]})
    valued = with_values(book, table, key, dimension, items.attribute(dimension, level=level))
    if not stands_for_itself:
        return valued
    return valued.mutate(**{dimension: ibis.coalesce(valued[dimension], valued[key])})
