"""Quantiles of Student's t distribution, for intervals from few values.

Guarantees the quantile to ten digits for whole degrees of freedom. Source: the finite series of
Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4, turned round by halving.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin, sqrt, tan

_HALVINGS = 50


@lru_cache(maxsize=256)
def two_sided(level: float, freedom: int) -> float:
    """Return t so that a part `level` (above 0, below 1) of the distribution lies from -t to t.

    Raises
    ------
    ValueError
        If there is no degree of freedom, or the level is no part.

    Examples
    --------
    >>> round(two_sided(0.95, 4), 3)
    2.776
    """
    if freedom < 1 or not 0 < level < 1:
        message = f"no t for a level of {level} with {freedom} degrees of freedom"
        raise ValueError(message)
    low, high = 0.0, pi / 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < level else (low, middle)
    return sqrt(freedom) * tan(low)


def _within(angle: float, freedom: int) -> float:
    """Return the part of the distribution within +-sqrt(freedom) x tan(angle)."""
    odd = freedom % 2
    term, total = (cos(angle) if odd else 1.0), 0.0
    for power in range(1 + odd, freedom, 2):
        total += term
        term *= power / (power + 1) * cos(angle) ** 2
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
