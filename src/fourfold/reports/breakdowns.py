"""Breakdowns for people and files: which figures stand in columns, in which colour, and the sentence.

Guarantees that a file holds every row that is in use, exact, with ids beside names. Leaves the
figures to `fourfold.growth` and the page to delivery.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fourfold.growth import Breakdown, Broken
from fourfold.growth.breakdown import TOTALS
from fourfold.measures import GAINS, SOURCES, TRANSFERS, short_label
from fourfold.reports import nouns
from fourfold.reports.grids import READING_ORDER, Cell, Column, Grid, Kind
from fourfold.reports.numbers import reading, scale_for
from fourfold.reports.steps import kind
from fourfold.words import message, say

PIECES_OF_GAIN = (*SOURCES, *(row for row in GAINS if row not in SOURCES))
"""The rows that make up a gain, in the order in which its bar piles them up."""

NETTED = (
    "new_product_existing_account",
    "additional_product_existing_account",
    "dropped_product",
    "gain",
    "loss",
)
"""Figures that differ net of switching."""


_COLOURS = {
    "base_revenue": "base",
    "current_revenue": "base",
    "change": "existing",
    "gain": "existing",
    "loss": "loss",
    "other": "other",
}


def figures_shown(found: Breakdown) -> tuple[str, ...]:
    """Return the figures that stand in the columns of a page; what holds nothing anywhere is left out."""
    other = ("other",) if found.largest["other"] else ()
    moved = tuple(row for row in TRANSFERS if row in found.in_use)
    return ("base_revenue", "current_revenue", "change", "gain", *SOURCES, "loss", *other, *moved)


def colour_of(figure: str) -> str:
    """Return the fixed colour of a figure's bar."""
    return _COLOURS.get(figure) or kind(figure)


def pieces(group: Broken, figure: str) -> Sequence[tuple[str, Decimal]]:
    """Return the parts of a figure by colour: those of a gain by source, others whole."""
    if figure != "gain":
        return [(colour_of(figure), group.figures[figure])]
    parts: dict[str, Decimal] = {}
    for row in PIECES_OF_GAIN:
        parts[kind(row)] = parts.get(kind(row), Decimal(0)) + group.figures[row]
    return [(name, amount) for name, amount in parts.items() if amount > 0]


def heading(figure: str, found: Breakdown) -> str:
    """Return the heading of a figure's column: the period for a revenue, else its short name."""
    comparison = found.comparison
    periods = {"base_revenue": comparison.base.told, "current_revenue": comparison.current.told}
    return periods.get(figure) or short_label(figure)


def breakdown_sentence(found: Breakdown) -> str:
    """Return which group gained most and which lost most."""
    if not found.count:
        return say("Nothing was bought here in either period")
    scale = scale_for(*(group.figures["change"] for group in (found.best, found.worst) if group))
    told = (
        (found.best, message("{name} gained most ({amount})")),
        (found.worst, message("{name} lost most ({amount})")),
    )
    said = [
        say(
            text,
            name=" / ".join(nouns.called(name) for name in group.names),
            amount=reading(abs(group.figures["change"]), scale),
        )
        for group, text in told
        if group
    ]
    return ", ".join(said) or say("No change in any group")


def broken_grid(found: Breakdown) -> Grid:
    """Return one row for each group: ids and names of its values, totals, and every row in use.

    Amounts are net of switching where the breakdown is; its title says so.
    """
    rows = tuple(row for row in READING_ORDER if row in found.in_use)
    figures = (*TOTALS, *rows)
    columns = [Column(name, nouns.heading(name), Kind.TEXT) for name in found.by]
    columns += [
        Column(f"{name}_name", say("{heading}, name", heading=nouns.heading(name)), Kind.TEXT)
        for name in found.by
    ]
    columns += [Column(f, heading(f, found), Kind.MONEY if f in TOTALS[:2] else Kind.CHANGE) for f in figures]
    rows_of_cells: list[tuple[Cell, ...]] = [
        (*group.values, *group.names, *(group.figures[f] for f in figures)) for group in found.groups
    ]
    net, gross = (
        message("By {dimensions}, {periods}, net of switching"),
        message("By {dimensions}, {periods}"),
    )
    text = net if found.is_net else gross
    told = say(text, dimensions=nouns.listed(found.by), periods=found.comparison.told)
    return Grid(told, tuple(columns), tuple(rows_of_cells))
