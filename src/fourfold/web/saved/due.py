"""The days on which a subscription is due.

Guarantees that a day is the same for everybody in the business time zone, and that a month shorter
than the day asked for has its last day. Leaves what is sent to `sending`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from fourfold.web.saved.models import Rhythm

SEND_HOUR = 6
"""A mailing goes out on its day from this hour of the business time zone."""

LATE = timedelta(days=3)
"""A day that no worker saw is made up for so long; then the next one counts."""


def last_due(rhythm: str, day: int, today: date) -> date:
    """Return the latest day, today or before, on which something is due.

    Examples
    --------
    >>> last_due("week", 1, date(2026, 11, 25)), last_due("month", 31, date(2026, 12, 1))
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 30))
    """
    if rhythm == Rhythm.WEEK:
        return today - timedelta(days=(today.isoweekday() - day) % 7)
    found = _in_month(today, day)
    return found if found <= today else _in_month(today.replace(day=1) - timedelta(days=1), day)


def next_due(rhythm: str, day: int, start: date) -> date:
    """Return the first day, `start` or after, on which something is due.

    Examples
    --------
    >>> next_due("week", 1, date(2026, 11, 24)), next_due("month", 31, date(2027, 2, 1))
    (datetime.date(2026, 11, 30), datetime.date(2027, 2, 28))
    """
    if rhythm == Rhythm.WEEK:
        return start + timedelta(days=(day - start.isoweekday()) % 7)
    found = _in_month(start, day)
    return found if found >= start else _in_month(start.replace(day=1) + timedelta(days=32), day)


def _in_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))
