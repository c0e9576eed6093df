from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.errors import BadRequest
from fourfold.growth import POLICIES, Comparison, ledger, policy
from fourfold.periods import parse_period
from tests.unit.growth.books import bought


@given(st.integers(1, 999))
def test_a_number_of_months_in_a_name_is_the_policys_parameter(months: int) -> None:
    dormant, window = policy(f"dormant-{months}"), policy(f"{months}-month-window")
    assert (dormant.dormant_after_months, dormant.window_months) == (months, None)
    assert (window.dormant_after_months, window.window_months) == (None, months)
    assert dormant.label
    assert window.label


def test_a_preset_is_found_by_its_name_and_means_what_its_name_says() -> None:
    for name, preset in POLICIES.items():
        assert policy(name) is preset
    assert [policy(f"dormant-{n}").dormant_after_months for n in (12, 18, 24, 36)] == [12, 18, 24, 36]
    assert policy("first-order-ever").dormant_after_months is None


@pytest.mark.parametrize("name", ["", "dormant", "dormant-0", "dormant-012", "dormant-1000", "0-month-window",
                                  "dormant-6 ", "Dormant-6"])  # fmt: skip
def test_an_unknown_policy_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(BadRequest) as refused:
        policy(name)
    assert refused.value.place == "--policy"
    assert "12-month-window" in refused.value.remedy


def test_one_book_tells_three_numbers_under_three_policies_and_each_can_be_reproduced() -> None:
    book = bought(["2009-03-01", "2012-02-01", "2012-08-01"])
    quarter = parse_period("2012-Q2"), parse_period("2012-Q3")
    told = {}
    for name in ("first-order-ever", "dormant-12", "dormant-3"):
        made = ledger(book, comparison=Comparison(*quarter, policy=policy(name)))
        told[name] = [entry.row for entry in made.entries if entry.amount]
    # bought in 2009 and 2012-Q1: known, and five months before the cut of 2012-07-01
    assert told["first-order-ever"] == told["dormant-12"] == ["returned_account"]
    assert told["dormant-3"] == ["existing_product_new_account"]
    # new for twelve months: the cut is 2011-10-01, the account is of 2009
    window = ledger(book, comparison=Comparison(*quarter, policy=policy("12-month-window")))
    assert window.entry("returned_account").amount == 10


def test_within_its_window_an_account_of_the_base_period_is_new_and_keeps_its_base_revenue() -> None:
    book = bought(["2012-11-01", "2012-12-01", "2012-12-02"])
    months = parse_period("2012-11"), parse_period("2012-12")
    ever = ledger(book, comparison=Comparison(*months))
    window = ledger(book, comparison=Comparison(*months, policy=policy("2-month-window")))
    assert ever.entry("volume_gain").amount == 20 - 10
    assert window.entry("new_product_new_account").amount == 20 - 10
