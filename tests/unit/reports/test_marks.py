"""Drawings as descriptions."""

from __future__ import annotations

from decimal import Decimal

from fourfold.reports.marks import NARROW, WIDE, BarRow, Bars, Columns, Picture, Segment, Square
from fourfold.reports.numbers import UNITS


def test_equal_drawings_have_equal_descriptions_and_others_do_not() -> None:
    def bars(amount: str) -> Bars:
        return Bars((BarRow("2012", amount, (Segment(Decimal(0), Decimal(amount), "base"),)),), WIDE)

    assert repr(bars("1.0")) == repr(bars("1.0"))
    assert repr(bars("1.0")) != repr(bars("1.1"))


def test_a_picture_without_rows_or_points_is_empty_and_the_square_never_is() -> None:
    assert Picture(Bars((), WIDE), Bars((), NARROW)).is_empty
    assert Picture(Columns((), 760, 310), Columns((), 340, 280)).is_empty
    nothing = Square((Decimal(0), Decimal(0), Decimal(0), Decimal(0)), UNITS)
    assert not Picture(nothing, nothing).is_empty
