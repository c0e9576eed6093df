"""Planted price rises and volume trends stand in the order lines: found without a ledger."""

from __future__ import annotations

from collections import defaultdict
from math import log, sqrt
from statistics import fmean, median, stdev

from fourfold.datasets import Company
from tests.recovery import plain


def test_price_rises_of_families_are_found_in_the_prices_per_piece(
    company: Company, lines: list[plain.Line]
) -> None:
    family = {row["product_id"]: row["family"] for row in company.tables["products"].to_pylist()}
    prices: dict[tuple[str, str, int], float] = {}
    for line in lines:
        if line.account and line.article and line.amount > 0:
            prices[line.account, line.article, line.on.year] = float(line.amount / line.pieces)
    ratios: dict[tuple[str, int], list[float]] = defaultdict(list)
    for (account, article, year), price in prices.items():
        before = prices.get((account, article, year - 1))
        if before:
            ratios[family[article], year].append(price / before - 1)
    for rise in company.truths.price_rises:
        assert abs(median(ratios[rise.family, rise.year]) - float(rise.rate)) < 0.0015, rise


def test_a_price_changes_only_on_the_first_of_january_or_with_a_successor(lines: list[plain.Line]) -> None:
    prices: dict[tuple[str, str, int], set[object]] = defaultdict(set)
    for line in lines:
        if line.account and line.article and line.amount > 0:
            prices[line.account, line.article, line.on.year].add(line.amount / line.pieces)
    assert {len(found) for found in prices.values()} == {1}


def test_volume_trends_of_categories_are_found_in_the_pieces_per_line(
    company: Company, lines: list[plain.Line]
) -> None:
    category = {row["product_id"]: row["category"] for row in company.tables["products"].to_pylist()}
    pieces: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for line in lines:
        if line.account and line.product and line.amount > 0:
            pieces[line.account, line.product, line.on.year].append(float(line.pieces))
    for trend in company.truths.volume_trends:
        by_account: dict[str, list[float]] = defaultdict(list)
        for (account, product, year), now in pieces.items():
            before = pieces.get((account, product, year - 1))
            if not before or year != trend.year or category[product] != trend.category:
                continue
            # a line has at least one piece, so that small lines hardly show a trend
            if min(fmean(now), fmean(before)) >= 3:
                by_account[account].append(log(fmean(now) / fmean(before)))
        changes = [fmean(of) for of in by_account.values()]
        spread = stdev(changes) / sqrt(len(changes))
        assert abs(fmean(changes) - log(1 + float(trend.rate))) < 3.5 * spread, trend
        assert spread < 0.05
