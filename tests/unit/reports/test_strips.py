"""Tables whose rows have bars."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

from fourfold.growth import Ledger, Series
from fourfold.reports.marks import Opens, Segment
from fourfold.reports.strips import bar_svg, ends, groups_strips, series_strips


def test_each_group_has_a_row_a_bar_and_a_link_to_itself(by_account: Ledger) -> None:
    strips = groups_strips(by_account, {"Small Bike Shop": "Small & Sons"})
    assert len(strips.bars) == len(strips.grid.rows) == len(by_account.groups)
    assert strips.grid.rows[-1][0] == "Small & Sons"
    assert strips.grid.opens[6, 0] == Opens(where=(("account", "Small Bike Shop"),))
    assert strips.title.startswith("Vigorous Exercise Company gained most")


def test_periods_stand_latest_first_and_the_first_of_a_book_has_no_change(quarters: Series) -> None:
    first = replace(quarters.points[0], base_revenue=Decimal("0.0000"))
    strips = series_strips(replace(quarters, points=(first, *quarters.points[1:])))
    assert [row[0] for row in strips.grid.rows][:1] == ["2012-Q4"]
    assert (strips.grid.rows[-1][1], strips.bars[-1]) == (None, ())
    assert strips.grid.opens[0, 0] == Opens(current="2012-Q4")


def test_bars_share_one_scale_with_zero_on_it() -> None:
    up = (Segment(Decimal(0), Decimal(30), "s1"),)
    down = (Segment(Decimal(0), Decimal(-10), "loss"),)
    low, high = ends([up, down])
    assert (low, high) == (Decimal(-10), Decimal(30))
    (piece, zero) = ElementTree.fromstring(bar_svg(down, low, high))  # noqa: S314 - our own drawing
    assert (piece.get("x"), piece.get("width"), zero.get("x")) == ("0", "250", "250")
    assert ends([]) == (Decimal(0), Decimal(0))
    assert "<svg" in bar_svg((), Decimal(0), Decimal(0))
