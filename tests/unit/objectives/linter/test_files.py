"""Lists as files: decoded, read from a sheet with its row numbers, refused where too long or no text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from fourfold.errors import BadRequest, RefusedFile
from fourfold.objectives.linter.files import MOST_BYTES, MOST_LINES, lint_text, text_of


def book(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        for rows in sheets:
            sheet = made.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize(
    "content",
    [
        "Kündigungen senken".encode(),
        "Kündigungen senken".encode("cp1252"),
        "Kündigungen senken".encode("utf-16"),
    ],
)
def test_a_text_is_decoded(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    assert text_of(path, "list.txt", tmp_path / "read") == "Kündigungen senken"


def test_a_sheet_is_read_below_its_title_with_its_rows_numbered(tmp_path: Path) -> None:
    rows = [
        ["Goals 2026"],
        ["Objective", "Weight"],
        ["Win 5 new customers", 40],
        [],
        ['Keep "big" churn low', 60],
    ]
    text = text_of(book(tmp_path / "a.xlsx", rows), "a.xlsx", tmp_path / "read")
    lines = [(one.line.number, one.line.text, one.line.weight) for one in lint_text(text).lines]
    assert lines == [(3, "Win 5 new customers", 40), (5, "Keep 'big' churn low", 60)]


def test_a_workbook_with_two_sheets_and_one_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="several sheets"):
        text_of(book(tmp_path / "a.xlsx", [["x"]], [["y"]]), "a.xlsx", tmp_path / "read")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(RefusedFile):
        text_of(tmp_path / "b.xlsx", "b.xlsx", tmp_path / "other")


def test_what_is_too_long_or_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    for content, cause in ((b"a" * (MOST_BYTES + 1), "too long"), (b"%PDF\0\0", "holds no text")):
        path.write_bytes(content)
        with pytest.raises(BadRequest, match=cause):
            text_of(path, "list.txt", tmp_path / "read")
    assert len(lint_text("\n\nWin\n" * MOST_LINES).lines) == MOST_LINES
    for text, cause in (("Win\n" * (MOST_LINES + 1), "too long"), (f'objective\n"{"a" * 140_000}', "table")):
        with pytest.raises(BadRequest, match=cause):
            lint_text(text)
