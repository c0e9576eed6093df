"""The rows of a file against the rows of the book that may concern them, segment by segment.

Guarantees that the book is read once, in batches, whatever its size, and that only 64-bit hashes
of the file's rows are held. Leaves finding the segments that matter to `reconcile`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fourfold.book import identity, segments
from fourfold.book.identity import Hashes
from fourfold.book.schema import Table
from fourfold.book.segments import Positions
from fourfold.book.snapshots import Segment
from fourfold.book.workspace import Workspace

NEW, KNOWN, CHANGED, REPEATED, CONTRADICTED = range(5)
"""Standings: CHANGED replaces stored rows, REPEATED is a second equal row of one key in the file,
CONTRADICTED shares its key with a row of the file that differs."""

Standing = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """The hashes of some rows; see `identity.Keys`."""

    key: Hashes
    probe: Hashes
    counted: Mask
    content: Hashes

    @classmethod
    def of(cls, batch: pa.RecordBatch, table: Table, source: str) -> Rows:
        """Hash the rows of a batch that has all content columns."""
        keys = identity.keys_of(batch, table, source, content=True)
        assert keys.content is not None
        return cls(keys.key, keys.probe, keys.counted, keys.content)

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """Return the rows of several batches as one."""
        nothing = np.empty(0, np.uint64)
        return cls(
            np.concatenate([nothing, *(p.key for p in parts)]),
            np.concatenate([nothing, *(p.probe for p in parts)]),
            np.concatenate([np.empty(0, np.bool_), *(p.counted for p in parts)]),
            np.concatenate([nothing, *(p.content for p in parts)]),
        )


@dataclass(frozen=True, slots=True)
class Touched:
    """A segment of the book, and its row groups that hold a probe of the file."""

    segment: Segment
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A stored row that gives way (segment file, position), and the row that follows it, or -1."""

    file: str
    place: int
    row: int


def is_in(values: Hashes, ordered: Hashes) -> Mask:
    """Tell for each value whether a sorted array holds it."""
    if not len(ordered):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.asarray(ordered[at] == values, np.bool_)


def occurrences(values: npt.NDArray[np.int64]) -> Positions:
    """Return for each value how many equal ones stand before it."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = (
        np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(values) else np.empty(0, np.int64)
    )
    numbers = np.empty(len(values), np.int64)
    numbers[order] = np.arange(len(values)) - np.repeat(starts, np.diff(np.r_[starts, len(values)]))
    return numbers


class Meeting:
    """Judges the rows of a file (those still NEW) while the book's segments pass by."""

    def __init__(self, file: Rows, rows: Standing, source: str) -> None:
        self.file, self.rows, self.source = file, rows, source
        self.elsewhere: Mask = np.zeros(len(rows), np.bool_)
        self.changed_orders = 0
        self._free = np.flatnonzero(rows == NEW)
        self._keys, first, self._group, self._count = np.unique(
            file.key[self._free], return_index=True, return_inverse=True, return_counts=True
        )
        self._first = self._free[first]
        self._seen = np.zeros(len(self._keys), np.int64)
        self._probes = np.unique(file.probe)
        self._counted_probes = np.unique(file.probe[file.counted])
        self._followed: list[tuple[str, Positions, Positions]] = []
        self._lost: list[tuple[str, Positions, Hashes]] = []

    def compare(self, workspace: Workspace, place: Touched, table: Table, near: Hashes) -> None:
        """Compare those rows of a segment whose probe is among `near` (sorted)."""
        segment, columns = place.segment, identity.content_columns(table)
        for start, batch in segments.row_groups(workspace.file(segment), columns, place.groups):
            at = np.flatnonzero(is_in(identity.each_probe(batch, table), near))
            if len(at):
                stored = Rows.of(batch.take(pa.array(at)), table, segment.source)
                if "line_id" in table and segment.source != self.source:
                    self.elsewhere |= is_in(self.file.probe, np.unique(stored.probe))
                else:
                    self._compare(segment.file, stored, at + start)

    def _compare(self, name: str, stored: Rows, places: Positions) -> None:
        matched = is_in(stored.key, self._keys)
        group = np.minimum(np.searchsorted(self._keys, stored.key), max(len(self._keys) - 1, 0))
        ours = self._first[group] if len(self._keys) else group
        keyed = np.flatnonzero(matched & ~stored.counted)
        same = self.file.content[ours[keyed]] == stored.content[keyed]
        self.rows[ours[keyed]] = np.where(same, KNOWN, CHANGED)
        self._followed.append((name, places[keyed[~same]], ours[keyed[~same]]))
        counted = np.flatnonzero(matched & stored.counted)
        nth = occurrences(group[counted]) + self._seen[group[counted]]
        np.add.at(self._seen, group[counted], 1)
        lost = ~matched & (stored.counted | is_in(stored.probe, self._counted_probes))
        lost[counted[nth >= self._count[group[counted]]]] = True
        lost &= is_in(stored.probe, self._probes)
        self._lost.append((name, places[lost], stored.probe[lost]))

    def settle(self) -> None:
        """Judge what needs the whole book: lines without line id, and orders whose lines changed.

        An order changed where the file lacks stored lines of it and has new ones for it.
        """
        counted = self.file.counted[self._free]
        known = counted & (occurrences(self._group) < self._seen[self._group])
        self.rows[self._free[known]] = KNOWN
        fresh = np.unique(self.file.probe[self.rows == NEW])
        self._lost = [
            (name, places[keep], probes[keep])
            for name, places, probes in self._lost
            for keep in [is_in(probes, fresh)]
        ]
        orders = np.unique(np.concatenate([np.empty(0, np.uint64), *(probes for _, _, probes in self._lost)]))
        self.changed_orders = len(orders)
        self.rows[(self.rows == NEW) & is_in(self.file.probe, orders)] = CHANGED

    def replaced(self, kept_out: Mask | None = None) -> dict[str, Positions]:
        """Return the stored rows that give way, by segment file; what `kept_out` marks replaces nothing."""
        found: dict[str, list[Positions]] = {}
        for name, places, rows in self._followed:
            gone = places if kept_out is None else places[~kept_out[rows]]
            if len(gone):
                found.setdefault(name, []).append(gone)
        for name, places, _ in self._lost:
            if len(places):
                found.setdefault(name, []).append(places)
        return {name: np.concatenate(places) for name, places in found.items()}

    def pairs(self, at: Positions, limit: int) -> list[Pair]:
        """Return up to `limit` stored rows that give way, with the row of the file that follows each."""
        found = [
            Pair(name, int(place), int(at[row]))
            for name, places, rows in self._followed
            for place, row in zip(places[:limit], rows[:limit], strict=True)
        ]
        found += [Pair(name, int(place), -1) for name, places, _ in self._lost for place in places[:limit]]
        return found[:limit]
