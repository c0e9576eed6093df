"""Owners: who is credited for an account on a day, as intervals that do not overlap.

Guarantees that each account and each seller has, on any day, the owners and the one team that the
assignments and memberships of that day say. Leaves crediting lines to `growth`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pyarrow as pa

from fourfold.money import units

FOREVER = date(9999, 12, 31)
WHOLE = 10_000
"""A share of 1."""

UNASSIGNED = "unassigned"
"""The seller or team of what nobody is assigned to."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """One unit's part (of 10,000) in one account, or a seller's team, from a day to before another."""

    of: str
    unit: str
    share: int
    start: date
    end: date


def owners(assignments: pa.Table) -> tuple[Tenure, ...]:
    """Return the primary assignments that hold a share, with the account in `of`, the seller in `unit`."""
    return tuple(
        Tenure(
            row["account_id"],
            row["seller_id"],
            units(row["share"]),
            row["starts_on"],
            row["ends_on"] or FOREVER,
        )
        for row in assignments.to_pylist()
        if row["role"] == "primary" and row["share"] > 0
    )


def memberships(teams: pa.Table) -> tuple[Tenure, ...]:
    """Return each seller's one team at a time: a membership before a manager's post, then the least id."""
    rows: dict[str, list[tuple[bool, str, date, date]]] = {}
    for row in teams.to_pylist():
        place = (row["role"] == "manager", row["team_id"], row["starts_on"], row["ends_on"] or FOREVER)
        rows.setdefault(row["seller_id"], []).append(place)
    found = []
    for seller, places in rows.items():
        edges = sorted({day for place in places for day in place[2:]})
        for start, end in pairwise(edges):
            held = [team for _, team, first, last in sorted(places) if first <= start and end <= last]
            if held:
                found.append(Tenure(seller, held[0], WHOLE, start, end))
    return tuple(found)


def teams_of(tenures: Iterable[Tenure], teams: Iterable[Tenure]) -> tuple[Tenure, ...]:
    """Return the tenures with each seller replaced by the team of the day; without one, unassigned."""
    by_seller: dict[str, list[Tenure]] = {}
    for team in teams:
        by_seller.setdefault(team.of, []).append(team)
    found = []
    for held in tenures:
        place = held.start
        for team in sorted(by_seller.get(held.unit, ()), key=lambda t: t.start):
            start, end = max(place, team.start), min(held.end, team.end)
            if start >= end:
                continue
            if place < start:
                found.append(Tenure(held.of, UNASSIGNED, held.share, place, start))
            found.append(Tenure(held.of, team.unit, held.share, start, end))
            place = end
        if place < held.end:
            found.append(Tenure(held.of, UNASSIGNED, held.share, place, held.end))
    return tuple(found)


def owner_days(tenures: Iterable[Tenure], *, start: date, end: date) -> Mapping[tuple[str, str], int]:
    """Return the days of each account and unit from `start` to before `end`, times their share of 10,000."""
    found: dict[tuple[str, str], int] = {}
    for held in tenures:
        days = (min(held.end, end) - max(held.start, start)).days
        if days > 0 and held.share > 0:
            found[held.of, held.unit] = found.get((held.of, held.unit), 0) + days * held.share
    return found


def tenure_table(tenures: Iterable[Tenure]) -> pa.Table:
    """Return tenures as a table: of_id, unit, share, starts, ends (exclusive)."""
    rows = [(t.of, t.unit, t.share, t.start, t.end) for t in tenures]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    names = ("of_id", "unit", "share", "starts", "ends")
    types = (pa.string(), pa.string(), pa.int64(), pa.date32(), pa.date32())
    return pa.table({n: pa.array(c, t) for n, c, t in zip(names, columns, types, strict=True)})
