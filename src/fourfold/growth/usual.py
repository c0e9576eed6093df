"""The usual screens: the ledgers that people open first, computed ahead of the first reader.

Guarantees that a prepared screen answers without touching an order line. Leaves when to prepare
to delivery.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fourfold.book.book import Book
from fourfold.growth.comparison import Asked, compare
from fourfold.growth.prepared import prepared_ledger
from fourfold.periods import Period, periods_of

BY = ((), ("segment",), ("region",), ("industry",), ("family",), ("category",), ("seller",), ("team",))
"""Without a breakdown, and by each dimension of few values."""

QUARTERS = 4


def prepare(book: Book, *, asked: Asked, progress: Callable[[int, int], None] | None = None) -> int:
    """Compute and keep the usual ledgers of a book, and return how many there are.

    They are the latest fiscal year and the latest four fiscal quarters, each on year, at the
    levels and by the policy asked, whole and by one dimension each. A book without lines has none.
    """
    if book.extent is None:
        return 0
    found: list[Period] = []
    for grain, most in (("fiscal-year", 1), ("fiscal-quarter", QUARTERS)):
        periods = periods_of(
            grain, first=book.extent.first_on, last=book.extent.last_on, calendar=book.calendar
        )
        found.extend(periods[-most:])
    due = [(period, by) for period in found for by in BY]
    for place, (period, by) in enumerate(due):
        prepared_ledger(book, comparison=compare(book, replace(asked, current=period.name)), by=by)
        if progress:
            progress(place + 1, len(due))
    return len(due)
