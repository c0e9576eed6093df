from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from fourfold.book import schema
from fourfold.datasets import Company, make_company


def test_the_same_seed_gives_the_same_company_and_another_one_another(company: Company) -> None:
    again, other = make_company(1), make_company(2)
    assert all(again.tables[name].equals(table) for name, table in company.tables.items())
    assert again.truths.entries == company.truths.entries
    assert not other.tables["order_lines"].equals(company.tables["order_lines"])


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="non-negative"):
        make_company(-1)


@pytest.mark.parametrize("name", list(schema.TABLES))
def test_tables_have_the_columns_keys_and_references_of_the_schema(company: Company, name: str) -> None:
    table, described = company.tables[name], schema.TABLES[name]
    assert table.column_names == [column.name for column in described.columns]
    keys = table.select(list(described.key)).to_pylist()
    assert len({tuple(key.values()) for key in keys}) == len(keys)
    for column in described.columns:
        values = table.column(column.name)
        assert values.type == column.kind.arrow
        assert not (column.required and values.null_count)
        if column.references:
            known = set(
                company.tables[column.references].column(schema.TABLES[column.references].key[0]).to_pylist()
            )
            assert set(values.drop_null().to_pylist()) <= known


def test_the_years_are_complete_and_large_enough(company: Company) -> None:
    days = company.tables["order_lines"].column("ordered_on").to_pylist()
    assert date(2023, 1, 1) <= min(days) <= date(2023, 1, 4)
    assert max(days) == date(2025, 12, 31)
    assert 40_000 < len(days) < 70_000


def test_every_euro_line_has_a_rate(company: Company) -> None:
    rates = company.tables["fx_rates"].to_pylist()
    assert rates[0]["rate_on"] < date(2023, 1, 1)
    assert set(company.tables["order_lines"].column("currency").to_pylist()) == {"EUR", "GBP"}


def test_a_team_has_one_manager_at_a_time(company: Company) -> None:
    managers = [r for r in company.tables["teams"].to_pylist() if r["role"] == "manager"]
    for team in {r["team_id"] for r in managers}:
        terms = sorted((r["starts_on"], r["ends_on"]) for r in managers if r["team_id"] == team)
        assert all(before[1] == after[0] for before, after in pairwise(terms))
        assert terms[-1][1] is None
