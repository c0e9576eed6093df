from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from fourfold.book import schema
from fourfold.datasets import Company, CompanyFile, write_files
from fourfold.datasets.files import HEADERS


@pytest.fixture(scope="module")
def files(company: Company, tmp_path_factory: pytest.TempPathFactory) -> tuple[CompanyFile, ...]:
    return write_files(company, tmp_path_factory.mktemp("company") / "files")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("name", list(HEADERS))
def test_every_header_is_a_synonym_of_its_column_and_of_no_other(name: str) -> None:
    for header, meant in HEADERS[name].items():
        word = re.sub(r"[\W_]", "", header.lower())
        found = [
            c.name
            for c in schema.TABLES[name].columns
            if word in c.synonyms or word == c.name.replace("_", "")
        ]
        assert found == [meant], header


def test_files_come_in_an_order_in_which_what_is_referred_to_is_there(files: tuple[CompanyFile, ...]) -> None:
    done: set[str] = set()
    for file in files:
        done.add(file.table)
        assert {c.references for c in schema.TABLES[file.table].columns if c.references} <= done
    assert done == set(schema.TABLES)


def test_a_file_holds_every_row_of_its_table_as_it_is(
    company: Company, files: tuple[CompanyFile, ...]
) -> None:
    for file in files:
        rows, headers = read(file.path), HEADERS[file.table]
        assert len(rows) == file.rows == company.tables[file.table].num_rows
        for row, stored in list(zip(rows, company.tables[file.table].to_pylist(), strict=True))[::37]:
            for header, column in headers.items():
                value = stored[column]
                if isinstance(value, Decimal):
                    assert Decimal(row[header]) == value
                else:
                    assert row[header] == ("" if value is None else str(value))


def test_money_has_two_places_and_pieces_none(files: tuple[CompanyFile, ...]) -> None:
    rows = read(next(file.path for file in files if file.table == "order_lines"))
    assert all(re.fullmatch(r"-?\d+\.\d\d", row["Net Amount"]) for row in rows)
    assert all(re.fullmatch(r"-?\d+", row["Qty"]) for row in rows)
