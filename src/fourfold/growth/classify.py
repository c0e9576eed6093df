"""Classification: which one row of the ledger each pair belongs to, and how its change splits.

Guarantees that every pair with a line in either period gets exactly one row, first match wins, by
the rules of the methods page; that price and volume of a repeat pair sum to its change; and that
what is switched off some pairs is added back to others. Leaves adding up to `cells`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from fourfold.book.book import Book
from fourfold.book.engines import ratio_half_up
from fourfold.book.levels import parents_above
from fourfold.book.schema import PRODUCT_LEVELS
from fourfold.growth.comparison import Comparison
from fourfold.growth.pairs import IN_BASE, IN_CURRENT, UNMEASURED, pairs, with_values
from fourfold.growth.switching import switched

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

REPEAT = "repeat"
"""The class of pairs bought in both periods; its amounts stand in four rows of price and volume."""


def classified(book: Book, comparison: Comparison) -> Table:
    """Return every pair with a line in either period, with its row and the split of its change.

    Returns
    -------
    Table
        The columns of `fourfold.growth.pairs`, and `row` (a row id, or `REPEAT`), delta_units,
        volume_units, price_units (0 unless repeat), switched_units (what netting adds), and the
        days behind the decision: account_first_on, account_last_on, product_since, first_on.
    """
    known = pairs(book, comparison)
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
        account_flags=known.flags.bit_or(),
    )
    accounts = accounts.rename(of_account="account_key")
    return known.left_join(accounts, known.account_key == accounts.of_account).drop("of_account")


def _with_products(book: Book, joined: Table, known: Table, comparison: Comparison) -> Table:
    named = known.filter(known.account_key.notnull())
    products = named.group_by("product_key").agg(bought_since=named.first_on.min())
    launches = book.products.launches(comparison.product_level)
    if launches:
        dated = with_values(book, products, "product_key", "launched_on", launches)
        products = dated.mutate(
            bought_since=ibis.least(
                ibis.coalesce(dated.bought_since, dated.launched_on),
                ibis.coalesce(dated.launched_on, dated.bought_since),
            )
        ).drop("launched_on")
    products = products.rename(of_product="product_key", product_since="bought_since")
    return joined.left_join(products, joined.product_key == products.of_product).drop("of_product")


def _row(pair: Table, comparison: Comparison) -> ibis.expr.types.StringValue:
    """Return the row of each pair: the conditions of the methods page, in its order."""
    cut = ibis.literal(comparison.cut)
    account_new = pair.account_first_on >= cut
    if comparison.dormant_before is not None:
        account_new = account_new | (pair.account_last_on < ibis.literal(comparison.dormant_before))
    product_new, pair_new = pair.product_since >= cut, pair.first_on >= cut
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
