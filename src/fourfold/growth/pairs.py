"""What is known of each pair of account and product up to the end of the current period.

Guarantees one row per pair at the chosen levels, made from every order line before the end of the
current period and from no other. Leaves what the facts mean to `classify`.

Columns of the pairs, `_units` being whole 1/10,000: account_key, product_key (null where a line
names none); base_units, current_units (revenue); base_quantity, current_quantity (units); lines
(of either period); flags (`IN_BASE`, `IN_CURRENT`, `BEFORE_CUT`, `SINCE_CUT`: purchased then;
`UNMEASURED`: a line of either period without a quantity); first_on (first purchase, where days are
asked), last_on (last purchase before the cut, where the policy asks); base_rates, current_rates
(what changed rates added to the revenue, 0 unless rates are constant).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
from ibis import _

from fourfold.book.book import Book
from fourfold.book.engines import bit_or
from fourfold.book.schema import ACCOUNT_LEVELS, PRODUCT_LEVELS
from fourfold.growth.comparison import Comparison
from fourfold.money import UNITS

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table, Value

SUMS = (
    "base_units",
    "current_units",
    "base_quantity",
    "current_quantity",
    "base_rates",
    "current_rates",
    "lines",
)
IN_BASE, IN_CURRENT, UNMEASURED, BEFORE_CUT, SINCE_CUT = 1, 2, 4, 8, 16
"""The bits of `flags`."""


def lines_until(book: Book, comparison: Comparison) -> Table:
    """Return the order lines before the end of the current period; nothing later may be known."""
    constant = comparison.base if comparison.constant_rates else None
    lines = book.order_lines(constant_over=constant)
    return lines.filter(lines.ordered_on < comparison.current.end)


def pairs(book: Book, comparison: Comparison, *, days: bool = False) -> Table:
    """Return one row per pair of account and product at the comparison's levels, with days if asked."""
    raw = _facts(book, lines_until(book, comparison), comparison, days=days)
    account_keys = book.accounts.keys(comparison.account_level)
    product_keys = book.products.keys(comparison.product_level)
    keyed = with_key(book, raw, "account_id", "account_key", account_keys)
    keyed = with_key(book, keyed, "product_id", "product_key", product_keys)
    if not account_keys and not product_keys:
        return keyed
    return _regrouped(keyed, by=("account_key", "product_key"))


def _facts(book: Book, lines: Table, comparison: Comparison, *, days: bool) -> Table:
    """Return the facts of the lines, one row per account and product as they stand on the lines."""
    in_base, in_current = within(lines, comparison)
    constant = comparison.constant_rates
    amount = lines.amount if book.has_one_currency else lines.amount_units
    rates = lines.actual_units - lines.amount_units
    none = ibis.literal(0, "int64")
    dormancy = comparison.dormant_before is not None
    before_cut = lines.is_purchase & (lines.ordered_on < comparison.cut)
    unknown = ibis.null("date")
    return lines.group_by("account_id", "product_id").agg(
        base_units=_units(amount, in_base),
        current_units=_units(amount, in_current),
        base_quantity=_units(lines.quantity, in_base),
        current_quantity=_units(lines.quantity, in_current),
        base_rates=rates.sum(where=in_base).fill_null(0) if constant else none,
        current_rates=rates.sum(where=in_current).fill_null(0) if constant else none,
        lines=lines.count(where=in_base | in_current),
        flags=bit_or(_flags(lines, comparison)).fill_null(0),
        first_on=lines.ordered_on.min(where=lines.is_purchase) if days else unknown,
        last_on=lines.ordered_on.max(where=before_cut) if dormancy else unknown,
    )


def within(lines: Table, comparison: Comparison) -> tuple[BooleanValue, BooleanValue]:
    """Return whether lines up to the end of the current period lie in the base, and in the current."""
    after = lines.ordered_on >= comparison.base.start
    return after & (lines.ordered_on < comparison.base.end), lines.ordered_on >= comparison.current.start


def _units(amount: Value, where: BooleanValue) -> Value:
    """Return the sum of decimals, or of units, as units."""
    total = amount.sum(where=where)
    if amount.type().is_decimal():  # narrow first: wide decimals multiply slowly
        total = (total.cast("decimal(18, 4)") * UNITS).cast("int64")
    return total.fill_null(0)


def _flags(lines: Table, comparison: Comparison) -> Value:
    in_base, in_current = within(lines, comparison)
    period = ibis.cases((in_base, IN_BASE), (in_current, IN_CURRENT), else_=0)
    side = ibis.ifelse(lines.ordered_on < comparison.cut, BEFORE_CUT, SINCE_CUT)
    unmeasured = ibis.ifelse(lines.quantity.isnull() & (in_base | in_current), UNMEASURED, 0)
    purchased = ibis.ifelse(lines.is_purchase, period.cast("int64") + side.cast("int64"), 0)
    return purchased + unmeasured.cast("int64")


def _regrouped(table: Table, *, by: Sequence[str]) -> Table:
    """Return facts summed up to fewer columns."""
    sums = {name: table[name].sum() for name in SUMS}
    return table.group_by(list(by)).agg(
        **sums, flags=bit_or(table.flags), first_on=table.first_on.min(), last_on=table.last_on.max()
    )


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


def with_dimension(book: Book, table: Table, dimension: str, *, key: str, level: str) -> Table:
    """Return the table with a column of the dimension's values, null where there is none.

    `key` is the column of the account's or product's key at `level`. A level of the tree falls back
    on the key: an item without it stands for itself.
    """
    items = book.products if level in PRODUCT_LEVELS else book.accounts
    stands_for_itself = dimension in {*ACCOUNT_LEVELS, *PRODUCT_LEVELS}
    if dimension == level:
        return table.mutate(**{dimension: table[key]})
    valued = with_values(book, table, key, dimension, items.attribute(dimension, level=level))
    if not stands_for_itself:
        return valued
    return valued.mutate(**{dimension: ibis.coalesce(valued[dimension], valued[key])})
