"""From what was drawn to the truths: planted events with their ids and dates.

Guarantees that nothing here is computed from a ledger; only what was drawn is written down.
Leaves the meaning of each truth to `fourfold.datasets.truths`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa

from fourfold.datasets import truths as t
from fourfold.datasets.assortment import (
    LAUNCHES,
    PILOT,
    SLOW,
    SUCCESSIONS,
    Assortment,
)
from fourfold.datasets.buying import Plan
from fourfold.datasets.customers import CUSTOMERS, SEGMENTS, Customers
from fourfold.datasets.days import YEARS, date_of, year_index
from fourfold.datasets.families import FAMILIES, VOLUME_TRENDS
from fourfold.datasets.invoices import CREDIT, Lines
from fourfold.datasets.planned import Grid, grids, planned_entries, planned_rows
from fourfold.datasets.sales_force import ON_THE_LINE, TEAMS, SalesForce


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Everything that was drawn for one company; `sellers` are the ids of the people."""

    customers: Customers
    assortment: Assortment
    plan: Plan
    force: SalesForce
    lines: Lines
    sellers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pointed:
    """The truths about how the company sells, which are drawn after everything else."""

    tilts: tuple[t.PlannedTilt, ...]
    time: tuple[t.PlannedTime, ...]
    pipelines: tuple[t.PlannedPipeline, ...]


def write_down(drawn: Drawn, pointed: Pointed) -> t.Truths:
    """Return the truths of a company."""
    levels = grids(drawn.customers, drawn.assortment, drawn.plan, drawn.lines)
    arrivals, losses, returns = _turns(drawn)
    return t.Truths(
        pairs=_pairs(drawn, levels[0]),
        entries=tuple(entry for grid in levels for entry in planned_entries(grid)),
        cross_selling=_cross_selling(drawn, levels[0]),
        arrivals=arrivals,
        losses=losses,
        returns=returns,
        launches=_launches(drawn),
        successions=_successions(drawn),
        switches=_switches(drawn),
        hand_overs=_hand_overs(drawn),
        shared=_shared(drawn),
        mergers=_mergers(drawn),
        groups=_groups(drawn),
        price_rises=tuple(
            t.PriceRise(f.name, YEARS[n + 1], Decimal(rise).scaleb(-3))
            for f in FAMILIES
            for n, rise in enumerate(f.rises)
        ),
        volume_trends=tuple(
            t.VolumeTrend(category, YEARS[n + 1], Decimal(trend - 1000).scaleb(-3))
            for category, trends in VOLUME_TRENDS.items()
            for n, trend in enumerate(trends)
        ),
        odd_lines=_odd_lines(drawn),
        tilts=pointed.tilts,
        time=pointed.time,
        pipelines=pointed.pipelines,
    )


def _pairs(drawn: Drawn, grid: Grid) -> pa.Table:
    """Return the planned class of every pair with a line, by year."""
    accounts, products, years, rows = [], [], [], []
    for year in range(1, len(YEARS)):
        for row, flags in planned_rows(grid, year).items():
            found = np.nonzero(flags)
            accounts += [drawn.customers.ids[a] for a in found[0]]
            products += [drawn.assortment.ids[p] for p in found[1]]
            years += [YEARS[year]] * len(found[0])
            rows += [row] * len(found[0])
    columns = (accounts, products, years, rows)
    return pa.table(dict(zip(t.PLANNED.names, columns, strict=True)), schema=t.PLANNED)


def _cross_selling(drawn: Drawn, grid: Grid) -> tuple[t.CrossSelling, ...]:
    """Return per segment and year how many existing accounts added an existing product."""
    switched = np.zeros(CUSTOMERS, dtype=bool)
    switched[[account for account, *_ in drawn.plan.switched]] = True
    segment, years, found = drawn.customers.segment[:CUSTOMERS], drawn.customers.years, []
    for year in range(1, len(YEARS)):
        existing = years[:, year] & years[:, :year].any(axis=1) & ~switched
        added = planned_rows(grid, year)["additional_product_existing_account"].any(axis=1) & existing
        for number, kind in enumerate(SEGMENTS):
            of = segment == number
            found.append(
                t.CrossSelling(
                    kind.name,
                    YEARS[year],
                    Decimal(str(kind.adds)),
                    int((existing & of).sum()),
                    int((added & of).sum()),
                )
            )
    return tuple(found)


