from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.book.intake.excel_package import Area, address, check_grid, open_package, split_address
from fourfold.errors import RefusedFile
from tests.reliability.corpus.workbooks import MAIN, sheet, table, workbook


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_is_split_as_it_was_made(row: int, column: int) -> None:
    assert split_address(address(row, column)) == (row, column)


@pytest.mark.parametrize("text", ["", "B", "3", "b3", "ABCD1", "Ä1", "3B"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert split_address(text) == (0, 0)


def test_a_grid_may_span_fifty_million_cells() -> None:
    check_grid(Area(1, 1, 1_000_000, 50), "orders.xlsx")
    with pytest.raises(RefusedFile, match="50,000,050 cells; limit 50,000,000"):
        check_grid(Area(1, 1, 1_000_001, 50), "orders.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/custom.xml"])
def test_a_document_type_is_refused_in_any_part_and_encoding(
    tmp_path: Path, part: str, encoding: str
) -> None:
    path = tmp_path / "orders.xlsx"
    hostile = "<!-- " + "x" * 300_000 + f" --><!DOCTYPE w><worksheet {MAIN}/>"
    path.write_bytes(workbook(table(["x"]), parts={part: hostile.encode(encoding)}))
    with pytest.raises(RefusedFile, match=f"E922: the workbook contains a DTD in {part}"):
        open_package(path, path.name)


def test_merged_cells_are_found_wherever_a_chunk_ends(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    areas = [f"A{2 * n}:B{2 * n + 1}" for n in range(1, 20_000)]
    after = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    path.write_bytes(workbook(sheet("", after=f"<mergeCells>{after}</mergeCells>")))
    found = open_package(path, path.name).merged["xl/worksheets/sheet1.xml"]
    assert [str(area) for area in found] == areas
