"""Parquet files as a source of records: every row counted, every value as text.

Guarantees that page checksums are verified where the file has them, that decimals, integers and
floats become the shortest decimal text that means them, that a day is taken as written, and that a
column of a type that holds no single value is refused by name. Leaves typing to
`fourfold.book.intake.typed`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fourfold.book.intake.archive import PARQUET, expect_kind
from fourfold.book.intake.batches import Batch, LineCounts, Peek, RowFault
from fourfold.book.intake.codes import finding, refused, shown
from fourfold.book.intake.excel_cells import ISO_DAY, uses_of
from fourfold.book.intake.names import check_names
from fourfold.book.intake.profile import Profile
from fourfold.errors import Finding

Values: TypeAlias = Any
"""An Arrow array; the stubs of the compute functions do not follow its type."""

BATCH_ROWS = 100_000
PEEK_ROWS = 5_000


def peek(path: Path, name: str = "") -> Peek:
    """Look at a file's first `PEEK_ROWS` records as text; columns that cannot be read are empty.

    Raises
    ------
    RefusedFile
        What `open_source` refuses.
    """
    source = ParquetSource(path, Profile("peek", format="parquet"), name or path.name)
    first = next(source.batches(), None)
    rows: tuple[tuple[str, ...], ...] = ()
    if first is not None:
        columns = [column.to_pylist() for column in first.cells.slice(0, PEEK_ROWS).columns]
        rows = tuple(zip(*columns, strict=True))
    return Peek(source.header, rows, header_line=0)


def open_source(path: Path, profile: Profile, name: str = "") -> ParquetSource:
    """Open a Parquet file by a profile.

    Raises
    ------
    RefusedFile
        E103 it is no Parquet; E301, E302 a faulty header; E456 a mapped column of a nested, extension
        or otherwise unreadable type, or dates in an id column; E457 (also while reading) damage.
    """
    return ParquetSource(path, profile, name or path.name)


class ParquetSource:
    """The rows of a Parquet file; see `fourfold.book.intake.batches.Source`.

    A row's number, from 1, stands for its physical line. `done` and `size` tell progress in rows.
    """

    def __init__(self, path: Path, profile: Profile, name: str) -> None:
        expect_kind(path, PARQUET, name)
        self._profile, self._name = profile, name
        with self._damage():
            self._file = pq.ParquetFile(path, page_checksum_verification=True)
            self._schema = self._file.schema_arrow
        self.header: tuple[str, ...] = tuple(self._schema.names)
        check_names(self.header, name, 1)
        self._uses = uses_of(self.header, profile)
        self.faults: list[RowFault] = []
        self.findings: list[Finding] = []
        self._readers = [self._reader(place) for place in range(len(self.header))]
        self._empty = set(self._uses.used)
        self.done, self.size = 0, self._file.metadata.num_rows
        self._latest: tuple[int, pa.Table] | None = None

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except MemoryError:
            raise
        except (pa.ArrowException, OSError) as fault:
            if isinstance(fault, OSError) and fault.errno:
                raise
            text = str(fault)
            what = "a page's checksum does not match" if "CRC" in text else "a page is damaged"
            what = "the footer is damaged" if "footer" in text else what
            raise refused("E457", f"{what}: {shown(text, 200)}", file=self._name) from fault

    def _reader(self, place: int) -> Callable[[Values], Values] | None:
        """Return how a column becomes text; None for one that cannot be read and is not used."""
        column = self._schema.field(place)
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        used = place in self._uses.used
        reader = _text_reader(kind, self._format(place))
        if used and reader is None:
            raise self._refuse_type(place, kind, "nested, extension and binary types hold no single value")
        if used and pa.types.is_temporal(kind) and place in self._uses.ids:
            raise self._refuse_type(place, kind, "an id column holds dates")
        if used and pa.types.is_timestamp(kind) and kind.tz:
            asked = f"column '{shown(column.name)}' holds moments in zone {kind.tz}: its days are taken there"
            self.findings.append(
                finding("Q467", asked, file=self._name, column=column.name, position=place + 1)
            )
        return reader

    def _format(self, place: int) -> str:
        return self._profile.date_format if place in self._uses.dates else ISO_DAY

    def _refuse_type(self, place: int, kind: pa.DataType, why: str) -> Exception:
        column = self.header[place]
        message = f"column '{shown(column)}' is {shown(str(kind))}: {why}"
        return refused("E456", message, file=self._name, column=column, position=place + 1)

    @property
    def counts(self) -> LineCounts:
        """The account of rows so far; a Parquet file has neither header lines nor blank ones."""
        return LineCounts(self.done, 0, self.done, 0, 0)

    def batches(self) -> Iterator[Batch]:
        """Yield the rows as text, `BATCH_ROWS` at a time."""
        readable = [name for name, reader in zip(self.header, self._readers, strict=True) if reader]
        with self._damage():
            for loaded in self._file.iter_batches(BATCH_ROWS, columns=readable, use_threads=False):
                yield self._batch(loaded)
        if self.done != self.size:
            message = f"the footer says {self.size:,} rows, the file has {self.done:,}"
            raise refused("E457", message, file=self._name)
        for place in sorted(self._empty if self.done else ()):
            column = self.header[place]
            message = f"column '{shown(column)}' holds no value"
            self.findings.append(finding("W463", message, file=self._name, column=column, position=place + 1))

    def _batch(self, loaded: pa.RecordBatch) -> Batch:
        count = loaded.num_rows
        arrays = []
        for place, (name, reader) in enumerate(zip(self.header, self._readers, strict=True)):
            column = loaded.column(name) if reader else None
            if reader is None or column is None:
                arrays.append(pa.array([""] * count, pa.string()))
                continue
            if column.null_count < count:
                self._empty.discard(place)
            arrays.append(pc.fill_null(reader(column), ""))
        cells = pa.table(arrays, names=list(self.header))
        lines = np.arange(self.done + 1, self.done + count + 1, dtype=np.int64)
        self._latest = (self.done + 1, cells)
        self.done += count
        return Batch(cells, lines, lines, np.ones(count, np.int64))

    def raw(self, lines: Iterable[int]) -> dict[int, str]:
        """Return records of the latest batch as JSON lists of their cells, by row number."""
        if self._latest is None:
            return {}
        first, cells = self._latest
        wanted = list(lines)
        rows = cells.take([line - first for line in wanted]).to_pylist()
        return {
            line: json.dumps(list(row.values()), ensure_ascii=False)
            for line, row in zip(wanted, rows, strict=True)
        }


def _text_reader(kind: pa.DataType, date_format: str) -> Callable[[Values], Values] | None:
    """Return how an array of a type becomes text; None for types that hold no single value."""
    types = pa.types
    if (
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind)
        or types.is_null(kind)
    ):
        return _as_string
    if types.is_boolean(kind):
        return lambda array: pc.utf8_upper(_as_string(array))
    if types.is_integer(kind):
        return _as_string
    if types.is_decimal(kind) or types.is_floating(kind):
        return _plain_decimals
    if types.is_date(kind) or types.is_timestamp(kind):
        return lambda array: _days(array, date_format)
    return None


def _as_string(array: Values) -> Values:
    return pc.cast(array, pa.string())


def _plain_decimals(array: Values) -> Values:
    """Return numbers as plain decimals without zeros at the end: 12.5000 is "12.5", 1E-7 "0.0000001"."""
    texts = _as_string(array)
    exponents: Any = pc.fill_null(pc.match_substring_regex(texts, "[eE]"), pa.scalar(value=False))
    if exponents.true_count:
        spelt = [format(Decimal(text), "f") for text in texts.filter(exponents).to_pylist()]
        texts = pc.replace_with_mask(texts, exponents, pa.array(spelt, pa.string()))
    texts = pc.replace_substring_regex(texts, r"^(-?\d+\.\d*?)0+$", r"\1")
    return pc.replace_substring_regex(pc.replace_substring_regex(texts, r"\.$", ""), "^-0$", "0")


def _days(array: Values, date_format: str) -> Values:
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    zone = kind.tz if pa.types.is_timestamp(kind) else None
    seconds: Any = pc.cast(pc.cast(array, kind), pa.timestamp("s", zone), safe=False)
    return pc.strftime(seconds, format=date_format)
