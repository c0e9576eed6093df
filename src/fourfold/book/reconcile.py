"""What the rows of a file are to the book: new, known, changed, or in contradiction with each other.

Guarantees that every row of the file gets exactly one standing, that a row which the book has adds
nothing however the file is cut, ordered or named, and that memory is bound by about 24 bytes a row
(the book is streamed, never loaded). Leaves the decision about changes to a person and the
writing to `imports`.

An order line with a line id is known by source, order and line id; without, by source, order,
content and how often it stands there. A row of another table is known by the table's key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fourfold.book import identity, segments
from fourfold.book.failpoints import reach
from fourfold.book.identity import Hashes, Keys
from fourfold.book.meeting import CONTRADICTED, REPEATED, Mask, Meeting, Pair, Rows, Standing, Touched, is_in
from fourfold.book.schema import Table
from fourfold.book.segments import Positions
from fourfold.book.snapshots import Segment, Snapshot
from fourfold.book.workspace import Workspace

Tell = Callable[[int, int], None]

AT_ONCE = 4_000_000
"""About how many rows are compared with the book at once; more are compared in several rounds."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The accepted rows of a file: where they lie, of which table and source."""

    path: Path
    table: Table
    source: str

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(pq.read_metadata(self.path).num_rows)


@dataclass(frozen=True, slots=True)
class Standings:
    """The standing of each row of a file by position, and which stored rows they replace.

    `equal` counts the rows without line id beyond the first of equal ones; `met` are comparisons
    with the book, each with the positions in the file of the rows that it compared.
    """

    rows: Standing
    equal: int = 0
    met: tuple[tuple[Meeting, Positions], ...] = ()

    def replaced(self, kept_out: Positions | None = None) -> dict[str, Positions]:
        """Return which stored rows give way: positions by segment file.

        `kept_out` are rows of the file that will not come in, so that what they replace stays.
        """
        found: dict[str, list[Positions]] = {}
        for meeting, at in self.met:
            for file, places in meeting.replaced(None if kept_out is None else np.isin(at, kept_out)).items():
                found.setdefault(file, []).append(places)
        return {file: np.concatenate(places) for file, places in found.items()}

    @property
    def elsewhere(self) -> Positions:
        """The rows whose order id the book has from another source."""
        return np.concatenate([np.empty(0, np.int64), *(at[m.elsewhere] for m, at in self.met)])

    @property
    def changed_orders(self) -> int:
        """How many orders have other lines than before, told per order for want of line ids."""
        return sum(meeting.changed_orders for meeting, _ in self.met)

    def pairs(self, limit: int) -> list[Pair]:
        """Return up to `limit` stored rows that give way, with the row that follows each."""
        return [pair for meeting, at in self.met for pair in meeting.pairs(at, limit)][:limit]

    def count(self, *standings: int) -> int:
        """Count the rows of these standings."""
        return int(np.isin(self.rows, standings).sum())

    def positions(self, *standings: int) -> Positions:
        """Return where the rows of these standings are, ascending."""
        return np.flatnonzero(np.isin(self.rows, standings))


def standings(workspace: Workspace, state: Snapshot, incoming: Incoming, tell: Tell) -> Standings:
    """Return the standing of every row of a file against a snapshot; no rows give no standings."""
    reach("dedupe")
    stored = state.of(incoming.table.name)
    total, probes, repeated = _first_look(incoming, wanted=bool(stored), tell=tell)
    rows = np.zeros(total, np.uint8)
    near, touched = _hits(workspace, stored, probes)
    if not len(repeated) and not len(near):
        return Standings(rows)
    parts = 1 + int(total * len(near) / max(len(probes), 1)) // AT_ONCE
    del probes
    equal, met = 0, []
    for part in range(parts):
        at, file = _second_look(incoming, _Wanted(repeated, near, part, parts))
        local = np.zeros(len(at), np.uint8)
        equal += _within(file, local)
        meeting = Meeting(file, local, incoming.source)
        for place in touched:
            meeting.compare(workspace, place, incoming.table, near[near % np.uint64(parts) == part])
        meeting.settle()
        rows[at] = local
        met.append((meeting, at))
    return Standings(rows, equal, tuple(met))


