"""The zip package of an Excel workbook: judged by its bytes before any reader sees it.

Guarantees that every part was unpacked once within limits (entries, bytes, ratio), that no XML
part declares a document type or an entity, and that no sheet claims a grid beyond the limit.
Leaves what the parts say to `excel_workbook`, the cells to `excel_sheet`.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from fourfold.book.intake.archive import XLSX, check_members, expect_kind
from fourfold.book.intake.codes import refused, shown
from fourfold.errors import RefusedFile

CELLS = 50_000_000
"""The most cells that a sheet's grid may span."""

_CHUNK = 1 << 18
_OVERLAP = 128
_FORBIDDEN = re.compile(
    b"|".join(
        re.escape(mark.encode(encoding))
        for mark in ("<!DOCTYPE", "<!ENTITY")
        for encoding in ("ascii", "utf-16-le", "utf-16-be")
    )
)
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows and columns counted from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """Return the area as Excel writes it: `B3:B5`."""
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook's checked zip file, the name to show for it, bytes and merged cells of each part."""

    path: Path
    name: str
    sizes: Mapping[str, int]
    merged: Mapping[str, tuple[Area, ...]]


def address(row: int, column: int) -> str:
    """Return a cell's address: row 3 of column 2 is B3."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def split_address(cell: str) -> tuple[int, int]:
    """Return row and column of an address; (0, 0) if it is none."""
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    if not digits or not 0 < len(letters) <= 3 or not (letters.isascii() and letters.isupper()):
        return 0, 0
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def open_package(path: Path, name: str) -> Package:
    """Check a workbook's package by its directory, then by unpacking each part once.

    Raises
    ------
    RefusedFile
        E103 it is no .xlsx; E911 to E914 it unpacks beyond the limits, is encrypted, overlaps or has
        too many entries; E921 a sheet claims too many cells; E922 it declares a DTD; E923 it
        cannot be opened. Each remedy says how to save it anew.
    """
    expect_kind(path, XLSX, name)
    try:
        with zipfile.ZipFile(path) as archive:
            check_members(archive, path.stat().st_size, name)
            sizes = {m.filename: m.file_size for m in archive.infolist()}
            merged = {m.filename: _scan_part(archive, m.filename, name) for m in archive.infolist()}
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as fault:
        raise refused("E923", f"the workbook is damaged: {shown(str(fault))}", file=name) from fault
    return Package(path, name, sizes, merged)


def _scan_part(archive: zipfile.ZipFile, part: str, name: str) -> tuple[Area, ...]:
    merged: dict[Area, None] = {}
    with archive.open(part) as stream:
        for window in _windows(stream):
            if _FORBIDDEN.search(window):
                raise _dtd(name, part)
            for match in _DIMENSION.finditer(window):
                check_grid(_area(match[1]), name)
            merged |= dict.fromkeys(_area(match[1]) for match in _MERGED.finditer(window))
    return tuple(merged)


def _windows(stream: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def _area(reference: bytes) -> Area:
    first, _, last = reference.decode("ascii").partition(":")
    (top, left), (bottom, right) = split_address(first), split_address(last or first)
    return Area(top, left, bottom, right)


def _dtd(name: str, part: str) -> RefusedFile:
    return refused("E922", f"the workbook contains a DTD in {shown(part)}; refused", file=name)


def check_grid(area: Area, name: str) -> None:
    """Refuse a sheet whose cells, from A1 to the last one, span more than `CELLS`."""
    cells = area.bottom * area.right
    if cells > CELLS:
        claim = f"sheet claims {cells:,} cells; limit {CELLS:,}"
        raise refused("E921", claim, file=name, value=str(area), expected=f"at most {CELLS:,} cells")


def parse_part(package: Package, part: str, attach: Callable[[expat.XMLParserType], None]) -> Iterator[int]:
    """Parse one XML part, yielding the bytes parsed after each chunk so that handlers can be drained.

    Raises
    ------
    RefusedFile
        E922 a document type declaration; E923 the part is missing or not well-formed.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    attach(parser)

    def refuse_dtd(*_: object) -> None:
        raise _dtd(package.name, part)

    parser.StartDoctypeDeclHandler = refuse_dtd
    parser.EntityDeclHandler = refuse_dtd
    done = 0
    try:
        with zipfile.ZipFile(package.path) as archive, archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                done += len(chunk)
                yield done
            parser.Parse(b"", True)  # noqa: FBT003  (the parser takes it by place only)
            yield done
    except (expat.ExpatError, zipfile.BadZipFile, KeyError) as fault:
        message = f"part {shown(part)} cannot be read: {shown(str(fault))}"
        raise refused("E923", message, file=package.name) from fault
