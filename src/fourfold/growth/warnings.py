"""Warnings: what a reader must know before trusting a comparison.

Guarantees that a short history, an incomplete period and the quarantined rows of its periods are said
with every ledger. Leaves how they are shown to delivery.
"""

from __future__ import annotations

from datetime import timedelta

from fourfold.book.book import Book
from fourfold.book.snapshots import Quarantined
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


def warnings(book: Book, *comparisons: Comparison) -> tuple[str, ...]:
    """Return the warnings of comparisons on a book, the most important first.

    Of several, doubts are those of the last, and faulty rows those of all their periods.
    """
    return (*doubts(book, comparisons[-1]), *_missing(quarantined(book, *comparisons)))


def quarantined(book: Book, *comparisons: Comparison) -> Quarantined:
    """Return the faulty rows of the periods of comparisons, and those of no day that can be read."""
    return book.quarantined.of(period for c in comparisons for period in (c.base, c.current))


def doubts(book: Book, comparison: Comparison) -> tuple[str, ...]:
    """Return the warnings of a comparison other than of faulty rows, the most important first."""
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
    return tuple(found)


def _missing(waiting: Quarantined) -> tuple[str, ...]:
    undated = waiting.undated
    dated = waiting.rows - undated
    of_periods = say_many(
        "{rows} faulty row of these periods is in quarantine and in no figure: see fourfold rejects",
        "{rows} faulty rows of these periods are in quarantine and in no figure: see fourfold rejects",
        dated,
        rows=dated,
    )
    of_any = say_many(
        "{rows} faulty row without a readable day is in quarantine and may concern these periods: "
        "see fourfold rejects",
        "{rows} faulty rows without a readable day are in quarantine and may concern these periods: "
        "see fourfold rejects",
        undated,
        rows=undated,
    )
    return (*([of_periods] if dated else []), *([of_any] if undated else []))


def _not_over(comparison: Comparison) -> str:
    whole = comparison.current.label.partition(" to ")[0]
    until = day(comparison.current.last_day)
    return say("{period} is not over: compared to {day}, like for like", period=whole, day=until)
