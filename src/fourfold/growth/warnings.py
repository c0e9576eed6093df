"""Warnings: what a reader must know before trusting a comparison.

Guarantees that a short history, an incomplete period and quarantined rows are said with every
ledger. Leaves how they are shown to delivery.
"""

from __future__ import annotations

from datetime import timedelta

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison
from fourfold.periods import shift_months
from fourfold.words import day, say, say_many

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
            say(
                "history before the cut ({cut}) is {months} months: accounts silent since before "
                "the book begins look new; {enough} months or more are needed to tell",
                cut=day(comparison.cut),
                months=months,
                enough=ENOUGH_MONTHS,
            )
        )
    if comparison.note:
        found.append(_not_over(comparison))
    elif book.extent and book.extent.last_on < comparison.current.last_day - timedelta(days=31):
        found.append(
            say(
                "the last order line is of {last_on}, before {last_day}:"
                " the current period may be incomplete",
                last_on=day(book.extent.last_on),
                last_day=day(comparison.current.last_day),
            )
        )
    rows = book.quarantined.rows
    if rows:
        found.append(
            say_many(
                "{rows} faulty row is in quarantine and in no figure: see fourfold rejects",
                "{rows} faulty rows are in quarantine and in no figure: see fourfold rejects",
                rows,
                rows=rows,
            )
        )
    return tuple(found)


def _not_over(comparison: Comparison) -> str:
    whole = comparison.current.label.partition(" to ")[0]
    until = day(comparison.current.last_day)
    return say("{period} is not over: compared to {day}, like for like", period=whole, day=until)
