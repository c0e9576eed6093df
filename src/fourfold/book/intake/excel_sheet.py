"""The cells of one worksheet, streamed row by row with their own text.

Guarantees that a number arrives as the decimal text that the file holds, never through a float;
that formulas, errors and hidden rows are told; that rows ascend and the grid stays within its
limit. Leaves what a cell means to `excel`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.parsers import expat

from fourfold.book.intake.codes import refused
from fourfold.book.intake.excel_package import Area, Package, check_grid, parse_part, split_address
from fourfold.book.intake.excel_workbook import unescape
from fourfold.errors import RefusedFile

CHARACTERS = 1_000_000
"""The most characters in one cell; a sheet program allows 32,767."""

NUMBER, TEXT, BOOLEAN, ERROR, DATE = "n", "s", "b", "e", "d"


class Cell(NamedTuple):
    """One cell: its column from 1, its kind, its text, its style, whether a formula made it."""

    column: int
    kind: str
    text: str
    style: int = 0
    formula: bool = False


class Row(NamedTuple):
    """One row: its number from 1, whether it is hidden, its cells that hold something."""

    number: int
    hidden: bool
    cells: list[Cell]


def rows(package: Package, part: str, strings: Sequence[str]) -> Iterator[tuple[Row, int]]:
    """Yield the rows of a sheet that hold a cell, each with the bytes of XML parsed so far.

    Raises
    ------
    RefusedFile
        E901 a cell is too long; E921 the cells span more than the limit; E923 rows out of order, or a cell
        whose address or string does not exist.
    """
    reader = _Reader(package.name, strings)
    for done in parse_part(package, part, reader.attach):
        for row in reader.take():
            yield row, done


class _Reader:
    """Turns the parser's events into rows; attribute names are compared without prefixes."""

    def __init__(self, name: str, strings: Sequence[str]) -> None:
        self._name, self._strings = name, strings
        self._done: list[Row] = []
        self._cells: list[Cell] = []
        self._cell: dict[str, str] = {}
        self._pieces: list[str] = []
        self._value = ""
        self._formula = self._hidden = self._phonetic = self._in = False
        self._number = self._right = self._at = 0

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def take(self) -> list[Row]:
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2] if ":" in tag else tag
        if local == "c":
            self._cell, self._formula, self._value = attributes, False, ""
        elif local in ("v", "t"):
            self._in = not self._phonetic
        elif local == "f":
            self._formula = True
        elif local == "rPh":
            self._phonetic = True
        elif local == "row":
            self._open_row(attributes)

    def _text(self, text: str) -> None:
        if self._in:
            self._pieces.append(text)
            if len(self._pieces) * len(text) > CHARACTERS:
                self._check_length()

    def _check_length(self) -> None:
        if (length := sum(map(len, self._pieces))) > CHARACTERS:
            message = (
                f"a cell of row {self._number} holds more than {length:,} characters; limit {CHARACTERS:,}"
            )
            raise refused("E901", message, file=self._name, line=self._number)

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2] if ":" in tag else tag
        if local in ("v", "t"):
            self._value += "".join(self._pieces)
            self._pieces.clear()
            self._in = False
        elif local == "c":
            self._close_cell()
        elif local == "rPh":
            self._phonetic = False
        elif local == "row" and self._cells:
            self._done.append(Row(self._number, self._hidden, self._cells))
            self._cells = []

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self._number + 1
        if number <= self._number:
            raise self._damaged(f"row {number} follows row {self._number}")
        self._number, self._cells, self._at = number, [], 0
        if self._right:
            check_grid(Area(1, 1, number, self._right), self._name)
        self._hidden = attributes.get("hidden", "0") in ("1", "true")

    def _close_cell(self) -> None:
        attributes, text = self._cell, self._value
        kind = attributes.get("t", NUMBER)
        column = self._column(attributes.get("r", ""))
        if not text and not self._formula:
            return
        if kind == "s":
            text = self._shared(text)
        elif kind in ("str", "inlineStr"):
            kind, text = TEXT, unescape(text)
        style = attributes.get("s", "0")
        self._cells.append(Cell(column, kind, text, int(style) if style.isdecimal() else 0, self._formula))

    def _column(self, reference: str) -> int:
        column = split_address(reference)[1] if reference else self._at + 1
        if column <= self._at:
            raise self._damaged(f"cell {reference} stands out of order")
        self._at = column
        if column > self._right:
            self._right = column
            check_grid(Area(1, 1, self._number, column), self._name)
        return column

    def _shared(self, index: str) -> str:
        if not index.isdecimal() or int(index) >= len(self._strings):
            raise self._damaged(f"shared string {index} does not exist")
        return self._strings[int(index)]

    def _damaged(self, message: str) -> RefusedFile:
        return refused("E923", message, file=self._name, line=self._number)
