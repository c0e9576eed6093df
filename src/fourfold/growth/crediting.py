"""Crediting: which seller, team or both each order line counts for, and what moved with an account.

Guarantees that the credited parts of a line sum to it, that a unit's base is carried to whoever
holds the account in the current period, and that what is carried sums to the base: transfers sum
to zero. A unit is a seller, a team, or a seller in a team of the day, as asked. The class of a pair
stays the company's. Leaves rows and sums to `cells`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from fourfold.book.book import Book
from fourfold.book.owners import (
    UNASSIGNED,
    WHOLE,
    Tenure,
    memberships,
    owner_days,
    owners,
    teams_of,
    tenure_table,
)
from fourfold.growth.comparison import Comparison
from fourfold.growth.splits import split

if TYPE_CHECKING:
    from ibis.expr.types import Table

UNITS_OF_CREDIT = ("seller", "team")
LINE = ("import_number", "file_line")
"""What tells one order line from every other."""


def credited(book: Book, lines: Table, *, units: Sequence[str]) -> Table:
    """Return the lines with `seller`, `is_counted` and, if among the units, `team`; once for each owner.

    A line is credited to its seller_id if it has one, else to the account's primary assignments of
    its day, else to nobody (`unassigned`). The amounts of its parts sum to the line's.
    `is_counted` marks one part of a line for each unit.
    """
    parted = _with_seller(book, lines)
    return _with_team(book, parted, units) if "team" in units else parted


def _with_seller(book: Book, lines: Table) -> Table:
    named = lines.filter(lines.seller_id.notnull())
    alone, shared = ibis.literal(value=False), ibis.literal(value=True)
    named = named.mutate(seller=named.seller_id, is_shared=alone, is_counted=shared)
    open_lines = lines.filter(lines.seller_id.isnull())
    held = book.hold(tenure_table(owners(book.reference("assignments"))))
    owned = open_lines.left_join(
        held,
        [
            open_lines.account_id == held.of_id,
            open_lines.ordered_on >= held.starts,
            open_lines.ordered_on < held.ends,
        ],
    )
    owned = owned.mutate(
        seller=ibis.coalesce(owned.unit, UNASSIGNED),
        is_shared=ibis.coalesce(owned.share, WHOLE) < WHOLE,
        is_counted=ibis.literal(value=True),
    )
    whole = owned.filter(~owned.is_shared)
    return ibis.union(named, whole.select(*named.columns), _shared(owned, named.columns), distinct=False)


def _shared(owned: Table, columns: Sequence[str]) -> Table:
    parted = owned.filter(owned.is_shared)
    weighed = parted.mutate(
        weight=parted.share,
        total=parted.share.sum().over(ibis.window(group_by=list(LINE))),
    )
    booked = split(weighed.mutate(whole=weighed.amount_units), within=LINE, order=("seller",))
    booked = booked.mutate(amount_units=booked.part).drop("part")
    actual = split(booked.mutate(whole=booked.actual_units), within=LINE, order=("seller",))
    return actual.mutate(actual_units=actual.part).select(*columns)


def _with_team(book: Book, lines: Table, units: Sequence[str]) -> Table:
    """Return credited lines with `team`, the seller's team of the day; a line counts once for each unit."""
    held = book.hold(tenure_table(memberships(book.reference("teams"))))
    joined = lines.left_join(
        held,
        [lines.seller == held.of_id, lines.ordered_on >= held.starts, lines.ordered_on < held.ends],
    )
    teamed = joined.mutate(team=ibis.coalesce(joined.unit, UNASSIGNED))
    teamed = teamed.drop("of_id", "unit", "share", "starts", "ends")
    if "seller" in units:
        return teamed
    shared = teamed.filter(teamed.is_shared)
    once = ibis.row_number().over(ibis.window(group_by=[*LINE, "team"], order_by="seller")) == 0
    return ibis.union(teamed.filter(~teamed.is_shared), shared.mutate(is_counted=once), distinct=False)


def once_for_a_team(lines: Table) -> Table:
    """Return credited lines with the parts of a line that members of one team share put together."""
    whole = ibis.window(group_by=[*LINE, "team"])
    summed = lines.mutate(
        amount_units=lines.amount_units.sum().over(whole).cast("int64"),
        actual_units=lines.actual_units.sum().over(whole).cast("int64"),
    )
    return summed.filter(summed.is_counted)


