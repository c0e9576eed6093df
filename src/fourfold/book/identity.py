"""Which rows are the same: 64-bit hashes of a row's key and of its content, computed in bulk.

Guarantees that equal values have equal hashes on every machine and in every batch, and that two
rows are taken for equal only where two independent hashes agree (chance below 1e-22 for 20 million
rows against as many). Leaves what follows from sameness to `reconcile`.

A text's hash is a polynomial over a random table of byte values, modulo 2**64; texts over 64 bytes
are hashed by BLAKE2. No Python object is made per row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book import schema
from fourfold.book.schema import Table

Hashes = npt.NDArray[np.uint64]

LONG = 64
WINDOW = 1 << 14
_NOTHING = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Family:
    """One hash function: a table of byte values and the powers of an odd base, with their inverses."""

    name: bytes
    bytes_: Hashes
    powers: Hashes
    inverses: Hashes


def _family(seed: int) -> Family:
    random = np.random.Generator(np.random.PCG64(seed))
    table = random.integers(1, 1 << 63, 256, dtype=np.uint64)
    base = int(random.integers(1, 1 << 62)) * 2 + 1
    inverse = pow(base, -1, 1 << 64)
    size = LONG * WINDOW + 1
    return Family(str(seed).encode(), table, _powers(base, size), _powers(inverse, size))


def _powers(base: int, size: int) -> Hashes:
    steps = np.full(size, base, np.uint64)
    steps[0] = 1
    return np.cumprod(steps, dtype=np.uint64)


_families: dict[str, Family] = {}


def family(use: str) -> Family:
    """Return the hash function for `key` or `content`; they are independent."""
    if use not in _families:
        _families[use] = _family({"key": 20260101, "content": 20260202}[use])
    return _families[use]


def mixed(hashes: Hashes) -> Hashes:
    """Spread every bit of a hash over all others (the finish of SplitMix64)."""
    h: Hashes = hashes ^ (hashes >> np.uint64(30))
    h = h * np.uint64(0xBF58476D1CE4E5B9)
    h ^= h >> np.uint64(27)
    h *= np.uint64(0x94D049BB133111EB)
    h ^= h >> np.uint64(31)
    return h


def column_hashes(array: pa.Array, use: str) -> Hashes:
    """Hash each value of one column (text, date, decimal); an empty value has a hash of its own."""
    if pa.types.is_string(array.type):
        hashes = _texts(array, family(use))
    else:
        hashes = mixed(_words(array) * family(use).powers[1])
    if array.null_count:
        hashes[pc.is_null(array).to_numpy(zero_copy_only=False)] = _NOTHING
    return hashes


def _words(array: pa.Array) -> Hashes:
    if pa.types.is_decimal128(array.type):  # 18 digits at most: the low word tells all
        words = np.frombuffer(array.buffers()[1], np.uint64)[2 * array.offset :][: 2 * len(array) : 2]
        return np.array(words)
    days = array.fill_null(0).cast(pa.int32()).to_numpy(zero_copy_only=False)
    return np.array(days, np.int64).view(np.uint64)


def _texts(array: pa.Array, by: Family) -> Hashes:
    array = array.fill_null("") if array.null_count else array
    lengths = pc.binary_length(array).to_numpy(zero_copy_only=False)
    long = lengths > LONG
    if not long.any():
        return _short(array, by)
    hashes: Hashes = np.empty(len(array), np.uint64)
    hashes[~long] = _short(array.filter(pa.array(~long)), by)
    hashes[long] = [
        int.from_bytes(hashlib.blake2b(text.as_buffer(), digest_size=8, key=by.name).digest(), "little")
        for text in array.filter(pa.array(long))
    ]
    return hashes


def _short(array: pa.Array, by: Family) -> Hashes:
    hashes = np.empty(len(array), np.uint64)
    for start in range(0, len(array), WINDOW):
        part = array.slice(start, WINDOW)
        offsets = np.frombuffer(part.buffers()[1], np.int32)[part.offset : part.offset + len(part) + 1]
        text = part.buffers()[2]
        letters = np.frombuffer(text, np.uint8)[offsets[0] : offsets[-1]] if text else np.empty(0, np.uint8)
        places = offsets - offsets[0]
        sums = np.zeros(len(letters) + 1, np.uint64)
        np.cumsum(by.bytes_[letters] * by.powers[: len(letters)], out=sums[1:])
        found = (sums[places[1:]] - sums[places[:-1]]) * by.inverses[places[:-1]]
        hashes[start : start + WINDOW] = mixed(found + np.diff(places).astype(np.uint64))
    return hashes


def row_hashes(batch: pa.RecordBatch, columns: Sequence[str], use: str, first: str = "") -> Hashes:
    """Hash several columns of each row together, in the order given; `first` is put before all."""
    start = column_hashes(pa.array([first], pa.string()), use)
    hashes = np.repeat(start, batch.num_rows)
    step = family(use).powers[2]
    for name in columns:
        hashes = mixed(hashes * step + column_hashes(batch.column(name), use))
    return hashes


@dataclass(frozen=True, slots=True)
class Keys:
    """The hashes of a batch: `key` tells rows apart, `probe` finds rows that may concern each other.

    `counted` marks order lines without a line id, whose key is their content and which may stand
    several times; `content` is there if asked for, or if a row is counted.
    """

    key: Hashes
    probe: Hashes
    counted: npt.NDArray[np.bool_]
    content: Hashes | None


def content_columns(table: Table) -> tuple[str, ...]:
    """Return the columns that make a row's content: all but where it came from."""
    return tuple(c.name for c in table.columns)


