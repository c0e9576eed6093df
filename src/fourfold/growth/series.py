"""Series: one ledger per period, each against its own base.

Guarantees that every point is an ordinary ledger of its own comparison. Only revenue, and for
consecutive periods the net change, add up over a series; the rows do not, since the cut moves.
Leaves drawing to `reports`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth.comparison import Asked, compare
from fourfold.growth.ledger import Ledger
from fourfold.growth.prepared import prepared_ledger
from fourfold.periods import parse_period, periods_of


@dataclass(frozen=True, slots=True)
class Series:
    """Ledgers in order of time, all of one grain."""

    grain: str
    points: tuple[Ledger, ...]


def series(
    book: Book,
    *,
    grain: str,
    asked: Asked,
    by: Sequence[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Series:
    """Return one ledger for each period of a grain.

    Parameters
    ----------
    book
        The book.
    grain
        year, half, quarter, month, or fiscal-year, fiscal-quarter ...
    asked
        Levels, policy and base (`previous`, or `year` for year on year); `current` limits the
        periods to those that start in it, and is empty for all of the book.
    by
        Dimensions of each ledger.
    progress
        Called with the number of ledgers done and due.

    Returns
    -------
    Series
        The first period of the book stands against a base before the book, so its revenue is all
        change. A book without lines gives no points.

    Raises
    ------
    BadRequest
        If the grain does not exist, or no period of the grain lies where asked.
    """
    if book.extent is None:
        return Series(grain, ())
    found = periods_of(grain, first=book.extent.first_on, last=book.extent.last_on, calendar=book.calendar)
    if asked.current:
        inside = parse_period(asked.current, book.calendar)
        found = tuple(p for p in found if p.start in inside)
    if not found:
        raise BadRequest(f"no {grain} in {asked.current}", place="--current", remedy="ask a longer period")
    points = []
    for place, period in enumerate(found):
        comparison = compare(book, replace(asked, current=period.name))
        points.append(prepared_ledger(book, comparison=comparison, by=by))
        if progress:
            progress(place + 1, len(found))
    return Series(grain, tuple(points))
