"""The scorecards of many owners on a day: what runs, measured together, each as far as it has come.

Guarantees that the version that was agreed to is measured while a later one waits for agreement, and
that all owners are measured by the same few computations. Leaves who may see whom to the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from fourfold.book.book import Book
from fourfold.measures.catalogue import Needs
from fourfold.objectives.forecast import Past
from fourfold.objectives.kept import Kept
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import Objective, Owner
from fourfold.objectives.pace import Season
from fourfold.objectives.results import comparison_of, results
from fourfold.objectives.scorecard import Earlier, Known, Scorecard, scorecard
from fourfold.objectives.store import Store
from fourfold.periods import Period, period_before, year_before

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """The day that scorecards are told for, with the days from Monday to Friday that are not worked.

    `as_of` is the last day with complete data; `earlier` how many earlier periods are measured too, for
    trend and forecast: each is a computation of its own.
    """

    as_of: date
    earlier: int = 0
    holidays: frozenset[date] = frozenset()


def standing(store: Store) -> tuple[Objective, ...]:
    """Return every objective as it counts: the version agreed to, or the draft where none was."""
    return tuple(one.in_force or one.current for one in store.kept.values() if not one.is_withdrawn)


def latest_day(objectives: Iterable[Objective], as_of: date) -> date:
    """Return the last day up to `as_of` on which any objective runs; `as_of` where none has begun."""
    days = [min(one.period.last_day, as_of) for one in objectives if one.period.start <= as_of]
    return max(days, default=as_of)


def scorecards(book: Book, store: Store, *, owners: Collection[Owner], day: Day) -> tuple[Scorecard, ...]:
    """Return the scorecard of each owner, in the order of owners; without running objectives it is empty.

    Parameters
    ----------
    book
        The whole company's book, as for `results`.
    store
        The objectives; those that run on the day count.
    owners
        Whose scorecards; who may see them is the caller's to check.
    day
        The day, and how much is measured beside it.

    Raises
    ------
    BadRequest
        If a period cannot be compared.
    """
    running: dict[Owner, list[Objective]] = {owner: [] for owner in owners}
    for one in standing(store):
        if one.owner in running and day.as_of in one.period:
            running[one.owner].append(one)
    plans = {one.id: _plan(book, one, day) for held in running.values() for one in held}
    measured = results(book, (need for plan in plans.values() for need in plan.needs))
    known = _known(plans, measured, store.kept, day)
    return tuple(scorecard(held, known, owner=owner, as_of=day.as_of) for owner, held in running.items())


@dataclass(frozen=True, slots=True)
class _Plan:
    """What has to be measured for one objective."""

    today: Need
    season: tuple[Need, Need] | None = None
    past: tuple[tuple[Need, Need], ...] = field(default=())

    @property
    def needs(self) -> tuple[Need, ...]:
        pairs = (*((self.season,) if self.season else ()), *self.past)
        return (self.today, *(need for pair in pairs for need in pair))


def _plan(book: Book, one: Objective, day: Day) -> _Plan:
    def need(period: Period) -> Need:
        return Need(one.measure, one.owner, period, one.filters)

    to_date = until(one.period, day.as_of)
    season = None
    if one.of.is_additive and not one.of.is_lower_better and to_date != one.period:
        before = year_before(one.period, book.calendar)
        if _is_in_history(book, one, before):
            season = need(year_before(to_date, book.calendar)), need(before)
    past = []
    earlier = one.period
    for _ in range(day.earlier):
        earlier = period_before(earlier, book.calendar)
        if not _is_in_history(book, one, earlier):
            break
        part = Period(earlier.start, min(earlier.end, earlier.start + timedelta(days=to_date.days)))
        past.append((need(part), need(earlier)))
    return _Plan(need(to_date), season, tuple(reversed(past)))


def until(period: Period, as_of: date) -> Period:
    """Return the days of a period up to `as_of`: all of it once it is over."""
    return period if as_of >= period.last_day else Period(period.start, as_of + ONE_DAY)


def _is_in_history(book: Book, one: Objective, period: Period) -> bool:
    """Return whether the book reaches back to a period, and to its base where the measure needs one."""
    if book.extent is None:
        return False
    plain = one.measure == "revenue" or one.of.needs is not Needs.LINES
    first = period if plain else comparison_of(book, period).base
    return book.extent.first_on <= first.start


def _known(
    plans: Mapping[str, _Plan], measured: Mapping[Need, Value], kept: Mapping[str, Kept], day: Day
) -> Known:
    seasons, past, trend = {}, {}, {}
    for name, plan in plans.items():
        if plan.season:
            to_date, whole = (measured[need].amount for need in plan.season)
            if to_date is not None and whole is not None:
                seasons[name] = Season(to_date, whole)
        pairs = [(measured[part], need.period, measured[need]) for part, need in plan.past]
        past[name] = [
            Past(part.amount, whole.amount)
            for part, _, whole in pairs
            if part.amount is not None and whole.amount is not None
        ]
        trend[name] = [Earlier(period, whole) for _, period, whole in pairs]
    frozen = {name: _frozen(kept[name]) for name in plans if kept[name].frozen is not None}
    values = {name: measured[plan.today] for name, plan in plans.items()}
    return Known(values, frozen, seasons, past, trend, day.holidays)


def _frozen(kept: Kept) -> Value:
    told = kept.frozen
    return Value(told.amount, numerator=told.numerator, denominator=told.denominator) if told else Value(None)
