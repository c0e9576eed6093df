"""Workbooks made part by part, so that they can hold what no spreadsheet program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGED = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
STYLES = f'<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


@dataclass(frozen=True)
class Xml:
    """A cell as it stands in the sheet's XML; `{at}` becomes its address."""

    text: str


Value = str | int | Decimal | date | Xml | None


def letters(column: int) -> str:
    """Return the letters of a column below 27."""
    return chr(64 + column)


def cell(at: str, value: Value) -> str:
    """Return one cell's XML: text inline, numbers as they are written, dates as serials of style 1."""
    if value is None:
        return ""
    if isinstance(value, Xml):
        return value.text.replace("{at}", at)
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, date):
        return f'<c r="{at}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{at}"><v>{value}</v></c>'


def row(number: int, values: Sequence[Value], attributes: str = "") -> str:
    """Return one row's XML."""
    cells = "".join(cell(f"{letters(i)}{number}", value) for i, value in enumerate(values, 1))
    return f'<row r="{number}" {attributes}>{cells}</row>'


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """Return a sheet's XML around its rows."""
    return f'<?xml version="1.0"?><worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def table(*rows: Sequence[Value]) -> str:
    """Return a sheet's XML of rows from row 1."""
    return sheet("".join(row(number, values) for number, values in enumerate(rows, 1)))


def workbook(
    *sheets: str,
    states: Sequence[str] = (),
    properties: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    related: str = "",
) -> bytes:
    """Return a workbook; `states` hides sheets, `parts` and `related` add parts and their relations."""
    listed = ""
    related += f'<Relationship Id="st" Type="{RELATED}/styles" Target="styles.xml"/>'
    held: dict[str, str | bytes] = {}
    for number, xml in enumerate(sheets, 1):
        state = states[number - 1] if states else "visible"
        listed += f'<sheet name="Sheet{number}" sheetId="{number}" state="{state}" r:id="s{number}"/>'
        target = f"worksheets/sheet{number}.xml"
        related += f'<Relationship Id="s{number}" Type="{RELATED}/worksheet" Target="{target}"/>'
        held[f"xl/{target}"] = xml
    book = f'<workbook {MAIN} xmlns:r="{RELATED}">{properties}<sheets>{listed}</sheets></workbook>'
    root = f'<Relationship Id="b" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/>'
    held |= {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f"<Relationships {PACKAGED}>{root}</Relationships>",
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f"<Relationships {PACKAGED}>{related}</Relationships>",
        "xl/styles.xml": STYLES,
        **(parts or {}),
    }
    return packed(held)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
