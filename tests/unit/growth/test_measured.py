from __future__ import annotations

from decimal import Decimal

from fourfold.book.book import Book
from fourfold.growth import ledger
from fourfold.growth.measured import measured
from tests.unit.growth.books import AMOUNTS, NET, year


def test_the_company_is_the_group_of_no_values(book: Book) -> None:
    whole = measured(book, comparison=year(), by=(), wanted=[()])[()]
    assert {e.row: e.amount for e in whole.entries} == {row: Decimal(n) for row, n in AMOUNTS.items()}
    assert {e.row: e.net_of_switching for e in whole.entries} == {r: Decimal(n) for r, n in NET.items()}


def test_a_unit_has_the_ledger_that_a_breakdown_holds_and_nobody_one_of_zeros(book: Book) -> None:
    wanted = [("ann",), ("bob",), ("zoe",)]
    found = measured(book, comparison=year(), by=("seller",), wanted=wanted)
    assert list(found) == wanted
    held = {group.values: group for group in ledger(book, comparison=year(), by=("seller",)).groups}
    assert {values: found[values].entries for values in wanted[:2]} == {
        values: held[values].entries for values in wanted[:2]
    }
    assert found["zoe",].change == 0
    assert not any(entry.amount for entry in found["zoe",].entries)
