"""The forms in which intake hands data on: from file readers to typing, from typing to the import.

Guarantees that CSV, Excel and Parquet readers share one intermediate form (`Batch`), one way to
name a faulty record (`RowFault`) and one account of lines and money (`Reading`). Leaves reading
to the sources, typing to `fourfold.book.intake.typed` and storing to `fourfold.book.imports`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fourfold.book.intake.profile import Profile
from fourfold.errors import Finding

Lines = npt.NDArray[np.int64]

REJECTED: pa.Schema = pa.schema(
    [
        pa.field("file_line", pa.int64()),
        pa.field("record", pa.int64()),
        pa.field("code", pa.string()),
        pa.field("column", pa.string()),
        pa.field("position", pa.int32()),
        pa.field("value", pa.string()),
        pa.field("expected", pa.string()),
        pa.field("message", pa.string()),
        pa.field("remedy", pa.string()),
        pa.field("amount", pa.decimal128(18, 4)),
        pa.field("currency", pa.string()),
        pa.field("order_id", pa.string()),
        pa.field("line_id", pa.string()),
        pa.field("raw", pa.string()),
    ]
)
"""One row per fault of a rejected record; `raw` is the record as it stood (Excel, Parquet: a JSON list)."""

REPAIRED = ("_import", "_line")
"""Columns that `fourfold rejects` writes: which quarantined record a repaired row closes."""

EXPLAINED = ("_code", "_error")
"""Columns beside them that tell a person what was wrong; they are not read."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Well-formed records of one part of a file, every cell as text.

    `cells` has one string column per column of the file, in order and named as in its header;
    `lines` holds each record's first physical line (Excel: the row number), `records` its number
    from 1 among the data records, `spans` how many physical lines it takes.
    """

    cells: pa.Table
    lines: Lines
    records: Lines
    spans: Lines


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault of one record, found by a reader.

    `delivered` says that the record is also in a batch (one cell of it is faulty: the reader puts
    the fault into `faults` before it yields that batch); otherwise the record is in no batch and
    `raw` and, where they can be told apart, `cells` hold it. `expected` says what would have been
    right; the remedy is the code's in `fourfold.book.intake.codes`.
    """

    code: str
    message: str
    line: int
    record: int
    span: int = 1
    column: str = ""
    position: int | None = None
    value: str = ""
    expected: str = ""
    raw: str = ""
    cells: tuple[str, ...] = ()
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class LineCounts:
    """Where every physical line of a file went; `other` by kind, as {"preamble": 3, "trailer": 1}."""

    total: int
    header: int
    accepted: int
    rejected: int
    blank: int
    other: Mapping[str, int] = field(default_factory=dict)

    @property
    def closes(self) -> bool:
        """Whether the parts sum to the total, with nothing left over."""
        return self.total == self.header + self.accepted + self.rejected + self.blank + sum(
            self.other.values()
        )

    def __str__(self) -> str:
        """Return the account in one line: `1,000 lines = 1 header + 996 accepted + ...`."""
        blank = "1 blank line ignored" if self.blank == 1 else f"{self.blank:,} blank lines ignored"
        parts = [f"{self.header:,} header", f"{self.accepted:,} accepted", f"{self.rejected:,} rejected"]
        parts += [blank] if self.blank else []
        parts += [f"{n:,} {kind}" for kind, n in self.other.items() if n]
        return f"{self.total:,} lines = " + " + ".join(parts)


@dataclass(frozen=True, slots=True)
class MoneyCounts:
    """Where the money of one currency went; `unknown` counts rejected records whose amount cannot be read."""

    read: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)
    excluded: Decimal = Decimal(0)
    unknown: int = 0

    @property
    def closes(self) -> bool:
        """Whether accepted, rejected and excluded sum to what was read, exactly."""
        return self.read == self.accepted + self.rejected + self.excluded


class Source(Protocol):
    """A file opened by a profile, read once from start to end.

    `counts`, complete once `batches` is exhausted, counts the lines handed over in batches as
    accepted and those of undelivered faults as rejected. `faults` grows while reading, each fault
    before the batch after it, and is emptied by whoever reads. `findings` holds W and Q findings.
    A structural fault of the whole file raises `RefusedFile`, at opening or while reading.
    """

    header: tuple[str, ...]
    faults: list[RowFault]
    findings: list[Finding]

    @property
    def done(self) -> int:
        """How much of `size` was read so far: bytes of text or of a sheet, rows of Parquet."""
        ...

    @property
    def size(self) -> int:
        """How much there is to read."""
        ...

    @property
    def counts(self) -> LineCounts:
        """The account of physical lines so far."""
        ...

    def batches(self) -> Iterator[Batch]:
        """Yield the well-formed records in file order, about 16 to 32 MB of file at a time."""
        ...

    def raw(self, lines: Iterable[int]) -> dict[int, str]:
        """Return the text of those records of the latest batch, by first physical line."""
        ...


@dataclass(frozen=True, slots=True)
class Peek:
    """A look at a file's beginning: its header, some records as text, where the header stands."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    header_line: int = 1
    sheet: str = ""
    questions: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What the book already knows, against which rows are checked.

    `known` maps a column name to the ids allowed in it; columns that are missing here are not
    checked. `rates_from` maps each currency that has rates to its first rate's day. `usual_rows`
    is the fewest and most rows of the latest imports of the source, if there were enough.
    """

    book_currency: str
    known: Mapping[str, pa.StringArray] = field(default_factory=dict)
    rates_from: Mapping[str, date] = field(default_factory=dict)
    usual_rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ReadJob:
    """One file to read: by which profile, against which book, into which empty folder.

    `name` is the file's name as the user knows it (default: the path's own); `progress` is called
    with bytes done and bytes in all.
    """

    path: Path
    profile: Profile
    table_name: str
    context: Context
    into: Path
    progress: Callable[[int, int], None] | None = None
    name: str = ""

    @property
    def shown_name(self) -> str:
        """The file's name for messages."""
        return self.name or self.path.name


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: every line and all money accounted for, accepted and rejected rows as files.

    `accepted` is Parquet in the table's stored schema without `import_number`, with `source` and
    `file_line` (and `_import`, `_line` where the file has them); `rejected` is Parquet in
    `REJECTED`. `findings` are warnings and faults grouped by code, the largest first, at most 20
    groups of faults; `questions` are what a person has to decide before the rows may be loaded.
    """

    counts: LineCounts
    money: Mapping[str, MoneyCounts]
    rows_accepted: int
    rows_rejected: int
    accepted: Path
    rejected: Path
    findings: tuple[Finding, ...] = ()
    questions: tuple[Finding, ...] = ()
