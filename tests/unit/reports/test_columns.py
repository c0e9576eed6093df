"""Columns over time."""

from __future__ import annotations

from decimal import Decimal

from fourfold.reports.columns import columns
from fourfold.reports.marks import Columns, Point, Segment


def points(number: int) -> tuple[Point, ...]:
    up = Segment(Decimal(0), Decimal(400), "s2")
    down = Segment(Decimal(0), Decimal(-150), "loss")
    return tuple(Point(f"2012-{at:02}", "+250", (up, down), Decimal(250)) for at in range(1, number + 1))


def test_periods_are_named_under_their_columns_with_the_net_change() -> None:
    svg = columns(Columns(points(4), 760, 300))
    assert all(f"2012-0{at}" in svg for at in range(1, 5))
    assert svg.count("+250") == 4


def test_where_room_is_scarce_the_last_period_keeps_its_name() -> None:
    svg = columns(Columns(points(36), 340, 280))
    assert "2012-36" in svg
    assert "2012-35" not in svg


def test_an_axis_of_round_amounts_with_zero() -> None:
    svg = columns(Columns(points(2), 760, 300))
    assert all(f">{text}<" in svg for text in ("0", "200", "400"))
    assert columns(Columns((), 760, 300)) == ""
