"""Comparable periods: those before a coming one that its owner can be judged by.

Guarantees periods of the same length as the coming one, over by the last day with complete data, each with
its base a year before. Leaves figures to `facts`.
"""

from __future__ import annotations

from datetime import date, timedelta

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison
from fourfold.growth.warnings import ENOUGH_MONTHS, history_months
from fourfold.objectives.results import comparison_of
from fourfold.periods import Calendar, Period, period_before, shift_months

MOST_PERIODS = 4
_DAY = timedelta(days=1)
_NEARLY_WHOLE = timedelta(days=31)
"""A book that begins so few days into a base still holds it."""


def comparable(book: Book, period: Period, as_of: date) -> tuple[Comparison, ...]:
    """Return at most `MOST_PERIODS` comparisons before a coming period, the latest first.

    Those whose base the book does not hold, or with less than 12 months before the cut, are not there;
    if none is left the latest stands alone, as far as the book holds its base.

    Parameters
    ----------
    book
        Its order lines say how far history reaches.
    period
        The coming period.
    as_of
        The last day with complete data.
    """
    found = []
    earlier = last_over(period, as_of, book.calendar)
    for _ in range(MOST_PERIODS):
        found.append(comparison_of(book, earlier))
        earlier = period_before(earlier, book.calendar)
    held = [one for one in found if _is_held(book, one)]
    known = [one for one in held if history_months(book, one) >= ENOUGH_MONTHS]
    return tuple(known or held[:1])


def _is_held(book: Book, comparison: Comparison) -> bool:
    return book.extent is not None and book.extent.first_on <= comparison.base.start + _NEARLY_WHOLE


def last_over(period: Period, as_of: date, calendar: Calendar) -> Period:
    """Return the last period of the same length that is over before a coming one starts, and by `as_of`.

    Whole months move by months, so that the year to last June stands before the year to come.
    """
    until = min(as_of + _DAY, period.start)
    found = period_before(period, calendar)
    while found.end > until:
        found = period_before(found, calendar)
    while _is_of_months(found) and (later := _moved(found, 1)).end <= until:
        found = later
    return found


def sized_by(book: Book, period: Period, as_of: date) -> Period:
    """Return the period whose base tells the size of a coming one: itself, if its base is over by `as_of`.

    Otherwise the nearest before it whose base is over.
    """
    found = period
    while comparison_of(book, found).base.end > as_of + _DAY:
        found = _moved(found, -1) if _is_of_months(found) else period_before(found, book.calendar)
    return found


def _is_of_months(period: Period) -> bool:
    return period.start.day == period.end.day == 1


def _moved(period: Period, months: int) -> Period:
    return Period(shift_months(period.start, months), shift_months(period.end, months))
