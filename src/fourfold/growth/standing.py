"""Where an account stood with us when the base period ended: new or existing, and with which source.

Guarantees the ledger's own answer for what is no order line (an opportunity, an hour with a
customer): an account is existing if it purchased before the cut, a prospect that never bought is new.
Leaves order lines to `classify`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison
from fourfold.growth.kept import kept_table
from fourfold.growth.pairs import lines_until, with_key

if TYPE_CHECKING:
    from ibis.expr.types import Table

NEW, EXISTING = "new", "existing"


def bought_before(book: Book, comparison: Comparison) -> pa.Table:
    """Return the pairs of account and product purchased before the cut, of accounts that count as existing.

    Returns
    -------
    pa.Table
        account_key, product_key, both at the levels of the comparison; an account that has been dormant
        since before the policy's day is not there.
    """
    return kept_table(book, "bought before", comparison, make=lambda: _table(book, comparison))


def _table(book: Book, comparison: Comparison) -> pa.Table:
    lines = lines_until(book, comparison)
    lines = lines.filter(lines.ordered_on < comparison.cut, lines.is_purchase, lines.account_id.notnull())
    lines = lines.group_by("account_id", "product_id").agg(last_on=lines.ordered_on.max())
    lines = with_key(book, lines, "account_id", "account_key", book.accounts.keys(comparison.account_level))
    lines = with_key(book, lines, "product_id", "product_key", book.products.keys(comparison.product_level))
    if comparison.dormant_before is not None:
        latest = lines.last_on.max().over(ibis.window(group_by="account_key"))
        lines = lines.mutate(latest=latest)
        lines = lines.filter(lines.latest >= ibis.literal(comparison.dormant_before))
    return book.fetch(_distinct(lines))


def _distinct(lines: Table) -> Table:
    return lines.select("account_key", "product_key").distinct()


def channels(book: Book, accounts: pa.ChunkedArray, comparison: Comparison) -> pa.Array:
    """Return `new` or `existing` for each account id, in order; an empty id is null."""
    keys = book.accounts.keys(comparison.account_level)
    known = set(pc.unique(bought_before(book, comparison)["account_key"]).to_pylist())
    return pa.array(
        [
            None if account is None else EXISTING if keys.get(account, account) in known else NEW
            for account in accounts.to_pylist()
        ],
        pa.string(),
    )


def sources(book: Book, items: pa.Table, comparison: Comparison) -> pa.Array:
    """Return the source of each row of a table with account_id and product_id, in order.

    The id of one of the four sources; `keep_and_expand` for a product that the account has bought
    before; null where the row names no account or no product.
    """
    bought = bought_before(book, comparison)
    pairs = set(zip(bought["account_key"].to_pylist(), bought["product_key"].to_pylist(), strict=True))
    accounts, products = {account for account, _ in pairs}, _existing_products(book, comparison)
    of_account = book.accounts.keys(comparison.account_level)
    of_product = book.products.keys(comparison.product_level)

    def source(account: str | None, product: str | None) -> str | None:
        if account is None or product is None:
            return None
        account, product = of_account.get(account, account), of_product.get(product, product)
        if (account, product) in pairs:
            return "keep_and_expand"
        newness = "existing" if product in products else "new"
        if account not in accounts:
            return f"{newness}_product_new_account"
        return (
            "additional_product_existing_account" if newness == EXISTING else "new_product_existing_account"
        )

    ids = zip(items["account_id"].to_pylist(), items["product_id"].to_pylist(), strict=True)
    return pa.array([source(*pair) for pair in ids], pa.string())


def _existing_products(book: Book, comparison: Comparison) -> set[str]:
    """Return the products that anybody bought, or that were launched, before the cut."""
    table = kept_table(book, "products before", comparison, make=lambda: _products(book, comparison))
    launches = book.products.launches(comparison.product_level)
    launched = {product for product, day in launches.items() if day < comparison.cut}
    return launched | set(table["product_key"].to_pylist())


def _products(book: Book, comparison: Comparison) -> pa.Table:
    lines = lines_until(book, comparison)
    lines = lines.filter(
        lines.ordered_on < comparison.cut,
        lines.is_purchase,
        lines.account_id.notnull(),
        lines.product_id.notnull(),
    )
    raw = lines.select("product_id").distinct()
    keyed = with_key(book, raw, "product_id", "product_key", book.products.keys(comparison.product_level))
    return book.fetch(keyed.select("product_key").distinct())
