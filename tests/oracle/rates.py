"""Book amounts: a line's amount at its dated rate, and at the base period's average rate.

Guarantees one rounding to four decimals, halves away from zero.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

from tests.oracle.tables import Line, OracleBook, Refused, Span
from tests.oracle.whole import RATE_UNITS, UNITS, rounded, scaled


class Rates:
    """The rates of one book, counted in 1/100,000,000 of the book currency."""

    def __init__(self, book: OracleBook, base: Span) -> None:
        """Sort the rates by currency and day, and average them over the days of the base period."""
        self.currency = book.currency
        self.dated: dict[str, list[tuple[date, int]]] = {}
        for rate in book.fx_rates:
            self.dated.setdefault(rate.currency, []).append((rate.rate_on, scaled(rate.rate, RATE_UNITS)))
        for rates in self.dated.values():
            rates.sort()
        self.averages = {currency: self._average(currency, base) for currency in self.dated}

    def on(self, currency: str, day: date) -> int | None:
        """The rate on or before the day."""
        if currency == self.currency:
            return RATE_UNITS
        rates = self.dated.get(currency, [])
        found = bisect_right(rates, day, key=lambda dated: dated[0])
        return rates[found - 1][1] if found else None

    def actual(self, line: Line) -> int:
        """The line's amount in the book currency at the rate of its day."""
        rate = self.on(line.currency, line.ordered_on)
        if rate is None:
            raise Refused(f"no rate for {line.currency} on {line.ordered_on}")
        return rounded(scaled(line.amount, UNITS) * rate, RATE_UNITS)

    def constant(self, line: Line) -> int:
        """The line's amount in the book currency at the average rate of the base period."""
        rate = RATE_UNITS if line.currency == self.currency else self.averages[line.currency]
        return rounded(scaled(line.amount, UNITS) * rate, RATE_UNITS)

    def _average(self, currency: str, base: Span) -> int:
        days = [base[0] + timedelta(days=n) for n in range((base[1] - base[0]).days)]
        known = [rate for day in days if (rate := self.on(currency, day)) is not None]
        return rounded(sum(known), len(known)) if known else self.dated[currency][0][1]
