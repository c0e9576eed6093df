from __future__ import annotations

from pathlib import Path

import pytest

from fourfold.book.intake.excel_package import open_package
from fourfold.book.intake.excel_sheet import Row, rows
from fourfold.errors import RefusedFile
from tests.reliability.corpus.workbooks import MAIN, sheet, workbook

PART = "xl/worksheets/sheet1.xml"


def read(folder: Path, xml: str, strings: tuple[str, ...] = ()) -> list[Row]:
    path = folder / "orders.xlsx"
    path.write_bytes(workbook(xml))
    return [row for row, _ in rows(open_package(path, path.name), PART, strings)]


def test_cells_without_addresses_follow_each_other(tmp_path: Path) -> None:
    found = read(tmp_path, sheet("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"))
    assert [(row.number, [(cell.column, cell.text) for cell in row.cells]) for row in found] == [
        (1, [(1, "1"), (3, "3")]),
        (2, [(1, "4")]),
    ]


def test_prefixes_rich_text_and_readings_do_not_change_what_a_cell_says(tmp_path: Path) -> None:
    rich = "<x:r><x:t>Ac</x:t></x:r><x:r><x:t>me</x:t></x:r><x:rPh sb='0'><x:t>sound</x:t></x:rPh>"
    cells = f'<x:c r="A1" t="inlineStr"><x:is>{rich}</x:is></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c>'
    main = MAIN.replace("xmlns=", "xmlns:x=")
    xml = f'<x:worksheet {main}><x:sheetData><x:row r="1">{cells}</x:row></x:sheetData></x:worksheet>'
    assert [cell.text for cell in read(tmp_path, xml, ("zero", "one"))[0].cells] == ["Acme", "one"]


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (sheet('<row r="2"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>'), "row 2 follows row 2"),
        (
            sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
            "cell A1 stands out of order",
        ),
        (sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "shared string 7 does not exist"),
        (sheet('<row r="1"><c r="A1"><v>1</v></row>'), "mismatched tag"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(tmp_path: Path, xml: str, told: str) -> None:
    with pytest.raises(RefusedFile, match="E923.*" + told):
        read(tmp_path, xml)


def test_a_cell_of_a_million_characters_is_refused(tmp_path: Path) -> None:
    cell = '<row r="1"><c r="A1" t="str"><v>%s</v></c></row>'
    assert len(read(tmp_path, sheet(cell % ("0123456789" * 90_000)))[0].cells[0].text) == 900_000
    with pytest.raises(RefusedFile, match="E901: a cell of row 1"):
        read(tmp_path, sheet(cell % ("0123456789" * 110_000)))
