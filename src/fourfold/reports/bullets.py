"""Bullets: an objective as a bar against its target, with what is due by now, its cap and its forecast.

Guarantees that all bullets of a page share one scale in attainment, that what is above the target shows
(a bar that leaves the scale ends in an arrow), and that colour says only at which accounts an objective
points: cool new ones, warm existing ones, grey neither. Places are per cent of the width, so that one
drawing serves every screen. Leaves figures in words to `scorecards`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape

from fourfold.measures.catalogue import CHANNEL_OF
from fourfold.objectives.attainment import attain
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import Objective
from fourfold.objectives.pace import counts_up
from fourfold.objectives.scorecard import Line
from fourfold.reports.scorecards import figure as told
from fourfold.reports.scorecards import period_name

LEAST, MOST = Fraction(115, 100), Fraction(220, 100)
"""The end of the scale: at least this much attainment, and at most."""

_HEIGHT, _TOP, _THICK = 26, 6, 14
_HEAD = '<svg class="bullet" width="100%" height="{height}" aria-hidden="true" focusable="false">'


@dataclass(frozen=True, slots=True)
class Bullet:
    """One bar; every place is an attainment, 1 being the target. None: not there.

    Parameters
    ----------
    reached
        How far the bar goes; without a figure there is no bar.
    kind
        Its colour.
    is_hollow
        Whether it counts for nothing so far: short of its threshold.
    due
        What is due by now.
    cap
        From where on it counts no more.
    forecast, low, high
        What it comes to at the end, and its interval.
    """

    reached: Fraction | None
    kind: str
    is_hollow: bool = False
    due: Fraction | None = None
    cap: Fraction | None = None
    forecast: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


def kind_of(one: Objective) -> str:
    """Return the colour of what an objective points at: mostly new accounts, mostly existing, neither."""
    parts = {"new": Decimal(0), "existing": Decimal(0)}
    for target, part in one.serves.items():
        if target in CHANNEL_OF:
            parts[CHANNEL_OF[target]] += part
    if not any(parts.values()):
        return "base"
    return "s2" if parts["new"] >= parts["existing"] else "s4"


def bullet_of(line: Line, *, with_forecast: bool = False) -> Bullet:
    """Return the bullet of a line of a scorecard; its forecast only where asked for."""
    one = line.objective
    due = line.pace.due if line.counts and counts_up(one) and line.pace.due < 1 else None
    ahead: list[Fraction | None] = [None, None, None]
    if with_forecast and line.forecast:
        ends = (line.forecast.amount, line.forecast.low, line.forecast.high)
        ahead = [_reached(one, amount) for amount in ends]
    low, high = (
        sorted((ahead[1], ahead[2])) if ahead[1] is not None and ahead[2] is not None else (None, None)
    )
    return Bullet(
        line.attainment.plain,
        kind_of(one),
        is_hollow=line.attainment.is_short_of_threshold,
        due=due,
        cap=None if one.cap is None else Fraction(one.cap),
        forecast=ahead[0],
        low=low,
        high=high,
    )


def _reached(one: Objective, amount: Decimal | None) -> Fraction | None:
    return None if amount is None else attain(one, Value(amount)).plain


def end_of_scale(bullets: Iterable[Bullet]) -> Fraction:
    """Return where the common scale of bullets ends: room for the longest bar, within bounds."""
    drawn = [x for b in bullets for x in (b.reached, b.forecast, b.high) if x is not None]
    return min(max([LEAST, *(x * Fraction(108, 100) for x in drawn)]), MOST)


def bullet_svg(bullet: Bullet, end: Fraction) -> str:
    """Return a bullet as SVG on a scale from 0 to `end`."""
    middle = _TOP + _THICK / 2
    parts = [_HEAD.format(height=_HEIGHT), _rect(Fraction(0), min(Fraction(1), end), end, "track")]
    parts += _bar(bullet, end)
    if bullet.low is not None and bullet.high is not None:
        low, high = min(bullet.low, end), min(bullet.high, end)
        parts.append(
            f'<line class="whisker" x1="{_at(low, end)}" x2="{_at(high, end)}" y1="{middle}" y2="{middle}"/>'
        )
        parts += [_line("whisker", each, end, (middle - 4, middle + 4)) for each in (low, high)]
    parts.append(_line("target", Fraction(1), end, (_TOP - 4, _TOP + _THICK + 4)))
    if bullet.cap is not None and bullet.cap <= end:
        parts.append(_line("cap", bullet.cap, end, (_TOP - 4, _TOP + _THICK + 4)))
    if bullet.due is not None:
        parts.append(_mark("due", bullet.due, end, f"M-5 0H5L0 {_TOP + 2}Z"))
    if bullet.forecast is not None:
        parts.append(
            _mark("ahead", bullet.forecast, end, f"M0 {middle - 6}L6 {middle}L0 {middle + 6}L-6 {middle}Z")
        )
    return "".join((*parts, "</svg>"))


def _bar(bullet: Bullet, end: Fraction) -> list[str]:
    """Return the bar: beyond its cap it is pale, and a hollow one is an outline."""
    if bullet.reached is None:
        return []
    kind = "hollow" if bullet.is_hollow else f"k-{bullet.kind}"
    cap = bullet.cap if bullet.cap is not None else bullet.reached
    drawn = [_rect(Fraction(0), min(bullet.reached, cap, end), end, kind)]
    if min(bullet.reached, end) > cap:
        drawn.append(_rect(cap, min(bullet.reached, end), end, f"{kind} over"))
    if bullet.reached > end:
        drawn.append(
            _mark("beyond", end, end, f"M-9 {_TOP + 2}L-2 {_TOP + _THICK / 2}L-9 {_TOP + _THICK - 2}")
        )
    return drawn


def _rect(start: Fraction, end: Fraction, scale: Fraction, kind: str) -> str:
    width = f"{float((end - start) / scale) * 100:.2f}%"
    return f'<rect class="{kind}" x="{_at(start, scale)}" y="{_TOP}" width="{width}" height="{_THICK}"/>'


def _line(kind: str, at: Fraction, scale: Fraction, ends: tuple[float, float]) -> str:
    x = _at(at, scale)
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="{ends[0]}" y2="{ends[1]}"/>'


def _mark(kind: str, at: Fraction, scale: Fraction, path: str) -> str:
    return f'<svg class="mark" x="{_at(min(at, scale), scale)}"><path class="{kind}" d="{path}"/></svg>'


def _at(place: Fraction, scale: Fraction) -> str:
    return f"{float(place / scale) * 100:.2f}%"


@dataclass(frozen=True, slots=True)
class Column:
    """One period of a trend: its name, its figure (None: none), and whether it is not over yet."""

    name: str
    amount: Decimal | None
    is_open: bool = False


def trend_columns(line: Line) -> tuple[Column, ...]:
    """Return the earlier periods of a line, oldest first, and the period itself."""
    earlier = tuple(Column(period_name(each.period), each.value.amount) for each in line.trend)
    is_open = line.pace.share < 1
    return (*earlier, Column(period_name(line.objective.period), line.value.amount, is_open))


_TALL, _HEAD_ROOM, _FOOT = 150, 22, 22


def trend_svg(columns: Sequence[Column], target: Decimal, unit: str) -> str:
    """Return columns from 0 as SVG, with the target as a line across; empty text for no columns."""
    if not columns:
        return ""
    amounts = [column.amount for column in columns if column.amount is not None]
    high, low = max([target, *amounts, Decimal(0)]), min([target, *amounts, Decimal(0)])
    room = Decimal(_TALL - _HEAD_ROOM - _FOOT) / (high - low or Decimal(1))
    zero = _HEAD_ROOM + high * room
    step = Decimal(100) / len(columns)
    drawn = "".join(
        _column(column, step * (at + Decimal("0.5")), step, (zero, room, unit))
        for at, column in enumerate(columns)
    )
    across = zero - target * room
    return (
        f'<svg class="trend" width="100%" height="{_TALL}" aria-hidden="true" focusable="false">{drawn}'
        f'<line class="axis" x1="0" x2="100%" y1="{zero:.1f}" y2="{zero:.1f}"/>'
        f'<line class="aim" x1="0" x2="100%" y1="{across:.1f}" y2="{across:.1f}"/></svg>'
    )


def _column(column: Column, middle: Decimal, step: Decimal, by: tuple[Decimal, Decimal, str]) -> str:
    zero, room, unit = by
    amount = column.amount or Decimal(0)
    rise, wide = amount * room, min(step * Decimal("0.6"), Decimal(12))
    top = zero - max(rise, Decimal(0))
    kind = "k-other" if column.is_open else "k-base"
    return (
        f'<rect class="{kind}" x="{middle - wide / 2:.2f}%" y="{top:.1f}" width="{wide:.2f}%" '
        f'height="{abs(rise):.1f}"/>'
        f'<text x="{middle:.2f}%" y="{top - 6:.1f}" text-anchor="middle">'
        f"{escape(told(unit, column.amount))}</text>"
        f'<text class="name" x="{middle:.2f}%" y="{_TALL - 5}" text-anchor="middle">'
        f"{escape(column.name)}</text>"
    )
