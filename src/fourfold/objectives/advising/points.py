"""Points: how the weight of proposed objectives follows what was gained and lost.

Guarantees whole points that sum to what there is to share, each within its bounds, and that more
money moved by one part never lowers its points. Leaves what moved to `facts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm

from fourfold.money import largest_remainder, ratio_half_up

WHOLE = 100
"""Points of all proposals of an owner."""

LEAST, MOST = 10, 50
"""No part has fewer or more points than these."""


def points(moved: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Return points in proportion to what moved, each from `LEAST` to `MOST`, that sum to `total`.

    Without anything moved all have the same, as have those without where the others are at `MOST`. If so
    few parts cannot hold the total within the bounds, it is shared evenly.

    Parameters
    ----------
    moved
        0 or more for each part, in one unit; of equal remainders the earlier part gets the point.
    total
        What is shared, at least `LEAST` for each part.

    Notes
    -----
    Points are clamp(k x moved, `LEAST`, `MOST`) with the one k that makes them sum to the total, then
    rounded by largest remainders. Raising one part's money lowers k, so all others fall or stay.

    Examples
    --------
    >>> points([Fraction(600), Fraction(300), Fraction(90), Fraction(10)], 100)
    (50, 30, 10, 10)
    """
    if not moved:
        return ()
    exact = _bounded(moved, total)
    scale = lcm(*(part.denominator for part in exact))
    return largest_remainder(total, [int(part * scale) for part in exact])


def _bounded(moved: Sequence[Fraction], total: int) -> list[Fraction]:
    if total >= MOST * len(moved) or not any(moved):
        return [Fraction(total, len(moved))] * len(moved)
    bends = sorted({Fraction(bound) / part for part in moved if part for bound in (LEAST, MOST)})
    if sum(_clamped(moved, bends[-1])) < total:
        empty = sum(1 for part in moved if not part)
        left = Fraction(total - MOST * (len(moved) - empty), empty)
        return [Fraction(MOST) if part else left for part in moved]
    for low, high in pairwise([Fraction(0), *bends]):
        below, above = sum(_clamped(moved, low)), sum(_clamped(moved, high))
        if above >= total:
            slope = above - below
            k = high if not slope else low + (high - low) * (total - below) / slope
            return _clamped(moved, k)
    return _clamped(moved, bends[-1])


def _clamped(moved: Sequence[Fraction], k: Fraction) -> list[Fraction]:
    return [min(max(k * part, Fraction(LEAST)), Fraction(MOST)) for part in moved]


def halves(whole: int, first: Fraction, second: Fraction) -> tuple[int, int]:
    """Return points shared between two measures of one part; all to the larger if there are too few.

    With the same whole, more of the second never lowers its points.

    Examples
    --------
    >>> halves(50, Fraction(300), Fraction(100)), halves(50, Fraction(1), Fraction(0))
    ((38, 12), (50, 0))
    """
    if not second or whole < 2 * LEAST:
        return (0, whole) if second > first else (whole, 0)
    share = second / (first + second)
    wanted = whole - ratio_half_up(whole, share.denominator - share.numerator, share.denominator)
    own = min(max(wanted, LEAST), whole - LEAST)
    return whole - own, own