def key_columns(table: Table, *, counted: bool) -> tuple[str, ...]:
    """Return the columns needed to tell rows apart; with counted rows, their whole content."""
    return content_columns(table) if counted else table.key


def keys_of(batch: pa.RecordBatch, table: Table, source: str, *, content: bool) -> Keys:
    """Return the hashes of the rows of one batch.

    The batch needs the columns of `key_columns`, with `content` those of `content_columns`. An
    order line's key is source, order and line id; the probe is the order (whatever the source), or
    for lines without order the key without source. Other tables' key and probe are their own key.
    """
    whole = row_hashes(batch, content_columns(table), "content") if content else None
    if table is not schema.ORDER_LINES:
        key = row_hashes(batch, table.key, "key")
        return Keys(key, key, np.zeros(batch.num_rows, np.bool_), whole)
    counted = _empty(batch.column("line_id"))
    if whole is None and counted.any():
        whole = row_hashes(batch, content_columns(table), "content")
    order = column_hashes(batch.column("order_id"), "key")
    bare = _bare(batch, order, counted, whole)
    key = mixed(bare + column_hashes(pa.array([source], pa.string()), "key"))
    return Keys(key, np.where(_empty(batch.column("order_id")), bare, order), counted, whole)


def each_probe(batch: pa.RecordBatch, table: Table) -> Hashes:
    """Return only the probe of each row; the batch needs `content_columns` if an order id is empty."""
    if table is not schema.ORDER_LINES or batch.column("order_id").null_count:
        return keys_of(batch, table, "", content=False).probe
    return column_hashes(batch.column("order_id"), "key")


def probes_in(batch: pa.RecordBatch, table: Table) -> Hashes:
    """Return the probes of the rows of one batch, sorted and without repetition."""
    return np.unique(each_probe(batch, table))


def _bare(
    batch: pa.RecordBatch, order: Hashes, counted: npt.NDArray[np.bool_], whole: Hashes | None
) -> Hashes:
    told = column_hashes(batch.column("line_id"), "key")
    if whole is not None:
        told = np.where(counted, mixed(whole + np.uint64(1)), told)
    return mixed(order * family("key").powers[3] + told)


def _empty(column: pa.Array) -> npt.NDArray[np.bool_]:
    return np.asarray(column.is_null().to_numpy(zero_copy_only=False), np.bool_)
