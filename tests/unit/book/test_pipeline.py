from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.settings import Settings
from fourfold.errors import WorkspaceFault

APRIL, MAY, JUNE = date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)


def book(*opportunities: tuple[str | None, str | None, date, date | None]) -> Book:
    """A book in euro with opportunities of amount, currency, day of opening and of closing."""
    amounts, currencies, opened, closed = zip(*opportunities, strict=True)
    table = {
        "opportunity_id": pa.array([str(place) for place in range(len(opportunities))]),
        "opened_on": pa.array(opened),
        "closed_on": pa.array(closed, pa.date32()),
        "amount": pa.array([Decimal(a) if a else None for a in amounts], pa.decimal128(18, 4)),
        "currency": pa.array(currencies, pa.string()),
    }
    rates = {
        "currency": pa.array(["USD", "USD"]),
        "rate_on": pa.array([MAY, APRIL]),
        "rate": pa.array([Decimal("0.5"), Decimal("0.9")], pa.decimal128(18, 8)),
    }
    return open_tables({"opportunities": pa.table(table), "fx_rates": pa.table(rates)}, Settings("EUR"))


def units(*opportunities: tuple[str | None, str | None, date, date | None]) -> list[int | None]:
    found: list[int | None] = book(*opportunities).opportunities["amount_units"].to_pylist()
    return found


def test_an_amount_is_converted_at_the_rate_of_its_closing_else_of_its_opening() -> None:
    assert units(("10", "USD", APRIL, JUNE), ("10", "USD", APRIL, None)) == [50_000, 90_000]


def test_an_amount_in_the_books_currency_stays_and_none_is_none() -> None:
    assert units(("10.01", "EUR", date(2000, 1, 1), None), (None, "USD", date(2000, 1, 1), None)) == [
        100_100,
        None,
    ]


def test_an_amount_is_rounded_once_half_away_from_zero() -> None:
    assert units(("0.0001", "USD", MAY, None), ("-0.0001", "USD", MAY, None)) == [1, -1]


def test_an_amount_without_a_rate_is_a_fault_with_its_remedy() -> None:
    with pytest.raises(WorkspaceFault, match="USD of 2025-03-31 has no rate") as fault:
        units(("10", "USD", date(2025, 3, 31), None))
    assert fault.value.remedy == "import rates of USD from that day or before"


def test_a_book_without_opportunities_has_none() -> None:
    assert open_tables({}, Settings("EUR")).opportunities.num_rows == 0
