"""Files for machines: the JSON contract, formula-safe CSV, Excel without formulas."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from fourfold.growth import Ledger
from fourfold.measures import ROWS
from fourfold.reports.exports import csv_text, grid_records, guarded, json_text, payload, xlsx_bytes
from fourfold.reports.grids import Column, Grid, Kind, breakdown_grid, ledger_grid

FORMULAS = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    " =1",
    "\u00a0=1",
    "\uff1d1",
    "\ufeff=1",
    "\x00=1",
    "\u200b=1",
    "\r\n=1",
    "|calc",
)


def grid_of(*cells: object) -> Grid:
    return Grid("=Names", (Column("name", "Name", Kind.TEXT),), tuple((str(cell),) for cell in cells))


def test_the_payload_is_the_contract(adventure_works: Ledger) -> None:
    told = json.loads(json_text(payload(adventure_works)))
    assert told["base"] == {
        "label": "2011",
        "start": "2011-01-01",
        "end": "2012-01-01",
        "revenue": "18192802.7100",
    }
    assert told["change"] == "10000828.8156"
    assert [row["row"] for row in told["rows"]] == list(ROWS)
    assert told["rows"][ROWS.index("additional_product_existing_account")] == {
        "row": "additional_product_existing_account",
        "label": "S4 additional product, existing account",
        "amount": "7009713.7600",
        "net_of_switching": "1105392.5600",
        "accounts": 214,
        "lines": 5801,
        "pairs": 3120,
    }
    assert sum(Decimal(row["amount"]) for row in told["rows"]) == Decimal(told["change"])
    assert told["quarantined"] == {"rows": 0, "value": "0.0000"}
    assert told["figures"]["nrr"][0]["value"] == "0.833527"
    assert {
        "gain",
        "loss",
        "other",
        "sources",
        "channels_gain",
        "channels_net",
        "repeat_rose",
        "repeat_fell",
    } <= set(told["figures"])
    assert "groups" not in told


def test_groups_hold_the_same_for_each_value(by_account: Ledger) -> None:
    told = json.loads(json_text(payload(by_account)))
    assert told["by"] == ["account"]
    first = told["groups"][0]
    assert first["values"] == {"account": "Vigorous Exercise Company"}
    assert sum(Decimal(row["amount"]) for row in first["rows"]) == Decimal(first["change"])


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert guarded(f"'{text}") == f"''{text}"


@pytest.mark.parametrize("text", ["-12.50", "+3", "O'Brien", "'t Hooft", "a=b", "", "Smith & Sons", "5-3"])
def test_numbers_and_ordinary_names_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_csv_reads_back_with_exact_amounts(adventure_works: Ledger) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(ledger_grid(adventure_works)))))
    amounts = {row["row"]: row["amount"] for row in rows}
    assert amounts["lost_account"] == "-4694381.5500"
    assert rows[ROWS.index("price_gain")]["accounts"] == ""


def test_excel_holds_texts_as_texts_and_amounts_as_numbers_beside_their_exact_text(
    by_account: Ledger,
) -> None:
    made = xlsx_bytes([breakdown_grid(by_account), grid_of(*FORMULAS), grid_of("x")])
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert not any("<f>" in sheet for sheet in sheets)
    read = openpyxl.load_workbook(io.BytesIO(made))
    assert read.sheetnames == ["By account, 2012 against 2011", "=Names", "=Names 2"]
    sheet = read["By account, 2012 against 2011"]
    by_heading = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, by_heading["Change"]).value == pytest.approx(901321.24)
    assert sheet.cell(2, by_heading["Change (exact)"]).value == "901321.2400"
    assert sheet.cell(4, 1).value == "Retail Mall & Sons <script>alert(1)</script>"


def test_the_same_result_gives_the_same_bytes(adventure_works: Ledger) -> None:
    grids = [ledger_grid(adventure_works)]
    assert xlsx_bytes(grids) == xlsx_bytes(grids)


def test_dates_and_blanks_are_written_as_what_they_are() -> None:
    columns = (Column("day", "Day", Kind.DATE), Column("amount", "Amount", Kind.MONEY))
    grid = Grid("Days / [all]: *", columns, ((date(2012, 2, 29), None), (None, Decimal("1.5"))))
    assert csv_text(grid) == "day,amount\r\n2012-02-29,\r\n,1.5000\r\n"
    assert grid_records(grid)[1] == {"day": None, "amount": "1.5000"}
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([grid]))).active
    assert sheet is not None
    assert sheet.cell(2, 1).is_date
