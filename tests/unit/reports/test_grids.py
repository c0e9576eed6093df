"""Results as grids."""

from __future__ import annotations

from decimal import Decimal

from fourfold.growth import Ledger, Series
from fourfold.measures import ROWS
from fourfold.reports.grids import (
    breakdown_grid,
    figures_grid,
    groups_grid,
    ledger_grid,
    reading_grid,
    series_grid,
    sources_grid,
)
from tests.unit.reports.ledgers import QUARTERS


def test_the_ledger_for_machines_has_every_row_in_order(adventure_works: Ledger) -> None:
    grid = ledger_grid(adventure_works)
    assert tuple(row[0] for row in grid.rows) == ROWS
    assert grid.rows[ROWS.index("lost_account")][1:] == (
        "Lost account",
        Decimal("-4694381.5500"),
        Decimal("-4694381.5500"),
        83,
        1201,
        3377,
    )


def test_the_ledger_for_people_leaves_out_what_is_empty_and_frames_it_by_the_revenues(
    adventure_works: Ledger,
) -> None:
    labels = [row[0] for row in reading_grid(adventure_works).rows]
    assert labels[:2] == ["Revenue 2011", "S1 new product, new account"]
    assert labels[-2:] == ["Change", "Revenue 2012"]
    assert "Currency" not in labels


def test_every_grid_is_rectangular(by_account: Ledger, quarters: Series) -> None:
    made = [
        f(by_account)
        for f in (ledger_grid, reading_grid, groups_grid, breakdown_grid, figures_grid, sources_grid)
    ]
    for grid in (*made, series_grid(quarters.points)):
        assert {len(row) for row in grid.rows} == {len(grid.columns)}


def test_a_breakdown_adds_up_in_each_line(by_account: Ledger) -> None:
    for row in breakdown_grid(by_account).rows:
        _, base, current, change, *amounts = row
        assert isinstance(base, Decimal)
        assert current == base + change == base + sum(amounts)


def test_a_series_names_each_period_and_its_base() -> None:
    grid = series_grid(QUARTERS)
    assert [row[:2] for row in grid.rows][:2] == [("2011-Q3", "2011-Q2"), ("2011-Q4", "2011-Q3")]
