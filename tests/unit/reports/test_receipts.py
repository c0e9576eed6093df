"""Receipts of imports and the state of a workspace."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rich.console import Console, RenderableType

from fourfold.book.imports import ImportReport
from fourfold.book.intake import LineCounts, MoneyCounts, Profile
from fourfold.book.settings import Settings
from fourfold.book.snapshots import Amount, Quarantined, Segment, Snapshot
from fourfold.errors import Finding
from fourfold.reports.receipts import import_account, quarantine_line, status
from fourfold.reports.tables import Look


def printed(result: RenderableType) -> str:
    console = Console(width=80, force_terminal=False)
    with console.capture() as captured:
        console.print(result)
    return captured.get()


@pytest.fixture
def report() -> ImportReport:
    finding = Finding(
        "E401", "not a date", "write 2012-02-28", line=17, column="OrderDate", value="30.02.2012", count=2
    )
    return ImportReport(
        outcome="imported",
        number=3,
        file="orders.csv",
        table="order_lines",
        profile=Profile(name="shop", table="order_lines"),
        lines=LineCounts(1003, 1, 996, 2, 1, {"preamble": 3}),
        money={
            "GBP": MoneyCounts(Decimal("1200.5000"), Decimal("1100.0000"), Decimal("100.5000"), Decimal(0), 1)
        },
        new=996,
        known=0,
        changed=0,
        rejected=2,
        superseded=0,
        closed=0,
        snapshot="snap-000003-0123456789ab",
        findings=(finding,),
    )


def test_an_import_accounts_for_every_line_and_all_money(report: ImportReport) -> None:
    text = printed(import_account(report, Look()))
    assert "orders.csv: imported as #3 (table order_lines, profile shop)" in text
    for name, number in (
        ("header", "1"),
        ("accepted", "996"),
        ("preamble", "3"),
        ("= all lines of the file", "1,003"),
    ):
        assert any(line.startswith(name) and line.rstrip().endswith(number) for line in text.splitlines())
    assert "1,200.50" in text
    assert "Rows: 996 new, 2 rejected." in text


def test_a_finding_tells_place_and_remedy(report: ImportReport) -> None:
    text = printed(import_account(report, Look()))
    assert "E401 not a date (line 17, column OrderDate, 2 rows)" in text
    assert "remedy: write 2012-02-28" in text


def test_the_status_of_a_workspace_names_what_it_holds_and_what_waits() -> None:
    segment = Segment(
        "order_lines", "x.parquet", "", 996, 10, 1, "shop", (Amount("GBP", Decimal("1100.0000")),)
    )
    held = Quarantined(2, (Amount("GBP", Decimal("-100.5000")),), 1)
    snapshot = Snapshot("snap-000003-0123456789ab", 3, "", segments=(segment,), quarantined=held)
    text = printed(status(Settings("GBP", "Europe/London"), snapshot, Look()))
    assert "snap-000003-0123456789ab · GBP · Europe/London · fiscal year from month 1" in text
    assert "1,100.00" in text
    assert "2 faulty rows wait in quarantine (-100.50 GBP; 1 of unknown value): fourfold" in text


def test_an_empty_quarantine_says_so() -> None:
    assert quarantine_line(Snapshot("s", 1, "")) == "No row waits in quarantine."
