"""The shape of an unseen text file: encoding, delimiter, header line, comments, a total at its end.

Guarantees that the shape is told from bytes that were really looked at; lines it skips are named in
a question. Leaves mapping and values to `fourfold.book.intake.proposal`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from fourfold.book.intake.codes import finding, refused, shown
from fourfold.book.intake.decoding import SHOWN, Text
from fourfold.book.intake.mapping import looks_like_data
from fourfold.book.intake.scanner import Dialect, QuoteFault, scan
from fourfold.book.intake.totals import total_key
from fourfold.book.intake.values import split
from fourfold.errors import Finding, RefusedFile

HEAD = 4 * 1024 * 1024
TAIL = 64 * 1024
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text file is laid out, with some of its records and its last one."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    rows: tuple[tuple[str, ...], ...]
    comment: str = ""
    trailer: str = ""
    questions: tuple[Finding, ...] = ()


def look_at_text(path: Path, name: str) -> Shape:
    """Return the shape of a text file; the whole file is decoded once, its beginning is split.

    Raises
    ------
    RefusedFile
        E101 empty, E102 bytes of no known encoding, E207 one column, E213 no rows, E305 no header.
    """
    encoding, questions, head, tail, lines = _decoded(path, name)
    directive = re.match(rb'"?sep=(.)"?\r?\n', head, re.IGNORECASE)
    above = 1 if directive else 0
    body = head[directive.end() :] if directive else head
    delimiter = directive[1].decode() if directive else _delimiter(body)
    records = _records(body, delimiter)
    if len(records) < 2:
        _refuse_short(records, name)
    at = _header_at(records, name)
    line, header = records[at][0] + above, tuple(cell.strip() for cell in records[at][1])
    below = [(n, cells) for n, cells in records[at + 1 :] if any(c.strip() for c in cells)]
    comment = (
        "#" if any(cells[0].startswith("#") and len(cells) != len(header) for _, cells in records) else ""
    )
    rows = tuple(
        cells
        for _, cells in below
        if len(cells) == len(header) and not (comment and cells[0].startswith("#"))
    )
    asked = [*questions, *_above(line, above, name), *_second_header(header, rows, line, name)]
    shape = Shape(encoding, delimiter, header, line if not directive else 1, rows, comment)
    key, number = _trailer(tail, delimiter, lines)
    if key:
        message = f"line {number} looks like a total: key '{shown(key)}'; it is checked, not loaded"
        asked.append(finding("Q318", message, file=name, line=number))
    return replace(shape, trailer="total" if key else "", questions=tuple(asked))


def _decoded(path: Path, name: str) -> tuple[str, list[Finding], bytes, bytes, int]:
    first: RefusedFile | None = None
    for encoding in ("utf-8", "cp1252", "latin-1"):
        text = Text(path, encoding, name)
        head = tail = b""
        try:
            for block in text.blocks():
                head = head + block[: HEAD - len(head)] if len(head) < HEAD else head
                tail = (tail + block)[-TAIL:]
        except RefusedFile as fault:
            if fault.findings[0].code != "E102":
                raise
            first = first or fault
            continue
        questions = []
        if first is not None:
            message = f"{first.findings[0].message}; read as {SHOWN[encoding]}"
            questions.append(finding("Q107", message, file=name, line=first.findings[0].line))
        return text.encoding, questions, head, tail, text.lines
    raise first or refused("E102", "no known encoding fits", file=name)


def _delimiter(body: bytes) -> str:
    """Return the delimiter by which most of the first lines have the same number of cells."""
    lines = [line for line in body[: 256 * 1024].splitlines()[:500] if line.strip()]
    scores = {}
    for order, delimiter in enumerate(DELIMITERS):
        counts = Counter(_cells(line, delimiter) for line in lines)
        counts.pop(1, None)
        cells, same = max(counts.items(), key=lambda pair: (pair[1], pair[0])) if counts else (0, 0)
        scores[delimiter] = (round(same / max(len(lines), 1), 1), cells, -order)
    return max(scores, key=lambda delimiter: scores[delimiter])


def _cells(line: bytes, delimiter: str) -> int:
    return (
        len(split(line, Dialect(ord(delimiter), ord('"'))))
        if line.isascii()
        else line.count(delimiter.encode()) + 1
    )


def _records(body: bytes, delimiter: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the first records with their lines; where quotes are broken, lines as they stand."""
    whole = body[: body.rfind(b"\n") + 1] if len(body) >= HEAD else body
    dialect = Dialect(ord(delimiter), ord('"'))
    try:
        scanned = scan(whole, dialect, final=len(body) < HEAD)
    except QuoteFault:
        dialect = Dialect(ord(delimiter), -1)
        scanned = scan(whole, dialect, final=True)
    found, line = [], 1
    for start, stop, span in zip(
        scanned.starts.tolist(), scanned.stops.tolist(), scanned.spans.tolist(), strict=True
    ):
        found.append((line, tuple(split(whole[start:stop], dialect))))
        line += span
        if len(found) >= 20_000:
            break
    return found


def _refuse_short(records: list[tuple[int, tuple[str, ...]]], name: str) -> None:
    if records and looks_like_data(records[0][1]):
        raise refused(
            "E305", f"first row looks like data: {shown(', '.join(records[0][1]))}", file=name, line=1
        )
    raise refused("E213", "header found, 0 data rows", file=name)


def _header_at(records: list[tuple[int, tuple[str, ...]]], name: str) -> int:
    widths = Counter(len(cells) for _, cells in records[:5000] if any(c.strip() for c in cells))
    width = max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0]
    if width == 1:
        raise refused(
            "E207", "1 column; no delimiter of , ; tab | splits the lines", file=name, line=records[0][0]
        )
    at = next(i for i, (_, cells) in enumerate(records) if len(cells) == width and _named(cells))
    if looks_like_data(records[at][1]):
        cells = shown(", ".join(records[at][1]))
        raise refused("E305", f"first row looks like data: {cells}", file=name, line=records[at][0])
    return at


def _named(cells: tuple[str, ...]) -> bool:
    return 2 * sum(bool(cell.strip()) for cell in cells) > len(cells)


def _above(line: int, directive: int, name: str) -> list[Finding]:
    first = directive + 1
    if line <= first:
        return []
    skipped = f"line {first}" if line == first + 1 else f"lines {first}–{line - 1}"
    return [finding("Q313", f"header found at line {line}; {skipped} skipped", file=name, line=line)]


def _second_header(
    header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], line: int, name: str
) -> list[Finding]:
    if len(rows) < 3 or any(re.search(r"\d", cell) for cell in rows[0]):
        return []
    numbers = [i for i in range(len(header)) if all(re.search(r"\d", r[i]) for r in rows[1:10])]
    if not numbers or any(not rows[0][i].strip() for i in numbers):
        return []
    return [finding("Q314", f"the header seems to take lines {line} and {line + 1}", file=name, line=line)]


def _trailer(tail: bytes, delimiter: str, lines: int) -> tuple[str, int]:
    """Return key and line of the last line if it names a total."""
    below = tail.splitlines()
    number = lines
    while below and not below[-1].strip(b" \t\r\n" + delimiter.encode()):
        below.pop()
        number -= 1
    key = total_key(tuple(split(below[-1], Dialect(ord(delimiter), ord('"'))))) if below else ""
    return key, number
