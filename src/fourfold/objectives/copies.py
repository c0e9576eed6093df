"""Many objectives at once: last year's copied as drafts, and those of one owner given to another.

Guarantees that a second run adds nothing, that what was adjusted by hand since stays, and that the
targets of what is given on sum to what they were, exactly. Leaves writing to `store.write`: all records
of one run are one append.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NoReturn

from fourfold.errors import BadRequest
from fourfold.money import largest_remainder
from fourfold.objectives.allotment import places_of
from fourfold.objectives.changes import Aim, Records, added, changed
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.objectives.store import Store
from fourfold.periods import Period, shift_months
from fourfold.words import say

MOST_DAYS_APART = 7
"""A fiscal year of weeks is a week longer than another; more apart, two periods are of different kinds."""


def copied(store: Store, from_period: Period, to_period: Period, factor: Decimal = Decimal(1)) -> Records:
    """Return the records that copy the objectives of a period into another as drafts.

    Copied are those whose days lie in `from_period` and that were not withdrawn. Days move by the whole
    months, or else days, between the two periods. Targets of additive measures are multiplied by `factor`
    and rounded half away from zero to cents, whole counts, or the decimals they are written with; rates
    stay. A copy's id is its original's with its first day, so one that is there already is left as it is.

    Raises
    ------
    BadRequest
        The periods differ in length or are the same, the factor is not above 0, or nothing is there to copy.
    """
    if not factor.is_finite() or factor <= 0:
        _refuse(say("a factor is above 0"), say("write 1.05 for 5 % more"), "factor")
    move = _move(from_period, to_period)
    chosen = [o for o in store.objectives if _within(o.period, from_period)]
    if not chosen:
        _refuse(
            say("no objective lies within {period}", period=from_period.told),
            say("choose a period that holds whole objectives"),
            "from",
        )
    why = say("copy of {period}", period=from_period.told)
    copies = (_copy(one, move(one.period), factor) for one in chosen)
    bases = Counter(_base(one) for one in chosen)
    named = [
        replace(copy, id=_dated(_base(one) if bases[_base(one)] == 1 else one.id, copy.period.start))
        for one, copy in zip(chosen, copies, strict=True)
    ]
    return _all(added(store, copy, why) for copy in named if copy.id not in store.kept)


def reassigned(store: Store, from_owner: Owner, to_owner: Owner, on: date, why: str) -> Records:
    """Return the records that give one owner's open objectives to another from a day on.

    One that has begun is parted at the day: the old one ends there, a new one begins, its id the old one's
    with the day. Targets of additive measures are parted by days, largest remainder (`fourfold.money`), so
    that they sum to what they were; rates, weight and cap hold for both. One that begins later changes its
    owner. What was agreed is a proposal again, and the version before counts until its owner agrees.

    Raises
    ------
    BadRequest
        Both owners are the same, a measure does not exist at the new owner's level, no reason is given, or
        the owner has no open objective from that day on.
    """
    if from_owner == to_owner:
        _refuse(say("both owners are the same"), say("choose another owner"), "to")
    if not why:
        _refuse(say("the reason is empty"), say("say it; it is needed"), "why")
    chosen = [
        o
        for o in store.objectives
        if o.owner == from_owner and o.state is not State.CLOSED and o.period.end > on
    ]
    if not chosen:
        _refuse(
            say(
                "{owner} has no open objective from {day} on",
                owner=from_owner.id or say("the company"),
                day=on,
            ),
            say("choose another owner or day"),
            "from",
        )
    return _all(_given(store, one, to_owner, on, why) for one in chosen)


def _copy(one: Objective, period: Period, factor: Decimal) -> Objective:
    copy = replace(one, period=period, state=State.DRAFT)
    if not one.of.is_additive or factor == 1:
        return copy
    step = Decimal(1).scaleb(-places_of(one.of, _numbers(one)))
    return _each(copy, lambda number: (number * factor).quantize(step, ROUND_HALF_UP))


def _given(store: Store, one: Objective, to_owner: Owner, on: date, why: str) -> Records:
    aim = Aim(one.id, one.version, why)
    if one.period.start >= on:
        return changed(store, aim, replace(one, owner=to_owner))
    before, after = (
        replace(one, period=Period(one.period.start, on)),
        replace(one, period=Period(on, one.period.end), owner=to_owner, id=_dated(one.id, on)),
    )
    if one.of.is_additive:
        before, after = _parted(one, before, after)
    state = State.DRAFT if one.state is State.DRAFT else State.PROPOSED
    return (*changed(store, aim, before), *added(store, replace(after, state=state), why))


def _parted(one: Objective, before: Objective, after: Objective) -> tuple[Objective, Objective]:
    """Return both parts with the targets parted by their days."""
    places = places_of(one.of, _numbers(one))
    days = (before.period.days, after.period.days)

    def part(number: Decimal, place: int) -> Decimal:
        return Decimal(largest_remainder(int(number.scaleb(places)), days)[place]).scaleb(-places)

    return _each(before, lambda number: part(number, 0)), _each(after, lambda number: part(number, 1))


def _each(one: Objective, change: Callable[[Decimal], Decimal]) -> Objective:
    """Return an objective with the numbers changed that are in the unit of its measure."""
    threshold = None if one.threshold is None else change(one.threshold)
    stretch = None if one.stretch is None else change(one.stretch)
    return replace(one, target=change(one.target), threshold=threshold, stretch=stretch)


def _numbers(one: Objective) -> list[Decimal]:
    return [number for number in (one.target, one.threshold, one.stretch) if number is not None]


def _move(before: Period, after: Period) -> Callable[[Period], Period]:
    """Return how days of one period become days of another: by whole months, or else by days."""
    months = (after.start.year - before.start.year) * 12 + after.start.month - before.start.month
    whole = (shift_months(before.start, months), shift_months(before.end, months))
    if before == after or abs(before.days - after.days) > MOST_DAYS_APART:
        _refuse(
            say("{period} cannot be copied into {into}", period=before.told, into=after.told),
            say("choose two periods of the same length"),
            "to",
        )
    step = after.start - before.start

    def moved(day: date) -> date:
        if whole == (after.start, after.end):
            return shift_months(day, months)
        return after.end if day == before.end else min(day + step, after.end)

    return lambda period: Period(moved(period.start), moved(period.end))


def _within(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _base(one: Objective) -> str:
    """Return an id without the first day that a copy of it bears."""
    return one.id.removesuffix(_dated("", one.period.start))


def _dated(base: str, start: date) -> str:
    return f"{base}@{start.isoformat()}"


def _all(records: Iterable[Records]) -> Records:
    return tuple(record for some in records for record in some)


def _refuse(cause: str, remedy: str, place: str) -> NoReturn:
    raise BadRequest(cause, place=place, remedy=remedy)
