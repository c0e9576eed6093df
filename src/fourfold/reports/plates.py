"""Plates: each picture as it stands on a page, over its title and note, under it its table.

Guarantees that the report and the pages of the application say and show the same. Leaves gathering
results to delivery, drawing to `pictures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fourfold.book.schema import ACCOUNT_LEVELS
from fourfold.growth import Ledger, Movers, Series
from fourfold.measures import short_label
from fourfold.reports.charts import (
    bridge_picture,
    compared,
    movers_picture,
    series_picture,
    square_picture,
)
from fourfold.reports.grids import (
    Cell,
    Column,
    Grid,
    Kind,
    breakdown_grid,
    reading_grid,
    series_grid,
    sources_grid,
    title,
)
from fourfold.reports.marks import Picture
from fourfold.reports.nouns import called, dimension, dimensions, phrases
from fourfold.reports.numbers import count, full, rate, signed
from fourfold.reports.palette import KINDS
from fourfold.reports.steps import has_switching, kind
from fourfold.reports.titles import bridge_note, bridge_title, movers_title, series_title, square_title
from fourfold.words import day, message, say

_CONVENTIONS = {
    "accounts": message("accounts"),
    "movements": message("movements"),
    "movements_with_reactivation": message("movements with reactivation"),
}


@dataclass(frozen=True, slots=True)
class Plate:
    """A chart on a page: what it shows in words, the picture, the table under it, its colours."""

    id: str
    title: str
    note: str
    picture: Picture
    grid: Grid
    kinds: tuple[str, ...] = ()


def bridge_plate(ledger: Ledger) -> Plate:
    """Return the waterfall from base to current revenue."""
    picture, grid = bridge_picture(ledger), reading_grid(ledger)
    return Plate("bridge", bridge_title(ledger), bridge_note(ledger), picture, grid)


def square_plate(ledger: Ledger) -> Plate:
    """Return the square of the four sources."""
    net, plain = message("The area is the amount, net of switching."), message("The area is the amount.")
    note = say(net if has_switching(ledger) else plain)
    return Plate("sources", square_title(ledger), note, square_picture(ledger), sources_grid(ledger))


def series_plate(series: Series) -> Plate | None:
    """Return the sources over time; None where no period has a base to be compared with."""
    points = compared(series)
    if not points:
        return None
    note = say(phrases(series.grain).each, example=title(points[-1]))
    left_out = [point.comparison.current.told for point in series.points if not point.base_revenue]
    if left_out:
        note += f" {_without_base(left_out)}"
    kinds = kinds_of(entry.row for point in points for entry in point.entries if entry.net_of_switching)
    told = series_title(points, series.grain)
    return Plate("series", told, note, series_picture(series), series_grid(series.points), kinds)


def movers_plate(movers: Movers) -> Plate:
    """Return the groups that changed most; names stand for ids where there are any."""
    ledger, noun, names = movers.ledger, movers.dimension, movers.names
    shown = tuple(replace(g, values=tuple(called(v, names) for v in g.values)) for g in ledger.groups)
    kinds = kinds_of(entry.row for group in shown for entry in group.entries if entry.amount)
    note = say(
        "What changed most among {count} {dimensions}; gains to the right, losses to the left.",
        count=count(movers.among),
        dimensions=dimensions(noun),
    )
    note += f" {say('Gross of switching.')}" if has_switching(ledger) else ""
    told, picture = movers_title(shown, dimension(noun)), movers_picture(movers)
    own = "accounts" if noun in ACCOUNT_LEVELS else "products"
    return Plate(own, told, note, picture, breakdown_grid(ledger, names), kinds)


def rates_grid(ledger: Ledger) -> Grid:
    """Return one row for each retention rate under each convention."""
    columns = (
        Column("figure", "Figure", Kind.TEXT),
        Column("value", "Rate", Kind.SHARE),
        Column("convention", "Convention", Kind.TEXT),
        Column("numerator", "Numerator", Kind.MONEY),
        Column("denominator", "Denominator", Kind.MONEY),
        Column("meaning", "Counts", Kind.TEXT),
    )
    rows = tuple(
        (
            short_label(name),
            r.value,
            say(_CONVENTIONS[r.convention]),
            r.numerator,
            r.denominator,
            say(r.meaning),
        )
        for name, rates in (("nrr", ledger.figures.nrr), ("grr", ledger.figures.grr))
        for r in rates
    )
    return Grid(say("Retention"), columns, rows)


def kinds_of(rows: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of colour that these rows have, in the order of a legend."""
    held = {kind(row) for row in rows}
    return tuple(name for name in KINDS if name in held)


def written(cell: Cell, form: Kind) -> str:
    """Return a cell as it reads in a document: grouped, typographic minus, a share as per cent."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return {Kind.CHANGE: signed, Kind.SHARE: rate}.get(form, full)(cell)
    if isinstance(cell, int):
        return count(cell)
    return day(cell) if isinstance(cell, date) else cell


def _without_base(names: Sequence[str]) -> str:
    if len(names) == 1:
        return say("{period} has no base to be compared with: only in the table.", period=names[0])
    return say(
        "{first} to {last} have no base to be compared with: only in the table.",
        first=names[0],
        last=names[-1],
    )
