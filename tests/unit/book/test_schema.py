from __future__ import annotations

import pytest

from fourfold.book.schema import (
    ACCOUNT_ATTRIBUTES,
    ACCOUNT_LEVELS,
    DIMENSIONS,
    PRODUCT_LEVELS,
    PROVENANCE,
    TABLES,
    Kind,
    Table,
)


@pytest.fixture(params=list(TABLES))
def table(request: pytest.FixtureRequest) -> Table:
    return TABLES[request.param]


def test_a_table_has_a_grain_and_every_column_a_meaning(table: Table) -> None:
    assert table.grain.startswith("one ")
    assert all(column.meaning and column.known_as for column in table.columns)


def test_a_key_is_made_of_the_tables_own_columns_and_no_column_stands_twice(table: Table) -> None:
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    assert not {field.name for field in PROVENANCE} & set(names)


def test_a_reference_leads_to_a_table_whose_key_is_one_column(table: Table) -> None:
    for column in table.columns:
        if column.references:
            assert len(TABLES[column.references].key) == 1, column.name


def test_a_header_word_is_plain_and_proposes_one_column_of_a_table(table: Table) -> None:
    words = [word for column in table.columns for word in column.synonyms]
    assert [word for word in words if not (word.isascii() and word.isalnum() and word.islower())] == []
    assert sorted(words) == sorted(set(words))


def test_a_word_for_a_choice_is_plain_and_means_one_of_them(table: Table) -> None:
    for column in table.columns:
        words = [word for _, known in column.spelled for word in known.split()]
        assert [word for word in words if not (word.isascii() and word.isalnum() and word.islower())] == []
        assert len(words) == len(set(words)), column.name
        assert set(column.spellings.values()) == set(column.choices)
        assert all(column.spellings[choice.replace("_", "")] == choice for choice in column.choices)


def test_an_amount_is_converted_on_days_of_its_own_table(table: Table) -> None:
    assert bool(table.converted_on) == ("amount" in table)
    assert all(table.column(name).kind is Kind.DATE for name in table.converted_on)


def test_a_columns_own_name_is_one_of_the_words_by_which_it_is_known(table: Table) -> None:
    strange = [c.name for c in table.columns if c.name.replace("_", "") not in c.synonyms]
    assert strange == []


def test_dates_end_in_on_and_money_has_a_unit(table: Table) -> None:
    for column in table.columns:
        assert (column.kind is Kind.DATE) == column.name.endswith("_on"), column.name
        assert column.unit or column.kind not in {Kind.MONEY, Kind.QUANTITY, Kind.RATE, Kind.SHARE}


def test_every_level_and_dimension_is_a_column_of_its_table() -> None:
    accounts, products = TABLES["accounts"], TABLES["products"]
    assert [f"{level}_id" in accounts for level in ACCOUNT_LEVELS] == [True, True]
    assert all(name in accounts for name in ACCOUNT_ATTRIBUTES)
    assert PRODUCT_LEVELS[0] == "product"
    assert all(name in products for name in PRODUCT_LEVELS[1:])
    assert len(set(DIMENSIONS)) == len(DIMENSIONS)
