"""Results for machines: the JSON contract, CSV and Excel, each safe to open and exact to the last decimal.

Guarantees that no cell of a file is ever run as a formula (a text that a spreadsheet would take for
one gets a leading apostrophe in CSV and is written as text in Excel), that amounts are exact decimal
text wherever they are read back, and that the same result gives the same bytes. Leaves writing to
disk to delivery.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from fourfold.growth import Entry, Figures, Ledger, Rate, Share
from fourfold.periods import Period
from fourfold.reports.grids import Cell, Grid, Kind
from fourfold.reports.numbers import exact

Json: TypeAlias = "str | int | Sequence[Json] | Mapping[str, Json] | None"

_IGNORED = "\u0000\t\r\n \u00a0\ufeff\u200b\u200c\u200d\u2060\u00ad\u3000"
_FORMULA_STARTS = frozenset("=+-@|\uff1d\uff0b\uff0d\uff20\uff5c")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_FIXED_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's creation date has no zone
_WIDTHS = {Kind.TEXT: 34, Kind.MONEY: 20, Kind.CHANGE: 20, Kind.COUNT: 10, Kind.SHARE: 10, Kind.DATE: 12}
_FORMATS = {Kind.MONEY: "#,##0.0000", Kind.CHANGE: "+#,##0.0000;-#,##0.0000;0.0000", Kind.SHARE: "0.0000%"}


def payload(ledger: Ledger) -> dict[str, Json]:
    """Return a ledger as the object that `fourfold growth --format json` prints.

    Amounts are decimal strings with four decimals, money of the book; `end` of a period is
    exclusive; every row id is present. `groups` is there when dimensions were asked for.
    """
    comparison = ledger.comparison
    said: dict[str, Json] = {
        "base": _period(comparison.base, ledger.base_revenue),
        "current": _period(comparison.current, ledger.current_revenue),
        "account_level": comparison.account_level,
        "product_level": comparison.product_level,
        "policy": comparison.policy.name,
        "currency": ledger.currency,
        "change": exact(ledger.change),
        "rows": _rows(ledger.entries),
        "figures": _figures(ledger.figures),
        "warnings": list(ledger.warnings),
        "quarantined": {
            "rows": ledger.quarantined.rows,
            "value": _money(ledger.quarantined.value),
        },
        "snapshot": ledger.snapshot,
    }
    if ledger.by:
        said["by"] = list(ledger.by)
        said["groups"] = [
            {
                "values": dict(zip(ledger.by, group.values, strict=True)),
                "base": _period(comparison.base, group.base_revenue),
                "current": _period(comparison.current, group.current_revenue),
                "change": exact(group.change),
                "rows": _rows(group.entries),
                "figures": _figures(group.figures),
            }
            for group in ledger.groups
        ]
    return said


def json_text(value: Json) -> str:
    """Return a JSON document with two spaces of indent and a final newline; text stays readable."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def grid_records(grid: Grid) -> list[Json]:
    """Return one object for each row of a grid, keyed by column name; amounts as exact text."""
    names = [column.name for column in grid.columns]
    return [dict(zip(names, (_plain(cell) for cell in row), strict=True)) for row in grid.rows]


def csv_text(grid: Grid) -> str:
    """Return a grid as CSV: a header of column names, CRLF line ends, formula-safe text cells."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(column.name) for column in grid.columns])
    for row in grid.rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return out.getvalue()


def guarded(text: str) -> str:
    """Return a text cell that no spreadsheet runs: an apostrophe before what looks like a formula.

    Spaces, control and zero-width characters in front do not hide one; a plain number stays a
    number. A text that already begins with an apostrophe and a formula gets a second one, so that
    taking one away always gives the original.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-12.50"), guarded("Smith")
    ("'=1+1", '-12.50', 'Smith')
    """
    if _NUMBER.fullmatch(text):
        return text
    visible = text.lstrip(_IGNORED)
    quoted = visible.lstrip("'").lstrip(_IGNORED) if visible.startswith("'") else visible
    return f"'{text}" if quoted[:1] in _FORMULA_STARTS and quoted else text


def xlsx_bytes(grids: Sequence[Grid]) -> bytes:
    """Return a workbook with one sheet for each grid; text is text, never a formula.

    An amount stands twice: as a number (a double, good to 15 digits) to calculate with, and as
    exact text in a column of its own at the right, headed "... (exact)".
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _FIXED_DATE})
        formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        taken: set[str] = set()
        for grid in grids:
            sheet = book.add_worksheet(_sheet_name(grid.title, taken))
            _write_sheet(sheet, _with_exact_columns(grid), {**formats, Kind.DATE: day}, heading)
    return out.getvalue()


