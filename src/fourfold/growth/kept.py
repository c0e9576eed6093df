"""Tables that were computed once for a snapshot and are read again.

Guarantees that a kept table is the one that would be computed: it is kept under its snapshot, the
scope, the whole question and the version of the method. Leaves what to ask to the caller.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass

import pyarrow as pa

from fourfold.book.answers import answered
from fourfold.book.book import Book
from fourfold.growth.prepared import METHOD


def kept_table(book: Book, *question: object, make: Callable[[], pa.Table]) -> pa.Table:
    """Return the table that `make` makes, from what was kept for this snapshot if it was asked before.

    Parameters
    ----------
    book
        The book that answers.
    question
        All that the table depends on: the name of what is asked, then frozen dataclasses, texts,
        numbers, days and sequences of them.
    make
        Computes the table; its metadata is kept with it. A table without rows is not kept, so that
        asking for what is not there leaves nothing behind.
    """
    asked = [asdict(part) if is_dataclass(part) and not isinstance(part, type) else part for part in question]
    key = json.dumps(["table", METHOD, *asked], default=str, sort_keys=True)
    answer = answered(book, key, lambda: _written(make()), is_empty=lambda told: not _read(told).num_rows)
    return _read(answer)


def _written(table: pa.Table) -> bytes:
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
    told: bytes = out.getvalue().to_pybytes()
    return told


def _read(told: bytes) -> pa.Table:
    return pa.ipc.open_stream(told).read_all()
