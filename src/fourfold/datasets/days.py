"""The three years of the invented company as day numbers, with its business days and seasons.

Guarantees that every day drawn is a business day inside the asked window. Day 0 is 1 January
2023. Leaves what happens on a day to the other modules of `fourfold.datasets`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

YEARS = (2023, 2024, 2025)
FIRST_ON = date(2023, 1, 1)
LAST_ON = date(2025, 12, 31)

SEASON = (0.90, 0.92, 1.04, 0.98, 0.97, 1.02, 0.90, 0.72, 1.06, 1.14, 1.24, 1.11)
"""How busy each month is, against an average month: quiet in August, strong before Christmas."""

_HOLIDAYS = tuple(f"{year}-{day}" for year in YEARS for day in ("01-01", "12-25", "12-26"))


def day_number(on: date) -> int:
    """Return the number of a date: 0 is 1 January 2023."""
    return (on - FIRST_ON).days


def date_of(day: int) -> date:
    """Return the date of a day number."""
    return FIRST_ON + timedelta(days=int(day))


YEAR_STARTS: Ints = np.array([day_number(date(y, 1, 1)) for y in (*YEARS, YEARS[-1] + 1)], dtype=np.int64)
"""The first day of each year, and of the year after the last."""


def year_index(days: Ints) -> Ints:
    """Return for each day the place of its year in `YEARS`."""
    return np.searchsorted(YEAR_STARTS, days, side="right").astype(np.int64) - 1


def _weights() -> Floats:
    """Return the weight of each day: 0 where nobody invoices, else the season of its month."""
    days = np.arange(np.datetime64(FIRST_ON), np.datetime64(LAST_ON) + np.timedelta64(1, "D"))
    months = days.astype("datetime64[M]").astype(np.int64) % 12
    open_days = np.is_busday(days, holidays=np.array(_HOLIDAYS, dtype="datetime64[D]"))
    return np.asarray(np.where(open_days, np.array(SEASON)[months], 0.0), dtype=np.float64)


_WEIGHT = _weights()
_RUNNING = np.cumsum(_WEIGHT)


def draw_days(rng: np.random.Generator, first: Ints, last: Ints) -> Ints:
    """Return one business day per window [first, last], both inclusive, busy months more often.

    A window without a business day gives its last day.
    """
    low = _RUNNING[first] - _WEIGHT[first]
    drawn = low + (_RUNNING[last] - low) * rng.random(len(first))
    found = np.searchsorted(_RUNNING, drawn, side="right").astype(np.int64)
    return np.minimum(found, last)


def season_share(first: Ints, last: Ints) -> Floats:
    """Return the part of an average year's business that falls into each window."""
    return np.asarray((_RUNNING[last] - _RUNNING[first] + _WEIGHT[first]) / _RUNNING[-1] * len(YEARS))


def next_business_day(days: Ints) -> Ints:
    """Return each day, or the next business day after it; may lie after the last year."""
    open_days = np.flatnonzero(_WEIGHT > 0)
    place = np.searchsorted(open_days, days)
    inside = place < len(open_days)
    return np.asarray(np.where(inside, open_days[np.minimum(place, len(open_days) - 1)], len(_WEIGHT)))
