"""Titles of charts say what is to be seen."""

from __future__ import annotations

from fourfold.growth import Ledger, Series
from fourfold.reports.titles import bridge_title, movers_title, retention_title, series_title, square_title
from tests.unit.reports.ledgers import ACCOUNTS, entries, ledger_of


def test_titles_name_the_largest_and_its_figure(adventure_works: Ledger) -> None:
    assert bridge_title(adventure_works) == (
        "Existing products at new accounts added most (12.3 m); lost accounts cost most (4.7 m)"
    )
    assert square_title(adventure_works) == (
        "Existing products at new accounts brought 85 % of what the four sources gave"
    )
    assert movers_title(ACCOUNTS, "account") == (
        "Vigorous Exercise Company gained most (901.3 k), Excellent Riding Supplies lost most (640.2 k)"
    )
    assert retention_title(adventure_works) == (
        "Accounts of 2011 bought 83 % of what they had bought; 54 % before any growth"
    )


def test_the_title_of_a_series_counts_the_periods_in_which_existing_accounts_grew(quarters: Series) -> None:
    assert series_title(quarters.points, "quarter") == (
        "Existing accounts grew in 2 of 6 quarters; new accounts gave more in every one"
    )


def test_titles_of_nothing_say_so() -> None:
    empty = ledger_of(entries({}))
    assert bridge_title(empty) == "Nothing moved between the two periods"
    assert square_title(empty) == "The four sources brought nothing"
    assert movers_title((), "product") == "No product changed"
    assert series_title((), "year") == "There is no period to compare"
