"""Switching: what one product takes over from another of the same parent at the same account.

Guarantees that what is taken off the new and additional products of an account within one parent
equals what is added back to the products it dropped there, so that net rows sum to the same
change. Leaves which parent a product has to the book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from fourfold.growth.splits import split

if TYPE_CHECKING:
    from ibis.expr.types import Table

_ENTERING = ("new_product_existing_account", "additional_product_existing_account")
_LEAVING = "dropped_product"


def switched(pair: Table) -> Table:
    """Return the classified pairs with `switched_units`: what netting adds to each pair's amount.

    Reads account_key, product_parent, product_key, row and delta_units; drops product_parent. Within
    an account and a parent, introduced is the sum of the positive changes of entering pairs,
    dropped the negative sum of the leaving ones; the smaller is switched, if both are positive.
    """
    moving = pair.filter(pair.product_parent.notnull(), pair.row.isin([*_ENTERING, _LEAVING]))
    moving = moving.select("account_key", "product_parent", "product_key", "row", "delta_units")
    enters = moving.row.isin(_ENTERING) & (moving.delta_units > 0)
    leaves = moving.row == _LEAVING
    groups = moving.group_by("account_key", "product_parent").agg(
        introduced=moving.delta_units.sum(where=enters).fill_null(0),
        dropped=-moving.delta_units.sum(where=leaves).fill_null(0),
    )
    groups = groups.filter(groups.introduced > 0, groups.dropped > 0)
    both = moving.filter(enters | leaves).inner_join(groups, ["account_key", "product_parent"])
    leaving = both.row == _LEAVING
    weighed = both.mutate(
        is_leaving=leaving,
        whole=ibis.least(both.introduced, both.dropped),
        weight=ibis.ifelse(leaving, -both.delta_units, both.delta_units),
        total=ibis.ifelse(leaving, both.dropped, both.introduced),
    )
    parts = split(weighed, within=("account_key", "product_parent", "is_leaving"), order=("product_key",))
    signed = parts.select(
        of_account="account_key",
        of_product="product_key",
        signed=ibis.ifelse(parts.is_leaving, parts.part, -parts.part),
    )
    joined = pair.left_join(
        signed, [pair.account_key == signed.of_account, pair.product_key == signed.of_product]
    )
    netted = joined.mutate(switched_units=ibis.coalesce(joined.signed, 0))
    return netted.drop("of_account", "of_product", "signed", "product_parent")
