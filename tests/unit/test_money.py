from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.money import amount, largest_remainder, rate, ratio_floor, ratio_half_up, ratio_rest, units

WHOLE = st.integers(-(10**16), 10**16)
DIVISOR = WHOLE.filter(bool)


@given(WHOLE)
def test_an_amount_and_its_units_are_the_same_money(whole: int) -> None:
    made = amount(whole)
    assert units(made) == whole
    assert made.as_tuple().exponent == -4


@pytest.mark.parametrize("text", ["0.00001", "-12.34565"])
def test_a_fifth_decimal_is_never_rounded_away(text: str) -> None:
    with pytest.raises(ValueError, match="more than 4 decimals"):
        units(Decimal(text))


def test_a_fifth_decimal_of_zero_is_none() -> None:
    assert units(Decimal("1.50000")) == 15000


@pytest.mark.parametrize(
    ("of", "rounded"),
    [((5, 1, 2), 3), ((-5, 1, 2), -3), ((5, 1, -2), -3), ((-5, 1, -2), 3), ((7, 2, 3), 5), ((1, 1, 3), 0)],
)
def test_a_half_is_rounded_away_from_zero(of: tuple[int, int, int], rounded: int) -> None:
    assert ratio_half_up(*of) == rounded


@given(WHOLE, WHOLE, DIVISOR)
def test_a_rounded_ratio_is_at_most_a_half_away_and_floor_and_rest_give_the_ratio(
    a: int, b: int, c: int
) -> None:
    exact = Fraction(a * b, c)
    assert abs(ratio_half_up(a, b, c) - exact) <= Fraction(1, 2)
    assert ratio_floor(a, b, c) + Fraction(ratio_rest(a, b, c), abs(c)) == exact
    assert 0 <= ratio_rest(a, b, c) < abs(c)


@given(WHOLE, st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=8).filter(sum))
def test_the_parts_of_a_split_sum_to_the_whole_and_are_less_than_a_unit_from_their_share(
    whole: int, weights: list[int]
) -> None:
    parts = largest_remainder(whole, weights)
    assert sum(parts) == whole
    assert largest_remainder(-whole, weights) == tuple(-part for part in parts)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(whole * weight, sum(weights))) < 1


def test_what_is_left_of_a_split_goes_to_the_largest_rest_and_ties_to_the_first() -> None:
    # 500,000 x 4/7 = 285,714 2/7 and x 3/7 = 214,285 5/7: the second has the larger rest
    assert largest_remainder(500_000, [400_000, 300_000]) == (285_714, 214_286)
    assert largest_remainder(5, [1, 1, 1, 1]) == (2, 1, 1, 1)
    assert largest_remainder(7, [0, 3]) == (0, 7)


def test_weights_that_sum_to_nothing_split_nothing() -> None:
    with pytest.raises(ValueError, match="sum to 0"):
        largest_remainder(5, [1, -1])


def test_a_rate_has_fixed_places_and_is_empty_without_a_denominator() -> None:
    assert str(rate(-1, 3)) == "-0.333333"
    assert str(rate(2, 3, places=2)) == "0.67"
    assert rate(1, 0) is None
