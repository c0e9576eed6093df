from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from fourfold.growth import Breakdown, Broken, Comparison
from fourfold.growth.breakdown import FIGURES
from fourfold.reports.breakdowns import (
    breakdown_sentence,
    broken_grid,
    colour_of,
    figures_shown,
    heading,
    pieces,
)
from tests.unit.reports.ledgers import BASE, CURRENT


def figures(**told: str) -> Mapping[str, Decimal]:
    return {name: Decimal(told.get(name, "0")) for name in FIGURES}


NORTH = Broken(
    ("N",),
    ("North",),
    figures(
        base_revenue="100", current_revenue="160", change="60", gain="90", loss="-30",
        new_product_new_account="50", price_gain="30", volume_gain="10", lost_account="-30",
    ),
)  # fmt: skip
SOUTH = Broken(("S",), ("South",), figures(base_revenue="20", current_revenue="15", change="-5", loss="-5"))
FOUND = Breakdown(
    comparison=Comparison(BASE, CURRENT),
    by=("region",),
    where={},
    is_net=True,
    currency="EUR",
    count=2,
    total=figures(),
    largest=figures(gain="90"),
    in_use=("new_product_new_account", "price_gain", "volume_gain", "lost_account"),
    best=NORTH,
    worst=SOUTH,
    groups=(NORTH, SOUTH),
)


def test_the_sentence_names_who_gained_and_who_lost_most() -> None:
    assert breakdown_sentence(FOUND) == "North gained most (60), South lost most (5)"
    assert breakdown_sentence(replace(FOUND, best=None)) == "South lost most (5)"
    assert breakdown_sentence(replace(FOUND, best=None, worst=None)) == "No change in any group"
    assert breakdown_sentence(replace(FOUND, count=0)) == "Nothing was bought here in either period"


def test_a_gain_is_drawn_by_source_and_other_figures_whole() -> None:
    assert pieces(NORTH, "gain") == [("s1", Decimal(50)), ("existing", Decimal(40))]
    assert pieces(NORTH, "loss") == [("loss", Decimal(-30))]
    assert (colour_of("current_revenue"), colour_of("new_product_new_account")) == ("base", "s1")


def test_columns_that_hold_nothing_anywhere_are_left_out() -> None:
    assert {"other", "received"}.isdisjoint(figures_shown(FOUND))
    moved = replace(FOUND, largest=figures(other="1"), in_use=("received",))
    assert {"other", "received"} <= set(figures_shown(moved))
    assert (heading("base_revenue", FOUND), heading("gain", FOUND)) == ("2011", "Gain")


def test_a_file_has_every_row_in_use_in_reading_order_and_says_that_it_is_net() -> None:
    grid = broken_grid(FOUND)
    names = [column.name for column in grid.columns]
    assert names[:5] == ["region", "region_name", "base_revenue", "current_revenue", "change"]
    assert names[8:] == ["new_product_new_account", "price_gain", "volume_gain", "lost_account"]
    assert grid.rows[0][:3] == ("N", "North", Decimal(100))
    assert grid.title == "By region, 2012 against 2011, net of switching"
