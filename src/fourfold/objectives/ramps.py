"""Presence: which part of a period someone carries, by the days they are there and their ramp.

Guarantees an exact fraction between 0 and 1 that does not depend on how days are grouped. Leaves what
the fraction multiplies to `cascade` and `seasons`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from fourfold.errors import BadRequest
from fourfold.periods import Period, shift_months
from fourfold.words import say

Ramp = tuple[tuple[int, Decimal], ...]
"""Whole months since the start, and the fraction from then on: ((0, 0.5), (3, 1)). Empty: full at once."""

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Stint:
    """The days someone belongs to a team, or to the company: from `starts_on` to before `ends_on`.

    Who moves has a stint that ends in one team and one that starts in the other.

    Parameters
    ----------
    starts_on, ends_on
        None: since ever, for good.
    ramp
        How much they carry by the months since `ramp_from`.
    ramp_from
        Where the ramp counts from; None: `starts_on`. The day of hiring for one who moves and goes on
        with their ramp.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    ramp: Ramp = ()
    ramp_from: date | None = None

    def __post_init__(self) -> None:
        """Refuse a stint without a day, and a ramp that has no start, no order or no fraction."""
        if self.first >= self.end:
            _refuse(
                say("a stint must end after it starts: {start} to {end}", start=self.first, end=self.end),
                say("correct the day of joining or leaving"),
            )
        months = [month for month, _ in self.ramp]
        if self.ramp and (months[0] != 0 or months != sorted(set(months))):
            _refuse(
                say("a ramp counts months upwards from 0, each once"),
                say("write 0:0.5, 3:1 for half in the first three months"),
            )
        if not all(part.is_finite() and 0 <= part <= 1 for _, part in self.ramp):
            _refuse(say("a ramp's fractions lie between 0 and 1"), say("write 0.5 for half"))
        if self.ramp and self.ramp_from is None and self.starts_on is None:
            _refuse(say("a ramp needs the day it counts from"), say("give the day of joining"))

    @property
    def first(self) -> date:
        """The first day."""
        return self.starts_on or date.min

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.ends_on or date.max

    @property
    def steps(self) -> tuple[tuple[date, date, Fraction], ...]:
        """What is carried: from a day, to before a day, which part; before the ramp its first fraction."""
        origin = self.ramp_from or self.starts_on
        if origin is None or not self.ramp:
            return ((self.first, self.end, WHOLE),)
        starts = [self.first, *(shift_months(origin, month) for month, _ in self.ramp[1:])]
        ends = [*starts[1:], self.end]
        return tuple(
            (start, end, Fraction(part))
            for start, end, (_, part) in zip(starts, ends, self.ramp, strict=True)
        )


def presence(stints: Iterable[Stint], period: Period) -> Fraction:
    """Return the part of a period that someone carries: days there x ramp fraction / days of the period.

    Parameters
    ----------
    stints
        In any order. Without any, nothing is known of joining and leaving: the whole period.
    period
        The days that count.

    Raises
    ------
    BadRequest
        If two stints share a day.

    Examples
    --------
    >>> january = Period(date(2012, 1, 1), date(2012, 1, 31))
    >>> presence([Stint(date(2012, 1, 16))], january)
    Fraction(1, 2)
    """
    held = sorted(stints, key=lambda stint: stint.first)
    for before, after in pairwise(held):
        if after.first < before.end:
            _refuse(
                say("two stints share the day {day}", day=after.first),
                say("let one end on the day the other starts"),
            )
    if not held:
        return WHOLE
    carried = [
        part * _days(max(start, stint.first), min(end, stint.end), period)
        for stint in held
        for start, end, part in stint.steps
    ]
    return sum(carried, Fraction(0)) / period.days


def _days(start: date, end: date, period: Period) -> int:
    return max((min(end, period.end) - max(start, period.start)).days, 0)


def _refuse(cause: str, remedy: str) -> None:
    raise BadRequest(cause, place=say("joining and leaving"), remedy=remedy)
