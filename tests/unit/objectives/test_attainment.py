"""Attainment; its worked tables stand in docs/methods/scorecard.md and run in tests/docs."""

from __future__ import annotations

from decimal import Decimal

from fourfold.objectives.attainment import MOST, Formula, attain, formula_of
from fourfold.objectives.needed import Value
from tests.unit.objectives.setting import figure, objective


def test_a_value_without_an_amount_has_no_attainment_and_keeps_its_reason() -> None:
    found = attain(objective(), figure(None))
    assert (found.share, found.why, found.is_short_of_threshold) == (None, "no base", False)
    assert attain(objective(), Value(None)).why == "There is no figure."


def test_short_of_the_threshold_the_rule_says_so_and_the_plain_attainment_stays() -> None:
    found = attain(objective(threshold=Decimal(90)), figure("80"))
    assert (found.share, found.plain) == (0, Decimal("0.8"))
    assert found.rule == (
        "Figure divided by target, from 0 % to 1,000 %. Short of the threshold it counts as 0 %."
    )


def test_a_half_of_the_last_place_is_rounded_away_from_zero() -> None:
    assert str(attain(objective(target="2000000"), figure("1")).share) == "0.000001"


def test_each_target_has_its_formula_and_tells_the_ceiling_of_the_code() -> None:
    formulas = [formula_of(objective(target=target)) for target in ("1", "0", "-1")]
    assert formulas == [Formula.QUOTIENT, Formula.ZERO, Formula.LIMIT]
    assert [formula_of(objective("lost_accounts", target)) for target in ("5", "0")] == [
        Formula.LIMIT,
        Formula.ZERO,
    ]
    rules = [attain(objective(target=target), figure("0")).rule for target in ("1", "0", "-1")]
    assert all(f"{int(MOST * 100):,} %" in rule for rule in rules)
