from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth import Attach, Levels, penetration
from fourfold.periods import parse_period
from tests.oracle import OracleBook
from tests.unit.growth.books import lines, opened

Y2012 = parse_period("2012")


def test_products_per_account_count_purchases_of_named_accounts_in_the_period(book: Book) -> None:
    made = penetration(book, period=Y2012, most_products=0)
    # acme: widget, gadget, newton, socket, chain (its lamp was a credit); dyne: 2; coil and gold: 1
    assert (made.accounts, made.pairs) == (4, 9)
    assert made.distribution == ((1, 2), (2, 1), (5, 1))
    assert made.products_per_account == Decimal("2.2500")
    assert made.attach == ()


def test_an_attach_rate_is_the_share_of_owners_that_also_own_the_other(book: Book) -> None:
    made = penetration(book, period=Y2012, most_products=2)
    # widget: acme, coil, dyne, gold; newton: acme, dyne
    assert made.attach == (
        Attach("widget", "newton", 4, 2, Decimal("0.500000")),
        Attach("newton", "widget", 2, 2, Decimal("1.000000")),
    )


def test_products_never_bought_together_attach_at_zero_and_ties_go_by_id() -> None:
    apart = opened(OracleBook(lines("a x 2012-01-01 1 1  b z 2012-01-01 1 1  c y 2012-01-01 1 1")))
    made = penetration(apart, period=Y2012, most_products=2)
    assert made.attach == (Attach("x", "y", 1, 0, Decimal(0)), Attach("y", "x", 1, 0, Decimal(0)))


def test_accounts_and_products_are_counted_at_their_levels(book: Book) -> None:
    made = penetration(book, period=Y2012, levels=Levels("parent", "family"))
    # acme with dyne below it owns both families; coil and gold own parts
    assert (made.accounts, made.pairs) == (3, 4)
    assert {(a.owned, a.attached): (a.both, a.rate) for a in made.attach} == {
        ("parts", "tools"): (1, Decimal("0.333333")),
        ("tools", "parts"): (1, Decimal(1)),
    }


def test_without_purchases_there_is_nobody_and_no_average(book: Book) -> None:
    made = penetration(book, period=parse_period("2005"))
    assert (made.accounts, made.pairs, made.products_per_account) == (0, 0, None)
    assert (made.distribution, made.attach) == ((), ())


def test_a_negative_number_of_products_is_refused(book: Book) -> None:
    with pytest.raises(BadRequest) as refused:
        penetration(book, period=Y2012, most_products=-1)
    assert refused.value.place == "--most"
