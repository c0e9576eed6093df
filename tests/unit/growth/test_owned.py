from __future__ import annotations

from fourfold.book.book import Book
from fourfold.growth.owned import owned
from tests.unit.growth.books import year


def test_an_account_that_bought_counts_once_with_each_product_it_bought(book: Book) -> None:
    whole = owned(book, comparison=year(), by=())[()]
    # acme 5, coil 1, dyne 2, gold 1; etch only got a credit, nobody's widget has no account
    assert (whole.accounts, whole.pairs, whole.new_accounts) == (4, 9, 1)


def test_a_group_in_which_nothing_was_bought_is_not_there(book: Book) -> None:
    found = owned(book, comparison=year(), by=("region",))
    assert {values[0]: (one.accounts, one.new_accounts) for values, one in found.items() if one.accounts} == {
        "north": (3, 1),
        "south": (1, 0),
    }
