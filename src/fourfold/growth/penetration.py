"""Penetration: how many products an account buys, and which products are bought together.

Guarantees counts of accounts that purchased in the period, at the chosen levels. Leaves advice on
what to offer next to `whitespace`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth.pairs import with_key
from fourfold.money import rate
from fourfold.periods import Period

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Attach:
    """How many of the accounts that own `owned` also own `attached`; the rate is 0 to 1."""

    owned: str
    attached: str
    owners: int
    both: int
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Penetration:
    """Products per account in a period.

    `distribution` holds (number of products, number of accounts) in order; `products_per_account`
    is None without accounts.
    """

    period: Period
    account_level: str
    product_level: str
    accounts: int
    pairs: int
    products_per_account: Decimal | None
    distribution: tuple[tuple[int, int], ...]
    attach: tuple[Attach, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels at which accounts and products are counted."""

    account: str = "account"
    product: str = "product"


def penetration(
    book: Book, *, period: Period, levels: Levels | None = None, most_products: int = 20
) -> Penetration:
    """Return how many products the accounts that purchased in a period own, and attach rates.

    Parameters
    ----------
    book
        The book; an account owns a product if it purchased it in the period (amount above 0).
    period
        The days that count.
    levels
        Where accounts and products are counted; account and product if None.
    most_products
        Attach rates are given for pairs among so many of the most widely owned products.

    Raises
    ------
    BadRequest
        If `most_products` is below 0.
    """
    if most_products < 0:
        raise BadRequest("the number of products cannot be negative", place="--most", remedy="use 0 or more")
    used = levels or Levels()
    owned = _owned(book, period, used)
    per_account = owned.group_by("account_key").agg(products=owned.count())
    spread = per_account.group_by("products").agg(accounts=per_account.count())
    told = sorted((row["products"], row["accounts"]) for row in book.fetch(spread).to_pylist())
    accounts, pairs = sum(n for _, n in told), sum(products * n for products, n in told)
    return Penetration(
        period,
        used.account,
        used.product,
        accounts,
        pairs,
        rate(pairs, accounts, places=4),
        tuple(told),
        _attach(book, owned, most_products),
    )


def _owned(book: Book, period: Period, levels: Levels) -> Table:
    lines = book.order_lines()
    inside = (lines.ordered_on >= period.start) & (lines.ordered_on < period.end)
    bought = lines.filter(inside & lines.is_purchase, lines.account_id.notnull(), lines.product_id.notnull())
    raw = bought.select("account_id", "product_id").distinct()
    keyed = with_key(book, raw, "account_id", "account_key", book.accounts.keys(levels.account))
    keyed = with_key(book, keyed, "product_id", "product_key", book.products.keys(levels.product))
    return keyed.select("account_key", "product_key").distinct()


def _attach(book: Book, owned: Table, most: int) -> tuple[Attach, ...]:
    counted = owned.group_by("product_key").agg(owners=owned.count())
    widest = counted.order_by([counted.owners.desc(), counted.product_key]).limit(most)
    owners = {row["product_key"]: row["owners"] for row in book.fetch(widest).to_pylist()}
    if len(owners) < 2:
        return ()
    mine = owned.filter(owned.product_key.isin(list(owners)))
    other = mine.view().rename(of_account="account_key", attached="product_key")
    both = mine.inner_join(other, mine.account_key == other.of_account)
    both = both.filter(both.product_key != both.attached)
    pairs = both.group_by("product_key", "attached").agg(both=both.count())
    found = {(r["product_key"], r["attached"]): r["both"] for r in book.fetch(pairs).to_pylist()}
    return tuple(
        Attach(a, b, owners[a], found.get((a, b), 0), rate(found.get((a, b), 0), owners[a]))
        for a in owners
        for b in owners
        if a != b
    )
