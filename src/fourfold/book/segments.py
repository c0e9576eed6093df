"""Segments: rows of one table from one import in an immutable Parquet file, and the index to find them.

Guarantees that a segment is flushed before it has its name, carries page checksums, and that its
sums, days and SHA-256 are told by the `Segment` that is returned. An index (the sorted probe
hashes of a segment's rows) is derived: one that is missing or damaged is made again. Leaves which
rows belong together to `reconcile`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fourfold.book import durable, identity
from fourfold.book.identity import Hashes
from fourfold.book.schema import TABLES, Kind, Table
from fourfold.book.snapshots import Amount, Segment
from fourfold.book.workspace import Workspace

ROWS = 1_000_000
BATCH = 1 << 17

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a writer puts segments: the workspace, its own temporary folder, and the names' numbers."""

    workspace: Workspace
    work: Path
    snapshot_number: int
    import_number: int
    source: str


def stream(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a Parquet file in order, in batches, with page checksums verified."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        yield from file.iter_batches(BATCH, columns=list(columns) if columns is not None else None)


def write_segments(
    batches: Iterable[pa.RecordBatch], kind: str, schema: pa.Schema, desk: Desk
) -> tuple[Segment, ...]:
    """Write batches as segments of at most a million rows and a batch; none if there are no rows.

    `kind` is the name of a canonical table, or `quarantine` or `closures`.
    """
    written: list[Segment] = []
    open_part: _Part | None = None
    for batch in batches:
        if batch.num_rows == 0:
            continue
        open_part = open_part or _Part(kind, schema, desk, len(written))
        open_part.add(batch)
        if open_part.rows >= ROWS:
            written.append(open_part.finish())
            open_part = None
    if open_part:
        written.append(open_part.finish())
    return tuple(written)


class _Part:
    """One segment being written."""

    def __init__(self, kind: str, schema: pa.Schema, desk: Desk, number: int) -> None:
        self.kind, self.desk, self.rows = kind, desk, 0
        self.path = desk.work / f"{kind}-{desk.import_number}-{number}"
        self.writer = pq.ParquetWriter(
            self.path, schema, compression="zstd", compression_level=1, write_page_checksum=True
        )
        self.schema = schema
        self.table = TABLES.get(kind)
        self.money: dict[str, Decimal] = {}
        self.days: list[date] = []
        self.probes: list[Hashes] = []
        self.waiting: list[pa.RecordBatch] = []

    def add(self, batch: pa.RecordBatch) -> None:
        self.waiting.append(batch.select(self.schema.names))
        self.rows += batch.num_rows
        if sum(b.num_rows for b in self.waiting) >= BATCH:
            self._write_group()

    def _write_group(self) -> None:
        """Write what waits as one row group."""
        table = pa.Table.from_batches(self.waiting).combine_chunks()
        self.waiting = []
        self.writer.write_table(table, row_group_size=max(table.num_rows, 1))
        if self.table is None:
            return
        for batch in table.to_batches():
            for currency, amount in money_of(batch, self.table).items():
                self.money[currency] = self.money.get(currency, Decimal(0)) + amount
            self.days += _days(batch, self.table)
            self.probes.append(identity.probes_in(batch, self.table))

    def finish(self) -> Segment:
        if self.waiting:
            self._write_group()
        self.writer.close()
        digest = durable.sha256_of(self.path)
        desk = self.desk
        name = f"{self.kind}-{desk.import_number:06d}-{desk.snapshot_number:06d}-{digest[:16]}.parquet"
        size = self.path.stat().st_size
        durable.place(self.path, desk.workspace.folder / "segments" / name)
        segment = Segment(
            table=self.kind,
            file=f"segments/{name}",
            sha256=digest,
            rows=self.rows,
            size=size,
            import_number=desk.import_number,
            source=desk.source,
            money=tuple(Amount(c, a) for c, a in sorted(self.money.items())),
            first_on=min(self.days, default=None),
            last_on=max(self.days, default=None),
        )
        if self.table is not None:
            _write_index(desk.workspace, segment, self.probes)
        return segment


def money_of(batch: pa.RecordBatch, table: Table) -> dict[str, Decimal]:
    """Sum the table's amount per currency, rows without one left out; empty for a table that has none."""
    amounts = [c.name for c in table.columns if c.kind is Kind.MONEY]
    codes = [c.name for c in table.columns if c.kind is Kind.CURRENCY]
    if not amounts or not codes:
        return {}
    amount, currency = batch.column(amounts[0]), batch.column(codes[0])
    found: dict[str, Decimal] = {}
    for code in pc.unique(currency).drop_null().to_pylist():
        summed = pc.sum(amount.filter(pc.equal(currency, code))).as_py()
        found[code] = Decimal(0) if summed is None else summed
    return found


def _days(batch: pa.RecordBatch, table: Table) -> list[date]:
    names = [c.name for c in table.columns if c.kind is Kind.DATE and c.required]
    if not names:
        return []
    ends = pc.min_max(batch.column(names[0])).as_py()
    return [day for day in (ends["min"], ends["max"]) if day is not None]


def without_rows(segment: Segment, positions: Positions, desk: Desk) -> tuple[Segment, ...]:
    """Write a segment anew without the rows at these positions; the old file stays for older snapshots."""
    path = desk.workspace.file(segment)
    table = TABLES[segment.table]
    own = replace(desk, import_number=segment.import_number, source=segment.source)
    gone = np.zeros(segment.rows, np.bool_)
    gone[positions] = True

    def rest() -> Iterator[pa.RecordBatch]:
        start = 0
        for batch in stream(path):
            yield batch.filter(pa.array(~gone[start : start + batch.num_rows]))
            start += batch.num_rows

    return write_segments(rest(), segment.table, table.stored, own)


def _index_path(workspace: Workspace, segment: Segment) -> Path:
    return workspace.folder / "index" / f"{Path(segment.file).stem}.probes"


def _write_index(workspace: Workspace, segment: Segment, groups: Sequence[Hashes]) -> None:
    sizes = np.array([len(groups), *(len(g) for g in groups)], np.uint64)
    content = np.concatenate([sizes, *groups]).tobytes()
    seal = hashlib.sha256(segment.sha256.encode() + content).digest()
    path = _index_path(workspace, segment)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(seal + content)


def probes_of(workspace: Workspace, segment: Segment) -> list[Hashes]:
    """Return the sorted probes of each row group: from the index, or from the segment if that is damaged."""
    path = _index_path(workspace, segment)
    content = path.read_bytes() if path.exists() else b""
    if len(content) < 40 or hashlib.sha256(segment.sha256.encode() + content[32:]).digest() != content[:32]:
        groups = _own_probes(workspace, segment)
        _write_index(workspace, segment, groups)
        return groups
    words = np.frombuffer(content, np.uint64, offset=32)
    count = int(words[0])
    return np.split(words[1 + count :], np.cumsum(words[1:count].astype(np.int64)))


def _own_probes(workspace: Workspace, segment: Segment) -> list[Hashes]:
    table = TABLES[segment.table]
    return [
        identity.probes_in(batch, table)
        for _, batch in row_groups(workspace.file(segment), identity.content_columns(table))
    ]


def row_groups(
    path: Path, columns: Sequence[str], only: Sequence[int] | None = None
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield row groups of a segment, all or only some, each with the position of its first row."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        sizes = [file.metadata.row_group(g).num_rows for g in range(file.num_row_groups)]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        for group in range(len(sizes)) if only is None else only:
            table = file.read_row_group(group, columns=list(columns))
            yield int(starts[group]), table.combine_chunks().to_batches()[0]
