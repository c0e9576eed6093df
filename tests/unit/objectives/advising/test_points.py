from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.objectives.advising.points import LEAST, MOST, halves, points

MONEY = st.integers(0, 10**9).map(lambda units: Fraction(units, 100))
PARTS = st.lists(MONEY, min_size=2, max_size=5)
TOTALS = st.sampled_from((90, 100))


@given(PARTS, TOTALS)
def test_points_are_whole_sum_to_the_total_and_keep_their_bounds(moved: list[Fraction], total: int) -> None:
    found = points(moved, total)
    assert sum(found) == total
    assert all(LEAST <= part <= MOST for part in found)


@given(PARTS, TOTALS, MONEY)
def test_more_money_moved_never_lowers_the_points_of_its_part(
    moved: list[Fraction], total: int, more: Fraction
) -> None:
    before, after = points(moved, total), points([*moved[:-1], moved[-1] + more], total)
    assert after[-1] >= before[-1]
    assert all(late <= early + 1 for early, late in zip(before[:-1], after[:-1], strict=True))


@given(PARTS, TOTALS)
def test_points_do_not_depend_on_the_unit_of_money_and_follow_its_order(
    moved: list[Fraction], total: int
) -> None:
    found = points(moved, total)
    assert points([part * 7 for part in moved], total) == found
    pairs = list(zip(moved, found, strict=True))
    assert all(mine >= yours - 1 for money, mine in pairs for other, yours in pairs if money >= other)


@pytest.mark.parametrize(
    ("moved", "total", "expected"),
    [
        ((0, 0, 0), 100, (34, 33, 33)),
        ((5, 0, 0), 100, (50, 25, 25)),
        ((70, 10, 120), 100, (40, 10, 50)),
        ((1, 1, 1, 1), 90, (23, 23, 22, 22)),
        ((8,), 90, (90,)),
        ((), 100, ()),
    ],
)
def test_points_of_worked_examples(moved: tuple[int, ...], total: int, expected: tuple[int, ...]) -> None:
    assert points([Fraction(part) for part in moved], total) == expected


@given(st.integers(LEAST, MOST), MONEY, MONEY, MONEY)
def test_a_part_told_by_two_measures_keeps_its_points_and_more_loss_never_lowers_those_of_loss(
    whole: int, gained: Fraction, lost: Fraction, more: Fraction
) -> None:
    found = halves(whole, gained, lost)
    assert sum(found) == whole
    assert all(part == 0 or part >= LEAST for part in found)
    assert halves(whole, gained, lost + more)[1] >= found[1]
