"""Pictures from results."""

from __future__ import annotations

from dataclasses import replace

from fourfold.growth import Ledger, Movers, Series
from fourfold.reports.charts import (
    bridge_picture,
    compared,
    movers_picture,
    series_picture,
    square_picture,
)
from fourfold.reports.marks import Opens
from fourfold.reports.pictures import svg
from fourfold.reports.steps import steps
from tests.unit.reports.ledgers import quarter


def test_the_bridge_names_every_bar_in_both_widths(adventure_works: Ledger) -> None:
    picture = bridge_picture(adventure_works)
    for drawing in (picture.wide, picture.narrow):
        for text in ("2011", "S4 additional product, existing account", "+12.3 m", "Lost account", "28.2 m"):
            assert text in svg(drawing)


def test_each_bar_of_the_bridge_knows_the_row_behind_it_and_the_totals_none(adventure_works: Ledger) -> None:
    opens = bridge_picture(adventure_works).opens
    assert list(opens) == list(range(1, len(steps(adventure_works)) - 1))
    assert opens[1] == Opens("new_product_new_account")
    assert Opens("dropped_product", net_of_switching=True) in opens.values()


def test_the_other_pictures_are_drawn(adventure_works: Ledger, by_account: Ledger, quarters: Series) -> None:
    named = movers_picture(Movers(by_account, 701, {"Brakes and Gears": "Brakes & Co"}))
    assert "Brakes &amp; Co" in svg(named.narrow)
    assert named.opens[1] == Opens(where=(("account", "Brakes and Gears"),))
    assert "2012-Q4" in svg(series_picture(quarters).wide)
    assert "S2  +12.3 m" in svg(square_picture(adventure_works).wide)


def test_the_first_period_of_a_book_is_not_compared_with_nothing(quarters: Series) -> None:
    first = quarter(2011, 2, {"new_product_new_account": "3900000.0000"}, "0.0000")
    series = replace(quarters, points=(first, *quarters.points))
    assert compared(series) == quarters.points
