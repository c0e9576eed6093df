"""What the pictures show: bridge, four-source square, series and movers, from results.

Guarantees that a picture holds what its data table holds, that nothing is said by colour alone, and
that each mark knows what lies behind it. Leaves drawing to `pictures`, titles to `titles`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fourfold.growth import Entry, Ledger, Movers, Series
from fourfold.measures import SOURCES
from fourfold.reports.grids import READING_ORDER
from fourfold.reports.marks import (
    MEDIUM,
    NARROW,
    WIDE,
    BarRow,
    Bars,
    Columns,
    Opens,
    Picture,
    Point,
    Segment,
    Square,
)
from fourfold.reports.nouns import called
from fourfold.reports.numbers import reading, scale_for, signed_reading
from fourfold.reports.sentence import amounts
from fourfold.reports.steps import axis_cut, kind, steps


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
    wide, narrow = (Bars(tuple(rows), layout, connected=True, low=cut) for layout in (WIDE, NARROW))
    opens = {at: opens_row(step.entry) for at, step in enumerate(made) if step.entry}
    return Picture(wide, narrow, opens)


def opens_row(entry: Entry, where: tuple[tuple[str, str], ...] = ()) -> Opens:
    """Return what lies behind a row net of switching, of the whole or of a group."""
    return Opens(entry.row, where, net_of_switching=entry.amount != entry.net_of_switching)


def movers_picture(movers: Movers) -> Picture:
    """Return a bar for each group: what raised it to the right, what lowered it to the left.

    Amounts are gross: where one product replaced another of a different group, net amounts of a
    group do not sum to its change. Names stand for ids where there are any.
    """
    groups, names = movers.ledger.groups, movers.names
    scale = scale_for(*(g.change for g in groups))
    rows = tuple(
        BarRow(
            ", ".join(called(value, names) for value in g.values),
            signed_reading(g.change, scale),
            stacked({e.row: e.amount for e in g.entries}),
        )
        for g in groups
    )
    by = movers.ledger.by
    opens = {at: Opens(where=tuple(zip(by, g.values, strict=True))) for at, g in enumerate(groups)}
    return Picture(Bars(rows, MEDIUM), Bars(rows, NARROW), opens)


def square_picture(ledger: Ledger) -> Picture:
    """Return the four sources as squares that meet in the middle; area is the amount, net of switching."""
    net = amounts(ledger)
    one, two, three, four = (net.get(row, Decimal(0)) for row in SOURCES)
    drawn = Square((one, two, three, four), scale_for(ledger.base_revenue, ledger.current_revenue))
    return Picture(drawn, drawn, {at: opens_row(ledger.entry(row)) for at, row in enumerate(SOURCES)})


def compared(series: Series) -> tuple[Ledger, ...]:
    """Return the points that have a base to be compared with: not the first period of a book."""
    return tuple(point for point in series.points if point.base_revenue)


def series_picture(series: Series) -> Picture:
    """Return a column for each period: gains up, losses down, by source; a mark where they net."""
    scale = scale_for(*(point.change for point in compared(series)))
    points = tuple(
        Point(
            point.comparison.current.told,
            signed_reading(point.change, scale),
            stacked(amounts(point)),
            point.change,
        )
        for point in compared(series)
    )
    opens = {at: Opens(current=p.comparison.current.label) for at, p in enumerate(compared(series))}
    return Picture(Columns(points, 760, 310), Columns(points, 340, 280), opens)


def stacked(amount: Mapping[str, Decimal]) -> tuple[Segment, ...]:
    """Return the pieces of a bar from amounts by row: gains up from zero, losses down from it."""
    return _stacked(_by_kind(amount))


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
