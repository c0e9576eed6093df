from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from fourfold.book.intake import excel
from fourfold.book.intake.batches import RowFault
from fourfold.book.intake.profile import Profile, parse_expression
from fourfold.errors import NeedsConfirmation, RefusedFile
from tests.reliability.corpus.workbooks import Xml, row, sheet, table, workbook

HEADER = ("order", "date", "sku", "amount")
MAPPED = {"order_id": "order", "ordered_on": "date", "product_id": "sku", "amount": "amount"}
PROFILE = Profile(
    "shop", format="excel", columns={name: parse_expression(text) for name, text in MAPPED.items()}
)
DAY = date(2026, 1, 2)


def write(folder: Path, content: bytes) -> Path:
    path = folder / "orders.xlsx"
    path.write_bytes(content)
    return path


def read(
    path: Path, profile: Profile = PROFILE
) -> tuple[list[tuple[str, ...]], excel.ExcelSource, list[RowFault]]:
    source = excel.open_source(path, profile)
    rows: list[tuple[str, ...]] = []
    for batch in source.batches():
        rows += [tuple(record.values()) for record in batch.cells.to_pylist()]
    return rows, source, source.faults


def test_every_row_of_a_sheet_is_header_preamble_record_or_blank(tmp_path: Path) -> None:
    rows = row(2, ["Report"]) + row(4, HEADER) + row(5, ["A", DAY, "p", 1]) + row(9, ["B", DAY, "p", 2])
    path = write(tmp_path, workbook(sheet(rows)))
    look = excel.peek(path)
    assert (look.header, look.header_line, look.questions[0].code) == (HEADER, 4, "Q313")
    read_rows, source, _ = read(path, Profile("shop", format="excel", header_line=4, columns=PROFILE.columns))
    assert read_rows == [("A", "2026-01-02", "p", "1"), ("B", "2026-01-02", "p", "2")]
    assert (
        str(source.counts)
        == "9 lines = 1 header + 2 accepted + 0 rejected + 3 blank lines ignored + 3 preamble"
    )
    assert source.counts.closes


