"""The table of changes: what stored rows would become, shown before a person says yes.

Guarantees that each change names its row and shows the stored and the new value as text. Leaves
counting all changes to `reconcile`; this table is a sample.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from fourfold.book import segments
from fourfold.book.identity import content_columns
from fourfold.book.meeting import CHANGED, Pair
from fourfold.book.reconcile import Incoming, Standings
from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import Workspace

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one row that would change: the row's key, the column, old and new text.

    For an order without line ids `column` is `line`: a stored line that goes (`new` empty) or a
    line that comes (`old` empty).
    """

    key: str
    column: str
    old: str
    new: str


Row = Mapping[str, object]


def told_changes(
    workspace: Workspace, state: Snapshot, incoming: Incoming, found: Standings
) -> tuple[Change, ...]:
    """Return the first changes that a file would make to the book; empty if there are none."""
    pairs = found.pairs(SHOWN)
    if not pairs:
        return ()
    followers = {pair.row for pair in pairs if pair.row >= 0}
    coming = found.positions(CHANGED)[:SHOWN] if found.changed_orders else np.empty(0, np.int64)
    ours = _at(segments.stream(incoming.path), sorted(followers | set(coming.tolist())))
    theirs = _stored(workspace, state, pairs)
    changes: list[Change] = []
    for pair in pairs:
        old = theirs[pair.file, pair.place]
        if pair.row >= 0:
            changes += _differences(incoming, old, ours[pair.row])
        else:
            changes.append(Change(str(old["order_id"]), "line", _line(incoming, old), ""))
    fresh = [ours[at] for at in coming.tolist() if at not in followers]
    changes += [Change(str(row["order_id"]), "line", "", _line(incoming, row)) for row in fresh]
    return tuple(changes)


def _at(batches: object, positions: list[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    start = 0
    wanted = np.array(positions, np.int64)
    assert hasattr(batches, "__iter__")
    for batch in batches:
        here = wanted[(wanted >= start) & (wanted < start + batch.num_rows)]
        if len(here):
            rows = batch.take(pa.array(here - start)).to_pylist()
            found |= dict(zip(here.tolist(), rows, strict=True))
        start += batch.num_rows
    return found


def _stored(workspace: Workspace, state: Snapshot, pairs: list[Pair]) -> dict[tuple[str, int], Row]:
    found: dict[tuple[str, int], Row] = {}
    for segment in state.segments:
        places = sorted(pair.place for pair in pairs if pair.file == segment.file)
        if places:
            rows = _at(segments.stream(workspace.file(segment)), places)
            found |= {(segment.file, place): row for place, row in rows.items()}
    return found


def _differences(incoming: Incoming, old: Row, new: Row) -> list[Change]:
    key = "/".join(str(new[name]) for name in incoming.table.key)
    return [
        Change(key, name, text(old[name]), text(new[name]))
        for name in content_columns(incoming.table)
        if old[name] != new[name]
    ]


def _line(incoming: Incoming, row: Row) -> str:
    return " ".join(
        text(row[n]) for n in content_columns(incoming.table) if n != "order_id" and row[n] is not None
    )


def text(value: object) -> str:
    """Return a stored value as text: dates as ISO days, numbers plain, an empty value as ''."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
