"""Plates: picture, words and table of one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from fourfold.growth import Ledger, Movers, Series
from fourfold.reports.grids import Kind
from fourfold.reports.marks import Opens
from fourfold.reports.plates import (
    bridge_plate,
    movers_plate,
    rates_grid,
    series_plate,
    square_plate,
    written,
)


def test_each_plate_has_words_and_a_table_of_what_is_drawn(adventure_works: Ledger) -> None:
    bridge, square = bridge_plate(adventure_works), square_plate(adventure_works)
    assert bridge.title.startswith("Existing products at new accounts added most")
    assert len(bridge.grid.rows) == 14
    assert next(row[0] for row in square.grid.rows) == "S1 new product, new account"


def test_what_a_bar_leads_to_a_cell_of_its_table_leads_to_as_well(
    adventure_works: Ledger, by_account: Ledger, quarters: Series
) -> None:
    series = series_plate(quarters)
    assert series is not None
    for plate in (bridge_plate(adventure_works), movers_plate(Movers(by_account, 7)), series):
        by_cell = {(o.row, o.where, o.current) for o in plate.grid.opens.values()}
        nothing = {e.row for e in adventure_works.entries if not e.amount}
        drawn = {(o.row, o.where, o.current) for o in plate.picture.opens.values() if o.row not in nothing}
        assert drawn <= by_cell


def test_movers_are_told_by_name_and_open_by_id(by_account: Ledger) -> None:
    plate = movers_plate(Movers(by_account, 701, {"Small Bike Shop": "Small & Sons"}))
    assert "among 701 accounts" in plate.note
    at = [row[0] for row in plate.grid.rows].index("Small & Sons (Small Bike Shop)")
    assert plate.grid.opens[at, 0] == Opens(where=(("account", "Small Bike Shop"),))


def test_movers_of_families_are_called_so(by_account: Ledger) -> None:
    plate = movers_plate(Movers(replace(by_account, by=("family",)), 12))
    assert (plate.id, "among 12 families" in plate.note) == ("products", True)


def test_no_period_to_compare_makes_no_plate() -> None:
    assert series_plate(Series("month", ())) is None


def test_rates_name_their_convention(adventure_works: Ledger) -> None:
    assert [row[2] for row in rates_grid(adventure_works).rows][:2] == ["accounts", "movements"]


def test_cells_read_as_their_kind_says() -> None:
    assert written(Decimal("1234.5"), Kind.CHANGE) == "+1,234.50"
    assert written(Decimal("0.5"), Kind.SHARE) == "50.0 %"
    assert [written(x, Kind.TEXT) for x in (None, 1234, date(2012, 1, 2), "a")] == [
        "",
        "1,234",
        "2012-01-02",
        "a",
    ]
