from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives.cascade import Base, Cascade, Part, Rule, Whole, cascade
from fourfold.objectives.objective import Owner
from fourfold.objectives.ramps import Stint
from fourfold.periods import parse_period

D = Decimal
YEAR = parse_period("2013")
ANN, BOB, EVE = (Owner("seller", name) for name in ("Ann", "Bob", "Eve"))
PARTS = (
    Part(ANN, last_year=D(600), trailing=D(100), own=D(2)),
    Part(BOB, last_year=D(300), trailing=D(300), own=D(2)),
    Part(EVE, last_year=D(100), trailing=D(400), own=D(1)),
)


def revenue(target: str) -> Whole:
    return Whole("revenue", D(target), YEAR, Owner("team", "North"))


def targets(found: Cascade) -> list[Decimal]:
    return [part.target for part in found.parts]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (Base.EVEN, ["333.34", "333.33", "333.33"]),
        (Base.LAST_YEAR, ["600", "300", "100"]),
        (Base.TRAILING, ["125", "375", "500"]),
        (Base.OWN, ["400", "400", "200"]),
    ],
)
def test_each_base_cuts_the_whole_in_its_proportions(base: Base, expected: list[str]) -> None:
    found = cascade(revenue("1000"), PARTS, Rule(base))
    assert targets(found) == [D(text) for text in expected]
    assert sum(targets(found)) == found.assigned == 1000
    assert found.notes == ()


def test_the_order_of_parts_is_kept_and_settles_no_tie() -> None:
    found = cascade(revenue("0.01"), PARTS[::-1], Rule(Base.EVEN))
    assert [part.owner for part in found.parts] == [EVE, BOB, ANN]
    assert targets(found) == [D(0), D(0), D("0.01")]


def test_a_part_says_what_it_counted_by_and_why() -> None:
    joiner = Part(EVE, stints=(Stint(date(2013, 7, 2)),))
    parts = (PARTS[0], replace(PARTS[1], last_year=D(-5)), joiner, Part(Owner("seller", "Kim"), fixed=D(70)))
    ann, bob, eve, kim = cascade(revenue("1000"), parts, Rule(Base.LAST_YEAR)).parts
    assert (ann.reason, bob.reason) == (
        "by last year's actual",
        "by last year's actual, which is below 0 and counts as 0",
    )
    assert eve.reason == (
        "there is no last year's actual; it counts as the mean of the others; carries 50 % of the period"
    )
    assert (eve.presence, eve.weight) == (Fraction(183, 365), 300 * Fraction(183, 365))
    assert (kim.reason, kim.is_fixed, kim.weight, kim.share) == ("fixed by hand", True, None, None)
    assert ann.target + eve.target == 930
    evenly = cascade(revenue("9"), [replace(part, last_year=D(0)) for part in PARTS], Rule(Base.LAST_YEAR))
    assert {part.reason for part in evenly.parts} == {"evenly: no part has any last year's actual"}


def test_over_assignment_is_handed_out_exactly_and_told_to_those_who_set_it_only() -> None:
    found = cascade(revenue("1000.01"), PARTS, Rule(Base.LAST_YEAR, D("0.05")))
    assert sum(targets(found)) == found.assigned == D("1050.01")
    assert found.notes == ("over-assigned: the parts sum to 1050.01, the whole is 1000.01",)
    seen = found.seen_by(BOB)
    assert (seen.owner, seen.target, seen.period) == (BOB, found.parts[1].target, YEAR)
    assert set(seen.__slots__) == {"owner", "measure", "period", "target", "presence"}
    assert found.seen_by(Owner("seller", "Kim")) is None


@pytest.mark.parametrize(("measure", "target"), [("lost_accounts", 10), ("existing_account_net", -10)])
def test_over_assignment_that_makes_a_target_easier_says_so(measure: str, target: int) -> None:
    found = cascade(Whole(measure, D(target), YEAR), PARTS, Rule(Base.EVEN, D("0.1")))
    assert sum(targets(found)) == D("1.1") * target
    assert found.notes[1] == "over-assignment makes this target easier, not harder, to reach"


def test_a_measure_that_does_not_add_up_is_handed_on_as_it_is_and_says_so() -> None:
    parts = (*PARTS[:2], replace(PARTS[2], fixed=D("1.1")))
    found = cascade(Whole("nrr", D("1.05"), YEAR), parts, Rule(Base.OWN, D("0.05")))
    assert targets(found) == [D("1.05"), D("1.05"), D("1.1")]
    assert found.assigned == D("1.05")
    assert found.parts[0].reason == "as the whole: the measure does not add up"
    assert found.notes == (f"{CATALOGUE['nrr'].name} does not add up: each part has the target of the whole",)


def test_a_fixed_part_with_more_decimals_gives_them_to_all() -> None:
    parts = (replace(PARTS[0], fixed=D("3.3333")), *PARTS[1:])
    assert targets(cascade(revenue("10"), parts, Rule(Base.EVEN))) == [D("3.3333"), D("3.3334"), D("3.3333")]


@pytest.mark.parametrize(
    ("parts", "base", "cause"),
    [
        ((*PARTS, PARTS[0]), Base.EVEN, "more than once among the parts: Ann"),
        ((PARTS[0], Part(BOB), Part(EVE, fixed=D(1))), Base.OWN, "no own share for Bob"),
        ((), Base.EVEN, "no parts"),
    ],
)
def test_parts_that_cannot_be_meant_are_refused(parts: tuple[Part, ...], base: Base, cause: str) -> None:
    with pytest.raises(BadRequest, match=cause) as refused:
        cascade(revenue("10"), parts, Rule(base))
    assert (refused.value.place, bool(refused.value.remedy)) == ("team North", True)


def test_an_unknown_measure_and_a_target_with_five_decimals_are_refused() -> None:
    with pytest.raises(BadRequest, match="no measure 'profit'"):
        Whole("profit", D(1), YEAR)
    with pytest.raises(BadRequest, match="at most four decimals"):
        Whole("revenue", D("0.00001"), YEAR)
