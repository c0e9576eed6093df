"""Answers as JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pyarrow as pa

from fourfold.book.snapshots import Amount, Quarantined, Segment, Snapshot
from fourfold.growth import Opened
from fourfold.reports.answers import opened_payload, status_payload
from fourfold.reports.exports import json_text


def test_an_opened_figure_tells_its_sum_and_items_with_exact_amounts() -> None:
    items = pa.table(
        {"ordered_on": [date(2012, 3, 1)], "contribution": pa.array([Decimal("12.5")], pa.decimal128(18, 4))}
    )
    opened = Opened(
        "lost_account", "lines", {"region": "North"}, "bought no more", Decimal("12.5000"), 9, items
    )
    told = json.loads(json_text(opened_payload(opened)))
    assert told["total"] == "12.5000"
    assert told["count"] == 9
    assert told["items"] == [{"ordered_on": "2012-03-01", "contribution": "12.5000"}]


def test_the_status_counts_rows_by_table_and_what_waits() -> None:
    segments = tuple(Segment("order_lines", f"{n}.parquet", "", n, 10, n) for n in (3, 4))
    held = Quarantined(2, (Amount("GBP", Decimal("-100.5000")),), 1)
    snapshot = Snapshot("snap-000003-0123456789ab", 3, "", segments=segments, quarantined=held)
    told = json.loads(json_text(status_payload({"currency": "GBP"}, snapshot)))
    assert told["rows"] == {"order_lines": 7}
    assert told["quarantined"] == {
        "rows": 2,
        "money": [{"currency": "GBP", "amount": "-100.5000"}],
        "unknown": 1,
    }
