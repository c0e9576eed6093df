"""Forecast: what an objective's figure comes to at the end of its period, from earlier periods.

Guarantees that each forecast tells its method and how well that method did on the same earlier
periods, each left out in turn, beside the run rate. Leaves finding comparable periods to who asks:
same owner, same measure, same part of the period.

Method. What is to come follows what has come: remaining = k x figure to date, k being the sum of the
earlier periods' remaining parts over the sum of their figures to date (the ratio estimator; Royall,
Biometrika 57, 1970). For a rate, or where a figure to date is 0 or less, it is the mean of what came. Both
are one regression through 0, of the remaining on x (x = the figure to date, or 1), with variance in
proportion to x; the interval is its prediction interval with Student's t.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import fsum, sqrt

from fourfold.objectives.attainment import rounded
from fourfold.objectives.student import two_sided
from fourfold.words import message, say

LEVEL = Fraction(80, 100)
"""How often the interval is meant to hold the outcome."""

FEWEST = 4
"""Earlier periods without which there is no interval."""


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier period of the same owner and measure: its figure by the same part, and at its end."""

    to_date: Decimal
    final: Decimal


class Method(StrEnum):
    """How a forecast was made."""

    ACTUAL = "actual"
    SCALED = "scaled"
    ADDED = "added"
    RUN_RATE = "run_rate"
    NONE = "none"


_METHODS: Mapping[Method, str] = {
    Method.ACTUAL: message("The period is over: this is the figure."),
    Method.SCALED: message(
        "What is to come follows the figure to date as it did before; earlier periods: {periods}."
    ),
    Method.ADDED: message("What is to come is the mean of what came before; earlier periods: {periods}."),
    Method.RUN_RATE: message("There is no earlier period: the figure goes on as it did."),
    Method.NONE: message("There is nothing to forecast from."),
}


@dataclass(frozen=True, slots=True)
class Backtest:
    """How the method did on the earlier periods, each forecast from the others.

    Parameters
    ----------
    periods
        How many were forecast.
    error
        The mean absolute error, in the unit of the measure.
    run_rate_error
        That of the run rate (figure / part of the period that is over; a rate stays as it is) on the
        same periods; None where no part is over.
    within
        How many ended within their interval, of `with_interval` that had one.
    """

    periods: int
    error: Decimal
    run_rate_error: Decimal | None
    within: int
    with_interval: int

    @property
    def coverage(self) -> Decimal | None:
        """The share that ended within their interval, to be held against `LEVEL`."""
        return rounded(Fraction(self.within, self.with_interval)) if self.with_interval else None

    @property
    def is_better(self) -> bool | None:
        """Whether the method was off by less than the run rate; None where that cannot be told."""
        return None if self.run_rate_error is None else self.error < self.run_rate_error


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the figure comes to at the end of the period, in the unit of the measure, six places.

    `low` and `high` are None without an interval, and `why` says so. `backtest` is None with fewer than
    two earlier periods.
    """

    amount: Decimal | None
    method: Method
    low: Decimal | None = None
    high: Decimal | None = None
    backtest: Backtest | None = None
    periods: int = 0
    why: str = ""

    @property
    def rule(self) -> str:
        """How it was made, in the language of who reads."""
        return say(_METHODS[self.method], periods=self.periods)


@dataclass(frozen=True, slots=True)
class Course:
    """How far the period has come.

    `elapsed` is the part that is over, 0 to 1; a rate (`is_additive` false) does not grow with it.
    """

    to_date: Decimal
    elapsed: Fraction
    is_additive: bool = True
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class _Fit:
    """One forecast before rounding: an estimate, so reckoned in binary."""

    amount: float
    method: Method
    margin: float | None


def forecast(course: Course, past: Sequence[Past]) -> Forecast:
    """Return the forecast at the end of a period, with an interval from `FEWEST` earlier periods on.

    Of a period that is over it is the figure. Without earlier periods it is the run rate, and None where
    no part of the period is over.
    """
    if course.is_over:
        return Forecast(rounded(Fraction(course.to_date)), Method.ACTUAL)
    if not past:
        rate = _run_rate(course)
        method = Method.NONE if rate is None else Method.RUN_RATE
        amount = None if rate is None else rounded(rate)
        return Forecast(amount, method, why=say("There is no earlier period to learn from."))
    fit, count = _fit(course, past), len(past)
    amount = _rounded(fit.amount)
    told = Forecast(amount, fit.method, backtest=_backtest(course, past), periods=count)
    if fit.margin is None or count < FEWEST:
        why = say(
            "An interval needs {fewest} earlier periods; there are {count}.", fewest=FEWEST, count=count
        )
        return replace(told, why=why)
    margin = _rounded(fit.margin)
    return replace(told, low=amount - margin, high=amount + margin)


def _rounded(estimate: float) -> Decimal:
    return rounded(Fraction(estimate))


def _run_rate(course: Course) -> Fraction | None:
    if not course.is_additive:
        return Fraction(course.to_date)
    return Fraction(course.to_date) / course.elapsed if course.elapsed > 0 else None


def _fit(course: Course, past: Sequence[Past]) -> _Fit:
    """Return the forecast from one earlier period or more; a margin takes two.

    Sums are rounded once (`fsum`), so that the order of the periods changes nothing.
    """
    now, to_date = float(course.to_date), [float(period.to_date) for period in past]
    remaining = [float(period.final - period.to_date) for period in past]
    is_scaled = course.is_additive and now > 0 and min(to_date) > 0
    scale, x = (now, to_date) if is_scaled else (1.0, [1.0] * len(past))
    method, whole = (Method.SCALED if is_scaled else Method.ADDED), fsum(x)
    slope = fsum(remaining) / whole
    amount = now + slope * scale
    freedom = len(past) - 1
    if not freedom:
        return _Fit(amount, method, None)
    off = fsum((came - slope * at) ** 2 / at for came, at in zip(remaining, x, strict=True))
    variance = off / freedom * scale * (1 + scale / whole)
    return _Fit(amount, method, two_sided(float(LEVEL), freedom) * sqrt(variance))


def _backtest(course: Course, past: Sequence[Past]) -> Backtest | None:
    """Forecast each earlier period from the others."""
    if len(past) < 2:
        return None
    off, off_by_rate, held = [], [], []
    for place, left_out in enumerate(past):
        then = replace(course, to_date=left_out.to_date)
        fit, rate = _fit(then, [*past[:place], *past[place + 1 :]]), _run_rate(then)
        off.append(abs(float(left_out.final) - fit.amount))
        if rate is not None:
            off_by_rate.append(abs(Fraction(left_out.final) - rate))
        if fit.margin is not None:
            held.append(_rounded(off[-1]) <= _rounded(fit.margin))
    count = len(past)
    by_rate = rounded(sum(off_by_rate, Fraction(0)) / count) if off_by_rate else None
    return Backtest(count, _rounded(fsum(off) / count), by_rate, sum(held), len(held))
