"""Bars made of block characters, half a column fine, for amounts from one point of an axis to another.

Guarantees that an amount that is not zero shows, that a loss is told from a gain without colour,
and that nothing is wider than the axis. Leaves colour to the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Axis:
    """The range of amounts that a number of columns stands for."""

    low: Decimal
    high: Decimal
    width: int

    def at(self, amount: Decimal, parts: int) -> int:
        """Return the position of an amount, in parts of a column from the left; 0 on an empty axis."""
        if self.high <= self.low:
            return 0
        place = (amount - self.low) / (self.high - self.low) * self.width * parts
        return int(place.quantize(Decimal(1), ROUND_HALF_UP))


def bar(axis: Axis, start: Decimal, end: Decimal, *, ascii_only: bool = False) -> str:
    """Return a bar between two amounts, blank up to where it starts; empty if both are the same.

    Gains are solid and half a column fine; losses (`end` below `start`) are shaded, whole columns.

    Examples
    --------
    >>> bar(Axis(Decimal(0), Decimal(8), 4), Decimal(2), Decimal(7))
    ' ██▌'
    >>> bar(Axis(Decimal(0), Decimal(8), 4), Decimal(8), Decimal(4))
    '  ▒▒'
    """
    if start == end:
        return ""
    if ascii_only or end < start:
        return _whole(axis, (start, end), _mark(start, end, ascii_only=ascii_only))
    return _halves(axis, start, end)


def _mark(start: Decimal, end: Decimal, *, ascii_only: bool) -> str:
    if not ascii_only:
        return "▒"
    return "-" if end < start else "+"


def _whole(axis: Axis, ends: tuple[Decimal, Decimal], mark: str) -> str:
    left, right = sorted(axis.at(x, 1) for x in ends)
    left = min(left, axis.width - 1)
    return " " * left + mark * max(1, right - left)


def _halves(axis: Axis, start: Decimal, end: Decimal) -> str:
    left, right = axis.at(start, 2), axis.at(end, 2)
    left = min(left, 2 * axis.width - 1)
    right = max(right, left + 1)
    if right - left == 1:
        return " " * (left // 2) + ("▐" if left % 2 else "▌")
    head = "▐" if left % 2 else ""
    tail = "▌" if right % 2 else ""
    return " " * (left // 2) + head + "█" * (right // 2 - (left + 1) // 2) + tail
