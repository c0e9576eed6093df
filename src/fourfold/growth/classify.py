"""Classification: which one row of the ledger each pair belongs to, and how its change splits.

Guarantees that every pair with a line in either period gets exactly one row, first match wins, by
the rules of the methods page; that price and volume of a repeat pair sum to its change; and that
what is switched off some pairs is added back to others. Leaves adding up to `cells`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from fourfold.book.book import Book
from fourfold.book.engines import bit_or, ratio_half_up
from fourfold.book.levels import parents_above
from fourfold.book.schema import PRODUCT_LEVELS
from fourfold.growth.comparison import Comparison
from fourfold.growth.pairs import (
    BEFORE_CUT,
    IN_BASE,
    IN_CURRENT,
    SINCE_CUT,
    UNMEASURED,
    pairs,
    with_values,
)
from fourfold.growth.switching import switched

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

REPEAT = "repeat"
"""The class of pairs bought in both periods; its amounts stand in four rows of price and volume."""


def classified(book: Book, comparison: Comparison, *, days: bool = False) -> Table:
    """Return every pair with a line in either period, with its row and the split of its change.

    Returns
    -------
    Table
        The columns of `fourfold.growth.pairs`, and `row` (a row id, or `REPEAT`), delta_units,
        volume_units, price_units (0 unless repeat), switched_units (what netting adds), and, filled
        if `days`, what decided: account_first_on, account_last_on, product_since, first_on. Worked
        out once for all questions of a session about the same comparison.
    """
    step = ("classified", comparison, days)
    return book.once(step, lambda: _classified(book, comparison, days=days))


def _classified(book: Book, comparison: Comparison, *, days: bool) -> Table:
    known = pairs(book, comparison, days=days)
    joined = _with_products(book, _with_accounts(known), known, comparison)
    moved = joined.filter(joined.lines > 0)
    rowed = moved.mutate(row=_row(moved, comparison), delta_units=moved.current_units - moved.base_units)
    split = rowed.mutate(volume_units=_volume(rowed))
    priced = split.mutate(
        price_units=ibis.ifelse(split.row == REPEAT, split.delta_units - split.volume_units, 0),
    )
    parents = parents_above(book.products, comparison.product_level, PRODUCT_LEVELS)
    if not parents:
        return priced.mutate(switched_units=ibis.literal(0, "int64"))
    return switched(with_values(book, priced, "product_key", "product_parent", parents))


def _with_accounts(known: Table) -> Table:
    accounts = known.group_by("account_key").agg(
        account_first_on=known.first_on.min(),
        account_last_on=known.last_on.max(),
        account_flags=bit_or(known.flags),
    )
    accounts = accounts.rename(of_account="account_key")
    return known.left_join(accounts, known.account_key == accounts.of_account).drop("of_account")


def _with_products(book: Book, joined: Table, known: Table, comparison: Comparison) -> Table:
    bought = _bought(book, known, comparison)
    launches = book.products.launches(comparison.product_level)
    held = book.hold(
        pa.table(
            {
                "of_id": pa.array(launches, pa.string()),
                "launched_on": pa.array(launches.values(), pa.date32()),
            }
        )
    )
    dated = bought.left_join(held, bought.product_key == held.of_id).drop("of_id")
    first, launch = dated.bought_since, dated.launched_on
    products = dated.select(
        "bought_flags",
        "launched_on",
        of_product="product_key",
        product_since=ibis.least(ibis.coalesce(first, launch), ibis.coalesce(launch, first)),
    )
    return joined.left_join(products, joined.product_key == products.of_product).drop("of_product")


def _bought(book: Book, known: Table, comparison: Comparison) -> Table:
    """Return when each product was first bought by anybody, and whether before and since the cut."""
    if book.first_purchases is None:
        named = known.filter(known.account_key.notnull())
        return named.group_by("product_key").agg(
            bought_since=named.first_on.min(), bought_flags=bit_or(named.flags)
        )
    keys = book.products.keys(comparison.product_level)
    firsts: dict[str, date] = {}
    for product, day in book.first_purchases.items():
        if day < comparison.current.end:
            key = keys.get(product, product)
            firsts[key] = min(firsts.get(key, day), day)
    sides = [BEFORE_CUT if day < comparison.cut else SINCE_CUT for day in firsts.values()]
    return book.hold(
        pa.table(
            {
                "product_key": pa.array(firsts, pa.string()),
                "bought_since": pa.array(firsts.values(), pa.date32()),
                "bought_flags": pa.array(sides, pa.int64()),
            }
        )
    )


def _row(pair: Table, comparison: Comparison) -> ibis.expr.types.StringValue:
    """Return the row of each pair: the conditions of the methods page, in its order."""
    account_new, pair_new = _first_since_cut(pair.account_flags), _first_since_cut(pair.flags)
    if comparison.dormant_before is not None:
        account_new = account_new | (pair.account_last_on < ibis.literal(comparison.dormant_before))
    launched_since = ibis.coalesce(pair.launched_on >= comparison.cut, True)
    never_before = ~_has(pair.bought_flags, BEFORE_CUT) & launched_since
    product_new = never_before & (_has(pair.bought_flags, SINCE_CUT) | pair.launched_on.notnull())
    account_base, account_current = _has(pair.account_flags, IN_BASE), _has(pair.account_flags, IN_CURRENT)
    in_base, in_current = _has(pair.flags, IN_BASE), _has(pair.flags, IN_CURRENT)
    return ibis.cases(
        (pair.account_key.isnull() | pair.product_key.isnull(), "unidentified"),
        (account_new & product_new, "new_product_new_account"),
        (account_new, "existing_product_new_account"),
        (product_new & pair_new, "new_product_existing_account"),
        (pair_new, "additional_product_existing_account"),
        (account_base & ~account_current, "lost_account"),
        (account_current & ~account_base, "returned_account"),
        (~account_base & ~account_current, "credits_only"),
        (in_base & ~in_current, "dropped_product"),
        (in_current & ~in_base, "resumed_product"),
        (~in_base & ~in_current, "credits_only"),
        else_=REPEAT,
    )


def _has(flags: IntegerValue, bit: int) -> BooleanValue:
    return (flags & bit) != 0


def _first_since_cut(flags: IntegerValue) -> BooleanValue:
    return _has(flags, SINCE_CUT) & ~_has(flags, BEFORE_CUT)


def _volume(pair: Table) -> IntegerValue:
    """Return the volume of repeat pairs: (q_current - q_base) x r_base / q_base, or all of the change."""
    measured = (
        ~_has(pair.flags, UNMEASURED)
        & (pair.base_quantity > 0)
        & (pair.current_quantity > 0)
        & (pair.base_units > 0)
        & (pair.current_units > 0)
    )
    exact = ratio_half_up(pair.current_quantity - pair.base_quantity, pair.base_units, pair.base_quantity)
    return ibis.cases(
        (pair.row != REPEAT, 0),
        (measured, exact),
        else_=pair.delta_units,
    )