def _first_look(incoming: Incoming, *, wanted: bool, tell: Tell) -> tuple[int, Hashes, Hashes]:
    """Return the number of rows, the sorted probes (if wanted), and the sorted keys that stand twice."""
    total, start = incoming.rows, 0
    keys, probes = np.empty(total, np.uint64), []
    for batch_keys in _hashed(incoming):
        keys[start : start + len(batch_keys.key)] = batch_keys.key
        if wanted:
            probes.append(np.unique(batch_keys.probe))
        start += len(batch_keys.key)
        tell(start, total)
    keys.sort()
    repeated = np.unique(keys[1:][keys[1:] == keys[:-1]])
    return total, np.unique(np.concatenate(probes)) if probes else np.empty(0, np.uint64), repeated


def _hashed(incoming: Incoming) -> Iterator[Keys]:
    table = incoming.table
    counted = "line_id" in table and _has_empty(incoming.path, "line_id")
    for batch in segments.stream(incoming.path, identity.key_columns(table, counted=counted)):
        yield identity.keys_of(batch, table, incoming.source, content=False)


def _has_empty(path: Path, column: str) -> bool:
    meta = pq.read_metadata(path)
    at = meta.schema.names.index(column)
    groups = (meta.row_group(g).column(at).statistics for g in range(meta.num_row_groups))
    return any(s is None or s.null_count for s in groups)


def _hits(workspace: Workspace, stored: tuple[Segment, ...], probes: Hashes) -> tuple[Hashes, list[Touched]]:
    """Return the probes of the file that some segment holds, sorted, and where in the book they are."""
    near: list[Hashes] = []
    touched: list[Touched] = []
    for segment in stored if len(probes) else ():
        common = [_common(probes, group) for group in segments.probes_of(workspace, segment)]
        groups = tuple(at for at, found in enumerate(common) if len(found))
        if groups:
            near.append(np.unique(np.concatenate(common)))
            touched.append(Touched(segment, groups))
    return (np.unique(np.concatenate(near)) if near else np.empty(0, np.uint64)), touched


def _common(left: Hashes, right: Hashes) -> Hashes:
    small, large = sorted((left, right), key=len)
    return small[is_in(small, large)]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The rows that need a second look: their key stands twice, or the book has their probe."""

    keys: Hashes
    probes: Hashes
    part: int
    parts: int

    def among(self, keys: Keys) -> Mask:
        found = is_in(keys.key, self.keys) | is_in(keys.probe, self.probes)
        found &= keys.probe % np.uint64(self.parts) == self.part
        return found


def _second_look(incoming: Incoming, wanted: _Wanted) -> tuple[Positions, Rows]:
    found: list[Rows] = []
    places: list[Positions] = []
    start, table = 0, incoming.table
    for batch in segments.stream(incoming.path, identity.content_columns(table)):
        at = np.flatnonzero(wanted.among(identity.keys_of(batch, table, incoming.source, content=False)))
        if len(at):
            found.append(Rows.of(batch.take(pa.array(at)), table, incoming.source))
            places.append(at + start)
        start += batch.num_rows
    return np.concatenate([np.empty(0, np.int64), *places]), Rows.joined(found)


def _within(file: Rows, rows: Standing) -> int:
    """Judge rows of one file that share a key; return how many rows without line id repeat another."""
    order = np.argsort(file.key, kind="stable")
    key, content = file.key[order], file.content[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    sizes = np.diff(np.r_[starts, len(key)])
    first = np.repeat(content[starts], sizes)
    differs = np.logical_or.reduceat(content != first, starts)
    contradicted = np.repeat(differs, sizes)
    later = np.ones(len(key), np.bool_)
    later[starts] = False
    counted = file.counted[order]
    rows[order[contradicted & ~counted]] = CONTRADICTED
    rows[order[~contradicted & later & ~counted]] = REPEATED
    return int((later & counted).sum())
