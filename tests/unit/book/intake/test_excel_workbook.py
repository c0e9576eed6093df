from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from fourfold.book.intake.excel_package import open_package
from fourfold.book.intake.excel_sheet import rows
from fourfold.book.intake.excel_workbook import Workbook, describe, shared_strings, unescape
from fourfold.errors import RefusedFile
from tests.reliability.corpus.workbooks import packed, table, workbook

DAYS = ("yyyy-mm-dd", "d.m.yy", "[$-407]d. mmmm yyyy", "dd/mm/yyyy hh:mm", "mmm-yy", "[Red]m/d/yy;@")
NUMBERS = ("0.00", "General", "#,##0.00 [$EUR]", '0 "days"', "hh:mm:ss", "[h]:mm", "0.00E+00", r"0\d", "@")


def opened(folder: Path, content: bytes) -> Workbook:
    path = folder / "orders.xlsx"
    path.write_bytes(content)
    return describe(open_package(path, path.name))


def test_number_formats_tell_days_from_numbers(tmp_path: Path) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for column, code in enumerate((*DAYS, *NUMBERS)):
            page.write_number(0, column, 46_000, book.add_format({"num_format": code}))
    found = opened(tmp_path, out.getvalue())
    cells = next(rows(found.package, found.sheets[0].part, ()))[0].cells
    assert [cell.style in found.date_styles for cell in cells] == [True] * len(DAYS) + [False] * len(NUMBERS)


def test_shared_strings_keep_their_order_and_escapes(tmp_path: Path) -> None:
    out = io.BytesIO()
    texts = ["b", "a", "  two  ", "line\nbreak", "M\u00fcller & Co"]
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_column(0, 0, texts)
    assert shared_strings(opened(tmp_path, out.getvalue())) == texts
    assert unescape("a_x000D_b_x0041_") == "a\rbA"


def test_macros_links_and_hidden_sheets_are_noticed(tmp_path: Path) -> None:
    found = opened(tmp_path, workbook(table(["x"]), table(["y"]), states=("hidden", "visible")))
    assert [sheet.hidden for sheet in found.sheets] == [True, False]
    assert (found.macros, found.linked) == (False, False)


def test_a_package_without_its_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="E923"):
        opened(tmp_path, packed({"xl/workbook.xml": "<workbook/>"}))
