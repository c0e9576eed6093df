from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fourfold.book.intake import parquet
from fourfold.book.intake.profile import Profile
from fourfold.errors import RefusedFile

LATE = datetime(2026, 12, 31, 23, 59, 59, 999_999)  # noqa: DTZ001  (a moment without a zone, as files hold it)
MAPPED = Profile("shop", format="parquet").mapped(
    {"order_id": "order", "ordered_on": "day", "amount": "amount"}
)


def write(folder: Path, **columns: pa.Array) -> Path:
    path = folder / "orders.parquet"
    pq.write_table(pa.table(columns), path, write_page_checksum=True)
    return path


def read(path: Path, profile: Profile = MAPPED) -> tuple[list[tuple[str, ...]], parquet.ParquetSource]:
    source = parquet.open_source(path, profile)
    rows = [tuple(record.values()) for batch in source.batches() for record in batch.cells.to_pylist()]
    return rows, source


@pytest.mark.parametrize(
    ("array", "text"),
    [
        (
            pa.array([Decimal("12.5"), Decimal(0), Decimal("1E-9")], pa.decimal128(38, 10)),
            ("12.5", "0", "0.000000001"),
        ),
        (pa.array([0.1 + 0.2, -0.0, 1e20]), ("0.30000000000000004", "0", "100000000000000000000")),
        (pa.array([1, None, -3], pa.int8()), ("1", "", "-3")),
        (pa.array([True, False, None]), ("TRUE", "FALSE", "")),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ("a", "b", "a")),
        (pa.array([date(2026, 1, 2), None, date(2026, 1, 3)]), ("2026-01-02", "", "2026-01-03")),
        (pa.array([LATE, LATE, None], pa.timestamp("ns")), ("2026-12-31", "2026-12-31", "")),
        (pa.nulls(3), ("", "", "")),
        (pa.array(["x", "y", "z"], pa.large_string()), ("x", "y", "z")),
    ],
)
def test_a_column_of_any_plain_type_becomes_the_shortest_text_that_means_it(
    tmp_path: Path, array: pa.Array, text: tuple[str, ...]
) -> None:
    rows, source = read(write(tmp_path, column=array), Profile("x", format="parquet"))
    assert [row[0] for row in rows] == list(text)
    assert source.counts.closes
    assert source.counts.accepted == 3


def test_a_day_is_written_as_the_profile_writes_days(tmp_path: Path) -> None:
    path = write(tmp_path, order=pa.array(["A"]), day=pa.array([LATE]), amount=pa.array([1.5]))
    german = Profile("x", format="parquet", date_format="%d.%m.%Y", columns=MAPPED.columns)
    rows, source = read(path, german)
    assert rows == [("A", "31.12.2026", "1.5")]
    assert source.raw([1]) == {1: '["A", "31.12.2026", "1.5"]'}


def test_old_timestamps_of_96_bits_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.parquet"
    pq.write_table(pa.table({"day": pa.array([LATE])}), path, use_deprecated_int96_timestamps=True)
    assert parquet.peek(path).rows == (("2026-12-31",),)


@pytest.mark.parametrize(
    ("array", "named"),
    [
        (pa.array([[1]]), "list<"),
        (pa.array([{"a": 1}]), "struct<"),
        (pa.array([b"\x01"]), "binary"),
        (pa.ExtensionArray.from_storage(pa.uuid(), pa.array([bytes(16)], pa.binary(16))), "uuid"),
    ],
)
def test_a_mapped_column_without_single_values_is_refused_by_its_type(
    tmp_path: Path, array: pa.Array, named: str
) -> None:
    path = write(tmp_path, order=pa.array(["A"]), day=pa.array([LATE]), amount=array)
    with pytest.raises(RefusedFile, match="E456: column 'amount' is .*" + named):
        read(path)
    assert parquet.peek(path).rows == (("A", "2026-12-31", ""),)


def test_a_flipped_bit_a_cut_footer_and_a_wrong_row_count_are_refused(tmp_path: Path) -> None:
    day, amounts = pa.array([LATE] * 99), pa.array([float(n) for n in range(99)])
    path = write(tmp_path, order=pa.array([f"A{n}" for n in range(99)]), day=day, amount=amounts)
    whole = path.read_bytes()
    page = pq.ParquetFile(path).metadata.row_group(0).column(2).dictionary_page_offset
    flipped = bytearray(whole)
    flipped[page + 60] ^= 4
    path.write_bytes(flipped)
    with pytest.raises(RefusedFile, match="E457: a page's checksum does not match"):
        read(path)
    path.write_bytes(whole[:-20])
    with pytest.raises(RefusedFile, match="E457: the footer is damaged"):
        read(path)


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    path.write_bytes(b"12345678DUCK".ljust(64, b"\0"))
    with pytest.raises(RefusedFile, match="E103: content is a DuckDB database, not Parquet"):
        read(path)


def test_what_a_type_leaves_open_is_asked_and_an_empty_column_is_told(tmp_path: Path) -> None:
    moments = pa.array([LATE.replace(tzinfo=UTC)], pa.timestamp("us", "Asia/Tokyo"))
    path = write(tmp_path, order=pa.array(["A"]), day=moments, amount=pa.nulls(1))
    rows, source = read(path)
    assert rows == [("A", "2027-01-01", "")]
    assert [found.code for found in source.findings] == ["Q467", "W463"]
