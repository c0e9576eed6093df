from __future__ import annotations

import numpy as np

from fourfold.datasets.planned import Grid, planned_entries, planned_rows
from fourfold.datasets.truths import PlannedEntry

YEARS = {"": (0, 0, 0), "1": (1, 0, 0), "2": (0, 1, 0), "3": (0, 0, 1), "12": (1, 1, 0), "13": (1, 0, 1),
         "23": (0, 1, 1), "123": (1, 1, 1)}  # fmt: skip


def grid(*accounts: tuple[str, ...], since: tuple[int, ...]) -> Grid:
    bought = np.array([[YEARS[pair] for pair in account] for account in accounts], dtype=bool)
    return Grid(("account", "product"), bought, bought, np.array(since))


def row_of(planned: Grid, year: int, account: int, product: int) -> str:
    (found,) = [row for row, flags in planned_rows(planned, year).items() if flags[account, product]]
    return found


def test_each_pattern_of_years_has_its_row_in_the_third_year() -> None:
    planned = grid(
        ("123", "12", "13", "3", "3"),
        ("3", "", "", "", "3"),
        ("12", "", "", "", ""),
        ("1", "13", "", "3", ""),
        since=(-1, -1, -1, -1, 2),
    )
    assert [row_of(planned, 2, 0, product) for product in range(5)] == [
        "repeat",
        "dropped_product",
        "resumed_product",
        "additional_product_existing_account",
        "new_product_existing_account",
    ]
    assert row_of(planned, 2, 1, 0) == "existing_product_new_account"
    assert row_of(planned, 2, 1, 4) == "new_product_new_account"
    assert row_of(planned, 2, 2, 0) == "lost_account"
    assert row_of(planned, 2, 3, 1) == "returned_account"
    assert row_of(planned, 2, 3, 3) == "additional_product_existing_account"


def test_a_pair_without_a_line_in_either_year_is_in_no_row() -> None:
    planned = grid(("1", "123"), since=(-1, -1))
    assert not any(flags[0, 0] for flags in planned_rows(planned, 2).values())


def test_a_pair_with_lines_but_without_purchase_is_credits_only() -> None:
    bought = np.array([[YEARS["123"], YEARS[""]]], dtype=bool)
    planned = Grid(("account", "product"), bought, np.ones_like(bought), np.array([-1, -1]))
    assert row_of(planned, 2, 0, 1) == "credits_only"


def test_later_years_do_not_matter_to_an_earlier_comparison() -> None:
    planned = grid(("13", "123"), since=(-1, -1))
    assert row_of(planned, 1, 0, 0) == "dropped_product"


def test_entries_count_accounts_and_pairs() -> None:
    entries = planned_entries(grid(("3", "3", "123"), ("3", "", "123"), since=(-1, -1, -1)))
    additional = PlannedEntry(2025, "account", "product", "additional_product_existing_account", 2, 3)
    assert additional in entries
    assert len(entries) == 20
