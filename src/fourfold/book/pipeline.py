"""Opportunities with their amounts in the book's currency.

Guarantees that an amount is converted once, half away from zero, at the rate of the day on which the
opportunity was closed, else of the day on which it was opened; and that one without a rate is a
fault, never a zero. Leaves which opportunities are asked for to whoever asks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.rates import RATE_UNITS
from fourfold.book.schema import OPPORTUNITIES
from fourfold.errors import WorkspaceFault
from fourfold.money import ratio_half_up, units

AMOUNT_UNITS = "amount_units"


@dataclass(frozen=True, slots=True)
class _Rates:
    """The rates of one currency: their first days, ascending, and the units of each."""

    days: Sequence[date]
    units: Sequence[int]

    def on(self, day: date) -> int | None:
        """Return the rate of a day in units of 1/10^8; None before the first."""
        place = bisect_right(self.days, day)
        return self.units[place - 1] if place else None


def converted(opportunities: pa.Table, fx_rates: pa.Table, currency: str) -> pa.Table:
    """Return opportunities with `amount_units`: whole 1/10,000 of a currency, null without an amount.

    Parameters
    ----------
    opportunities, fx_rates
        The stored tables; no rows give no rows.
    currency
        The book's.

    Raises
    ------
    WorkspaceFault
        If an amount in another currency has no rate on or before its day; import the rate.
    """
    days = pc.coalesce(*(opportunities[name] for name in OPPORTUNITIES.converted_on)).to_pylist()
    told = zip(opportunities["amount"].to_pylist(), opportunities["currency"].to_pylist(), days, strict=True)
    rates = _rates(fx_rates)
    found: list[int | None] = []
    for amount, code, day in told:
        if amount is None or code in (None, currency):
            found.append(None if amount is None else units(amount))
            continue
        rate = rates[code].on(day) if code in rates else None
        if rate is None:
            raise WorkspaceFault(
                f"an opportunity in {code} of {day} has no rate",
                place="fx_rates",
                remedy=f"import rates of {code} from that day or before",
            )
        found.append(ratio_half_up(units(amount), rate, RATE_UNITS))
    return opportunities.append_column(AMOUNT_UNITS, pa.array(found, pa.int64()))


def _rates(fx_rates: pa.Table) -> Mapping[str, _Rates]:
    rows = sorted(fx_rates.to_pylist(), key=lambda row: (row["currency"], row["rate_on"]))
    told: dict[str, list[tuple[date, int]]] = {}
    for row in rows:
        told.setdefault(row["currency"], []).append((row["rate_on"], int(row["rate"].scaleb(8))))
    return {
        code: _Rates([day for day, _ in pairs], [rate for _, rate in pairs]) for code, pairs in told.items()
    }
