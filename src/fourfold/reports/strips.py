"""Strips: groups one below the other, each with a bar of its own in its row.

Guarantees that all bars of a table share one scale and that each bar is also told in figures. Leaves
the table to `grids` and the page to delivery.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fourfold.growth import Ledger, Series
from fourfold.measures import short_label
from fourfold.reports.charts import stacked
from fourfold.reports.grids import NO_NAMES, Cell, Column, Grid, Kind, title
from fourfold.reports.marks import Opens, Segment
from fourfold.reports.nouns import called, listed
from fourfold.reports.plates import kinds_of
from fourfold.reports.sentence import amounts
from fourfold.reports.titles import movers_title
from fourfold.words import say

_LENGTH = 1000
_THICKNESS = 14


@dataclass(frozen=True, slots=True)
class Strips:
    """A table whose every row has a bar, after its first two columns: `bars` in the order of its rows."""

    id: str
    title: str
    note: str
    grid: Grid
    bars: tuple[tuple[Segment, ...], ...]
    kinds: tuple[str, ...] = ()


def groups_strips(ledger: Ledger, names: Mapping[str, str] = NO_NAMES) -> Strips:
    """Return one row for each group: revenues, change and its sources as a bar, retention.

    Amounts are gross, money of the book; names stand for values where there are any.
    """
    comparison, noun = ledger.comparison, listed(ledger.by)
    columns = (
        Column(" and ".join(ledger.by), noun[:1].upper() + noun[1:], Kind.TEXT),
        Column("change", "Change", Kind.CHANGE),
        Column("base_revenue", comparison.base.told, Kind.MONEY),
        Column("current_revenue", comparison.current.told, Kind.MONEY),
        Column("nrr", short_label("nrr"), Kind.SHARE),
    )
    rows: list[tuple[Cell, ...]] = []
    for group in ledger.groups:
        kept = group.figures.nrr[0].value if group.figures.nrr else None
        told = ", ".join(called(value, names) for value in group.values)
        rows.append((told, group.change, group.base_revenue, group.current_revenue, kept))
    opens = {
        (at, 0): Opens(where=tuple(zip(ledger.by, group.values, strict=True)))
        for at, group in enumerate(ledger.groups)
    }
    head = say("By {dimensions}, {periods}", dimensions=noun, periods=title(ledger))
    grid = Grid(head, columns, tuple(rows), opens)
    bars = tuple(stacked({e.row: e.amount for e in group.entries}) for group in ledger.groups)
    kinds = kinds_of(e.row for group in ledger.groups for e in group.entries if e.amount)
    note = say("Gains to the right, losses to the left, all on one scale.")
    return Strips("groups", movers_title(ledger.groups, noun, names), note, grid, bars, kinds)


def series_strips(series: Series) -> Strips:
    """Return one row for each period, the latest first: revenue, change, its sources as a bar, retention.

    Amounts are net of switching, money of the book. A period without base revenue has no change.
    """
    columns = (
        Column("period", "Period", Kind.TEXT),
        Column("change", "Change", Kind.CHANGE),
        Column("current_revenue", "Revenue", Kind.MONEY),
        Column("base", "Against", Kind.TEXT),
        Column("nrr", short_label("nrr"), Kind.SHARE),
    )
    points = series.points[::-1]
    rows: list[tuple[Cell, ...]] = []
    for point in points:
        kept = point.figures.nrr[0].value if point.figures.nrr else None
        change = point.change if point.base_revenue else None
        now, base = point.comparison.current.told, point.comparison.base.told
        rows.append((now, change, point.current_revenue, base, kept))
    opens = {(at, 0): Opens(current=point.comparison.current.label) for at, point in enumerate(points)}
    bars = tuple(stacked(amounts(point)) if point.base_revenue else () for point in points)
    grid = Grid(say("Periods"), columns, tuple(rows), opens)
    note = say("Coloured as above, all on one scale.")
    return Strips("periods", say("Period by period"), note, grid, bars)


def bar_svg(segments: Sequence[Segment], low: Decimal, high: Decimal) -> str:
    """Return a bar as SVG for a cell of a table, on a scale from `low` to `high`, zero marked."""
    span = high - low or Decimal(1)

    def place(amount: Decimal) -> int:
        return int((amount - low) * _LENGTH / span)

    drawn = "".join(_piece(place(min(s.start, s.end)), place(max(s.start, s.end)), s.kind) for s in segments)
    zero = f'<rect class="k-base" x="{place(Decimal(0))}" y="0" width="2" height="{_THICKNESS}"/>'
    return (
        f'<svg viewBox="0 0 {_LENGTH} {_THICKNESS}" preserveAspectRatio="none" width="100%" '
        f'height="{_THICKNESS}" aria-hidden="true" focusable="false">{drawn}{zero}</svg>'
    )


def ends(bars: Sequence[Sequence[Segment]]) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest point of all bars, zero always between them."""
    points = [Decimal(0), *(x for bar in bars for s in bar for x in (s.start, s.end))]
    return min(points), max(points)


def _piece(start: int, end: int, kind: str) -> str:
    return (
        f'<rect class="k-{kind}" x="{start}" y="1" width="{max(1, end - start)}" height="{_THICKNESS - 2}"/>'
    )