def _turns(drawn: Drawn) -> tuple[tuple[t.Turn, ...], ...]:
    """Return the accounts that are new, lost, returned, by year."""
    years, ids = drawn.customers.years, drawn.customers.ids
    turns: tuple[list[t.Turn], ...] = ([], [], [])
    for year in range(1, len(YEARS)):
        ever = years[:, :year].any(axis=1)
        new = years[:, year] & ~ever
        lost = years[:, year - 1] & ~years[:, year]
        back = years[:, year] & ever & ~years[:, year - 1]
        for found, flags in zip(turns, (new, lost, back), strict=True):
            found += [t.Turn(ids[account], YEARS[year]) for account in np.flatnonzero(flags)]
    return tuple(tuple(found) for found in turns)


def _launches(drawn: Drawn) -> tuple[t.Launch, ...]:
    """Return the products that began in these years, the pilot and the slow one last."""
    ids = drawn.assortment.ids
    plain = [t.Launch(ids[product], on, on) for product, on in LAUNCHES.items()]
    return (*plain, t.Launch(ids[PILOT[0]], PILOT[2], PILOT[1]), t.Launch(ids[SLOW[0]], SLOW[1], SLOW[2]))


def _successions(drawn: Drawn) -> tuple[t.Succession, ...]:
    """Return the declared successions by date."""
    ids = drawn.assortment.ids
    return tuple(t.Succession(ids[new], ids[old], on) for old, new, on in SUCCESSIONS)


def _switches(drawn: Drawn) -> tuple[t.Switch, ...]:
    """Return the undeclared replacements within families."""
    ids, family = drawn.assortment.ids, drawn.assortment.family
    return tuple(
        t.Switch(
            drawn.customers.ids[account], ids[old], ids[new], FAMILIES[int(family[old])].name, YEARS[year]
        )
        for account, old, new, year in drawn.plan.switched
    )


def _hand_overs(drawn: Drawn) -> tuple[t.HandOver, ...]:
    """Return the accounts that went from one seller to another, by date."""
    named = {place for place, team in enumerate(TEAMS) if team.id in ON_THE_LINE}
    return tuple(
        t.HandOver(
            drawn.customers.ids[h.account],
            drawn.sellers[h.giver],
            drawn.sellers[h.taker],
            h.on,
            int(drawn.force.team[h.account]) in named,
        )
        for h in sorted(drawn.force.transfers, key=lambda h: (h.on, h.account))
    )


def _shared(drawn: Drawn) -> tuple[t.SharedAccount, ...]:
    """Return the split accounts, the seller with 0.6 first."""
    parts = [s for s in drawn.force.stints if s.role == "primary" and s.share < 1]
    halves = sorted(parts, key=lambda s: (s.account, -s.share))
    return tuple(
        t.SharedAccount(
            drawn.customers.ids[one.account],
            (drawn.sellers[one.seller], drawn.sellers[two.seller]),
            one.starts_on,
        )
        for one, two in zip(halves[::2], halves[1::2], strict=True)
    )


def _mergers(drawn: Drawn) -> tuple[t.Merger, ...]:
    """Return the accounts of the acquired business."""
    c = drawn.customers
    return tuple(
        t.Merger(c.ids[n], c.ids[c.merged_into[n]], date_of(c.merged_on[n]))
        for n in np.flatnonzero(c.merged_into >= 0)
    )


def _groups(drawn: Drawn) -> tuple[t.CustomerGroup, ...]:
    """Return the ultimate parents with their subsidiaries, without merged accounts."""
    top, ids = drawn.customers.top[:CUSTOMERS], drawn.customers.ids
    below = {int(head): np.flatnonzero(top == head) for head in np.unique(top)}
    return tuple(
        t.CustomerGroup(ids[head], tuple(ids[n] for n in members if n != head))
        for head, members in below.items()
        if len(members) > 1
    )


def _odd_lines(drawn: Drawn) -> tuple[t.OddLines, ...]:
    """Return credit notes, free samples and lines with gaps, by year and currency."""
    lines = drawn.lines
    euro = drawn.customers.euro[lines.customer] & (lines.customer >= 0)
    kinds = {
        "credit note": lines.kind == CREDIT,
        "free sample": lines.amount == 0,
        "no account": lines.customer < 0,
        "no product": lines.product < 0,
    }
    found = []
    for kind, flags in kinds.items():
        for year in range(len(YEARS)):
            for currency, of in (("EUR", euro), ("GBP", ~euro)):
                here = flags & of & (year_index(lines.day) == year)
                if here.any():
                    amount = Decimal(int(lines.amount[here].sum())).scaleb(-2)
                    found.append(t.OddLines(kind, YEARS[year], currency, int(here.sum()), amount))
    return tuple(found)