def carried(book: Book, parts: Table, lines: Table, *, comparison: Comparison, units: Sequence[str]) -> Table:
    """Return the parts with `carried_units`: each unit's base, had its current accounts been its own then.

    Parameters
    ----------
    parts
        One row per heir_id (the account after merges), unit and whatever else tells parts apart,
        with base_units, current_units, base_rates, current_rates and lines.
    lines
        Credited lines up to the end of the current period, with heir_id and the columns of the units.
    comparison
        The periods.
    units
        `seller`, `team` or both; ties of the split are settled in this order.
    """
    shares = _shares(book, lines, comparison=comparison, units=units)
    sums = ("base_units", "current_units", "base_rates", "current_rates", "lines")
    grain = [c for c in parts.columns if c not in {*sums, *units}]
    base = parts.group_by(grain).agg(whole=parts.base_units.sum())
    base = base.filter(base.whole != 0)
    joined = base.inner_join(shares, base.heir_id == shares.share_of)
    moved = split(joined, within=grain, order=units)
    moved = moved.filter(moved.part != 0)
    zero = ibis.literal(0, "int64")
    arriving = moved.select(*grain, *units, **dict.fromkeys(sums, zero), carried_units=moved.part)
    shared = shares.select("share_of").distinct()
    keepers = parts.left_join(shared, parts.heir_id == shared.share_of)
    staying = keepers.mutate(carried_units=ibis.ifelse(keepers.share_of.isnull(), keepers.base_units, 0))
    both = ibis.union(
        staying.select(*grain, *units, *sums, "carried_units"),
        arriving.select(*grain, *units, *sums, "carried_units"),
        distinct=False,
    )
    return both.group_by([*grain, *units]).agg(
        **{name: both[name].sum() for name in (*sums, "carried_units")}
    )


def _shares(book: Book, lines: Table, *, comparison: Comparison, units: Sequence[str]) -> Table:
    """Return share_of (heir), the units, weight, total: each unit's part in each current account."""
    current = lines.filter(lines.ordered_on >= comparison.current.start, lines.is_purchase)
    bought = current.group_by(*units, share_of="heir_id").agg(
        weight=current.amount_units.sum(), named=current.count(where=current.seller_id.notnull())
    )
    whole = ibis.window(group_by="share_of")
    bought = bought.mutate(named=bought.named.sum().over(whole), total=bought.weight.sum().over(whole))
    bought = bought.filter(bought.share_of.notnull(), bought.named > 0, bought.total > 0)
    days = book.hold(_days_table(book, comparison=comparison, units=units))
    by_lines = bought.select("share_of").distinct().rename(has_lines="share_of")
    joined = days.left_join(by_lines, days.share_of == by_lines.has_lines)
    owned = joined.filter(joined.has_lines.isnull()).drop("has_lines")
    columns = ("share_of", *units, "weight", "total")
    return ibis.union(bought.select(*columns), owned.select(*columns), distinct=False)


def _days_table(book: Book, *, comparison: Comparison, units: Sequence[str]) -> pa.Table:
    heirs = book.accounts.by_id
    weights: dict[tuple[str, tuple[str, ...]], int] = {}
    totals: dict[str, int] = {}
    for (account, held_by), days in _unit_days(book, comparison, units).items():
        heir = heirs[account].heir if account in heirs else account
        weights[heir, held_by] = weights.get((heir, held_by), 0) + days
        totals[heir] = totals.get(heir, 0) + days
    return pa.table(
        {
            "share_of": pa.array([heir for heir, _ in weights], pa.string()),
            **{
                name: pa.array([held_by[place] for _, held_by in weights], pa.string())
                for place, name in enumerate(units)
            },
            "weight": pa.array(list(weights.values()), pa.int64()),
            "total": pa.array([totals[heir] for heir, _ in weights], pa.int64()),
        }
    )


def _unit_days(
    book: Book, comparison: Comparison, units: Sequence[str]
) -> Mapping[tuple[str, tuple[str, ...]], int]:
    """Return the owner-days of each account and unit in the current period."""
    held_by_seller = _grouped(owners(book.reference("assignments")), key=lambda held: held.unit)
    teams = memberships(book.reference("teams")) if "team" in units else ()
    teams_by_seller = _grouped(teams, key=lambda team: team.of)
    start, end = comparison.current.start, comparison.current.end
    found: dict[tuple[str, tuple[str, ...]], int] = {}
    for seller, held in held_by_seller.items():
        by_team = owner_days(teams_of(held, teams_by_seller.get(seller, ())), start=start, end=end)
        for (account, team), days in by_team.items():
            values = {"seller": seller, "team": team}
            held_by = tuple(values[name] for name in units)
            found[account, held_by] = found.get((account, held_by), 0) + days
    return found


def _grouped(tenures: Iterable[Tenure], *, key: Callable[[Tenure], str]) -> Mapping[str, Sequence[Tenure]]:
    found: dict[str, list[Tenure]] = {}
    for held in tenures:
        found.setdefault(key(held), []).append(held)
    return found
