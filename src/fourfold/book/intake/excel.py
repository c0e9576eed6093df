"""Excel workbooks as a source of records: every row counted, every cell as text, every fault placed.

Guarantees that no value is repaired on the way: a formula without a stored value, an error, a
number too long for a sheet and a date in an id column are faults of their row, told with the
cell's address; numbers keep their decimal text. Leaves the package's safety to `excel_package`,
typing to `fourfold.book.intake.typed`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from fourfold.book.intake.batches import Batch, LineCounts, Peek, RowFault
from fourfold.book.intake.codes import finding, refused, shown
from fourfold.book.intake.excel_cells import CellFault, CellReader, Uses, uses_of
from fourfold.book.intake.excel_package import Area, address, open_package
from fourfold.book.intake.excel_sheet import TEXT, Row, rows
from fourfold.book.intake.excel_values import Days
from fourfold.book.intake.excel_workbook import Sheet, Workbook, describe, shared_strings
from fourfold.book.intake.names import check_names
from fourfold.book.intake.profile import Profile
from fourfold.errors import Finding, NeedsConfirmation

BATCH_ROWS = 25_000
PEEK_ROWS = 5_000
_HEADER_SEARCH = 50


@dataclass(frozen=True, slots=True)
class _Opened:
    """A workbook with its strings, the sheet that is read, and what was noticed."""

    book: Workbook
    strings: list[str]
    sheet: Sheet
    findings: tuple[Finding, ...]

    def rows(self) -> Iterator[tuple[Row, int]]:
        return rows(self.book.package, self.sheet.part, self.strings)


def _open(path: Path, name: str, wanted: str) -> tuple[_Opened, Finding | None]:
    """Return the sheet to read; with it a question where several sheets hold rows and none is named."""
    book = describe(open_package(path, name))
    strings = shared_strings(book)
    named = [sheet for sheet in book.sheets if sheet.name == wanted]
    if wanted and not named:
        listed = ", ".join(f"'{shown(sheet.name)}'" for sheet in book.sheets)
        raise refused("E308", f"no sheet '{shown(wanted)}'; the workbook has {listed}", file=name)
    holding = [s for s in named or book.sheets if next(rows(book.package, s.part, strings), None)]
    if not holding:
        raise refused("E101", "file is empty (no cell in any sheet)", file=name)
    visible = [sheet for sheet in holding if not sheet.hidden] or holding
    question = None
    if len(visible) > 1:
        listed = ", ".join(f"'{shown(sheet.name)}'" for sheet in visible)
        question = finding("Q466", f"which sheet? {len(visible)} hold rows: {listed}", file=name)
    return _Opened(book, strings, visible[0], _noticed(book, visible[0], name)), question


def _noticed(book: Workbook, chosen: Sheet, name: str) -> tuple[Finding, ...]:
    found = []
    hidden = [f"'{shown(s.name)}'" for s in book.sheets if s.hidden and s is not chosen]
    if hidden:
        found.append(finding("W462", f"hidden sheet {', '.join(hidden)} not read", file=name))
    if chosen.hidden:
        found.append(finding("W462", f"sheet '{shown(chosen.name)}' is hidden and was read", file=name))
    if book.macros:
        found.append(finding("W465", "macros ignored", file=name))
    if book.from_1904:
        found.append(finding("W464", "the workbook counts dates from 1904; they were converted", file=name))
    return tuple(found)


def peek(path: Path, name: str = "", sheet: str = "") -> Peek:
    """Look at a workbook's beginning: up to `PEEK_ROWS` records as text, dates as ISO days.

    The header is the first row, among the first 50, that is as wide as the table and holds texts only.

    Raises
    ------
    RefusedFile
        What `open_source` refuses, and E305 if no row looks like a header.
    """
    name = name or path.name
    opened, question = _open(path, name, sheet)
    first = [row for row, _ in islice(opened.rows(), PEEK_ROWS + _HEADER_SEARCH)]
    at = _header_at(first[:_HEADER_SEARCH], name)
    header, left = _header(first[at], name)
    reader = _reader(opened, Profile("peek", format="excel"), Uses(), (len(header), left))
    questions = [question] if question else []
    number = first[at].number
    if _is_second_of_two(opened, number):
        asked = f"the header seems to take rows {number - 1} and {number}; row {number} names the columns"
        questions.append(finding("Q314", asked, file=name, line=number))
    elif number > 1:
        asked = f"header found at row {number}; rows 1–{number - 1} skipped"
        questions.append(finding("Q313", asked, file=name, line=number))
    texts = (tuple(reader.texts_of(row)[0]) for row in first[at + 1 :])
    shown_rows = tuple(row for row in texts if any(cell.strip() for cell in row))
    return Peek(header, shown_rows, number, opened.sheet.name, tuple(questions))


def _header_at(first: Sequence[Row], name: str) -> int:
    """Return the index of the widest row of texts above the first row of data."""
    widths = [sum(1 for cell in row.cells if cell.text.strip()) for row in first]
    texts: list[int] = []
    for at, row in enumerate(first):
        if widths[at] < 0.6 * max(widths):
            continue
        if all(cell.kind == TEXT for cell in row.cells):
            texts.append(at)
        elif texts:
            break
    if not texts:
        message = f"first row looks like data: row {first[0].number} holds numbers or dates"
        raise refused("E305", message, file=name, line=first[0].number)
    return max(texts, key=lambda at: widths[at])


def _is_second_of_two(opened: _Opened, header: int) -> bool:
    merged = opened.book.package.merged.get(opened.sheet.part, ())
    return any(area.top == header - 1 and area.right > area.left for area in merged)


def _header(row: Row, name: str) -> tuple[tuple[str, ...], int]:
    """Return the column names of a header row and the sheet's column of the first one."""
    named = {cell.column: cell.text.strip() for cell in row.cells if cell.text.strip()}
    if not named:
        raise refused("E305", f"row {row.number} holds no header", file=name, line=row.number)
    left, right = min(named), max(named)
    header = tuple(named.get(column, "") for column in range(left, right + 1))
    check_names(header, name, row.number)
    return header, left


