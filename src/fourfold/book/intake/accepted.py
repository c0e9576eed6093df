"""Accepted rows as Parquet: written in large row groups with page checksums, corrected once.

Guarantees a file in the table's stored schema (without the import's number), with the source and
physical line of each row. Leaves its place in a snapshot to `fourfold.book.snapshots`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fourfold.book.intake.batches import REPAIRED, Batch
from fourfold.book.schema import FILE_LINE, IMPORT_NUMBER, SOURCE, Table

GROUP = 1 << 18


def accepted_schema(table: Table, header: tuple[str, ...]) -> pa.Schema:
    """Return the schema of accepted rows: stored columns without the import's number, then repair marks."""
    fields = [f for f in table.stored if f.name != IMPORT_NUMBER]
    return pa.schema([*fields, *(pa.field(name, pa.int64()) for name in REPAIRED if name in header)])


def provenance(batch: Batch, source: str, header: tuple[str, ...]) -> dict[str, pa.Array]:
    """Return where each row came from; a repair mark that is no number is null."""
    columns = {
        SOURCE: pa.array([source]).take(pa.array(np.zeros(len(batch.lines), np.int8))),
        FILE_LINE: pa.array(batch.lines),
    }
    for name in REPAIRED:
        if name in header:
            texts = batch.cells.column(name).combine_chunks()
            number = pc.match_substring_regex(texts, "^[0-9]{1,18}$")
            columns[name] = pc.cast(pc.if_else(number, texts, None), pa.int64())
    return columns


class AcceptedFile:
    """A Parquet file of accepted rows, written batch by batch.

    Parameters
    ----------
    path
        The file to write.
    schema
        Its columns.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path, self.schema = path, schema
        self._writer = self._open(path)
        self._held: list[pa.Table] = []
        self._rows = 0

    def _open(self, path: Path) -> pq.ParquetWriter:
        return pq.ParquetWriter(
            path,
            self.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=True,
            write_page_checksum=True,
        )

    def write(self, rows: pa.Table) -> None:
        """Add rows; they are written when there are enough for a row group."""
        self._held.append(rows)
        self._rows += rows.num_rows
        if self._rows >= GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pa.concat_tables(self._held), row_group_size=4 * GROUP)
        self._held, self._rows = [], 0

    def close(self) -> None:
        """Write what is held and finish the file."""
        self._flush()
        self._writer.close()

    def groups(self) -> Iterator[pa.Table]:
        """Yield the rows of the finished file, one row group at a time."""
        with pq.ParquetFile(self.path) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)

    def at(self, places: npt.NDArray[np.int64]) -> pa.Table:
        """Return the rows of the finished file at these ascending places."""
        found, base = [self.schema.empty_table()], 0
        for rows in self.groups():
            mine = places[(places >= base) & (places < base + rows.num_rows)] - base
            found.append(rows.take(pa.array(mine)))
            base += rows.num_rows
        return pa.concat_tables(found)

    def drop(self, places: npt.NDArray[np.int64]) -> None:
        """Write the finished file anew without the rows at these places."""
        fresh = self.path.with_suffix(".kept")
        base = 0
        with self._open(fresh) as writer:
            for rows in self.groups():
                keep = ~np.isin(np.arange(base, base + rows.num_rows), places)
                writer.write_table(rows.filter(pa.array(keep)))
                base += rows.num_rows
        fresh.replace(self.path)
