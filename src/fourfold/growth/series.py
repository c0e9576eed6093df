"""Series: one ledger per period, each against its own base.

Guarantees that every point is an ordinary ledger of its own comparison. Only revenue, and for
consecutive periods the net change, add up over a series; the rows do not, since the cut moves.
Leaves drawing to `reports`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth.comparison import Asked, compare
from fourfold.growth.ledger import Ledger
from fourfold.growth.prepared import prepared_ledger
from fourfold.growth.within import ledger_within
from fourfold.periods import Period, parse_period, periods_of


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
    points = []
    found = _periods(book, grain, asked)
    for place, period in enumerate(found):
        comparison = compare(book, replace(asked, current=period.name))
        points.append(prepared_ledger(book, comparison=comparison, by=by))
        if progress:
            progress(place + 1, len(found))
    return Series(grain, tuple(points))


def series_within(
    book: Book, *, grain: str, asked: Asked, where: Mapping[str, str], latest: int = 0
) -> Series:
    """Return `series` of one part of the company, whole or its latest periods only.

    Parameters
    ----------
    book, grain, asked
        As for `series`.
    where
        Values by dimension that name the part; empty is the whole company.
    latest
        So many of the latest periods; 0 is all.

    Returns
    -------
    Series
        As `series`.

    Raises
    ------
    BadRequest
        As `series`; or if a dimension does not exist.
    """
    found = _periods(book, grain, asked)
    comparisons = [compare(book, replace(asked, current=period.name)) for period in found[-latest:]]
    return Series(grain, tuple(ledger_within(book, comparison=c, where=where) for c in comparisons))


def _periods(book: Book, grain: str, asked: Asked) -> tuple[Period, ...]:
    if book.extent is None:
        return ()
    found = periods_of(grain, first=book.extent.first_on, last=book.extent.last_on, calendar=book.calendar)
    if asked.current:
        inside = parse_period(asked.current, book.calendar)
        found = tuple(p for p in found if p.start in inside)
    if not found:
        raise BadRequest(f"no {grain} in {asked.current}", place="--current", remedy="ask a longer period")
    return found
