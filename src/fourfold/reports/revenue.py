"""Revenue over time as a picture: a column for each period, drawn directly as SVG.

Guarantees that labels hold no markup, that colours are the page's own, and that a drawing takes
well under a millisecond. Leaves sources and bridges to `charts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from fourfold.growth import Account
from fourfold.reports.numbers import reading, scale_for

_TOP, _FOOT = 22, 24
_LETTER = 7
_HEAD = '<svg aria-hidden="true" focusable="false" viewBox="0 0 {width} {height}">'


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing in two widths, as SVG text; `narrow` is for 390 pixels."""

    wide: str
    narrow: str


def revenue_picture(found: Account) -> Drawn:
    """Return a column for each period of the account's revenue, named below, with its amount above."""
    return Drawn(_columns(found.revenue, 760, 210), _columns(found.revenue, 340, 200))


def _columns(points: Sequence[tuple[str, Decimal]], width: int, height: int) -> str:
    """Return columns as SVG, upwards from 0; empty text for no points."""
    if not points:
        return ""
    high = max(*(amount for _, amount in points), Decimal(1))
    low = min(*(amount for _, amount in points), Decimal(0))
    room = Decimal(height - _TOP - _FOOT) / (high - low)
    zero, step = _TOP + high * room, Decimal(width) / len(points)
    bars = (_bar(step * at, step, zero, amount * room) for at, (_, amount) in enumerate(points))
    names = _names(points, step, (zero, room), height)
    axis = f'<path d="M0 {zero:.1f}H{width}" stroke="var(--line)"/>'
    return "".join((_HEAD.format(width=width, height=height), axis, *bars, *names, "</svg>"))


def _bar(left: Decimal, step: Decimal, zero: Decimal, rise: Decimal) -> str:
    y = zero - max(rise, Decimal(0))
    size = f'width="{step * 2 / 3:.1f}" height="{abs(rise):.1f}"'
    return f'<rect x="{left + step / 6:.1f}" y="{y:.1f}" {size} fill="var(--base)"/>'


def _names(
    points: Sequence[tuple[str, Decimal]], step: Decimal, axis: tuple[Decimal, Decimal], height: int
) -> Iterable[str]:
    """Name every period, or every other one where room is scarce, the last one always."""
    zero, room = axis
    scale = scale_for(*(amount for _, amount in points))
    figures = [reading(amount, scale) for _, amount in points]
    longest = max(len(text) for text in (*figures, *(label for label, _ in points)))
    every = int(longest * _LETTER / step) + 1
    for at, (label, amount) in enumerate(points):
        if (len(points) - 1 - at) % every == 0:
            middle = step * at + step / 2
            yield _text(middle, zero - max(amount * room, Decimal(0)) - 6, figures[at], "ink")
            inside = step * len(points) - Decimal(len(label) * _LETTER) / 2
            yield _text(min(middle, inside), Decimal(height - 6), label, "quiet")


def _text(x: Decimal, y: Decimal, said: str, ink: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="12" text-anchor="middle" fill="var(--{ink})"'
    return f"<text {place}>{escape(said)}</text>"
