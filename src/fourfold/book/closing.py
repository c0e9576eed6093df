"""Which quarantined rows a file settles.

Guarantees that an open row is settled when its repaired form is accepted (by the `_import` and
`_line` it carries, or by order and line id from the same source) and when it comes again and is
rejected again, so that it never counts twice. Leaves storing closures to `absorb`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fourfold.book import segments
from fourfold.book.intake import REPAIRED, Profile, Reading
from fourfold.book.quarantine import ADDED, Entry, Reject, cells_of, open_rejects
from fourfold.book.schema import ORDER_LINES, Table
from fourfold.book.segments import Positions
from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import Workspace


class Arriving(Protocol):
    """What has to be known of the file that came."""

    @property
    def table(self) -> Table:
        """The table of its rows."""
        ...

    @property
    def profile(self) -> Profile:
        """The profile it is read by."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """A file that was read and judged: its reading, the rows that the book rejects, and their positions."""

    reading: Reading
    late: pa.Table
    dropped: Positions


def closes(workspace: Workspace, state: Snapshot, arrival: Arriving, verdict: Verdict) -> frozenset[Entry]:
    """Return the open quarantined rows that a file settles; none if none are open."""
    if not state.quarantined.rows:
        return frozenset()
    reading, late, dropped = verdict.reading, verdict.late, verdict.dropped
    waiting = {
        reject.entry: reject
        for reject in open_rejects(workspace, state)
        if reject.source == arrival.profile.source and reject.table == arrival.table.name
    }
    if not waiting:
        return frozenset()
    settled = set(_named(reading, dropped)) | set(_by_key(waiting, arrival, reading, dropped))
    settled |= set(_rejected_again(waiting, arrival, reading, late))
    return frozenset(settled & set(waiting))


def _kept(reading: Reading, columns: list[str], dropped: Positions) -> Iterator[pa.RecordBatch]:
    start = 0
    for batch in segments.stream(reading.accepted, columns):
        keep = np.ones(batch.num_rows, np.bool_)
        keep[dropped[(dropped >= start) & (dropped < start + batch.num_rows)] - start] = False
        yield batch.filter(pa.array(keep))
        start += batch.num_rows


def _named(reading: Reading, dropped: Positions) -> Iterator[Entry]:
    if not set(REPAIRED) <= set(pq.read_schema(reading.accepted).names):
        return
    for batch in _kept(reading, list(REPAIRED), dropped):
        for row in batch.to_pylist():
            if row["_import"] is not None and row["_line"] is not None:
                yield int(row["_import"]), int(row["_line"])


def _by_key(
    waiting: dict[Entry, Reject], arrival: Arriving, reading: Reading, dropped: Positions
) -> Iterator[Entry]:
    keyed = {(r.order_id, r.line_id): r.entry for r in waiting.values() if r.order_id and r.line_id}
    if arrival.table is not ORDER_LINES or not keyed:
        return
    orders = pa.array(sorted({order for order, _ in keyed if order}), pa.string())
    for batch in _kept(reading, ["order_id", "line_id"], dropped):
        for row in batch.filter(pc.is_in(batch.column("order_id"), value_set=orders)).to_pylist():
            if (row["order_id"], row["line_id"]) in keyed:
                yield keyed[row["order_id"], row["line_id"]]


def _rejected_again(
    waiting: dict[Entry, Reject], arrival: Arriving, reading: Reading, late: pa.Table
) -> Iterator[Entry]:
    texts = {reject.raw: reject.entry for reject in waiting.values()}
    repaired = set(REPAIRED) <= set(pq.read_schema(reading.accepted).names)
    fresh = [text for batch in _raw_texts(reading, late) for text in batch]
    for text in fresh:
        if text in texts:
            yield texts[text]
        cells = cells_of(text, arrival.profile) if repaired else None
        if cells and len(cells) >= len(ADDED) and "".join(cells[-4:-2]).isdigit():
            yield int(cells[-4]), int(cells[-3])


def _raw_texts(reading: Reading, late: pa.Table) -> Iterator[list[str]]:
    if reading.rows_rejected:
        for batch in segments.stream(reading.rejected, ["raw"]):
            yield [text or "" for text in batch.column("raw").to_pylist()]
    yield [text or "" for text in late.column("raw").to_pylist()]
