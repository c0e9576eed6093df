"""A list of objectives as it comes from people: pasted, or a text, CSV or Excel file.

Guarantees that no more than `MOST_LINES` lines and `MOST_BYTES` bytes are taken, that a workbook is opened
by the limited reading process alone, and that a line of the text has the number of the file's row. Leaves
what the lines say to `reading`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from fourfold.book.intake import Profile
from fourfold.book.intake.child import Limited
from fourfold.book.intake.limits import Limits
from fourfold.errors import BadRequest, NeedsConfirmation
from fourfold.objectives.linter.labels import Correction
from fourfold.objectives.linter.linting import Linted, lint
from fourfold.objectives.linter.reading import is_heading
from fourfold.words import say

MOST_LINES = 500
MOST_BYTES = 256 * 1024
LAST_ROW = 20_000
"""Of a workbook rows are read up to here."""

_COLUMNS = 100
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_ENOUGH = Limits(cpu_seconds=20, wall_seconds=30.0, file_bytes=1 << 26)


def lint_text(text: str, corrections: Iterable[Correction] = ()) -> Linted:
    """Return what `lint` says of a text that somebody gave.

    Raises
    ------
    BadRequest
        The text is too long, has too many lines, or its quotes do not close.
    """
    lines = sum(bool(line.strip()) for line in text.splitlines())
    if lines > MOST_LINES or len(text.encode(errors="replace")) > MOST_BYTES:
        raise too_long()
    try:
        return lint(text, corrections)
    except csv.Error as error:
        raise BadRequest(
            say("the table cannot be read: {cause}", cause=error),
            place=say("list"),
            remedy=say("close every quote, or paste one objective a line"),
        ) from error


def text_of(path: Path, name: str, folder: Path) -> str:
    """Return the text of a file; of a workbook the rows of its sheet, cells between tabs.

    Parameters
    ----------
    path
        The file as received.
    name
        Its name as the user knows it.
    folder
        An empty folder, which the process that reads a workbook may write to.

    Raises
    ------
    BadRequest
        The file is too large, holds no text, or several sheets of a workbook hold rows.
    RefusedFile
        The workbook cannot be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise too_long()
    content = path.read_bytes()
    return _sheet(path, name, folder) if content.startswith(_WORKBOOK) else _decoded(content, name)


def too_long() -> BadRequest:
    """Return the refusal of a list that is longer than any list of objectives."""
    return BadRequest(
        say(
            "this list is too long: at most {lines} lines and {size} kB",
            lines=MOST_LINES,
            size=MOST_BYTES // 1024,
        ),
        place=say("list"),
        remedy=say("give it in parts, or leave out what is no objective"),
    )


def _decoded(content: bytes, name: str) -> str:
    marked = next((code for mark, code in _MARKS.items() if content.startswith(mark)), "")
    for code in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadRequest(
        say("{name} holds no text that can be read", name=name),
        place=say("file"),
        remedy=say("give a text, CSV or Excel file (.xlsx)"),
    )


def _sheet(path: Path, name: str, folder: Path) -> str:
    """Return a sheet as a table of text, a line for each row up to the last that holds anything."""
    columns = tuple(f"column {number}" for number in range(1, _COLUMNS + 1))
    profile = Profile("objectives", format="excel", header_line=0, seen=columns)
    try:
        with Limited(path, name, folder, _ENOUGH) as content:
            rows = content.raw(profile, set(range(1, LAST_ROW + 1)))
    except NeedsConfirmation as error:
        raise BadRequest(
            say("several sheets of {name} hold rows", name=name),
            place=say("file"),
            remedy=say("keep one sheet, or paste its lines"),
        ) from error
    lines = [_line(rows.get(number, "[]")) for number in range(1, max(rows, default=0) + 1)]
    head = next((at for at, line in enumerate(lines) if "\t" in line), 0)
    if head and is_heading(lines[head]):  # what stands above it is the title of the sheet, no objective
        lines[:head] = [""] * head
    return "\n".join(lines)


def _line(row: str) -> str:
    """Return a row's cells between tabs; a quote, which would open one in a table, becomes an apostrophe."""
    cells = (" ".join(str(cell).split()).replace('"', "'") for cell in json.loads(row))
    return "\t".join(cells).rstrip("\t")
