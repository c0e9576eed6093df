"""The list of accounts, held against plain Python over the same order lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth import AccountRow, Accounts, Listing, accounts
from tests.oracle import Account, OracleBook
from tests.unit.growth.books import EVERY_ROW, OWNERS, opened, year

ON = date(2012, 12, 31)
STATUS = {
    "acme": "growing",
    "bolt": "lost",
    "coil": "returned",
    "dyne": "new",
    "etch": "quiet",
    "gold": "growing",
}


def asked(
    book: Book, *, sort: str = "", matching: str = "", limit: int | None = None, **filters: str
) -> Accounts:
    listing = Listing(sort, matching, limit)
    return accounts(book, comparison=year(account_level="parent"), on=ON, filters=filters, listing=listing)


def plainly(account: str) -> tuple[Decimal, Decimal, int, date | None]:
    """Base and current revenue, products and last order of an account, line by line."""
    own = [line for line in EVERY_ROW.lines if line.account_id == account and line.ordered_on <= ON]
    bought = [line for line in own if line.amount > 0]

    def revenue(year: int) -> Decimal:
        rate = Decimal("1.25") if account == "gold" and year == 2012 else Decimal(1)
        return sum((line.amount * rate for line in own if line.ordered_on.year == year), Decimal(0))

    products = {line.product_id for line in bought if line.ordered_on.year == 2012}
    last = max((line.ordered_on for line in bought), default=None)
    return revenue(2011), revenue(2012), len(products), last


def test_revenues_products_and_last_orders_are_those_of_the_lines(book: Book) -> None:
    found = asked(book)
    assert {r.account: (r.base_revenue, r.current_revenue, r.products, r.last_on) for r in found.rows} == {
        account: plainly(account) for account in STATUS
    }
    assert found.current_revenue - found.base_revenue == sum(row.change for row in found.rows)


def test_a_status_says_what_became_of_an_account(book: Book) -> None:
    found = asked(book)
    assert {row.account: row.status for row in found.rows} == STATUS
    assert found.statuses == {"new": 1, "growing": 2, "returned": 1, "lost": 1, "quiet": 1}


def test_the_largest_revenue_comes_first_unless_another_order_is_asked(book: Book) -> None:
    assert [row.account for row in asked(book, limit=2).rows] == ["acme", "dyne"]
    assert [row.account for row in asked(book, sort="name", limit=2).rows] == ["acme", "bolt"]
    assert [row.account for row in asked(book, sort="change", limit=1).rows] == ["bolt"]


def test_filters_and_search_narrow_the_list_and_its_sums(book: Book) -> None:
    assert {row.account for row in asked(book, region="south").rows} == {"bolt", "coil"}
    assert {row.account for row in asked(book, owner="bob").rows} == {"acme"}
    assert [row.account for row in asked(book, status="lost", matching="BO").rows] == ["bolt"]
    none = asked(book, region="moon")
    assert (none.count, none.rows, none.current_revenue) == (0, (), Decimal(0))
    assert ("north", "north") in none.choices["region"]


def test_what_is_no_filter_is_refused_with_the_filters(book: Book) -> None:
    with pytest.raises(BadRequest, match="colour") as refused:
        asked(book, colour="red")
    assert "segment" in (refused.value.remedy or "")


@pytest.fixture(scope="module")
def merged() -> Iterator[Book]:
    """The book with bolt merged into acme, shared by two sellers, and an account that never bought."""
    owners = (
        *(owner for owner in OWNERS if owner.account_id != "acme"),
        replace(OWNERS[1], seller_id="bob", share=Decimal("0.4")),
        replace(OWNERS[1], seller_id="cid", share=Decimal("0.6")),
    )
    rows = (
        Account("acme", region="north"),
        Account("bolt", region="south", merged_into="acme"),
        Account("idle"),
    )
    lines = tuple(line for line in EVERY_ROW.lines if line.account_id in {"acme", "bolt"})
    made = opened(OracleBook(lines, rows, EVERY_ROW.products, assignments=owners))
    yield made
    made.close()


def row_of(found: Accounts, account: str) -> AccountRow:
    return next(row for row in found.rows if row.account == account)


def test_a_merged_account_counts_with_its_heir_and_whoever_never_bought_is_quiet(merged: Book) -> None:
    found = asked(merged)
    assert sorted(row.account for row in found.rows) == ["acme", "idle"]
    acme, idle = row_of(found, "acme"), row_of(found, "idle")
    assert acme.base_revenue == plainly("acme")[0] + plainly("bolt")[0]
    assert (acme.owner, acme.more_owners) == ("cid", 1)
    assert (idle.status, idle.owner, idle.region, idle.last_on) == ("quiet", "unassigned", "unassigned", None)
