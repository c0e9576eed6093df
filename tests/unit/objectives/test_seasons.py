from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.errors import BadRequest
from fourfold.objectives.cascade import Base, Part, Rule, Whole, cascade
from fourfold.objectives.objective import Owner
from fourfold.objectives.ramps import Stint
from fourfold.objectives.seasons import Seasons, Shape, Slice, seasons
from fourfold.periods import parse_period, periods_of

D = Decimal
YEAR = parse_period("2013")
WHOLE = Whole("revenue", D("1000.01"), YEAR)
QUARTERS = tuple(
    Slice(period, D(last), D(own))
    for period, last, own in zip(
        periods_of("quarter", first=YEAR.start, last=YEAR.last_day),
        (100, 300, 200, 400),
        (1, 1, 1, 0),
        strict=True,
    )
)
MONTHS = tuple(Slice(period) for period in periods_of("month", first=YEAR.start, last=YEAR.last_day))


def targets(found: Seasons) -> list[Decimal]:
    return [part.target for part in found.parts]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Shape.EVEN, ["246.58", "249.32", "252.06", "252.05"]),
        (Shape.LAST_YEAR, ["100", "300", "200", "400.01"]),
        (Shape.OWN, ["333.34", "333.34", "333.33", "0"]),
    ],
)
def test_each_shape_cuts_the_year_in_its_proportions_in_order_of_time(
    shape: Shape, expected: list[str]
) -> None:
    found = seasons(WHOLE, QUARTERS[::-1], shape)
    assert targets(found) == [D(text) for text in expected]
    assert sum(targets(found)) == WHOLE.target


def test_even_means_by_days_and_a_missing_amount_is_the_daily_mean_times_its_days() -> None:
    leap = Whole("activities", D(366), parse_period("2012"))
    months = [
        Slice(period) for period in periods_of("month", first=leap.period.start, last=leap.period.last_day)
    ]
    days = [slice_.period.days for slice_ in months]
    assert (
        targets(seasons(leap, months, Shape.EVEN)) == targets(seasons(leap, months, Shape.LAST_YEAR)) == days
    )
    known = [replace(slice_, last_year=D(slice_.period.days)) for slice_ in months[1:]]
    found = seasons(leap, [months[0], *known], Shape.LAST_YEAR)
    assert targets(found) == days
    assert found.parts[0].reason == "there is no last year's actual; it counts as the mean of the others"


def test_a_joiner_has_no_target_in_the_months_before_joining_and_less_while_ramping() -> None:
    joined = (Stint(date(2013, 9, 1), ramp=((0, D("0.5")), (1, D(1)))),)
    found = targets(seasons(Whole("revenue", D(107), YEAR), MONTHS, Shape.EVEN, stints=joined))
    assert found == [*[D(0)] * 8, D(15), D(31), D(30), D(31)]


def test_a_month_fixed_by_hand_stays() -> None:
    parts = (replace(QUARTERS[0], fixed=D(250)), *QUARTERS[1:])
    found = seasons(WHOLE, parts, Shape.LAST_YEAR)
    assert (found.parts[0].target, found.parts[0].is_fixed, sum(targets(found))) == (250, True, WHOLE.target)


def test_year_quarters_months_and_owners_sum_exactly_in_either_order() -> None:
    owners = [Part(Owner("seller", name), last_year=D(last)) for name, last in (("a", 7), ("b", 3), ("c", 1))]
    by_owner = [
        seasons(replace(WHOLE, target=part.target), MONTHS, Shape.EVEN)
        for part in cascade(WHOLE, owners, Rule(Base.LAST_YEAR)).parts
    ]
    by_month = [
        cascade(Whole("revenue", part.target, part.period), owners, Rule(Base.LAST_YEAR))
        for part in seasons(WHOLE, MONTHS, Shape.EVEN).parts
    ]
    for cells in (by_owner, by_month):
        assert sum(part.target for cell in cells for part in cell.parts) == WHOLE.target
    for quarter in seasons(WHOLE, QUARTERS, Shape.OWN).parts:
        inside = [month for month in MONTHS if month.period.start in quarter.period]
        cut = seasons(Whole("revenue", quarter.target, quarter.period), inside, Shape.EVEN)
        assert sum(targets(cut)) == quarter.target


def test_a_measure_that_does_not_add_up_has_the_same_target_in_each_sub_period() -> None:
    found = seasons(Whole("grr", D("0.9"), YEAR), QUARTERS, Shape.LAST_YEAR)
    assert targets(found) == [D("0.9")] * 4
    assert "does not add up" in found.notes[0]


@pytest.mark.parametrize(
    ("slices", "shape", "cause"),
    [
        (QUARTERS[1:], Shape.EVEN, "do not meet: one ends on 2013-01-01, the next starts on 2013-04-01"),
        ((*QUARTERS, QUARTERS[3]), Shape.EVEN, "do not meet"),
        ((), Shape.EVEN, "do not meet"),
        (MONTHS, Shape.OWN, "no own share for 2013-01, 2013-02"),
    ],
)
def test_sub_periods_that_cannot_be_meant_are_refused(
    slices: tuple[Slice, ...], shape: Shape, cause: str
) -> None:
    with pytest.raises(BadRequest, match=cause) as refused:
        seasons(WHOLE, slices, shape)
    assert refused.value.remedy
