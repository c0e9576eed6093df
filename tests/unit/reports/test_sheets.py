"""Answers as they are handed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from fourfold.growth import Ledger, Series
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.sheets import Head, Table, growth_sheet, only, table_sheet, trend_sheet
from tests.unit.reports.ledgers import entries, ledger_of

HEAD = Head("Works", "Monday", "Ada", date(2026, 11, 23), {"team": "north"})
GRID = Grid(
    "Rows", (Column("a", "A", Kind.TEXT), Column("b", "B", Kind.COUNT)), (("x", 1), ("y", 2), ("z", 3))
)


def test_growth_says_first_what_happened_then_shows_the_bridge_and_the_square(
    adventure_works: Ledger,
) -> None:
    sheet = growth_sheet(adventure_works, HEAD)
    assert sheet.sentences[0].startswith("Revenue rose 10.0 m")
    assert [plate.id for plate in sheet.plates] == ["bridge", "sources"]
    assert "2012 against 2011" in sheet.asked
    assert "team north" in sheet.asked


def test_a_period_without_revenue_has_a_sentence_and_no_picture() -> None:
    sheet = growth_sheet(ledger_of(entries({}), base_revenue=Decimal(0)), HEAD)
    assert sheet.sentences == ("There is no revenue in either period.",)
    assert not sheet.plates


def test_a_trend_has_a_picture_only_where_something_can_be_compared(quarters: Series) -> None:
    assert trend_sheet(quarters, HEAD).plates[0].id == "series"
    bare = trend_sheet(replace(quarters, points=()), HEAD)
    assert (bare.plates, bare.sentences) == ((), ("There is no period to compare.",))


def test_a_list_says_how_much_of_it_was_left_out() -> None:
    table = Table(GRID, 5, "Five rows.", "2012 against 2011", "USD")
    assert table_sheet(table, HEAD).warnings == ("2 more rows are not shown here; the page has them all.",)
    assert table_sheet(replace(table, count=3), HEAD).warnings == ()
    assert table_sheet(replace(table, count=3, warnings=("a row is faulty",)), HEAD).warnings == (
        "a row is faulty.",
    )


def test_columns_are_chosen_by_name_in_their_new_order() -> None:
    chosen = only(GRID, "b", "missing", "a")
    assert [column.name for column in chosen.columns] == ["b", "a"]
    assert chosen.rows[0] == (1, "x")
