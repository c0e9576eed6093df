"""The pictures of a report: bridge, four-source square, series and movers, from results.

Guarantees that a picture holds what its data table holds and that nothing is said by colour alone.
Leaves geometry and rendering to `drawing`, `square` and `columns`, titles to `titles`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fourfold.growth import Group, Ledger, Series
from fourfold.measures import SOURCES
from fourfold.reports.columns import Point, columns
from fourfold.reports.drawing import MEDIUM, NARROW, WIDE, BarRow, Segment, bar_rows
from fourfold.reports.grids import READING_ORDER
from fourfold.reports.numbers import reading, scale_for, signed_reading
from fourfold.reports.sentence import amounts
from fourfold.reports.square import square
from fourfold.reports.steps import axis_cut, kind, steps

MOST_MOVERS = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing in two widths, as SVG text; `narrow` is for 390 pixels."""

    wide: str
    narrow: str


def bridge_picture(ledger: Ledger) -> Picture:
    """Return the waterfall from base to current revenue, net of switching; totals may be cut."""
    made = steps(ledger)
    cut = axis_cut(made)
    scale = scale_for(ledger.base_revenue, ledger.current_revenue)
    rows = []
    for step in made:
        total = step.entry is None
        figure = reading(step.end, scale) if total else signed_reading(step.amount, scale)
        rows.append(
            BarRow(step.name, figure, (Segment(max(step.start, cut), step.end, step.kind),), is_total=total)
        )
    return Picture(*(bar_rows(rows, layout, connected=True, low=cut) for layout in (WIDE, NARROW)))


def movers(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return the groups that gained most, largest first, then those that lost most, largest last."""
    ranked = sorted(groups, key=lambda g: (-g.change, g.values))
    gained = [g for g in ranked if g.change > 0][:MOST_MOVERS]
    lost = [g for g in ranked if g.change < 0][-MOST_MOVERS:]
    return (*gained, *lost)


def movers_picture(groups: Sequence[Group]) -> Picture:
    """Return a bar for each group: what raised it to the right, what lowered it to the left.

    Amounts are gross: where one product replaced another of a different group, net amounts of a
    group do not sum to its change.
    """
    scale = scale_for(*(g.change for g in groups))
    rows = [
        BarRow(
            ", ".join(g.values),
            signed_reading(g.change, scale),
            _stacked(_by_kind({e.row: e.amount for e in g.entries})),
        )
        for g in groups
    ]
    return Picture(*(bar_rows(rows, layout) for layout in (MEDIUM, NARROW)))


def square_picture(ledger: Ledger) -> Picture:
    """Return the four sources as squares that meet in the middle; area is the amount, net of switching."""
    net = amounts(ledger)
    four = {f"s{at}": net.get(row, Decimal(0)) for at, row in enumerate(SOURCES, start=1)}
    drawn = square(four, scale_for(ledger.base_revenue, ledger.current_revenue))
    return Picture(drawn, drawn)


def compared(series: Series) -> tuple[Ledger, ...]:
    """Return the points that have a base to be compared with: not the first period of a book."""
    return tuple(point for point in series.points if point.base_revenue)


def series_picture(series: Series) -> Picture:
    """Return a column for each period: gains up, losses down, by source; a mark where they net."""
    scale = scale_for(*(point.change for point in compared(series)))
    points = [
        Point(
            point.comparison.current.label,
            signed_reading(point.change, scale),
            _stacked(_by_kind(amounts(point))),
            point.change,
        )
        for point in compared(series)
    ]
    return Picture(*(columns(points, width, height) for width, height in ((760, 310), (340, 280))))


def _by_kind(amount: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Sum amounts of rows by colour, in reading order."""
    found: dict[str, Decimal] = {}
    for row in READING_ORDER:
        if amount.get(row):
            found[kind(row)] = found.get(kind(row), Decimal(0)) + amount[row]
    return found


def _stacked(parts: dict[str, Decimal]) -> tuple[Segment, ...]:
    """Pile positive parts up from zero and negative parts down from it."""
    up, down = Decimal(0), Decimal(0)
    pieces = []
    for name, amount in parts.items():
        start = up if amount > 0 else down
        pieces.append(Segment(start, start + amount, name))
        up, down = (up + amount, down) if amount > 0 else (up, down + amount)
    return tuple(pieces)
