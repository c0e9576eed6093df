from __future__ import annotations

from decimal import Decimal

from fourfold.book.book import Book
from fourfold.growth.concentration import concentration
from tests.unit.growth.books import year


def test_the_largest_account_and_the_few_largest_of_a_seller(book: Book) -> None:
    # ann in 2012: dyne 170, gold 125, coil 20; acme is bob's by then
    found = concentration(book, comparison=year(), unit="seller", value="ann")
    assert (found.accounts, found.revenue) == (3, Decimal(315))
    assert found.largest == Decimal("0.539683")
    assert found.few == 1


def test_credits_and_lines_without_an_account_are_no_account(book: Book) -> None:
    # acme 132 + 70 + 40 + 30 + 25 - 7 = 290; etch only has a credit
    found = concentration(book, comparison=year())
    assert (found.accounts, found.revenue, found.largest) == (4, Decimal(605), Decimal("0.479339"))


def test_who_sold_nothing_has_no_parts(book: Book) -> None:
    found = concentration(book, comparison=year(), unit="seller", value="nobody")
    assert (found.accounts, found.revenue, found.largest, found.few) == (0, 0, None, None)
