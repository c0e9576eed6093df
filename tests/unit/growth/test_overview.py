"""What a page about one period shows."""

from __future__ import annotations

from fourfold.book.book import Book
from fourfold.growth import Asked, compare, ledger, overview


def test_all_parts_answer_one_question(book: Book) -> None:
    told = overview(book, asked=Asked("2012"), by="region", where={"region": "north"})
    comparison = compare(book, Asked("2012"))
    assert {part.comparison for part in (told.ledger, told.groups, told.accounts.ledger)} == {comparison}
    assert told.accounts.among == 3
    assert told.ledger.change == told.accounts.ledger.change == told.products.ledger.change


def test_the_siblings_of_a_part_stand_beside_it(book: Book) -> None:
    told = overview(book, asked=Asked("2012"), by="region", where={"region": "north"})
    assert told.groups == ledger(book, comparison=compare(book, Asked("2012")), by=("region",))


def test_the_comparison_before_is_there_where_the_book_reaches_back(book: Book) -> None:
    assert overview(book, asked=Asked("2012"), by="region", where={}).before is None
    before = overview(book, asked=Asked("2013"), by="region", where={}).before
    assert before is not None
    assert before.comparison == compare(book, Asked("2012"))
