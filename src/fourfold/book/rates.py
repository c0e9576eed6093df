"""Exchange rates, day by day: the rate on or before each day, and averages over a period.

Guarantees that a rate holds from its day until the next, and that averages are rounded once, half
away from zero, to eight decimals. Leaves the conversion of amounts to `fourfold.book.book`.
"""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa

from fourfold.money import ratio_half_up
from fourfold.periods import Period

RATE_UNITS = 10**8
"""Units in a rate of 1: rates have eight decimals."""

DAILY = pa.schema(
    [
        ("rate_currency", pa.string()),
        ("day", pa.date32()),
        ("rate_units", pa.int64()),
        ("constant_units", pa.int64()),
    ]
)


def daily_rates(fx_rates: pa.Table, *, until: date, average_over: Period | None = None) -> pa.Table:
    """Return one row per currency and day from its first rate to `until`, in the columns of `DAILY`.

    Parameters
    ----------
    fx_rates
        The stored rates: currency, rate_on, rate (book currency per unit).
    until
        The last day needed for lines.
    average_over
        A period whose average becomes `constant_units`: the simple average of the rates in force
        on its days. A currency whose first rate comes after it takes that first rate.
    """
    needed = max(until, average_over.last_day) if average_over else until
    told: dict[str, list[tuple[date, int]]] = {}
    for row in sorted(fx_rates.to_pylist(), key=lambda r: (r["currency"], r["rate_on"])):
        told.setdefault(row["currency"], []).append((row["rate_on"], int(row["rate"].scaleb(8))))
    rows: list[tuple[str, date, int, int]] = []
    for currency, rates in told.items():
        days = _each_day(rates, needed)
        inside = [units for day, units in days if average_over and day in average_over]
        average = ratio_half_up(sum(inside), 1, len(inside)) if inside else rates[0][1]
        rows.extend((currency, day, units, average) for day, units in days)
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, DAILY, strict=True)], schema=DAILY)


def _each_day(rates: list[tuple[date, int]], until: date) -> list[tuple[date, int]]:
    days: list[tuple[date, int]] = []
    ends = [day for day, _ in rates[1:]] + [until + timedelta(days=1)]
    for (start, units), end in zip(rates, ends, strict=True):
        days.extend((start + timedelta(days=n), units) for n in range(max(0, (end - start).days)))
    return days
