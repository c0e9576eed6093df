"""Whole-number arithmetic: money as a count of 1/10,000, one rounding rule, one splitting rule.

Guarantees that nothing here is ever a float and that a split adds up to what was split.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

Key = TypeVar("Key", str, tuple[str, ...], tuple[str | None, ...])

UNITS = 10_000
RATE_UNITS = 100_000_000


def scaled(number: Decimal, scale: int) -> int:
    """`number x scale`, which must be whole."""
    exact = number * scale
    if exact != exact.to_integral_value():
        raise ValueError(f"{number} has more decimals than {scale} can hold")
    return int(exact)


def money(units: int) -> Decimal:
    """A count of 1/10,000 as a decimal with four places."""
    return Decimal(units).scaleb(-4)


def rounded(numerator: int, denominator: int) -> int:
    """The quotient to the nearest whole number, halves away from zero."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def split(total: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Split `total` by `weights`, whose sum is not 0: largest remainder, ties to the smaller key.

    A negative total is split like its opposite, so that a credit mirrors its invoice.
    """
    whole = sum(weights.values())
    if whole == 0:
        raise ValueError("nothing to split by")
    sign = 1 if whole > 0 else -1
    quotas = {key: divmod(abs(total) * sign * weight, abs(whole)) for key, weight in weights.items()}
    left = abs(total) - sum(floor for floor, _ in quotas.values())
    by_remainder = sorted(quotas, key=lambda key: (-quotas[key][1], key))
    given = {key: floor for key, (floor, _) in quotas.items()}
    for key in by_remainder[:left]:
        given[key] += 1
    return given if total >= 0 else {key: -part for key, part in given.items()}


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier; a day that month lacks becomes its last."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def whole_months(first: date, last: date) -> int:
    """How many months can be taken off `last` without passing `first`; 0 when `first` is not before it."""
    count = 0
    while months_before(last, count + 1) >= first:
        count += 1
    return count
