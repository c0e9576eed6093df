"""Estimates: what an owner would reach going on as before, and where a target lies against it.

Guarantees that money and rates are reckoned by one formula, exact until rounded but for the interval.
Leaves which periods count to `comparable` and what peers reach to `peers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import fsum, sqrt

from fourfold.measures.catalogue import CATALOGUE
from fourfold.money import ratio_half_up
from fourfold.objectives.allotment import places_of
from fourfold.objectives.forecast import LEVEL
from fourfold.objectives.student import two_sided
from fourfold.words import say_many

FEWEST = 3
"""Periods without which there is no interval."""

_PLACES_OF_RATE = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What was reached in a period, and the size it is held against.

    Money is held against base revenue, activities against days, a rate's numerator against its
    denominator. A size above 0.
    """

    reached: Fraction
    size: Fraction

    @property
    def rate(self) -> Fraction:
        """What was reached for each 1 of the size."""
        return self.reached / self.size


@dataclass(frozen=True, slots=True)
class Estimate:
    """What would be reached going on as before, in the unit of the measure, with an 80 % interval.

    `low` and `high` are None without an interval, and `why` says so. `periods` is how many it rests on.
    """

    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    periods: int
    why: str = ""

    def position(self, target: Decimal) -> Decimal | None:
        """Return where a target lies in the interval: 0 at its low end, 1 at its high end."""
        if self.low is None or self.high is None or self.low == self.high:
            return None
        place = (Fraction(target) - Fraction(self.low)) / (Fraction(self.high) - Fraction(self.low))
        return _rounded(place, 2)


def pooled(readings: Sequence[Reading]) -> Fraction | None:
    """Return all that was reached for each 1 of all sizes; None without readings."""
    sizes = sum((one.size for one in readings), Fraction(0))
    return sum((one.reached for one in readings), Fraction(0)) / sizes if sizes else None


def going_on(readings: Sequence[Reading], size: Fraction, *, measure: str) -> Estimate | None:
    """Return what a period of a size comes to if all goes on; None without readings.

    Notes
    -----
    The ratio estimator, as in `forecast`: with x the sizes, y what was reached, and b = sum(y) / sum(x),
    the estimate is b X, its variance s^2 X (1 + X / sum(x)) with s^2 = sum((y - b x)^2 / x) / (n - 1), the
    interval Student's t to either side, without what cannot be (GRR above 1, negative amounts where none
    was negative). A rate is the same over X. Source: Royall, Biometrika 57, 1970.
    """
    slope = pooled(readings)
    if slope is None or size <= 0:
        return None
    unit = size if CATALOGUE[measure].is_additive else Fraction(1)
    places = places_of(CATALOGUE[measure], ()) if CATALOGUE[measure].is_additive else 6
    amount, count = _rounded(slope * unit, places), len(readings)
    if count < FEWEST:
        why = say_many(
            "{periods} period is too few for an interval",
            "{periods} periods are too few for an interval",
            count,
            periods=count,
        )
        return Estimate(amount, None, None, count, why)
    off = fsum(float((one.reached - slope * one.size) ** 2 / one.size) for one in readings)
    sizes = float(sum(one.size for one in readings))
    spread = off / (count - 1) * float(size) * (1 + float(size) / sizes)
    margin = two_sided(float(LEVEL), count - 1) * sqrt(spread) * float(unit / size)
    off_by = _rounded(Fraction(margin), places)
    low, high = _possible(readings, (amount - off_by, amount + off_by), measure)
    return Estimate(amount, low, high, count)


def _possible(
    readings: Sequence[Reading], interval: tuple[Decimal, Decimal], measure: str
) -> tuple[Decimal, Decimal]:
    """Return an interval without what cannot be: GRR above 1, or less than 0 of what never was below 0."""
    low, high = interval
    if all(one.reached >= 0 for one in readings):
        low = max(low, low - low)
    return low, min(high, Decimal(1)) if measure == "grr" else high


def halfway(own: Fraction, goal: Fraction) -> Fraction:
    """Return the rate to aim at: halfway from one's own to a better one, one's own if that is the better."""
    return own + max(goal - own, Fraction(0)) / 2


def aimed(at: Fraction, size: Fraction, *, measure: str) -> Decimal:
    """Return a rate as a target: of money and counts for the size, rounded half away from zero."""
    if CATALOGUE[measure].is_additive:
        return _rounded(at * size, places_of(CATALOGUE[measure], ()))
    return _rounded(at, _PLACES_OF_RATE)


def _rounded(number: Fraction, places: int) -> Decimal:
    steps = ratio_half_up(number.numerator, 10**places, number.denominator)
    return Decimal(f"{steps}E-{places}")
