"""The planned class of every pair: the ledger as it was meant, before there was an invoice.

Guarantees that classes come from the plan by year alone, by a computation of its own that shares
nothing with `fourfold.growth`. Leaves amounts to the order lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fourfold.datasets.assortment import Assortment
from fourfold.datasets.buying import Plan
from fourfold.datasets.customers import CUSTOMERS, Customers
from fourfold.datasets.days import YEARS, Flags, Ints, year_index
from fourfold.datasets.families import FAMILIES
from fourfold.datasets.invoices import Lines
from fourfold.datasets.truths import PlannedEntry

_NEVER = len(YEARS)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Pairs at one choice of levels, as account x product x year.

    `bought` where a purchase is planned, `touched` where any line was written; `since` is the place in
    `YEARS` of the year in which a product began, -1 if before.
    """

    levels: tuple[str, str]
    bought: Flags
    touched: Flags
    since: Ints


def grids(customers: Customers, assortment: Assortment, plan: Plan, lines: Lines) -> tuple[Grid, ...]:
    """Return the plan by account and product, by parent and product, and by account and family."""
    touched = np.zeros_like(plan.bought)
    known = (lines.customer >= 0) & (lines.product >= 0)
    touched[lines.customer[known], assortment.final[lines.product[known]], year_index(lines.day[known])] = (
        True
    )
    base = Grid(("account", "product"), plan.bought, touched, assortment.since)
    top = customers.top[:CUSTOMERS]
    parents = Grid(
        ("parent", "product"), _gathered(plan.bought, top), _gathered(touched, top), assortment.since
    )
    family = assortment.family
    since = np.array(
        [assortment.since[(family == n) & assortment.is_final].min() for n in range(len(FAMILIES))]
    )
    bought, seen = (
        _gathered(flags.swapaxes(0, 1), family, len(FAMILIES)).swapaxes(0, 1)
        for flags in (plan.bought, touched)
    )
    return base, parents, Grid(("account", "family"), bought, seen, since)


def _gathered(flags: Flags, target: Ints, size: int | None = None) -> Flags:
    """Return the flags with rows joined (or) at their targets."""
    joined = np.zeros((size or len(flags), *flags.shape[1:]), dtype=bool)
    np.logical_or.at(joined, target, flags)
    return joined


def _first(bought: Flags) -> Ints:
    """Return the place of the first year with a purchase along the last axis; past the end for never."""
    return np.where(bought.any(axis=-1), bought.argmax(axis=-1), _NEVER)


def planned_rows(grid: Grid, year: int) -> dict[str, Flags]:
    """Return which pairs stand in which row, for the year at that place of `YEARS` against the one before."""
    bought = grid.bought[:, :, : year + 1]
    before, now = bought[:, :, year - 1], bought[:, :, year]
    account_before, account_now = (np.any(flags, axis=1)[:, None] for flags in (before, now))
    account_new = (_first(np.asarray(bought.any(axis=1))) == year)[:, None]
    pair_new, product_new = _first(bought) == year, (grid.since >= year)[None, :]
    continuing = account_before & account_now
    conditions = {
        "new_product_new_account": account_new & product_new,
        "existing_product_new_account": account_new,
        "new_product_existing_account": product_new & pair_new,
        "additional_product_existing_account": pair_new,
        "lost_account": account_before & ~account_now,
        "returned_account": account_now & ~account_before,
        "dropped_product": continuing & before & ~now,
        "resumed_product": continuing & now & ~before,
        "repeat": continuing & before & now,
        "credits_only": np.ones_like(pair_new),
    }
    left = grid.touched[:, :, year - 1] | grid.touched[:, :, year]
    rows = {}
    for row, condition in conditions.items():
        rows[row] = np.asarray(left & condition)
        left = left & ~condition
    return rows


def planned_entries(grid: Grid) -> list[PlannedEntry]:
    """Return how many accounts and pairs stand in each row, for every year that has a year before it."""
    return [
        PlannedEntry(YEARS[year], *grid.levels, row, int(flags.any(axis=1).sum()), int(flags.sum()))
        for year in range(1, len(YEARS))
        for row, flags in planned_rows(grid, year).items()
    ]
