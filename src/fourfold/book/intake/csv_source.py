"""Delimited text as a source: every physical line told apart, well-formed records loaded as text.

Guarantees that header, preamble, directive, comment, blank, well-formed and faulty lines sum to the
lines counted while decoding, and that the loader returns as many records as the scanner found
(else E299). Leaves types and meaning to `fourfold.book.intake.typed`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fourfold.book.intake.batches import Batch, LineCounts, Lines, RowFault
from fourfold.book.intake.codes import finding, refused, shown
from fourfold.book.intake.decoding import Text
from fourfold.book.intake.loader import Columns, load_records
from fourfold.book.intake.names import DELIMITERS, check_header
from fourfold.book.intake.peculiar import (
    blank_records,
    comment_records,
    dialect_of,
    named_fault,
    nul_records,
    swallowing_records,
)
from fourfold.book.intake.profile import Profile
from fourfold.book.intake.scanner import QuoteFault, Scan, scan
from fourfold.book.intake.totals import looks_like_total
from fourfold.book.intake.values import split, swallowing
from fourfold.errors import Finding, RefusedFile

RECORD_LIMIT = 32 * 1024 * 1024
_LINE_END = re.compile(rb"\r\n|\n|\r")


class CsvSource:
    """A file of delimited text, opened by a profile.

    Parameters
    ----------
    path
        The file.
    profile
        How to read it.
    name
        The file's name for messages.

    Raises
    ------
    RefusedFile
        E101 to E103 bytes, E205 to E209 structure, E301, E302, E307 header, E901, E902 limits.
    """

    def __init__(self, path: Path, profile: Profile, name: str = "") -> None:
        self.profile, self.name = profile, name or path.name
        self.text = Text(path, profile.encoding, self.name)
        self._blocks = self.text.blocks()
        self._buffer = next(self._blocks, b"")
        self.dialect = dialect_of(profile)
        self.findings: list[Finding] = list(self.text.findings)
        self.faults: list[RowFault] = []
        self._other: Counter[str] = Counter()
        self._header_lines = self._accepted = self._rejected = self._blank = 0
        self._line, self._record = 1, 0
        self._foreign: dict[str, list[int]] = {}
        self._final = False
        self._latest: tuple[bytes, Scan, Lines] | None = None
        self._above()
        self.header = self._read_header()
        self._wanted = list(self.header)

    def select(self, wanted: frozenset[str]) -> None:
        """Hand over these columns only; the others are scanned all the same."""
        self._wanted = [c for c in self.header if c in wanted]

    def _refuse(self, code: str, message: str, **place: object) -> RefusedFile:
        return refused(code, message, file=self.name, **place)

    # the lines above the data

    def _above(self) -> None:
        first = _LINE_END.split(self._buffer[:64], maxsplit=1)[0]
        directive = re.fullmatch(rb'"?sep=(.)"?', first, re.IGNORECASE)
        if directive:
            self.dialect = dialect_of(self.profile, directive[1].decode())
            self._take_line("directive")
        while self._line < self.profile.header_line:
            if not self._buffer:
                raise self._refuse(
                    "E305", f"header expected at line {self.profile.header_line}; file has fewer lines"
                )
            self._take_line("preamble")

    def _take_line(self, kind: str) -> None:
        end = _LINE_END.search(self._buffer)
        stop, after = (end.start(), end.end()) if end else (len(self._buffer),) * 2
        if self._buffer[:stop].strip():
            self._other[kind] += 1
        else:
            self._blank += 1
        self._buffer = self._buffer[after:]
        self._line += 1

    def _read_header(self) -> tuple[str, ...]:
        if self.profile.header_line == 0:
            return self.profile.seen
        while self._skipped_above():
            pass
        scanned = self._scan()
        while len(scanned.starts) == 0 and not self._final:
            self._check_length()
            self._final = not self._fill()
            scanned = self._scan()
        if len(scanned.starts) == 0:
            raise self._refuse("E213", "header found, 0 data rows", line=self._line)
        values = split(self._buffer[: int(scanned.stops[0])], self.dialect)
        header = tuple(value.strip() for value in values)
        check_header(header, chr(self.dialect.delimiter), self.name, self._line)
        self._header_lines = int(scanned.spans[0])
        self._buffer = self._buffer[int(scanned.nexts[0]) :]
        self._line += self._header_lines
        return header

    def _skipped_above(self) -> bool:
        line = _LINE_END.split(self._buffer, maxsplit=1)[0] if self._buffer else b"-"
        if not line.strip():
            self._take_line("preamble")
        elif self.dialect.comment and line.startswith(self.dialect.comment):
            self._take_line("comment")
        else:
            return False
        return True

    # the records

    def _fill(self) -> bool:
        block = next(self._blocks, None)
        self._buffer += block or b""
        return block is not None

    def _scan(self) -> Scan:
        try:
            return scan(self._buffer, self.dialect, final=self._final)
        except QuoteFault as fault:
            raise self._quote_refusal(self._line + fault.opened, fault.closed, fault.opened) from fault

    def _quote_refusal(self, opened: int, closed: int | None, base: int) -> RefusedFile:
        if closed is None:
            return self._refuse("E206", f"quote opened at line {opened} never closes", line=opened)
        inside = closed - base
        lines = "1 line" if inside == 1 else f"{inside:,} lines"
        message = f"quote opened at line {opened} closes at line {opened + inside}: {lines} inside one value"
        return self._refuse("E205", message, line=opened)

    def batches(self) -> Iterator[Batch]:
        """Yield the well-formed records; see `Source`."""
        while True:
            scanned = self._scan()
            batch = self._batch(scanned) if len(scanned.starts) else None
            if batch is not None and len(batch.lines):
                yield batch
            self._buffer = self._buffer[scanned.consumed :]
            if self._final:
                return
            self._check_length()
            self._final = not self._fill()

    def _check_length(self) -> None:
        if len(self._buffer) <= RECORD_LIMIT:
            return
        if b"\n" in self._buffer and self.dialect.quote >= 0:
            message = f"quote opened at line {self._line} does not close within {RECORD_LIMIT:,} bytes"
            raise self._refuse("E206", message, line=self._line)
        raise self._too_long(self._line)

    def _too_long(self, line: int) -> RefusedFile:
        return self._refuse(
            "E901", f"line {line} is longer than the limit of {RECORD_LIMIT:,} bytes", line=line
        )

    def _batch(self, scanned: Scan) -> Batch:
        octets = np.frombuffer(self._buffer, np.uint8)
        lines = self._line + np.cumsum(scanned.spans) - scanned.spans
        if len(long := np.flatnonzero(scanned.nexts - scanned.starts > RECORD_LIMIT)):
            raise self._too_long(int(lines[long[0]]))
        self._line += int(scanned.spans.sum())
        comment = comment_records(octets, scanned, self.dialect.comment)
        blank = blank_records(self._buffer, scanned)
        data = ~(blank | comment)
        self._other["comment"] += int(scanned.spans[comment].sum())
        self._blank += int(scanned.spans[blank & ~comment].sum())
        records = self._record + np.cumsum(data)
        self._record += int(data.sum())
        bad = data & (
            (scanned.cells != len(self.header)) | (scanned.state != 0) | nul_records(octets, scanned)
        )
        self._check_swallowed(scanned, lines, data)
        self._latest = (self._buffer, scanned, lines)
        for i in np.flatnonzero(bad).tolist():
            self._fault(scanned, i, int(lines[i]), int(records[i]))
        good = data & ~bad
        self._accepted += int(scanned.spans[good].sum())
        self._rejected += int(scanned.spans[bad].sum())
        return Batch(self._load(scanned, good), lines[good], records[good], scanned.spans[good])

    def _check_swallowed(self, scanned: Scan, lines: Lines, data: npt.NDArray[np.bool_]) -> None:
        if self.dialect.quote < 0:
            return
        for i in np.flatnonzero(data & swallowing_records(scanned, len(self.header))).tolist():
            record = self._buffer[int(scanned.starts[i]) : int(scanned.stops[i])]
            opened, closed = swallowing(record, self.dialect)
            raise self._quote_refusal(int(lines[i]) + opened, closed, opened)

    def _fault(self, scanned: Scan, i: int, line: int, record: int) -> None:
        raw = self._buffer[int(scanned.starts[i]) : int(scanned.stops[i])]
        cells = tuple(split(raw, self.dialect))
        code, message = named_fault(raw, int(scanned.state[i]), int(scanned.cells[i]), len(self.header))
        cut = self._final and i == len(scanned.starts) - 1 and int(scanned.nexts[i]) > len(self._buffer)
        if cut and code == "E202" and not looks_like_total(cells):
            raise self._refuse(
                "E209", f"last row has {len(cells)} of {len(self.header)} values; file may be cut", line=line
            )
        if code == "E202":
            self._check_delimiter(raw.decode(), line)
        text, expected = raw.decode(), f"{len(self.header)} values"
        fault = RowFault(
            code, message, line, record, int(scanned.spans[i]), value=shown(text), expected=expected
        )
        self.faults.append(replace(fault, raw=text, cells=cells))

    def _check_delimiter(self, raw: str, line: int) -> None:
        for other in DELIMITERS:
            if raw.count(other) == len(self.header) - 1 and ord(other) != self.dialect.delimiter:
                lines = self._foreign.setdefault(other, [])
                lines.append(line)
                if len(lines) == 2:
                    was = chr(self.dialect.delimiter)
                    raise self._refuse(
                        "E208",
                        f"delimiter changes from {was!r} to {other!r} at line {lines[0]}",
                        line=lines[0],
                    )

    def _load(self, scanned: Scan, good: npt.NDArray[np.bool_]) -> pa.Table:
        table = load_records(
            self._buffer, scanned, good, Columns(self.header, tuple(self._wanted), self.dialect)
        )
        count = int(good.sum())
        if table.num_rows != count:
            message = (
                f"the scanner found {count:,} records near line {self._line:,}, the loader {table.num_rows:,}"
            )
            raise self._refuse("E299", message, line=self._line)
        return table

    # the account

    @property
    def done(self) -> int:
        """How many bytes of the file were read so far."""
        return self.text.done

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return self.text.size

    @property
    def counts(self) -> LineCounts:
        """The account of physical lines so far."""
        other = {kind: n for kind, n in self._other.items() if n}
        return LineCounts(
            self.text.lines, self._header_lines, self._accepted, self._rejected, self._blank, other
        )

    @property
    def mixed_ends(self) -> str:
        """How many lines end in CRLF, LF and CR, if they end in more than one way; else empty."""
        both = self.text.pairs
        kinds = {"CRLF": both, "LF": self.text.feeds - both, "CR": self.text.returns - both}
        found = [f"{n:,} {kind}" for kind, n in kinds.items() if n]
        return f"line ends are mixed: {', '.join(found)}" if len(found) > 1 else ""

    def closing_findings(self) -> list[Finding]:
        """Return what is known about the file as a whole once it is read."""
        mixed = self.mixed_ends
        return [finding("W221", mixed, file=self.name)] if mixed else []

    def raw(self, lines: Iterable[int]) -> dict[int, str]:
        """Return the text of those records of the latest batch, by first physical line."""
        if self._latest is None:
            return {}
        buffer, scanned, firsts = self._latest
        texts = {}
        for line in lines:
            i = int(np.searchsorted(firsts, line))
            texts[line] = buffer[int(scanned.starts[i]) : int(scanned.stops[i])].decode()
        return texts
