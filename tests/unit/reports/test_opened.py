"""What lies behind a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
from rich.console import Console

from fourfold.growth import Opened, Page
from fourfold.reports.exports import csv_text
from fourfold.reports.opened import named_grids, opened_grid, opened_table
from fourfold.reports.tables import Look

ITEMS = pa.table(
    {
        "order_id": ["SO1", "SO2"],
        "account_id": ["A1", "=A2"],
        "ordered_on": [date(2012, 3, 1), date(2011, 3, 1)],
        "file_line": [2, 3],
        "contribution": pa.array([Decimal("12.5000"), Decimal("-2.2500")], pa.decimal128(18, 4)),
    }
)
OPENED = Opened(
    "lost_account", "lines", {"account": "A1"}, "bought in base, not in current", Decimal("-7.5"), 5, ITEMS
)


def test_the_figure_its_rule_and_its_sum_frame_the_lines() -> None:
    console = Console(width=80, force_terminal=False)
    with console.capture() as captured:
        console.print(opened_table(OPENED, Look()))
    text = captured.get()
    assert text.startswith("Lost account, account A1")
    assert "bought in base, not in current" in text
    assert "5 lines, together -7.50; 3 more are not shown." in text
    assert "File line" not in text


def test_a_file_of_the_lines_holds_every_column() -> None:
    assert csv_text(opened_grid(OPENED)).splitlines() == [
        "order_id,account_id,ordered_on,file_line,contribution",
        "SO1,A1,2012-03-01,2,12.5000",
        "SO2,'=A2,2011-03-01,3,-2.2500",
    ]


def test_a_file_has_names_beside_ids_in_parts_with_the_same_columns() -> None:
    page = Page(OPENED, 0, {"account": {"A1": "Acme"}, "product": {}, "seller": {}})
    parts = list(named_grids(page, size=1))
    assert [column.name for column in parts[0].columns][:3] == ["order_id", "account_id", "account_name"]
    assert [row[:3] for part in parts for row in part.rows] == [("SO1", "A1", "Acme"), ("SO2", "=A2", None)]
    assert {part.columns for part in parts} == {parts[0].columns}


def test_a_file_of_nothing_has_its_columns() -> None:
    (part,) = named_grids(Page(replace(OPENED, items=ITEMS.slice(0, 0)), 0, {"account": {}}))
    assert (part.rows, len(part.columns)) == ((), 6)
