from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.datasets import Company
from fourfold.datasets.objectives import USUAL, WEIGHTS, share_out
from fourfold.measures.catalogue import CATALOGUE


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any))
def test_parts_sum_to_the_whole_and_are_off_by_less_than_one(whole: int, weights: list[int]) -> None:
    parts = share_out(whole, weights)
    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - whole * weight) < sum(weights)


@pytest.mark.parametrize("weights", [USUAL, *WEIGHTS.values()])
def test_weights_sum_to_a_hundred_and_measures_are_in_the_catalogue(weights: dict[object, int]) -> None:
    assert sum(weights.values()) == 100
    for aim in USUAL:
        assert CATALOGUE[aim.measure].is_additive == aim.is_additive


def test_every_owner_has_targets_above_nothing_for_the_last_two_years(company: Company) -> None:
    rows = company.tables["objectives"].to_pylist()
    assert 300 < len(rows) < 400
    assert {(row["starts_on"].year, row["state"]) for row in rows} == {(2024, "closed"), (2025, "active")}
    assert all(row["target"] > 0 and row["ends_on"] > row["starts_on"] for row in rows)
    assert len({row["owner_id"] for row in rows if row["owner_level"] == "team"}) == 8


def test_ids_say_year_owner_and_measure(company: Company) -> None:
    rows = {row["objective_id"]: row for row in company.tables["objectives"].to_pylist()}
    assert rows["2025-COMPANY-revenue"]["target"] == Decimal(rows["2025-COMPANY-revenue"]["target"]).quantize(
        1
    )
    assert rows["2025-UKN-activities"]["filters"] == "kind=demo"
    assert rows["2025-04-S118-nrr"]["target"] == Decimal("1.02")
