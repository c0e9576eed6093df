from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives.allotment import Claim, How, allot, over_assigned, places_of

D = Decimal


def targets(total: str, *claims: Claim, places: int = 2) -> list[str]:
    return [str(part.target) for part in allot(D(total), claims, places=places, place="team North")]


@pytest.mark.parametrize(
    ("measure", "amounts", "places"),
    [
        ("revenue", ["100"], 2),
        ("revenue", ["100.5000"], 2),
        ("revenue", ["100.005"], 3),
        ("new_accounts", ["7.0000"], 0),
        ("new_accounts", ["7.5", "2"], 1),
        ("activity_minutes", ["600"], 0),
    ],
)
def test_parts_have_the_decimals_of_the_unit_or_as_many_as_were_written(
    measure: str, amounts: list[str], places: int
) -> None:
    assert places_of(CATALOGUE[measure], [D(amount) for amount in amounts]) == places


@pytest.mark.parametrize("amount", ["1.00001", "NaN", "Infinity"])
def test_a_fifth_decimal_and_what_is_no_number_are_refused(amount: str) -> None:
    with pytest.raises(BadRequest, match="at most four decimals"):
        places_of(CATALOGUE["revenue"], [D(amount)])


def test_over_assignment_is_rounded_once_half_away_from_zero() -> None:
    assert over_assigned(D("0.1"), D("0.05"), 2) == D("0.11")
    assert over_assigned(D("-0.1"), D("0.05"), 2) == D("-0.11")
    assert over_assigned(D(10), D("0.04"), 0) == 10
    with pytest.raises(BadRequest, match="not below 0"):
        over_assigned(D(1), D("-0.05"), 2)


def test_tiny_and_negative_totals_are_dealt_step_by_step_and_ties_go_to_the_earlier() -> None:
    seven = [Claim(D(1))] * 7
    assert targets("0.01", *seven) == ["0.01", *["0.00"] * 6]
    assert targets("-0.05", *seven) == [*["-0.01"] * 5, "0.00", "0.00"]
    assert targets("10", *[Claim(D(1))] * 3, places=0) == ["4", "3", "3"]


def test_a_basis_below_zero_counts_as_nothing_and_a_missing_one_as_the_mean_of_the_known() -> None:
    below, missing = Claim(D(-50)), Claim(None)
    assert targets("100", Claim(D(60)), below, missing, Claim(D(30))) == ["50.00", "0.00", "25.00", "25.00"]
    found = allot(D(100), [Claim(D(60)), below, missing], places=2, place="")
    assert [part.how for part in found] == [How.BY_BASIS, How.BELOW_ZERO, How.MEAN]
    assert [part.share for part in found] == [D("0.666667"), D(0), D("0.333333")]


def test_where_no_basis_is_above_zero_the_parts_that_are_there_are_even() -> None:
    absent = Claim(D(5), presence=Fraction(0))
    found = allot(D(9), [Claim(D(-5)), Claim(D(0), presence=Fraction(1, 2)), absent], places=2, place="")
    assert [part.target for part in found] == [D(6), D(3), D(0)]
    assert {part.how for part in found} == {How.EVEN}
    assert targets("9", Claim(None), Claim(None, even=2)) == ["3.00", "6.00"]


def test_parts_fixed_by_hand_stay_and_the_others_share_the_rest() -> None:
    fixed = Claim(D(90), fixed=D("12.50"))
    assert targets("100", Claim(D(1)), fixed, Claim(D(3))) == ["21.88", "12.50", "65.62"]
    assert targets("-8", Claim(D(1)), Claim(D(1), fixed=D(2))) == ["-10.00", "2"]
    assert targets("5", Claim(D(1)), Claim(D(1), fixed=D(5))) == ["0.00", "5"]


@pytest.mark.parametrize(
    ("total", "fixed", "cause"),
    [
        ("100", [None, "100.01"], "come to 100.01, which is beyond the 100"),
        ("-5", [None, "-5.01"], "come to -5.01, which is beyond the -5"),
        ("0", [None, "1"], "beyond"),
        ("100", ["60", "30"], "every part is fixed by hand, and they come to 90.00, not 100"),
        ("100", [], "no parts"),
    ],
)
def test_a_total_that_the_fixed_parts_cannot_meet_is_refused_and_says_whose_it_is(
    total: str, fixed: list[str | None], cause: str
) -> None:
    claims = [Claim(D(1), fixed=None if text is None else D(text)) for text in fixed]
    with pytest.raises(BadRequest, match=cause) as refused:
        targets(total, *claims)
    assert (refused.value.place, bool(refused.value.remedy)) == ("team North", True)


def test_a_rest_that_nobody_is_there_to_carry_is_refused_and_no_rest_is_nothing_for_each() -> None:
    absent = Claim(D(1), presence=Fraction(0))
    with pytest.raises(BadRequest, match=r"nobody is there in the period to carry 5\.00"):
        targets("5", absent)
    assert targets("0", absent, absent) == ["0.00", "0.00"]
    with pytest.raises(BadRequest, match="no amount"):
        Claim(D("NaN"))
