"""A sheet as one HTML file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fourfold.growth import Ledger
from fourfold.reports.leaf import sheet_html
from fourfold.reports.sheets import Head, growth_sheet

HEAD = Head("<Works>", "Monday", "Ada", date(2026, 11, 3))


def test_the_file_says_what_happened_to_whom_and_loads_nothing(adventure_works: Ledger) -> None:
    html = sheet_html(growth_sheet(adventure_works, HEAD))
    assert "Revenue rose 10.0" in html
    assert "As Ada may see it on 3 November 2026" in html
    assert "&lt;Works&gt;" in html
    assert "<script" not in html
    assert "src=" not in html
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert html.count("<svg ") == 4


def test_the_same_sheet_gives_the_same_file_and_another_day_another(adventure_works: Ledger) -> None:
    sheet = growth_sheet(adventure_works, HEAD)
    assert sheet_html(sheet) == sheet_html(sheet)
    assert sheet_html(sheet) != sheet_html(replace(sheet, head=replace(HEAD, on=date(2026, 11, 4))))
