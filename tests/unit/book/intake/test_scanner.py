"""The line scanner: every byte looked at, every line in one record."""

from __future__ import annotations

import csv
import functools
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fourfold.book.intake import csv_source
from fourfold.book.intake.csv_source import CsvSource
from fourfold.book.intake.decoding import Text
from fourfold.book.intake.profile import Profile
from fourfold.book.intake.scanner import STRAY, UNBALANCED, Dialect, QuoteFault, scan
from fourfold.book.intake.values import split

COMMA = Dialect(ord(","), ord('"'))
CELL = st.text(st.sampled_from('ab ",;é\n'), max_size=6)
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12)


@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]))
def test_records_are_those_that_a_strict_csv_reader_finds(rows: list[tuple[str, ...]], end: str) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    data = text.getvalue().encode()
    scanned = scan(data, COMMA, final=True)
    found = [tuple(split(data[a:b], COMMA)) for a, b in zip(scanned.starts, scanned.stops, strict=True)]
    assert found == rows
    assert scanned.cells.tolist() == [3] * len(rows)
    assert int(scanned.spans.sum()) == data.count(b"\n")
    assert scanned.consumed == len(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(rows=ROWS, block=st.integers(5, 40))
def test_a_file_read_in_small_blocks_gives_the_same_rows(
    rows: list[tuple[str, ...]], block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = [tuple(f"x{cell}".replace(",", ".").replace("\n", "/") for cell in row) for row in rows]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("one", "two", "three"), *plain])
    path = tmp_path / "rows.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    monkeypatch.setattr(csv_source, "Text", functools.partial(Text, block=block))
    source = CsvSource(path, Profile("p"))
    found = [tuple(row.values()) for batch in source.batches() for row in batch.cells.to_pylist()]
    assert found == plain
    assert source.faults == []
    assert source.counts.closes


def test_a_quote_that_swallows_lines_is_named_with_both_lines() -> None:
    with pytest.raises(QuoteFault) as caught:
        scan(b'a,b\n1,"x\n2,y\n3,z\n"4"a,w\n', COMMA, final=True)
    assert (caught.value.opened, caught.value.closed) == (1, 4)


def test_a_quote_that_never_closes_is_named_with_its_line() -> None:
    with pytest.raises(QuoteFault) as caught:
        scan(b'a,b\n1,"x\n2,y\n', COMMA, final=True)
    assert (caught.value.opened, caught.value.closed) == (1, None)


def test_a_quote_broken_within_its_line_spoils_that_line_only() -> None:
    scanned = scan(b'"1"x,a\n2,5" pipe\n3,"c\nd"\n', COMMA, final=True)
    assert scanned.state.tolist() == [UNBALANCED, STRAY, 0]
    assert scanned.spans.tolist() == [1, 1, 2]


def test_an_unfinished_record_is_left_for_the_next_block() -> None:
    assert scan(b'1,a\n2,"b\n', COMMA, final=False).consumed == 4


def test_lone_carriage_returns_end_lines() -> None:
    scanned = scan(b"1,a\r2,b\r\n3,c\n4,d", COMMA, final=True)
    assert len(scanned.starts) == 4
