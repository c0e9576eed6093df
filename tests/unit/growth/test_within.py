"""The ledger of one part of the company."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth import ledger, ledger_within
from tests.unit.growth.books import year


def test_a_part_is_its_group_of_the_whole_and_sums_to_its_change(book: Book) -> None:
    whole = ledger(book, comparison=year(), by=("region",))
    north = next(group for group in whole.groups if group.values == ("north",))
    part = ledger_within(book, comparison=year(), where={"region": "north"})
    assert (part.entries, part.figures, part.by, part.groups) == (north.entries, north.figures, (), ())
    assert sum(entry.amount for entry in part.entries) == part.change == north.change


def test_a_part_is_broken_down_without_naming_itself_again(book: Book) -> None:
    part = ledger_within(book, comparison=year(), where={"region": "north"}, by=("region", "account"))
    assert part.by == ("account",)
    assert {group.values for group in part.groups} == {("acme",), ("dyne",), ("gold",)}
    assert sum(group.change for group in part.groups) == part.change


def test_the_whole_company_is_the_plain_ledger(book: Book) -> None:
    assert ledger_within(book, comparison=year(), where={}) == ledger(book, comparison=year())


def test_a_part_that_does_not_exist_holds_nothing(book: Book) -> None:
    part = ledger_within(book, comparison=year(), where={"region": "nowhere"}, by=("account",))
    assert (part.base_revenue, part.current_revenue, part.groups) == (Decimal(0), Decimal(0), ())
    assert not any(entry.amount or entry.lines for entry in part.entries)
    assert part.figures.history_months == ledger(book, comparison=year()).figures.history_months


def test_an_unknown_dimension_is_refused(book: Book) -> None:
    with pytest.raises(BadRequest, match="'colour' is not known"):
        ledger_within(book, comparison=year(), where={"colour": "red"})
