"""Bars of block characters."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.reports.bars import Axis, bar

AXIS = Axis(Decimal(0), Decimal(80), 10)


def test_a_gain_is_solid_and_half_a_column_fine() -> None:
    assert bar(AXIS, Decimal(12), Decimal(44)) == " ▐███▌"
    assert bar(AXIS, Decimal(8), Decimal(12)) == " ▌"


def test_a_loss_is_shaded_so_that_it_is_told_without_colour() -> None:
    assert bar(AXIS, Decimal(80), Decimal(40)) == "     ▒▒▒▒▒"
    assert bar(AXIS, Decimal(80), Decimal(40), ascii_only=True) == "     -----"


@pytest.mark.parametrize("start", range(0, 80, 7))
def test_what_is_not_nothing_shows_and_nothing_is_wider_than_the_axis(start: int) -> None:
    for end in (Decimal(start) + Decimal("0.01"), Decimal(start) - Decimal("0.01"), Decimal(80), Decimal(0)):
        for ascii_only in (False, True):
            drawn = bar(AXIS, Decimal(start), end, ascii_only=ascii_only)
            assert len(drawn) <= AXIS.width
            assert bool(drawn.strip()) is (start != end)


def test_an_empty_axis_draws_a_bar_at_its_start() -> None:
    assert bar(Axis(Decimal(0), Decimal(0), 10), Decimal(0), Decimal(0)) == ""
