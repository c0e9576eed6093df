"""Warnings: what a reader must know before trusting a comparison.

Guarantees that a short history, an incomplete period and quarantined rows are said with every
ledger. Leaves how they are shown to delivery.
"""

from __future__ import annotations

from datetime import timedelta

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison
from fourfold.periods import shift_months

ENOUGH_MONTHS = 12


def history_months(book: Book, comparison: Comparison) -> int:
    """Return how many whole months of order lines stand before the cut; 0 for none or an empty book."""
    if book.extent is None or book.extent.first_on >= comparison.cut:
        return 0
    first, cut = book.extent.first_on, comparison.cut
    months = (cut.year - first.year) * 12 + cut.month - first.month
    return months if shift_months(cut, -months) >= first else months - 1


def warnings(book: Book, comparison: Comparison) -> tuple[str, ...]:
    """Return the warnings of a comparison on a book, the most important first."""
    found = []
    months = history_months(book, comparison)
    if months < ENOUGH_MONTHS:
        found.append(
            f"history before the cut ({comparison.cut}) is {months} months: accounts silent since before "
            f"the book begins look new; {ENOUGH_MONTHS} months or more are needed to tell"
        )
    if comparison.note:
        found.append(comparison.note)
    elif book.extent and book.extent.last_on < comparison.current.last_day - timedelta(days=31):
        found.append(
            f"the last order line is of {book.extent.last_on}, before {comparison.current.last_day}: "
            "the current period may be incomplete"
        )
    if book.quarantined.rows:
        rows = "1 faulty row is" if book.quarantined.rows == 1 else f"{book.quarantined.rows} faulty rows are"
        found.append(f"{rows} in quarantine and in no figure: see fourfold rejects")
    return tuple(found)