@given(
    st.lists(
        st.tuples(
            st.text("aä<&\"' _x0D_=\n", min_size=1, max_size=9).filter(str.strip),
            st.dates(date(1900, 3, 1), date(2199, 1, 1)),
            st.decimals(-(10**6), 10**6, places=2),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_it_reads_what_two_other_readers_read(
    tmp_path_factory: pytest.TempPathFactory, records: list[tuple[str, date, Decimal]]
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["order", "date", "amount"])
    for record in records:
        page.append(record)
        page.cell(page.max_row, 1).data_type = "s"
    path = tmp_path_factory.mktemp("book") / "orders.xlsx"
    book.save(path)
    mapped = {"order_id": "order", "ordered_on": "date", "amount": "amount"}
    rows, _, faults = read(path, Profile("x", format="excel").mapped(mapped))
    assert faults == []
    theirs = [tuple(record) for record in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()][
        1:
    ]
    again = openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True)
    for mine, other, third in zip(rows, theirs, again, strict=True):
        assert mine[0] == other[0] == third[0]
        assert mine[1] == str(other[1]) == str(third[1])[:10]
        assert float(mine[2]) == other[2] == float(str(third[2]))


def test_dates_and_numbers_are_written_as_the_profile_writes_them(tmp_path: Path) -> None:
    path = write(tmp_path, workbook(table(HEADER, ["A", DAY, "p", Decimal("12.5")])))
    profile = Profile("x", format="excel", date_format="%d.%m.%Y", decimal_mark=",", columns=PROFILE.columns)
    assert read(path, profile)[0] == [("A", "02.01.2026", "p", "12,5")]


@pytest.mark.parametrize(
    ("values", "code", "told"),
    [
        (
            ["A", DAY, "p", Xml('<c r="{at}"><f>B1*2</f></c>')],
            "E451",
            "cell D2 holds a formula with no stored value",
        ),
        (["A", DAY, "p", Xml('<c r="{at}"><f>B1*2</f><v></v></c>')], "E451", "open and save in Excel"),
        (["A", DAY, "p", Xml('<c r="{at}" t="e"><v>#REF!</v></c>')], "E452", "cell D2 holds the error #REF!"),
        ([1234567890123456789, DAY, "p", 1], "E453", "cell A2 holds a number that has more than 15 digits"),
        (["A", DAY, DAY, 1], "E454", "cell C2 holds the date 2026-01-02 in an id column"),
        (["A", Xml('<c r="{at}" s="1"><v>60</v></c>'), "p", 1], "E455", "cell B2 holds the serial 60"),
        (["A", Xml('<c r="{at}" s="1"><v>2958466</v></c>'), "p", 1], "E455", "cell B2"),
    ],
)
def test_a_cell_without_a_sure_value_faults_its_row(
    tmp_path: Path, values: list[str | int | date | Xml], code: str, told: str
) -> None:
    _, source, faults = read(write(tmp_path, workbook(table(HEADER, values))))
    assert [(fault.code, fault.line, fault.record, fault.delivered) for fault in faults] == [
        (code, 2, 1, True)
    ]
    assert told in faults[0].message
    assert source.counts.closes


def test_faults_in_columns_that_nobody_uses_fault_no_row(tmp_path: Path) -> None:
    error = Xml('<c r="{at}" t="e"><v>#DIV/0!</v></c>')
    rows, _, faults = read(write(tmp_path, workbook(table((*HEADER, "note"), ["A", DAY, "p", 1, error]))))
    assert (rows, faults) == ([("A", "2026-01-02", "p", "1", "#DIV/0!")], [])


def test_values_beside_the_table_are_a_fault_of_their_row(tmp_path: Path) -> None:
    _, source, faults = read(write(tmp_path, workbook(table(HEADER, ["A", DAY, "p", 1, "x"]))))
    assert [(fault.code, fault.delivered) for fault in faults] == [("E201", False)]
    assert source.counts.rejected == 1


def test_cells_covered_by_a_merged_cell_are_faults_not_blanks(tmp_path: Path) -> None:
    rows = row(1, HEADER) + row(2, ["A", DAY, "p", 1]) + row(3, [None, DAY, "p", 1])
    merged = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    _, _, faults = read(write(tmp_path, workbook(sheet(rows, after=merged))))
    assert [(fault.code, fault.line, fault.column) for fault in faults] == [("E458", 3, "order")]


def test_what_a_workbook_hides_is_told(tmp_path: Path) -> None:
    formula = Xml('<c r="{at}"><f>1+1</f><v>2</v></c>')
    rows = row(1, HEADER) + row(2, ["A", DAY, 7, formula], 'hidden="1"') + row(3, ["A", DAY, "p", 1])
    _, source, faults = read(
        write(tmp_path, workbook(sheet(rows), table(["x"]), states=("visible", "hidden")))
    )
    told = " | ".join(found.message for found in source.findings)
    assert faults == []
    assert [found.code for found in source.findings] == ["W462", "W461", "W462", "W454"]
    for part in (
        "hidden sheet 'Sheet2' not read",
        "1 formula cell",
        "1 hidden row included",
        "numbers/dates in 1 row",
    ):
        assert part in told


def test_several_sheets_are_a_question_unless_the_profile_names_one(tmp_path: Path) -> None:
    path = write(tmp_path, workbook(table(HEADER, ["A", DAY, "p", 1]), table(HEADER, ["B", DAY, "p", 2])))
    assert excel.peek(path).questions[0].code == "Q466"
    with pytest.raises(NeedsConfirmation, match="Sheet1"):
        excel.open_source(path, PROFILE)
    named = Profile("shop", format="excel", sheet="Sheet2", columns=PROFILE.columns)
    assert read(path, named)[0] == [("B", "2026-01-02", "p", "2")]
    with pytest.raises(RefusedFile, match="E308"):
        excel.open_source(path, Profile("shop", format="excel", sheet="Sheet9"))


def test_days_counted_from_1904_are_converted(tmp_path: Path) -> None:
    cell = Xml('<c r="{at}" s="1"><v>0</v></c>')
    book = workbook(table(HEADER, ["A", cell, "p", 1]), properties='<workbookPr date1904="1"/>')
    rows, source, _ = read(write(tmp_path, book))
    assert rows[0][1] == "1904-01-01"
    assert source.findings[0].code == "W464"


def test_a_moment_falls_on_its_day_however_late(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEADER)
    page.append(["A", datetime(2026, 12, 31, 23, 59, 59), "p", 1])  # noqa: DTZ001  (sheets know no zone)
    book.save(tmp_path / "late.xlsx")
    assert read(tmp_path / "late.xlsx")[0][0][1] == "2026-12-31"
