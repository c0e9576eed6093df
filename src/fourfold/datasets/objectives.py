"""The objectives of the invented company for its last two years, tilted to new accounts as is usual.

Guarantees that targets which add up do so to the penny or piece: sellers to their team, teams to their
region, and the six teams to the company. Targets are set on what was sold the year before, as it
was drawn. Leaves ids and columns to `selling`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fourfold.datasets.customers import CUSTOMERS
from fourfold.datasets.days import YEAR_STARTS, Ints, year_index
from fourfold.datasets.opportunities import KEEPING
from fourfold.datasets.planting import Drawn
from fourfold.datasets.posts import LEAF_TEAMS, Holdings, Post, posts
from fourfold.datasets.sales_force import TEAMS

SET_FOR = (1, 2)
"""The years with objectives, by place in `YEARS`."""
PLANNED_RATE = 86
"""Pence for a euro in plans."""
ARRIVALS_AIMED_AT = {1: 54, 2: 60}
"""New accounts that the company set itself, by place in `YEARS`."""
DEMOS_A_HEAD = 16


@dataclass(frozen=True, slots=True)
class Aim:
    """One measure that objectives are set on; targets of additive ones are in hundredths of `unit`.

    `points_at` is `new`, `existing` or `neither`: which accounts reaching it is about.
    """

    measure: str
    name: str
    points_at: str
    filters: str = ""
    unit: int = 1
    is_additive: bool = True


GAIN = Aim("new_account_gain", "Gains with new accounts", "new")
ARRIVED = Aim("new_accounts", "New accounts", "new", unit=100)
DEMOS = Aim("activities", "Product demonstrations", "neither", "kind=demo", unit=100)
REVENUE = Aim("revenue", "Revenue", "neither")
HELD = Aim("nrr", "Net revenue retention", "existing", is_additive=False)
EXPANDED = Aim("existing_account_gain", "Gains with existing accounts", "existing")

USUAL: Mapping[Aim, int] = {GAIN: 50, ARRIVED: 20, DEMOS: 10, REVENUE: 20}
WEIGHTS: Mapping[str, Mapping[Aim, int]] = {
    "UKS": {GAIN: 60, ARRIVED: 20, DEMOS: 10, REVENUE: 10},
    "FBN": {GAIN: 40, ARRIVED: 20, DEMOS: 10, REVENUE: 30},
    KEEPING: {HELD: 50, EXPANDED: 30, ARRIVED: 10, REVENUE: 10},
}
"""Weights of a team and its sellers where they are not the usual ones, which the company has too."""
RETENTION, HELD_AT_LEAST = Decimal("1.02"), Decimal("0.90")
_GROWN, _NEW_PART, _EXPANDED_PART = (106, 100), (6, 100), (25, 100)
"""Targets as parts of the revenue of the year before: revenue, gains with new and with existing accounts."""
_ROUND = 1_000_000
_FLOOR = 10
"""A seller's least weight in money is this part of the average, so that nobody aims at nothing."""


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective of an owner over days (the end is exclusive); an empty id is the company's.

    `team` is the team whose weights it has; target, threshold and stretch are in its measure's unit.
    """

    level: str
    owner_id: str
    team: str
    starts: int
    ends: int
    aim: Aim
    target: Decimal
    weight: int

    @property
    def threshold(self) -> Decimal | None:
        """Below this, revenue and what is held count for nothing."""
        if self.aim is HELD:
            return HELD_AT_LEAST
        return _part(self.target, 80) if self.aim is REVENUE else None

    @property
    def stretch(self) -> Decimal | None:
        """More than the target, for gains."""
        return _part(self.target, 120) if self.aim in (GAIN, EXPANDED) else None


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What targets of one year are shared out by: `sold` is pence by customer in the year before."""

    year: int
    sold: Ints
    held: Holdings
    posts: tuple[Post, ...]


def set_objectives(drawn: Drawn, held: Holdings) -> tuple[Objective, ...]:
    """Return the objectives by year, from the company down to sellers."""
    found: list[Objective] = []
    for year in SET_FOR:
        plan = _Plan(year, _sold(drawn, year - 1), held, posts(year))
        found += _of_year(plan, drawn.sellers)
    return tuple(found)


def weights_of(team: str) -> Mapping[Aim, int]:
    """Return the measures, with weights, of a team and its sellers, a region or the company."""
    return WEIGHTS.get(team, USUAL)


