"""A sheet on paper, as a tagged PDF."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from fourfold.growth import Ledger, Series
from fourfold.reports import paper
from fourfold.reports.grids import Column, Grid, Kind, breakdown_grid
from fourfold.reports.palette import LIGHT
from fourfold.reports.paper import in_colours, sheet_pdf, typeset
from fourfold.reports.sheets import Head, Sheet, Table, growth_sheet, table_sheet, trend_sheet
from tests.pdf import text_of

HOSTILE = '#panic("x") *b* $ `c` <script>alert(1)</script> #read("/etc/passwd")'
HEAD = Head(HOSTILE, "Monday", "Ada", date(2026, 11, 23))


@pytest.fixture
def sheet(adventure_works: Ledger) -> Sheet:
    """The growth of AdventureWorks, of a company with a hostile name."""
    return growth_sheet(adventure_works, HEAD)


def test_it_is_a_tagged_pdf_that_says_what_happened(sheet: Sheet) -> None:
    made = sheet_pdf(sheet)
    told = " ".join(text_of(made).split("\n"))
    assert made.startswith(b"%PDF-")
    assert "Revenue rose 10.0" in told
    assert "S2 existing product, new account" in told
    assert "As Ada may see it on 23 November 2026" in told
    assert "+12,276,051.60" in told


def test_text_of_a_book_is_never_read_as_markup(sheet: Sheet) -> None:
    assert HOSTILE.replace(" ", "") in text_of(sheet_pdf(sheet)).replace(" ", "")


def test_the_same_sheet_gives_the_same_bytes_and_another_day_others(sheet: Sheet) -> None:
    assert sheet_pdf(sheet) == sheet_pdf(sheet)
    assert sheet_pdf(sheet) != sheet_pdf(replace(sheet, head=replace(HEAD, on=date(2026, 11, 24))))


@pytest.mark.parametrize("kind", ["growth", "trend", "list", "nothing"])
def test_each_kind_of_sheet_meets_the_standard_for_accessible_documents(
    kind: str, sheet: Sheet, by_account: Ledger, quarters: Series
) -> None:
    table = Table(breakdown_grid(by_account), 7, "Seven accounts.", "", "USD")
    sheets = {
        "growth": sheet,
        "trend": trend_sheet(quarters, HEAD),
        "list": table_sheet(table, HEAD),
        "nothing": Sheet(HEAD, "", "", ("There are no order lines yet.",)),
    }
    made = typeset(sheets[kind], "pdf", standards=["ua-1"])
    assert made[0].startswith(b"%PDF-")


def test_a_drawing_takes_its_colours_from_the_light_page(sheet: Sheet) -> None:
    told = json.dumps(paper.told(sheet))
    assert "var(--" not in told
    assert LIGHT["s2"] in told
    assert "sans-serif" not in told
    assert in_colours('<a fill="var(--ink)"/>', {"ink": "#000"}) == '<a fill="#000"/>'


def test_a_table_too_wide_for_its_cents_is_shown_without_them_on_a_lying_page(by_account: Ledger) -> None:
    grid = breakdown_grid(by_account)
    wide = Grid("Wide", grid.columns + grid.columns[1:], tuple(row + row[1:] for row in grid.rows))
    shown = text_of(sheet_pdf(table_sheet(Table(wide, 7, "Seven accounts.", "", "USD"), HEAD)))
    assert "+841,201" in shown
    assert "+841,201.14" not in shown
    assert "+841,201.14" in text_of(sheet_pdf(table_sheet(Table(grid, 7, "Seven.", "", "USD"), HEAD)))


def test_letters_that_no_font_has_and_empty_tables_do_not_stop_it() -> None:
    columns = (Column("a", "A", Kind.TEXT), Column("b", "B", Kind.MONEY))
    for rows in ((("株式会社 🚲", None),), ()):
        table = Table(Grid("Few", columns, rows), len(rows), "Few rows.", "", "USD")
        assert len(typeset(table_sheet(table, HEAD), "png")) == 1
