from __future__ import annotations

from datetime import date

from fourfold.datasets import Company


def test_an_opportunity_ends_after_it_was_opened_and_by_the_last_day(company: Company) -> None:
    rows = company.tables["opportunities"].to_pylist()
    assert 1_500 < len(rows) < 2_500
    for row in rows:
        assert row["opened_on"] <= row["expected_on"]
        assert row["opened_on"] <= (row["closed_on"] or date(2025, 12, 31)) <= date(2025, 12, 31)
        assert row["amount"] > 0


def test_every_year_has_won_and_lost_ones_and_only_the_end_open_ones(company: Company) -> None:
    rows = company.tables["opportunities"].to_pylist()
    ended = {(row["closed_on"].year, row["status"]) for row in rows if row["closed_on"]}
    assert ended == {(year, status) for year in (2023, 2024, 2025) for status in ("won", "lost")}
    assert all(row["expected_on"] > date(2025, 12, 31) for row in rows if row["status"] == "open")


def test_nobody_opens_or_loses_one_outside_the_time_of_work(company: Company) -> None:
    work = {
        row["seller_id"]: (row["hired_on"], row["left_on"]) for row in company.tables["sellers"].to_pylist()
    }
    for row in company.tables["opportunities"].to_pylist():
        hired, left = work[row["seller_id"]]
        assert left is None or (row["closed_on"] or date.max) < left
        assert row["status"] == "won" or row["opened_on"] >= hired
