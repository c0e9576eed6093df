"""The four-source square."""

from __future__ import annotations

from decimal import Decimal

from fourfold.reports.marks import Square
from fourfold.reports.numbers import THOUSANDS
from fourfold.reports.square import square


def four(s1: int, s2: int, s3: int, s4: int) -> Square:
    return Square((Decimal(s1), Decimal(s2), Decimal(s3), Decimal(s4)), THOUSANDS)


def test_each_source_is_named_with_amount_and_share() -> None:
    svg = square(four(1000, 2000, 3000, 4000))
    for text in ("S1  +1.0 k", "S4  +4.0 k", "40 % of the four", "existing accounts", "new products"):
        assert text in svg


def test_a_negative_source_takes_the_colour_of_losses_and_there_are_no_shares() -> None:
    svg = square(four(-1000, 2000, 3000, 4000))
    assert 'fill="var(--loss)"' in svg
    assert "of the four" not in svg


def test_four_times_nothing_is_drawn_without_squares() -> None:
    svg = square(four(0, 0, 0, 0))
    assert 'fill="var(--s1)"' not in svg
    assert "S1  0" in svg
