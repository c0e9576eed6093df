from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from fourfold.errors import BadRequest
from fourfold.objectives.ramps import Stint, presence
from fourfold.periods import Period, parse_period

YEAR = parse_period("2013")
HALF_FOR_THREE = ((0, Decimal("0.5")), (3, Decimal(1)))


def test_who_is_there_all_the_time_or_of_whom_nothing_is_known_carries_the_whole_period() -> None:
    assert presence([], YEAR) == presence([Stint()], YEAR) == presence([Stint(date(2010, 5, 1))], YEAR) == 1


def test_a_joiner_a_leaver_and_one_who_comes_back_carry_their_days() -> None:
    assert presence([Stint(date(2013, 7, 1))], YEAR) == Fraction(184, 365)
    assert presence([Stint(ends_on=date(2013, 7, 1))], YEAR) == Fraction(181, 365)
    back = [Stint(date(2013, 12, 1)), Stint(ends_on=date(2013, 2, 1))]
    assert presence(back, YEAR) == Fraction(62, 365)
    assert presence([Stint(date(2014, 1, 1))], YEAR) == 0


def test_the_two_stints_of_a_move_carry_the_whole_period_between_them() -> None:
    moved = date(2013, 5, 17)
    assert presence([Stint(ends_on=moved)], YEAR) + presence([Stint(moved)], YEAR) == 1


def test_a_ramp_counts_whole_months_from_the_start_and_a_missing_day_is_the_months_last() -> None:
    joined = Stint(date(2013, 7, 1), ramp=HALF_FOR_THREE)
    assert presence([joined], YEAR) == (Fraction(92, 2) + 92) / 365
    february = Period(date(2013, 2, 1), date(2013, 3, 1))
    at_month_end = Stint(date(2012, 11, 30), ramp=HALF_FOR_THREE)
    assert presence([at_month_end], february) == (Fraction(27, 2) + 1) / 28


def test_who_moves_may_go_on_with_the_ramp_of_their_hiring() -> None:
    goes_on = Stint(date(2013, 5, 1), ramp=HALF_FOR_THREE, ramp_from=date(2013, 3, 1))
    assert presence([goes_on], YEAR) == (Fraction(31, 2) + 214) / 365


@pytest.mark.parametrize(
    ("stint", "cause"),
    [
        ({"starts_on": date(2013, 5, 1), "ends_on": date(2013, 5, 1)}, "must end after it starts"),
        ({"starts_on": date(2013, 5, 1), "ramp": ((1, Decimal("0.5")),)}, "upwards from 0"),
        ({"starts_on": date(2013, 5, 1), "ramp": (*HALF_FOR_THREE, (3, Decimal(1)))}, "each once"),
        ({"starts_on": date(2013, 5, 1), "ramp": ((0, Decimal("1.5")),)}, "between 0 and 1"),
        ({"ramp": HALF_FOR_THREE}, "the day it counts from"),
    ],
)
def test_a_stint_that_cannot_be_meant_is_refused_with_its_remedy(
    stint: dict[str, object], cause: str
) -> None:
    with pytest.raises(BadRequest, match=cause) as refused:
        Stint(**stint)
    assert refused.value.remedy


def test_stints_that_share_a_day_are_refused() -> None:
    with pytest.raises(BadRequest, match="share the day 2013-05-01"):
        presence([Stint(date(2013, 5, 1)), Stint(ends_on=date(2013, 5, 2))], YEAR)
