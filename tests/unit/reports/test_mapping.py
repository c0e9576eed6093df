"""How a file would be read, and what waits in quarantine."""

from __future__ import annotations

from decimal import Decimal

from fourfold.book.quarantine import Reject
from fourfold.reports.exports import csv_text
from fourfold.reports.mapping import rejects_grid


def test_a_reject_tells_place_fault_and_remedy_and_cannot_become_a_formula() -> None:
    reject = Reject(
        import_number=2,
        file="orders.csv",
        table="order_lines",
        source="shop",
        line=17,
        codes=("E401", "E403"),
        column="OrderDate",
        value="=1+1",
        expected="a date",
        message="not a date",
        remedy="write 2012-02-28",
        amount=Decimal("-12.5000"),
        currency="GBP",
        order_id="SO1",
        line_id=None,
        raw="",
    )
    assert csv_text(rejects_grid((reject,))).splitlines()[1] == (
        "2,17,E401 E403,OrderDate,'=1+1,not a date,write 2012-02-28,-12.5000,GBP"
    )
