from __future__ import annotations

from decimal import Decimal

from fourfold.book.quarantine import Reject
from fourfold.book.snapshots import Amount, Quarantined
from fourfold.book.waiting import WaitingPeriod
from fourfold.growth.quality import Known, Quality
from fourfold.reports.waiting import MOST_LETTERS, quality_grid, rows_grid, waiting_grid, worth


def test_quality_is_told_with_what_is_missing() -> None:
    quality = Quality("EUR", 3, Decimal(200), (Known("account_id", 2, Decimal(150)),))
    grid = quality_grid(quality)
    assert grid.rows == (("Account", 2, Decimal(150), Decimal("0.750"), Decimal(50)),)


def test_a_period_with_two_currencies_counts_its_rows_once() -> None:
    held = Quarantined(3, (Amount("EUR", Decimal(5)), Amount("USD", Decimal(7))), 1)
    grid = waiting_grid([WaitingPeriod("2026-Q1", held), WaitingPeriod("", Quarantined(1, (), 1))])
    assert grid.rows == (
        ("2026-Q1", 3, 1, "EUR", Decimal(5)),
        ("2026-Q1", None, None, "USD", Decimal(7)),
        ("Day unreadable", 1, 1, "", None),
    )


def test_what_waits_is_worth_what_is_known_of_it() -> None:
    assert worth(Quarantined(3, (Amount("EUR", Decimal("5.5")),), 1)) == "5.50 EUR, 1 of unknown value"
    assert worth(Quarantined()) == ""


def test_a_waiting_row_is_shown_as_it_stood_and_a_long_one_is_cut() -> None:
    told = {"codes": ("E402",), "column": "amount", "value": "much", "expected": "", "message": "no number"}
    where = {"import_number": 1, "file": "a.csv", "table": "order_lines", "source": "shop", "line": 1234}
    rest = {"remedy": "", "amount": None, "currency": "EUR", "order_id": None, "line_id": None}
    grid = rows_grid([Reject(**where, **told, **rest, raw="x" * 500)])  # type: ignore[arg-type]
    (row,) = grid.rows
    assert row[:5] == ("1,234", "much", "no number", None, "EUR")
    assert row[5] == "x" * (MOST_LETTERS - 1) + "…"