def _part(target: Decimal, hundredths: int) -> Decimal:
    return Decimal(int(target * 100) * hundredths // 100).scaleb(-2)


def _sold(drawn: Drawn, year: int) -> Ints:
    """Return the pence sold to each customer in a year, at the planned rate."""
    lines, sold = drawn.lines, np.zeros(CUSTOMERS, dtype=np.int64)
    of = (lines.customer >= 0) & (year_index(lines.day) == year)
    euro = drawn.customers.euro[lines.customer[of]]
    pence = np.where(euro, lines.amount[of] * PLANNED_RATE // 100, lines.amount[of])
    np.add.at(sold, lines.customer[of], pence)
    return sold


def share_out(whole: int, weights: Sequence[int]) -> list[int]:
    """Return whole parts that sum to the whole: largest remainders first, then by place."""
    total = sum(weights)
    parts = [whole * weight // total for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda n: (-(whole * weights[n] % total), n))
    for place in by_rest[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def _at_least_one(whole: int, weights: Sequence[int]) -> list[int]:
    """Return the parts of a whole that is enough for one each: nobody aims at nothing."""
    each = 1 if whole >= len(weights) else 0
    return [each + part for part in share_out(whole - each * len(weights), weights)]


def _of_year(plan: _Plan, sellers: tuple[str, ...]) -> list[Objective]:
    """Return the objectives of one year: company, regions, teams, sellers."""
    by_post = _targets(plan)
    span = int(YEAR_STARTS[plan.year]), int(YEAR_STARTS[plan.year + 1])
    found = []
    for level, owner in [("company", ""), *(("team", team.id) for team in TEAMS)]:
        below = _below(owner)
        for aim, weight in weights_of(owner).items():
            whole = sum(part for post, part in by_post[aim].items() if post.team in below)
            found.append(Objective(level, owner, owner, *span, aim, _in_unit(aim, whole), weight))
    for post in sorted(plan.posts, key=lambda post: (post.team, post.seller)):
        team, seller = TEAMS[post.team].id, sellers[post.seller]
        for aim, weight in weights_of(team).items():
            target = _in_unit(aim, by_post[aim][post])
            found.append(Objective("seller", seller, team, post.starts, post.ends, aim, target, weight))
    return found


def _below(owner: str) -> list[int]:
    """Return the teams with sellers of a team, region or (empty) the company, by place in `TEAMS`."""
    return [place for place in LEAF_TEAMS if owner in ("", TEAMS[place].id, TEAMS[place].parent)]


def _in_unit(aim: Aim, hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2) if aim.is_additive else RETENTION


def _targets(plan: _Plan) -> dict[Aim, dict[Post, int]]:
    """Return in hundredths the target of each post on each measure that it has, from the company's."""
    found: dict[Aim, dict[Post, int]] = {}
    for aim in {aim: None for place in LEAF_TEAMS for aim in weights_of(TEAMS[place].id)}:
        of = [post for post in plan.posts if aim in weights_of(TEAMS[post.team].id)]
        sold, days = [_sold_to(plan, post) for post in of], [post.days for post in of]
        parts = _at_least_one(
            _whole(plan.year, aim, sum(sold), sum(days)) // aim.unit,
            _with_floor(sold, days) if aim in (REVENUE, EXPANDED) else days,
        )
        found[aim] = {post: part * aim.unit for post, part in zip(of, parts, strict=True)}
    return found


def _whole(year: int, aim: Aim, sold: int, days: int) -> int:
    """Return in hundredths the target of all who have a measure."""
    parts = {REVENUE: _GROWN, GAIN: _NEW_PART, EXPANDED: _EXPANDED_PART}
    if aim in parts:
        part, of = parts[aim]
        return sold * part // of // _ROUND * _ROUND
    return {ARRIVED: ARRIVALS_AIMED_AT[year], DEMOS: DEMOS_A_HEAD * days // 365}.get(aim, 0) * 100


def _with_floor(sold: list[int], days: list[int]) -> list[int]:
    """Return what was sold to each, but at least a part of the average for the days of the post."""
    return [max(one, sum(sold) * day // sum(days) // _FLOOR) for one, day in zip(sold, days, strict=True)]


def _sold_to(plan: _Plan, post: Post) -> int:
    """Return what was sold the year before to the accounts of a post, by the days they are held in it."""
    held = plan.held
    days = np.minimum(held.ends, post.ends) - np.maximum(held.starts, post.starts)
    days = np.where(held.seller == post.seller, np.maximum(days, 0), 0)
    return int((plan.sold[held.account] * held.tenths * days).sum()) // 3650
