from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.objectives.advising.estimates import Reading, aimed, going_on, halfway, pooled

SIZES = st.integers(1, 10**6).map(Fraction)
READINGS = st.lists(
    st.builds(Reading, st.integers(-(10**6), 10**6).map(Fraction), SIZES), min_size=3, max_size=4
)


def reading(reached: int, size: int) -> Reading:
    return Reading(Fraction(reached), Fraction(size))


def test_going_on_as_before_is_all_that_was_reached_over_all_sizes_times_the_coming_size() -> None:
    # b = 30/300; off by -2, 2, 0: s^2 = 0.08 / 2; variance s^2 x 200 x (1 + 200/300); t(80 %, 2) = 1.885618
    found = going_on([reading(8, 100), reading(12, 100), reading(10, 100)], Fraction(200), measure="revenue")
    assert found is not None
    assert (found.amount, found.periods, found.why) == (Decimal("20.00"), 3, "")
    assert found.high == Decimal("26.89")
    assert found.position(Decimal("20.00")) == Decimal("0.50")


def test_a_rate_does_not_grow_with_the_size_and_has_six_places() -> None:
    held = [reading(90, 100), reading(100, 100), reading(95, 100)]
    found = going_on(held, Fraction(200), measure="nrr")
    assert found is not None
    assert found.amount == Decimal("0.950000")
    assert found.low is not None
    assert Decimal("0.8") < found.low < Decimal("0.95")


@pytest.mark.parametrize(("held", "why"), [(1, "1 period is too few"), (2, "2 periods are too few")])
def test_few_periods_give_no_interval_and_say_so(held: int, why: str) -> None:
    found = going_on([reading(5, 10)] * held, Fraction(10), measure="revenue")
    assert found is not None
    assert (found.low, found.position(Decimal(5))) == (None, None)
    assert why in found.why


def test_without_periods_or_size_nothing_is_expected() -> None:
    assert pooled([]) is None
    assert going_on([], Fraction(1), measure="nrr") is None
    assert going_on([reading(1, 1)], Fraction(0), measure="nrr") is None


@given(READINGS, SIZES, st.sampled_from(("revenue", "nrr", "activities")))
def test_the_interval_lies_around_the_estimate_whatever_the_order_of_periods(
    readings: list[Reading], size: Fraction, measure: str
) -> None:
    found = going_on(readings, size, measure=measure)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.amount <= found.high
    again = going_on(readings[::-1], size, measure=measure)
    assert again == found


@given(st.fractions(-2, 2), st.fractions(-2, 2))
def test_the_target_lies_between_what_was_reached_and_the_better_and_never_below_the_first(
    own: Fraction, goal: Fraction
) -> None:
    found = halfway(own, goal)
    assert own <= found <= max(own, goal)
    assert halfway(own, goal + 1) >= found


def test_targets_are_cents_whole_pieces_or_tenths_of_a_per_cent() -> None:
    third = Fraction(1, 3)
    assert aimed(third, Fraction(100), measure="revenue") == Decimal("33.33")
    assert aimed(third, Fraction(100), measure="activities") == Decimal(33)
    assert aimed(third, Fraction(100), measure="nrr") == Decimal("0.333")
