from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from fourfold.book import segments
from fourfold.book.snapshots import Amount
from tests.unit.book.making import LINES, Desk, numbered


def test_a_segment_tells_its_rows_sums_and_days(desk: Desk) -> None:
    rows = [*numbered(range(4)), "X,1,A,P,2026-03-01,1,-0.0001,USD"]
    desk.bring(desk.file("fx.csv", "currency,rate_on,rate", ["USD,2026-01-01,0.9"]), "fx_rates")
    desk.bring(desk.file("a.csv", LINES, rows))
    (segment,) = desk.workspace.snapshot().of("order_lines")
    assert (segment.rows, segment.first_on, segment.last_on) == (5, date(2026, 1, 1), date(2026, 3, 1))
    assert segment.money == (Amount("EUR", Decimal("7.0000")), Amount("USD", Decimal("-0.0001")))
    assert segment.sha256[:16] in segment.file
    assert desk.workspace.file(segment).stat().st_size == segment.size


def test_a_damaged_or_missing_index_is_made_again(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(30))))
    (segment,) = desk.workspace.snapshot().of("order_lines")
    (index,) = (desk.workspace.folder / "index").iterdir()
    before = index.read_bytes()
    for damaged in (b"", before[:-8], before[:40] + bytes([before[40] ^ 1]) + before[41:]):
        index.write_bytes(damaged)
        (probes,) = segments.probes_of(desk.workspace, segment)
        assert len(probes) == 10
        assert index.read_bytes() == before


def test_rows_are_left_out_by_writing_a_segment_anew(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(30))))
    (segment,) = desk.workspace.snapshot().of("order_lines")
    place = segments.Desk(desk.workspace, desk.workspace.folder / "tmp", 9, 9, "shop")
    (rest,) = segments.without_rows(segment, np.array([0, 29]), place)
    assert (rest.rows, rest.import_number, rest.source) == (28, 1, "shop")
    assert desk.workspace.file(segment).exists()
    assert segments.without_rows(segment, np.arange(30), place) == ()


def test_many_small_batches_become_one_row_group(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(30))))
    (segment,) = desk.workspace.snapshot().of("order_lines")
    place = segments.Desk(desk.workspace, desk.workspace.folder / "tmp", 9, 9, "shop")
    (batch,) = segments.stream(desk.workspace.file(segment))
    parts = [batch.slice(i, 1) for i in range(30)]
    (whole,) = segments.write_segments(parts, "order_lines", batch.schema, place)
    groups = list(segments.row_groups(desk.workspace.file(whole), ["order_id"]))
    assert [(start, rows.num_rows) for start, rows in groups] == [(0, 30)]
