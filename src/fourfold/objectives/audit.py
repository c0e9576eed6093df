"""The audit as it is shown: the balance, what makes it, and how it was before.

Guarantees that all of it answers for the same owner and objectives. Leaves the balance to `balance`,
words and pictures to `fourfold.reports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from fourfold.book.book import Book
from fourfold.book.hierarchy import team_paths
from fourfold.objectives.asking import Together, together
from fourfold.objectives.balance import (
    Balance,
    Tilt,
    balance,
    below_of,
    changed,
    gains_by_account,
    tilt_of,
)
from fourfold.objectives.given import new_share
from fourfold.objectives.objective import Objective, Owner
from fourfold.objectives.pointing import weighed, weight_pointing
from fourfold.objectives.results import comparison_of
from fourfold.objectives.trying import Trial, tried
from fourfold.periods import Period, parse_period, period_before, year_before

BEFORE = 3
"""So many periods before stand beside the tilt."""

_NEARLY_WHOLE = timedelta(days=31)
"""The book may begin so much later than a base period that is compared to."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The tilt of an earlier period."""

    period: Period
    tilt: Tilt


@dataclass(frozen=True, slots=True)
class Audit:
    """A balance, its objectives by what they ask, and the tilts of the periods before, the latest first.

    `objectives` are those of `owners`: of the balance's owner and of everybody below.
    """

    balance: Balance
    askings: tuple[Together, ...]
    earlier: tuple[Earlier, ...]
    objectives: tuple[Objective, ...]
    owners: frozenset[Owner]

    @property
    def period(self) -> Period:
        """The audit's period."""
        return self.balance.comparison.current


def audit(book: Book, objectives: Iterable[Objective], *, owner: Owner, period: Period) -> Audit:
    """Return the audit of an owner over a period, with the tilts of the periods before.

    Parameters
    ----------
    book, objectives, owner, period
        As for `balance`. Before a named period stand those of its kind, before a range the same days of
        earlier years; those of which the book does not hold the base are not there.

    Raises
    ------
    BadRequest
        The period cannot be compared.
    """
    known = tuple(objectives)
    made = balance(book, known, owner=owner, period=period)
    below = below_of(book, owner, period, team_paths(book.reference("teams")))
    own = tuple(one for one in known if one.owner in below)
    askings = together(weighed(own, period), made.causes)
    return Audit(made, askings, tuple(_earlier(book, known, owner, period)), own, below)


def after(told: Audit, trial: Trial) -> Balance:
    """Return the balance of an audit as it would be with a change; nothing is stored.

    Raises
    ------
    BadRequest
        The change cannot be meant; see `tried`.
    """
    return changed(told.balance, tried(told.objectives, told.period, trial), told.owners)


def so_far(book: Book, text: str) -> Period:
    """Return the period that a text names; of one that is not over, its days up to the book's last.

    Raises
    ------
    BadRequest
        If the text names no period.
    """
    whole = parse_period(text, book.calendar)
    if book.extent is None or not whole.start <= book.extent.last_on < whole.last_day:
        return whole
    return Period(whole.start, book.extent.last_on + timedelta(days=1))


def _earlier(
    book: Book, objectives: tuple[Objective, ...], owner: Owner, period: Period
) -> Iterator[Earlier]:
    paths = team_paths(book.reference("teams"))
    step = period_before if period.name else year_before
    for _ in range(BEFORE):
        period = step(period, book.calendar)
        comparison = comparison_of(book, period)
        if book.extent is None or book.extent.first_on > comparison.base.start + _NEARLY_WHOLE:
            return
        below = below_of(book, owner, period, paths)
        weight = weight_pointing(weighed((one for one in objectives if one.owner in below), period))
        given = new_share(gains_by_account(book, owner, comparison, paths))
        yield Earlier(period, tilt_of(weight, given))
