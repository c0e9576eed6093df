from __future__ import annotations

from decimal import Decimal

from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import COMPANY
from fourfold.periods import parse_period


def test_needs_that_ask_the_same_are_one() -> None:
    needs = {Need("revenue", COMPANY, parse_period("2012")) for _ in range(2)}
    assert len(needs) == 1
    assert needs != {Need("revenue", COMPANY, parse_period("2012"), (("family", ("Bikes",)),))}


def test_a_value_of_nothing_is_empty_and_one_of_zero_is_not() -> None:
    assert Value(None, why="no base").amount is None
    assert Value(Decimal(0)).amount == 0
