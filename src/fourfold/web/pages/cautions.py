"""What to know before trusting the figures of a page: doubts of its periods, and faulty rows left out.

Guarantees that every page of figures says the same of the same periods, and that faulty rows stand in
a line of their own, with a link to the cure. Leaves which rows and doubts there are to `growth.warnings`.
"""

from __future__ import annotations

from typing import Any

from fourfold.book.book import Book
from fourfold.growth import Comparison
from fourfold.growth.warnings import doubts, quarantined


def cautions(book: Book, *comparisons: Comparison) -> dict[str, Any]:
    """Return what `cautions.html` tells: doubts of the last comparison, the faulty rows of all periods.

    `quarantined` counts faulty rows of the periods, `undated` those of no readable day.
    """
    waiting = quarantined(book, *comparisons)
    return {
        "warnings": doubts(book, comparisons[-1]),
        "quarantined": waiting.rows - waiting.undated,
        "undated": waiting.undated,
    }