def _write_sheet(
    sheet: Worksheet,
    grid: tuple[list[tuple[str, Kind]], list[list[Cell]]],
    formats: Mapping[Kind, object],
    heading: object,
) -> None:
    columns, rows = grid
    sheet.freeze_panes(1, 0)
    for x, (name, kind) in enumerate(columns):
        sheet.write_string(0, x, name, heading)
        sheet.set_column(x, x, _WIDTHS[kind])
        for y, row in enumerate(rows, start=1):
            _write_cell(sheet, (y, x), row[x], formats.get(kind))


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: Cell, form: object) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(*at, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), form)  # noqa: DTZ001
    else:
        sheet.write_number(*at, float(cell), form)


def _with_exact_columns(grid: Grid) -> tuple[list[tuple[str, Kind]], list[list[Cell]]]:
    money = [x for x, column in enumerate(grid.columns) if column.kind in (Kind.MONEY, Kind.CHANGE)]
    columns = [(column.heading, column.kind) for column in grid.columns]
    columns += [(f"{grid.columns[x].heading} (exact)", Kind.TEXT) for x in money]
    rows = [[*row, *(_plain(row[x]) for x in money)] for row in grid.rows]
    return columns, rows


def _sheet_name(wished: str, taken: set[str]) -> str:
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wished).strip(" '")[:31].strip(" '") or "Sheet"
    name, number = clean, 2
    while name.lower() in taken:
        name, number = f"{clean[:27]} {number}", number + 1
    taken.add(name.lower())
    return name


def _csv_cell(cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else str(_plain(cell) if cell is not None else "")


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, Decimal):
        return exact(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else exact(amount)


def _period(period: Period, revenue: Decimal) -> dict[str, Json]:
    return {
        "label": period.label,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "revenue": exact(revenue),
    }


def _rows(entries: Iterable[Entry]) -> list[Json]:
    return [
        {
            "row": entry.row,
            "label": entry.label,
            "amount": exact(entry.amount),
            "net_of_switching": exact(entry.net_of_switching),
            "accounts": entry.accounts,
            "lines": entry.lines,
            "pairs": entry.pairs,
        }
        for entry in entries
    ]


def _figures(figures: Figures) -> dict[str, Json]:
    repeat = figures.repeat
    return {
        "gain": exact(figures.gain),
        "loss": exact(figures.loss),
        "other": exact(figures.other),
        "sources": _shares(figures.sources),
        "sources_net_of_switching": _shares(figures.sources_net_of_switching),
        "channels_gain": _shares(figures.channels_gain),
        "channels_net": _shares(figures.channels_net),
        "repeat": {
            "accounts": repeat.accounts,
            "pairs": repeat.pairs,
            "lines": repeat.lines,
            "amount": exact(repeat.amount),
        },
        "repeat_rose": exact(figures.repeat_rose),
        "repeat_fell": exact(figures.repeat_fell),
        "nrr": _rates(figures.nrr),
        "grr": _rates(figures.grr),
        "history_months": figures.history_months,
    }


def _shares(shares: Iterable[Share]) -> list[Json]:
    return [
        {"name": s.name, "amount": exact(s.amount), "share": _fraction(s.share), "why": s.why} for s in shares
    ]


def _rates(rates: Iterable[Rate]) -> list[Json]:
    return [
        {
            "convention": rate.convention,
            "value": _fraction(rate.value),
            "numerator": exact(rate.numerator),
            "denominator": exact(rate.denominator),
            "meaning": rate.meaning,
        }
        for rate in rates
    ]


def _fraction(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
