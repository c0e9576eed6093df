"""Penetration for people: products per account and attach rates as tables.

Guarantees counts beside every rate. Leaves counting to `fourfold.growth.penetration`.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from fourfold.growth import Penetration
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.numbers import count
from fourfold.reports.tables import Look, plain_table

_MOST_ROWS = 15


def spread_grid(made: Penetration) -> Grid:
    """Return one row for each number of products: how many accounts bought so many."""
    columns = (Column("products", "Products", Kind.COUNT), Column("accounts", "Accounts", Kind.COUNT))
    return Grid(f"Products per account, {made.period.label}", columns, made.distribution)


def attach_grid(made: Penetration) -> Grid:
    """Return one row for each pair of products, the highest attach rate first."""
    columns = (
        Column("owned", "Of those who bought", Kind.TEXT),
        Column("attached", "also bought", Kind.TEXT),
        Column("owners", "Accounts", Kind.COUNT),
        Column("both", "Both", Kind.COUNT),
        Column("rate", "Attach rate", Kind.SHARE),
    )
    ordered = sorted(made.attach, key=lambda a: (-(a.rate or 0), -a.owners, a.owned, a.attached))
    rows = tuple((a.owned, a.attached, a.owners, a.both, a.rate) for a in ordered)
    return Grid(f"Attach rates, {made.period.label}", columns, rows)


def penetration_table(made: Penetration, look: Look) -> RenderableType:
    """Return the average, the distribution and the highest attach rates."""
    per = "no" if made.products_per_account is None else made.products_per_account
    head = f"{count(made.accounts)} accounts bought {per} {made.product_level}s each"
    attach = attach_grid(made)
    top = Grid(attach.title, attach.columns, attach.rows[:_MOST_ROWS])
    return Group(
        Text(f"{head}, {made.period.label}", style="bold"),
        plain_table(spread_grid(made), look),
        Text(""),
        plain_table(top, look),
    )
