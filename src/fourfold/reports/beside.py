"""Ledgers beside each other: a comparison and the one before it, a few groups of one ledger.

Guarantees that what stands in one row is the same row of each. Leaves single ledgers to `grids`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fourfold.growth import Group, Ledger
from fourfold.measures import label
from fourfold.money import rate, units
from fourfold.reports.grids import NO_NAMES, Cell, Column, Grid, Kind, rows_in_use, title
from fourfold.reports.marks import Opens
from fourfold.reports.nouns import called
from fourfold.words import say


def before_grid(now: Ledger, before: Ledger) -> Grid:
    """Return each row of two comparisons beside each other, net of switching, and their difference.

    Columns: label, amount now, amount before, difference, all money of the book; rows that hold
    nothing in either are left out.
    """
    columns = (
        Column("label", "Row", Kind.TEXT),
        Column("now", title(now), Kind.CHANGE),
        Column("before", title(before), Kind.CHANGE),
        Column("difference", "Difference", Kind.CHANGE),
    )
    net, earlier = ({e.row: e.net_of_switching for e in of.entries} for of in (now, before))
    used = rows_in_use((*now.entries, *before.entries))
    rows = [(label(row), net[row], earlier[row], net[row] - earlier[row]) for row in used]
    rows.append((say("Change"), now.change, before.change, now.change - before.change))
    opens = {(at, 1): Opens(row, net_of_switching=True) for at, row in enumerate(used) if net[row]}
    return Grid(say("{periods}, and before", periods=title(now)), columns, tuple(rows), opens)


def beside_grid(ledger: Ledger, names: Mapping[str, str] = NO_NAMES) -> Grid:
    """Return the rows of each group beside each other: its amount, and that as a share of its base.

    Amounts are gross, money of the book; a group without base revenue has no shares.
    """
    columns = [Column("label", "Row", Kind.TEXT)]
    for group in ledger.groups:
        value = ", ".join(called(v, names) for v in group.values)
        columns.append(Column(f"amount {'/'.join(group.values)}", value, Kind.CHANGE))
        columns.append(Column(f"share {'/'.join(group.values)}", "of its base", Kind.SHARE))
    used = rows_in_use(e for g in ledger.groups for e in g.entries)
    rows: list[tuple[Cell, ...]] = []
    for row in used:
        cells = ((g, next(e.amount for e in g.entries if e.row == row)) for g in ledger.groups)
        rows.append((label(row), *(x for g, amount in cells for x in (amount, _of_base(g, amount)))))
    changes = (x for g in ledger.groups for x in (g.change, _of_base(g, g.change)))
    rows.append((say("Change"), *changes))
    where = [tuple(zip(ledger.by, g.values, strict=True)) for g in ledger.groups]
    opens = {
        (at, 1 + 2 * x): Opens(row, of)
        for at, row in enumerate(used)
        for x, of in enumerate(where)
        if rows[at][1 + 2 * x]
    }
    return Grid(say("Side by side, {periods}", periods=title(ledger)), tuple(columns), tuple(rows), opens)


def _of_base(group: Group, amount: Decimal) -> Decimal | None:
    return rate(units(amount), units(group.base_revenue)) if group.base_revenue > 0 else None
