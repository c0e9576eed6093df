"""Repeated rows: one key on rows that differ, and rows that nothing tells apart.

Guarantees that every accepted row is compared with every other of its file, in 8 bytes a row.
Leaves comparing with rows imported earlier to `fourfold.book.imports`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.accepted import AcceptedFile
from fourfold.book.intake.batches import REPAIRED, Source
from fourfold.book.intake.rejected import Reject
from fourfold.book.schema import FILE_LINE

Hashes = npt.NDArray[np.uint64]
_MIX = np.uint64(0x9E3779B97F4A7C15)
BUCKETS = 16


class Repeats:
    """Collects one hash per accepted row, over its key or, without a key, over all its columns.

    Parameters
    ----------
    columns
        The columns that tell rows apart.
    """

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self._parts: list[Hashes] = []
        self._count = 0

    def take(self, rows: pa.Table) -> None:
        """Add these accepted rows; a row with an empty key part is equal to none."""
        mixed = np.zeros(rows.num_rows, np.uint64)
        missing = np.zeros(rows.num_rows, np.bool_)
        for name in self.columns:
            column = rows.column(name).combine_chunks()
            column = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
            mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX + _hashed(column)
            missing |= np.asarray(pc.is_null(column))
        if "line_id" in self.columns or "order_id" not in self.columns:
            places = (
                np.arange(self._count, self._count + len(mixed)).astype(np.uint64) + np.uint64(1)
            ) * _MIX
            mixed = np.where(missing, places, mixed)
        self._count += len(mixed)
        self._parts.append(mixed)

    def repeated(self) -> npt.NDArray[np.int64]:
        """Return the places, among all rows taken, of rows that have a twin; in file order."""
        twins = np.concatenate([self._twins(bucket) for bucket in range(BUCKETS)])
        places, base = [np.zeros(0, np.int64)], 0
        for part in self._parts if len(twins) else ():
            places.append(np.flatnonzero(np.isin(part, twins)) + base)
            base += len(part)
        return np.concatenate(places)

    def _twins(self, bucket: int) -> Hashes:
        """Return the hashes that stand more than once, of one bucket: a part of the memory at a time."""
        mine = [part[part >> np.uint64(60) == bucket] for part in self._parts]
        ordered = np.sort(np.concatenate([np.zeros(0, np.uint64), *mine]))
        twins: Hashes = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        return twins


def _hashed(column: pa.Array) -> Hashes:
    if pa.types.is_string(column.type):
        coded = column.dictionary_encode()
        hashes = [hash(text) & 0xFFFFFFFFFFFFFFFF for text in coded.dictionary.to_pylist()]
        places = np.asarray(coded.indices.fill_null(len(hashes)))
        found: Hashes = np.take(np.array([*hashes, 0], np.uint64), places)
        return found
    if pa.types.is_decimal(column.type):
        filled = column.fill_null(pa.scalar(Decimal(0), column.type))
        whole: Hashes = np.frombuffer(filled.buffers()[1], np.uint64).reshape(-1, 2)
        low: Hashes = whole[filled.offset : filled.offset + len(filled), 0]
        return low
    days = np.asarray(column.cast(pa.int32()).fill_null(-1))
    hashes_of_days: Hashes = days.astype(np.uint64)
    return hashes_of_days


def settle_repeats(
    accepted: AcceptedFile, places: npt.NDArray[np.int64], key: tuple[str, ...], again: Source
) -> list[tuple[Reject, int]]:
    """Take rows whose key stands on other rows out of the accepted file.

    Rows that differ are all rejected, for none can be trusted; equal rows are left to the book.

    Parameters
    ----------
    accepted
        The finished file; it is written anew.
    places
        Where rows with a twin stand in it.
    key
        The table's key.
    again
        The same file, opened once more, for the records as they stand.

    Returns
    -------
    list
        Each rejected row and how many physical lines it takes, in file order.
    """
    groups: dict[tuple[Any, ...], list[tuple[int, dict[str, Any]]]] = {}
    for place, row in zip(places.tolist(), accepted.at(places).to_pylist(), strict=True):
        groups.setdefault(tuple(row[name] for name in key), []).append((place, row))
    out: dict[int, tuple[int, dict[str, Any], str]] = {}
    for values, rows in groups.items():
        for place, row, message in _settled(dict(zip(key, values, strict=True)), rows):
            out[row[FILE_LINE]] = (place, row, message)
    if out:
        accepted.drop(np.array(sorted(place for place, _, _ in out.values())))
    return _as_rejects(out, again)


def _settled(
    key: dict[str, Any], rows: list[tuple[int, dict[str, Any]]]
) -> Iterator[tuple[int, dict[str, Any], str]]:
    if len(rows) < 2:
        return
    said = ", ".join(f"{name} '{value}'" for name, value in key.items())
    first = rows[0][1]
    if all(_same(first, row) for _, row in rows):
        return  # the book counts them as known: they add nothing
    where = " and ".join(str(row[FILE_LINE]) for _, row in rows[:4])
    amounts = " and ".join(f"{row['amount']:,}" for _, row in rows[:4] if row.get("amount") is not None)
    values = f" with amounts {amounts}" if amounts else " with different values"
    for place, row in rows:
        yield place, row, f"{said} stands on lines {where}{values}"


def _same(left: dict[str, Any], right: dict[str, Any]) -> bool:
    apart = {FILE_LINE, *REPAIRED}
    return all(left[name] == right[name] for name in left if name not in apart)


def _as_rejects(out: dict[int, tuple[int, dict[str, Any], str]], again: Source) -> list[tuple[Reject, int]]:
    found = []
    for batch in again.batches() if out else ():
        hits = np.flatnonzero(np.isin(batch.lines, np.array(list(out)))).tolist()
        raw = again.raw(batch.lines[hits].tolist())
        for i in hits:
            line = int(batch.lines[i])
            _, row, message = out[line]
            known: Any = {name: row.get(name) for name in ("amount", "currency", "order_id", "line_id")}
            reject = Reject(line, int(batch.records[i]), "E501", message, raw=raw[line], **known)
            found.append((reject, int(batch.spans[i])))
    return found
