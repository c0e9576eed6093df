"""Pictures from results."""

from __future__ import annotations

from dataclasses import replace

from fourfold.growth import Ledger, Series
from fourfold.reports.charts import (
    MOST_MOVERS,
    bridge_picture,
    compared,
    movers,
    movers_picture,
    series_picture,
    square_picture,
)
from tests.unit.reports.ledgers import ACCOUNTS, group, quarter


def test_the_bridge_names_every_bar_in_both_widths(adventure_works: Ledger) -> None:
    picture = bridge_picture(adventure_works)
    for svg in (picture.wide, picture.narrow):
        for text in ("2011", "S4 additional product, existing account", "+12.3 m", "Lost account", "28.2 m"):
            assert text in svg


def test_movers_are_the_largest_gains_and_the_largest_losses_in_order_of_change() -> None:
    many = [group(f"up {n}", "0", volume_gain=f"{n}.0000") for n in range(1, 20)]
    many += [group(f"down {n}", "99", lost_account=f"-{n}.0000") for n in range(1, 20)]
    found = movers([*many, group("still", "5")])
    assert len(found) == 2 * MOST_MOVERS
    assert [g.values[0] for g in (found[0], found[-1])] == ["up 19", "down 19"]
    assert [g.change for g in found] == sorted((g.change for g in found), reverse=True)


def test_the_other_pictures_are_drawn(adventure_works: Ledger, quarters: Series) -> None:
    assert "Brakes and Gears" in movers_picture(ACCOUNTS).narrow
    assert "2012-Q4" in series_picture(quarters).wide
    assert "S2  +12.3 m" in square_picture(adventure_works).wide


def test_the_first_period_of_a_book_is_not_compared_with_nothing(quarters: Series) -> None:
    first = quarter(2011, 2, {"new_product_new_account": "3900000.0000"}, "0.0000")
    series = replace(quarters, points=(first, *quarters.points))
    assert compared(series) == quarters.points