def _reader(opened: _Opened, profile: Profile, uses: Uses, shape: tuple[int, int]) -> CellReader:
    days = Days(opened.book.from_1904)
    return CellReader(profile, uses, *shape, opened.book.date_styles, days)


def open_source(path: Path, profile: Profile, name: str = "") -> ExcelSource:
    """Open a workbook's sheet by a profile: its header row is read, the rows below are not yet.

    Raises
    ------
    RefusedFile
        What `excel_package.open_package` refuses; E101 no cell at all; E301, E302, E305 a faulty
        header; E308 no such sheet.
    NeedsConfirmation
        Q466: several sheets hold rows and the profile names none.
    """
    name = name or path.name
    opened, question = _open(path, name, profile.sheet)
    if question:
        raise NeedsConfirmation([question])
    return ExcelSource(opened, profile, name)


class ExcelSource:
    """The rows below a sheet's header, in batches; see `fourfold.book.intake.batches.Source`.

    `done` and `size` tell progress in bytes of the sheet's XML.
    """

    def __init__(self, opened: _Opened, profile: Profile, name: str) -> None:
        self._rows = opened.rows()
        self._name = name
        self.header, self._left = self._above(profile)
        self._reader = _reader(opened, profile, uses_of(self.header, profile), (len(self.header), self._left))
        self._merged = _Merged(opened.book.package.merged.get(opened.sheet.part, ()))
        self.findings = list(opened.findings)
        self.faults: list[RowFault] = []
        self._linked = opened.book.linked
        self._header_rows = int(profile.header_line > 0)
        self._preamble = profile.header_line - self._header_rows
        self._last = profile.header_line
        self._delivered = self._refused = self._hidden = 0
        self._latest: dict[int, tuple[str, ...]] = {}
        self.done, self.size = 0, opened.book.package.sizes[opened.sheet.part]

    def _above(self, profile: Profile) -> tuple[tuple[str, ...], int]:
        """Read up to the header row; without one the profile's `seen` names the columns from A."""
        if profile.header_line == 0:
            return profile.seen, 1
        first = next((row for row, _ in self._rows if row.number >= profile.header_line), None)
        if first is None or first.number != profile.header_line:
            message = f"row {profile.header_line} holds no header"
            raise refused("E305", message, file=self._name, line=profile.header_line)
        return _header(first, self._name)

    @property
    def counts(self) -> LineCounts:
        """The account of the sheet's rows so far; what no cell stands in is blank."""
        held = self._preamble + self._header_rows + self._delivered + self._refused
        other = {"preamble": self._preamble} if self._preamble else {}
        blank = self._last - held
        return LineCounts(self._last, self._header_rows, self._delivered, self._refused, blank, other)

    def batches(self) -> Iterator[Batch]:
        """Yield the rows below the header, `BATCH_ROWS` at a time; blank rows are only counted."""
        while chunk := list(islice(self._rows, BATCH_ROWS)):
            self.done = chunk[-1][1]
            self._latest = {}
            numbers = []
            for row, _ in chunk:
                texts = self._texts(row)
                if texts:
                    self._latest[row.number] = texts
                    numbers.append(self._delivered + self._refused)
            if self._latest:
                yield self._batch(numbers)
        self._notice()

    def raw(self, lines: Iterable[int]) -> dict[int, str]:
        """Return records of the latest batch as JSON lists of their cells, by row number."""
        return {line: _json(self._latest[line]) for line in lines}

    def _texts(self, row: Row) -> tuple[str, ...]:
        """Return a delivered row's texts; nothing for a blank row and for one that is refused here."""
        texts, faults, outside = self._reader.texts_of(row)
        faults += self._merged.covered(row.number, self._reader)
        if not faults and not outside and not any(text.strip() for text in texts):
            return ()
        self._last = row.number
        self._hidden += row.hidden
        record = self._delivered + self._refused + 1
        if outside:
            self._refuse(row.number, record, [*texts, *outside])
            return ()
        self._delivered += 1
        for fault in faults:
            self.faults.append(self._row_fault(fault, row.number, record, texts))
        return tuple(texts)

    def _refuse(self, line: int, record: int, cells: Sequence[str]) -> None:
        self._refused += 1
        expected = f"{len(self.header)} values"
        message = f"{len(cells)} values, expected {len(self.header)}: '{shown(cells[-1])}' stands outside"
        fault = RowFault(
            "E201", message, line, record, expected=expected, raw=_json(cells), cells=tuple(cells)
        )
        self.faults.append(fault)

    def _row_fault(self, fault: CellFault, line: int, record: int, texts: Sequence[str]) -> RowFault:
        return RowFault(
            fault.code,
            fault.message,
            line,
            record,
            column=self.header[fault.place],
            position=fault.place + 1,
            value=shown(fault.value),
            expected=fault.expected,
            raw=_json(texts),
            delivered=True,
        )

    def _batch(self, records: Sequence[int]) -> Batch:
        columns = zip(*self._latest.values(), strict=True)
        arrays = [pa.array(column, pa.string()) for column in columns]
        lines = np.fromiter(self._latest, np.int64, len(self._latest))
        cells = pa.table(arrays, names=list(self.header))
        return Batch(cells, lines, np.array(records, np.int64), np.ones(len(lines), np.int64))

    def _notice(self) -> None:
        reader = self._reader
        if reader.formulas:
            linked = "; the workbook links to others" if self._linked else ""
            cells = (
                "1 formula cell: its stored value was"
                if reader.formulas == 1
                else (f"{reader.formulas} formula cells: their stored values were")
            )
            message = f"{cells} read{linked}"
            self.findings.append(finding("W461", message, file=self._name, count=reader.formulas))
        if self._hidden:
            message = f"{_rows(self._hidden, 'hidden row')} included"
            self.findings.append(finding("W462", message, file=self._name, count=self._hidden))
        for place, count in reader.numbers.items():
            if reader.texts[place]:
                message = f"id column holds numbers/dates in {_rows(count)}: zeros in front may be lost"
                where = finding("W454", message, file=self._name, count=count)
                self.findings.append(replace(where, column=self.header[place], position=place + 1))


class _Merged:
    """The merged cells of a sheet, met row by row: all but the first cell of each are covered."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._waiting = sorted(areas, key=lambda area: -area.top)
        self._open: list[Area] = []

    def covered(self, row: int, reader: CellReader) -> list[CellFault]:
        """Return a fault for each used column whose cell in this row is covered; rows must ascend."""
        while self._waiting and self._waiting[-1].top <= row:
            self._open.append(self._waiting.pop())
        self._open = [area for area in self._open if area.bottom >= row]
        return list(chain.from_iterable(self._faults(area, row, reader) for area in self._open))

    @staticmethod
    def _faults(area: Area, row: int, reader: CellReader) -> Iterator[CellFault]:
        for place in sorted(reader.uses.used):
            column = reader.left + place
            if area.left <= column <= area.right and (row, column) != (area.top, area.left):
                message = f"cell {address(row, column)} is covered by the merged cell {area}"
                yield CellFault("E458", message, place, "", "a cell of its own")


def _rows(count: int, what: str = "row") -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _json(cells: Sequence[str]) -> str:
    return json.dumps(list(cells), ensure_ascii=False)
