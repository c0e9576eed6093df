"""The loader: well-formed records of one buffer become columns of text.

Guarantees that every cell is text as it stands, nothing inferred, nothing null. Leaves checking the
number of rows against the scanner to `fourfold.book.intake.csv_source`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv

from fourfold.book.intake.scanner import Dialect, Scan

BLOCK = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns of the file in order, those to load, and how values are told apart."""

    all: tuple[str, ...]
    wanted: tuple[str, ...]
    dialect: Dialect


def load_records(buffer: bytes, scanned: Scan, good: npt.NDArray[np.bool_], columns: Columns) -> pa.Table:
    """Return the good records of a buffer, one string column per wanted column; none gives no rows."""
    if not good.any():
        return pa.table({c: pa.array([], pa.string()) for c in columns.wanted})
    content = _content(buffer, scanned, good)
    longest = int((scanned.nexts - scanned.starts).max())
    quote = chr(columns.dialect.quote) if columns.dialect.quote >= 0 else False
    return csv.read_csv(
        pa.BufferReader(content),
        read_options=csv.ReadOptions(
            use_threads=False, block_size=max(BLOCK, longest + 1), column_names=list(columns.all)
        ),
        parse_options=csv.ParseOptions(
            delimiter=chr(columns.dialect.delimiter),
            quote_char=quote,
            newlines_in_values=True,
            ignore_empty_lines=False,
        ),
        convert_options=csv.ConvertOptions(
            column_types={c: pa.string() for c in columns.all},
            include_columns=list(columns.wanted),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )


def _content(buffer: bytes, scanned: Scan, good: npt.NDArray[np.bool_]) -> pa.Buffer:
    view = memoryview(buffer)
    if good.all():
        return pa.py_buffer(view[: scanned.consumed])
    edges = np.flatnonzero(np.diff(good.astype(np.int8), prepend=0, append=0))
    runs = [view[scanned.starts[a] : scanned.nexts[b - 1]] for a, b in edges.reshape(-1, 2).tolist()]
    return pa.py_buffer(b"".join(runs))
