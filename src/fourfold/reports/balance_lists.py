"""The balance audit as tables that fit a terminal: what counts most of `balance_tables`.

Guarantees the cells of `balance_tables`, with short headings. Leaves the rest of the audit to files.
"""

from __future__ import annotations

from collections.abc import Mapping

from fourfold.objectives.audit import Audit
from fourfold.objectives.balance import Balance
from fourfold.reports.balance_tables import columns_of, gaps_grid, shares_grid
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.words import message, say

_SHORT: Mapping[str, str] = {
    "weight": message("Weight"),
    "money": message("Money"),
    "time": message("Time"),
    "pipeline": message("Pipeline"),
    "net": message("Gains, net"),
}
"""What is shown of all that points, and what it is called where room is scarce."""


def shares_list(made: Balance) -> Grid:
    """Return each target's share of weight, money, time, pipeline, and gains net of switching."""
    whole = shares_grid(made)
    kept = [(x, _SHORT[one.name]) for x, one in enumerate(columns_of(made), start=1) if one.name in _SHORT]
    columns = (
        Column("target", "Points at", Kind.TEXT),
        *(Column(whole.columns[x].name, say(heading), Kind.SHARE) for x, heading in kept),
    )
    rows = tuple((row[0], *(row[x] for x, _ in kept)) for row in whole.rows)
    return Grid(whole.title, columns, rows)


def gaps_list(told: Audit) -> Grid:
    """Return each gap with what is asked and what was given, the largest first."""
    columns = (
        Column("target", "Points at", Kind.TEXT),
        Column("asked", "Asked", Kind.SHARE),
        Column("given", "Gave", Kind.SHARE),
        Column("points", "Points", Kind.CHANGE),
    )
    whole = gaps_grid(told)
    return Grid(whole.title, columns, tuple(row[:4] for row in whole.rows))


def causes_list(told: Audit) -> Grid:
    """Return what makes a tilt: each thing that is asked, by how many, and its points."""
    columns = (
        Column("name", "What makes the tilt", Kind.TEXT),
        Column("owners", "Owners", Kind.COUNT),
        Column("share", "Of all weight", Kind.SHARE),
        Column("points", "Points", Kind.CHANGE),
    )
    rows = tuple((one.name, one.owners, one.share, one.points) for one in told.askings)
    return Grid(say("Causes; their points sum to the tilt"), columns, rows)
