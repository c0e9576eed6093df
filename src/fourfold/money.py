"""Exact money: four decimal places as whole units, and the one place where money is divided.

Guarantees that no float touches an amount, and that every split sums to its whole. The engines
carry the same three divisions under the same names (`fourfold.book.engines`); here they stand in
plain Python, for single figures and as the yardstick. Leaves currencies and rates to
`fourfold.book`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

PLACES = 4
UNITS = 10**PLACES
"""Units in one of the book's currency: an amount of 1.0000 is 10,000 units."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def units(amount: Decimal) -> int:
    """Return an amount as whole units of 1/10,000.

    Raises
    ------
    ValueError
        If the amount has more than four decimals: it would have to be rounded.

    Examples
    --------
    >>> units(Decimal("12.5"))
    125000
    """
    scaled = _EXACT.scaleb(amount, PLACES)
    if scaled != scaled.to_integral_value():
        message = f"{amount} has more than {PLACES} decimals"
        raise ValueError(message)
    return int(scaled)


def amount(whole: int) -> Decimal:
    """Return whole units of 1/10,000 as an amount with four decimals.

    Examples
    --------
    >>> amount(125000)
    Decimal('12.5000')
    """
    return _EXACT.scaleb(Decimal(whole), -PLACES)


def ratio_half_up(a: int, b: int, c: int) -> int:
    """Return a x b / c, rounded once to a whole number, half away from zero; c may not be 0.

    Examples
    --------
    >>> ratio_half_up(-5, 1, 2)
    -3
    """
    product = a * b
    sign = -1 if (product < 0) != (c < 0) else 1
    return sign * ((2 * abs(product) + abs(c)) // (2 * abs(c)))


def ratio_floor(a: int, b: int, c: int) -> int:
    """Return the greatest whole number not above a x b / c; c may not be 0."""
    return (a * b) // c


def ratio_rest(a: int, b: int, c: int) -> int:
    """Return what `ratio_floor` leaves over: a x b - c x floor(a x b / c), between 0 and |c|.

    The rest is counted against the size of c, so that rests of one split compare by size
    whatever the sign of c.
    """
    return abs(a * b - c * ratio_floor(a, b, c))


def largest_remainder(whole: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split a whole in proportion to weights, so that the parts sum to it exactly.

    Each part gets the floor of its exact share; what is left goes, one unit each, to the parts
    with the largest rest, earlier parts first (so the caller's order settles ties). A negative whole
    is split as its positive and turned round: a credit note mirrors its invoice.

    Parameters
    ----------
    whole
        What is split, in units; may be negative.
    weights
        One weight per part; they may not sum to 0.

    Raises
    ------
    ValueError
        If the weights sum to 0.

    Examples
    --------
    >>> largest_remainder(100, [1, 1, 1])
    (34, 33, 33)
    >>> largest_remainder(-100, [1, 1, 1])
    (-34, -33, -33)
    """
    total = sum(weights)
    if total == 0:
        message = "weights sum to 0: nothing says how to split"
        raise ValueError(message)
    size, sign = abs(whole), -1 if whole < 0 else 1
    floors = [ratio_floor(size, weight, total) for weight in weights]
    rests = [ratio_rest(size, weight, total) for weight in weights]
    ranked = sorted(range(len(weights)), key=lambda i: (-rests[i], i))
    raised = set(ranked[: size - sum(floors)])
    return tuple(sign * (floor + (i in raised)) for i, floor in enumerate(floors))


def rate(numerator: int, denominator: int, *, places: int = 6) -> Decimal | None:
    """Return a fraction rounded half away from zero, or None where the denominator is 0.

    Examples
    --------
    >>> rate(1, 3)
    Decimal('0.333333')
    """
    if denominator == 0:
        return None
    return _EXACT.scaleb(Decimal(ratio_half_up(numerator, 10**places, denominator)), -places)
