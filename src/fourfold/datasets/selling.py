"""What the sellers of the invented company did and were to do: its opportunities, activities, objectives.

Guarantees that drawing them changes nothing that was drawn before, and that their truths follow from
what was planned. Leaves what is drawn to `opportunities`, `activities` and `objectives`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fourfold.datasets import truths as t
from fourfold.datasets.activities import RECORDED, WITH_NEW, Activity, draw_activities
from fourfold.datasets.days import YEAR_STARTS, YEARS, date_of
from fourfold.datasets.objectives import SET_FOR, Objective, set_objectives
from fourfold.datasets.opportunities import OPEN, Pursuit, draw_opportunities
from fourfold.datasets.planting import Drawn, Pointed
from fourfold.datasets.posts import LEAF_TEAMS, posts
from fourfold.datasets.sales_force import TEAMS

Columns = Mapping[str, Sequence[object]]
CAP = Decimal("1.5")
_POINTS = ("new", "existing", "neither")


@dataclass(frozen=True, slots=True, eq=False)
class Selling:
    """Everything drawn about how the company sells."""

    drawn: Drawn
    pursuit: Pursuit
    activities: tuple[Activity, ...]
    objectives: tuple[Objective, ...]


def draw_selling(streams: tuple[np.random.Generator, np.random.Generator], drawn: Drawn) -> Selling:
    """Return what the sellers tried, did and were to reach; nothing of it changes what was sold."""
    pursuit = draw_opportunities(streams[0], drawn)
    activities = draw_activities(streams[1], drawn, pursuit)
    return Selling(drawn, pursuit, activities, set_objectives(drawn, pursuit.held))


def tables_of(selling: Selling) -> dict[str, Columns]:
    """Return the columns of the three tables by name."""
    return {
        "opportunities": _opportunities(selling),
        "activities": _activities(selling),
        "objectives": _objectives(selling),
    }


def _opportunities(selling: Selling) -> Columns:
    rows, drawn = selling.pursuit.opportunities, selling.drawn
    names, ids = drawn.assortment.names, drawn.assortment.ids
    return {
        "opportunity_id": [f"OPP{40001 + n}" for n in range(len(rows))],
        "opportunity_name": [f"{names[o.product]} for {o.account_name}" for o in rows],
        "account_id": [o.account_id for o in rows],
        "product_id": [ids[o.product] for o in rows],
        "seller_id": [drawn.sellers[o.seller] for o in rows],
        "opened_on": [date_of(o.opened) for o in rows],
        "expected_on": [date_of(o.expected) for o in rows],
        "closed_on": [None if o.status == OPEN else date_of(o.closed) for o in rows],
        "status": [o.status for o in rows],
        "stage": [o.stage for o in rows],
        "amount": [_money(o.amount) for o in rows],
        "currency": [o.currency for o in rows],
    }


def _activities(selling: Selling) -> Columns:
    rows, sellers = selling.activities, selling.drawn.sellers
    return {
        "activity_id": [f"ACT{100001 + n}" for n in range(len(rows))],
        "account_id": [a.account_id or None for a in rows],
        "contact_id": [f"{a.account_id}-{a.contact}" if a.account_id else None for a in rows],
        "seller_id": [sellers[a.seller] for a in rows],
        "happened_on": [date_of(a.day) for a in rows],
        "kind": [a.kind for a in rows],
        "purpose": [a.purpose for a in rows],
        "minutes": [None if a.minutes < 0 else Decimal(a.minutes) for a in rows],
        "direction": [a.direction or None for a in rows],
    }


def _objectives(selling: Selling) -> Columns:
    rows = selling.objectives
    return {
        "objective_id": [_id(o) for o in rows],
        "objective_name": [f"{o.aim.name} {date_of(o.starts).year}" for o in rows],
        "measure": [o.aim.measure for o in rows],
        "owner_level": [o.level for o in rows],
        "owner_id": [o.owner_id or None for o in rows],
        "starts_on": [date_of(o.starts) for o in rows],
        "ends_on": [date_of(o.ends) for o in rows],
        "target": [o.target for o in rows],
        "threshold": [o.threshold for o in rows],
        "stretch": [o.stretch for o in rows],
        "weight": [Decimal(o.weight) for o in rows],
        "cap": [CAP] * len(rows),
        "filters": [o.aim.filters or None for o in rows],
        "state": ["active" if o.starts >= YEAR_STARTS[SET_FOR[-1]] else "closed" for o in rows],
    }


def _id(objective: Objective) -> str:
    """Return year (and month, if it begins after January), owner and measure."""
    on = date_of(objective.starts)
    since = f"{on:%Y}" if on.month == 1 else f"{on:%Y-%m}"
    owner = objective.owner_id or "COMPANY"
    return f"{since}-{owner}-{objective.aim.measure.replace('_', '-')}"


def _money(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def pointed(selling: Selling) -> Pointed:
    """Return the truths about how the company sells."""
    return Pointed(_tilts(selling), _time(selling), _pipelines(selling))


def _tilts(selling: Selling) -> tuple[t.PlannedTilt, ...]:
    """Return the tilt of every owner's weights, by year or post."""
    weights: dict[tuple[str, str, int, int], dict[str, int]] = {}
    for o in selling.objectives:
        of = weights.setdefault((o.level, o.owner_id, o.starts, o.ends), dict.fromkeys(_POINTS, 0))
        of[o.aim.points_at] += o.weight
    return tuple(
        t.PlannedTilt(
            level,
            owner,
            date_of(starts),
            date_of(ends),
            *(Decimal(of[points]) / sum(of.values()) for points in _POINTS),
        )
        for (level, owner, starts, ends), of in weights.items()
    )


def _time(selling: Selling) -> tuple[t.PlannedTime, ...]:
    """Return the planted part of time for new accounts, and the minutes drawn with it."""
    found = []
    for place in LEAF_TEAMS:
        team = TEAMS[place].id
        for year, rate in zip(RECORDED, WITH_NEW[team], strict=True):
            of = [a for a in _timed(selling.activities, year) if a.team == place]
            new = sum(a.minutes for a in of if a.is_new)
            minutes = sum(a.minutes for a in of)
            found.append(t.PlannedTime(team, YEARS[year], Decimal(str(rate)), new, minutes))
    return tuple(found)


def _timed(activities: Iterable[Activity], year: int) -> list[Activity]:
    """Return the activities of a year with an account and minutes."""
    first, last = int(YEAR_STARTS[year]), int(YEAR_STARTS[year + 1])
    return [a for a in activities if first <= a.day < last and a.account_id and a.minutes >= 0]


def _pipelines(selling: Selling) -> tuple[t.PlannedPipeline, ...]:
    """Return what is open after the last day, by team."""
    last = {post.seller: post for post in posts(len(YEARS) - 1)}
    still = [o for o in selling.pursuit.opportunities if o.status == OPEN]
    found = []
    for place in LEAF_TEAMS:
        of = [o for o in still if last[o.seller].team == place]
        new, existing = ([o.amount for o in of if (o.customer < 0) == is_new] for is_new in (True, False))
        found.append(
            t.PlannedPipeline(
                TEAMS[place].id,
                of[0].currency,
                len(new),
                len(existing),
                _money(sum(new)),
                _money(sum(existing)),
            )
        )
    return tuple(found)
