"""The planted classes stand in the order lines: found by dates, without a ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt

import pytest

from fourfold.datasets import Company
from tests.recovery import plain

Pairs = dict[tuple[str, str], plain.Pair]


@pytest.mark.parametrize("year", [2024, 2025])
def test_every_pair_falls_into_the_row_that_was_planned(company: Company, pairs: Pairs, year: int) -> None:
    planned = {
        (row["account_id"], row["product_id"]): row["row"]
        for row in company.truths.pairs.to_pylist()
        if row["year"] == year
    }
    assert plain.rows(company, pairs, year) == planned


def test_new_lost_and_returned_accounts_are_the_planted_ones(company: Company, pairs: Pairs) -> None:
    years: dict[str, set[int]] = defaultdict(set)
    for (account, _), pair in pairs.items():
        years[account] |= pair.bought
    truths = company.truths
    for year in (2024, 2025):
        new = {a for a, bought in years.items() if bought and min(bought) == year}
        lost = {a for a, bought in years.items() if year - 1 in bought and year not in bought}
        back = {
            a for a, bought in years.items() if {year, year - 1} & bought == {year} and min(bought) < year
        }
        for found, planted in ((new, truths.arrivals), (lost, truths.losses), (back, truths.returns)):
            assert found == {turn.account_id for turn in planted if turn.year == year}


def test_new_products_are_the_planted_launches(company: Company, pairs: Pairs) -> None:
    begun = {product: on.year for product, on in plain.since(company, pairs).items() if on.year >= 2024}
    assert begun == {launch.product_id: launch.new_in for launch in company.truths.launches}


def test_cross_selling_is_found_again_by_count_and_by_rate(company: Company, pairs: Pairs) -> None:
    segment = {row["account_id"]: row["segment"] for row in company.tables["accounts"].to_pylist()}
    switched = {switch.account_id for switch in company.truths.switches}
    for year in (2024, 2025):
        rows = plain.rows(company, pairs, year)
        adding = {account for (account, _), row in rows.items() if row == plain.ADDITIONAL} - switched
        counts = Counter(segment[account] for account in adding)
        for planted in (c for c in company.truths.cross_selling if c.year == year):
            assert counts[planted.segment] == planted.adding
            rate, found = float(planted.rate), planted.adding / planted.existing
            assert abs(found - rate) < 3.5 * sqrt(rate * (1 - rate) / planted.existing)


def test_an_undeclared_switch_is_the_only_change_in_its_family(company: Company, pairs: Pairs) -> None:
    family = {row["product_id"]: row["family"] for row in company.tables["products"].to_pylist()}
    moves = {plain.NEW_PRODUCT, plain.ADDITIONAL, "dropped_product", "resumed_product"}
    rows = {year: plain.rows(company, pairs, year) for year in (2024, 2025)}
    for switch in company.truths.switches:
        moved = {
            product
            for (account, product), row in rows[switch.year].items()
            if account == switch.account_id and family[product] == switch.family and row in moves
        }
        assert moved == {switch.old_product_id, switch.new_product_id}
        assert rows[switch.year][switch.account_id, switch.old_product_id] == "dropped_product"
