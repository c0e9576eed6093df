"""A weighed file becomes part of a state of the book.

Guarantees that the whole file is in the state that is returned, and that what was written for it
is named by no snapshot until that state is committed. Leaves judging to `weighing`, commits to
`imports`, replays to `rebuild`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from fourfold.book import segments
from fourfold.book.failpoints import reach
from fourfold.book.intake import REJECTED, profile_to_toml
from fourfold.book.meeting import CHANGED, NEW
from fourfold.book.quarantine import CLOSURES, closure_rows, open_rejects
from fourfold.book.schema import IMPORT_NUMBER
from fourfold.book.segments import Desk
from fourfold.book.snapshots import ImportRecord, Segment, Snapshot
from fourfold.book.waiting import summed
from fourfold.book.weighing import Progress, Weighed


def absorb(state: Snapshot, weighed: Weighed, desk: Desk, progress: Progress) -> Snapshot:
    """Return the state with a weighed file in it; writes segments that no snapshot names yet."""
    reach("build")
    arrival, workspace = weighed.arrival, desk.workspace
    kept, superseded = _without_replaced(state, weighed, desk)
    stored = arrival.table.stored
    added = segments.write_segments(_incoming_rows(weighed, progress), arrival.table.name, stored, desk)
    quarantined = segments.write_segments(_rejected_rows(weighed), "quarantine", REJECTED, desk)
    closures = segments.write_segments(
        [closure_rows(weighed.closing, arrival.number)] if weighed.closing else [], "closures", CLOSURES, desk
    )
    after = replace(
        state,
        segments=(*kept, *added),
        quarantine=(*state.quarantine, *quarantined),
        closures=(*state.closures, *closures),
        imports=(*state.imports, record_of(weighed, superseded)),
        next_import=max(state.next_import, arrival.number + 1),
    )
    return replace(after, quarantined=summed(open_rejects(workspace, after), after))


def record_of(weighed: Weighed, superseded: int) -> ImportRecord:
    """Return the log entry of a weighed file."""
    arrival = weighed.arrival
    return ImportRecord(
        number=arrival.number,
        table=arrival.table.name,
        file=arrival.file,
        sha256=arrival.sha256,
        raw=arrival.raw,
        profile_name=arrival.profile.name,
        profile=profile_to_toml(arrival.profile),
        key=arrival.key,
        received_at=arrival.received_at,
        lines=weighed.lines,
        money=weighed.money,
        rows_accepted=weighed.reading.rows_accepted - len(weighed.dropped),
        rows_rejected=weighed.rows_rejected,
        new=weighed.new,
        known=weighed.known,
        changed=weighed.changed,
        superseded=superseded,
        closed=len(weighed.closing),
        findings=weighed.findings,
    )


def _without_replaced(state: Snapshot, weighed: Weighed, desk: Desk) -> tuple[list[Segment], int]:
    replaced = weighed.standings.replaced(weighed.dropped)
    kept: list[Segment] = []
    for segment in state.segments:
        gone = replaced.get(segment.file)
        kept += [segment] if gone is None else segments.without_rows(segment, gone, desk)
    return kept, sum(len(places) for places in replaced.values())


def _incoming_rows(weighed: Weighed, progress: Progress) -> Iterator[pa.RecordBatch]:
    number, total, start = weighed.arrival.number, len(weighed.standings.rows), 0
    names = weighed.arrival.table.stored.names
    wanted = np.isin(weighed.standings.rows, (NEW, CHANGED))
    wanted[weighed.dropped] = False
    for batch in segments.stream(weighed.reading.accepted):
        here = wanted[start : start + batch.num_rows]
        start += batch.num_rows
        progress("storing", start, total)
        rows = batch if here.all() else batch.filter(pa.array(here))
        numbers = pa.array(np.full(rows.num_rows, number, np.int32))
        columns = [numbers if name == IMPORT_NUMBER else rows.column(name) for name in names]
        yield pa.RecordBatch.from_arrays(columns, schema=weighed.arrival.table.stored)


def _rejected_rows(weighed: Weighed) -> Iterator[pa.RecordBatch]:
    if weighed.reading.rows_rejected:
        yield from segments.stream(weighed.reading.rejected)
    yield from weighed.late.to_batches()
