from __future__ import annotations

import numpy as np

from fourfold.datasets.days import YEAR_STARTS, year_index
from fourfold.datasets.invoices import CASH, CASH_SALES, CREDIT, NO_ARTICLE, SAMPLES
from tests.unit.datasets.conftest import Parts


def test_exactly_the_planned_pairs_buy_in_each_year(parts: Parts) -> None:
    lines = parts.lines
    bought = np.zeros_like(parts.plan.bought)
    known = (lines.amount > 0) & (lines.customer >= 0) & (lines.product >= 0)
    bought[lines.customer[known], lines.product[known], year_index(lines.day[known])] = True
    assert (bought == parts.plan.bought).all()


def test_nothing_is_delivered_outside_the_customers_time_but_credit_notes(parts: Parts) -> None:
    lines, c = parts.lines, parts.customers
    sold = (lines.customer >= 0) & (lines.kind != CREDIT)
    account, day = lines.customer[sold], lines.day[sold]
    year = year_index(day)
    assert (day >= c.first[account, year]).all()
    assert (day <= c.last[account, year]).all()
    assert lines.day.max() < YEAR_STARTS[-1]


def test_credit_notes_are_negative_and_a_small_part_of_the_sales(parts: Parts) -> None:
    lines = parts.lines
    back = lines.kind == CREDIT
    assert (lines.amount[back] < 0).all()
    assert (lines.pieces[back] < 0).all()
    assert 0.015 < back.mean() < 0.03


def test_samples_and_lines_with_gaps_are_as_many_as_planned(parts: Parts) -> None:
    lines = parts.lines
    assert int((lines.amount == 0).sum()) == SAMPLES
    assert int((lines.kind == CASH).sum()) == int((lines.customer < 0).sum()) == CASH_SALES
    assert int((lines.product < 0).sum()) == NO_ARTICLE


def test_amounts_are_pieces_times_a_price_in_whole_pence(parts: Parts) -> None:
    assert parts.lines.amount.dtype == np.int64
    assert (parts.lines.amount % parts.lines.pieces == 0).all()
