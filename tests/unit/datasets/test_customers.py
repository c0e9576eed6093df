from __future__ import annotations

import numpy as np

from fourfold.datasets.customers import ARRIVALS, CUSTOMERS, GROUPS, LOST, LOST_AT_ONCE, MERGED, RETURNED
from fourfold.datasets.days import YEAR_STARTS
from tests.unit.datasets.conftest import Parts


def test_arrivals_losses_and_returns_are_exactly_as_many_as_planned(parts: Parts) -> None:
    years = [tuple(row) for row in parts.customers.years.tolist()]
    assert years.count((False, False, True)) == ARRIVALS[2]
    assert years.count((False, True, True)) == ARRIVALS[1] - LOST_AT_ONCE
    assert years.count((False, True, False)) == LOST_AT_ONCE
    assert years.count((True, False, True)) == RETURNED
    assert years.count((True, False, False)) == LOST[1] - RETURNED
    assert years.count((True, True, False)) == LOST[2]


def test_there_are_six_hundred_accounts_with_unique_ids_and_names(parts: Parts) -> None:
    assert len(set(parts.customers.ids)) == len(set(parts.customers.names)) == CUSTOMERS + MERGED == 600


def test_groups_have_two_to_six_subsidiaries_and_one_group_lies_below_another(parts: Parts) -> None:
    parent = parts.customers.parent
    heads, sizes = np.unique(parent[parent >= 0], return_counts=True)
    assert len(heads) == GROUPS
    assert sizes.min() >= 2
    assert sizes.max() <= 7
    assert sum(parent[head] >= 0 for head in heads) == 1
    top = parts.customers.top
    assert (parent[top] < 0).all()
    assert (top[top] == top).all()


def test_a_merged_account_is_like_the_one_that_continues_it(parts: Parts) -> None:
    c = parts.customers
    merged = np.flatnonzero(c.merged_into >= 0)
    assert len(merged) == MERGED
    into = c.merged_into[merged]
    assert (c.euro[merged] == c.euro[into]).all()
    assert c.years[into].all()
    assert (c.merged_on[merged] > 0).all()


def test_business_begins_and_ends_inside_the_year_with_time_to_buy(parts: Parts) -> None:
    c = parts.customers
    assert (c.first >= YEAR_STARTS[:-1]).all()
    assert (c.last < YEAR_STARTS[1:]).all()
    assert (c.last - c.first)[c.years].min() >= 60
