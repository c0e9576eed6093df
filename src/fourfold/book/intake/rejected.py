"""Rejected records: written to Parquet one row per fault, and grouped for people.

Guarantees that every fault of every rejected record is in the file, and that the groups name the
first of their kind and how many there are. Leaves keeping them to `fourfold.book.quarantine`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from fourfold.book.intake.batches import REJECTED
from fourfold.book.intake.codes import CODES, finding
from fourfold.errors import Finding

GROUPS = 20
GROUP = 50_000


@dataclass(frozen=True, slots=True)
class Reject:
    """One fault of one rejected record, as it is written."""

    file_line: int
    record: int
    code: str
    message: str
    column: str = ""
    position: int | None = None
    value: str = ""
    expected: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    order_id: str | None = None
    line_id: str | None = None
    raw: str = ""


class Rejects:
    """Writes rejects to a Parquet file and groups them by code and column.

    Parameters
    ----------
    path
        The file to write.
    name
        The imported file's name for messages.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self._writer = pq.ParquetWriter(path, REJECTED, compression="zstd", write_page_checksum=True)
        self._groups: dict[tuple[str, str], tuple[Finding, int]] = {}
        self._held: list[Reject] = []

    def add(self, rejects: Iterable[Reject]) -> None:
        """Add these faults; they are written when there are enough for a row group."""
        for reject in rejects:
            self._held.append(reject)
            self._count(reject)
        if len(self._held) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        columns = {
            name: [getattr(reject, name) for reject in self._held]
            for name in REJECTED.names
            if name != "remedy"
        }
        columns["remedy"] = [CODES[reject.code].remedy for reject in self._held]
        self._writer.write_table(pa.table({name: columns[name] for name in REJECTED.names}, schema=REJECTED))
        self._held = []

    def _count(self, reject: Reject) -> None:
        key = (reject.code, reject.column)
        group = self._groups.get(key)
        if group is None:
            first = finding(reject.code, reject.message, file=self.name, line=reject.file_line)
            first = replace(first, record=reject.record, column=reject.column, position=reject.position)
            first = replace(first, value=reject.value, expected=reject.expected)
            self._groups[key] = (first, 1)
        else:
            self._groups[key] = (group[0], group[1] + 1)

    def count(self, code: str, column: str | None = None) -> int:
        """Return how many faults have the code, in one column or in all."""
        return sum(g[1] for (c, col), g in self._groups.items() if c == code and column in (None, col))

    @property
    def columns(self) -> set[str]:
        """The columns in which faults were found."""
        return {column for _, column in self._groups}

    def findings(self, rows: int) -> list[Finding]:
        """Return the 20 largest groups; each message ends with how many of `rows`."""
        ordered = sorted(self._groups.values(), key=lambda g: (-g[1], g[0].line or 0))
        return [
            replace(f, count=n, message=f"{f.message}; {n:,} of {rows:,} rows") for f, n in ordered[:GROUPS]
        ]

    def __enter__(self) -> Rejects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held and error is None:
            self._flush()
        self._writer.close()
