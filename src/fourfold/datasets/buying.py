"""Which customer buys which product in which year: the plan from which invoices are written.

Guarantees that every planned pair buys at least once in each planned year and that nothing else
buys, so that the class of every pair in a year-on-year ledger is known before an invoice exists.
Leaves days, pieces and money to `fourfold.datasets.invoices`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fourfold.datasets.assortment import PILOT, SWITCHES, Assortment, new_in
from fourfold.datasets.customers import CUSTOMERS, SEGMENTS, Customers
from fourfold.datasets.days import YEARS, Flags, Floats, Ints
from fourfold.datasets.families import FAMILIES, VOLUME_TRENDS, Family

KEPT, RESUMED, PILOT_ACCOUNTS, ROOM = 0.92, 0.12, 3, 25
"""Chance that a pair goes on, that a dropped one resumes; pilot customers; days left to buy a new product."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """`bought` is customer x product x year, by final product; `switched` lists (account, old, new, year)."""

    bought: Flags
    switched: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Market:
    """What the plan is drawn from: `appeal` is customer x product."""

    customers: Customers
    assortment: Assortment
    appeal: Floats
    segment: Ints


def draw_plan(rng: np.random.Generator, customers: Customers, assortment: Assortment) -> Plan:
    """Return the plan: first baskets, then year by year what is kept, resumed, added and tried."""
    families = rng.gamma(0.7, 1.0, (CUSTOMERS, len(FAMILIES)))[:, assortment.family]
    appeal = families * rng.gamma(1.5, 1.0, len(assortment.ids)) + 0.02
    appeal[:, ~assortment.is_final] = 0.0
    market = _Market(customers, assortment, np.asarray(appeal), customers.segment[:CUSTOMERS])
    bought = np.zeros((CUSTOMERS, len(assortment.ids), len(YEARS)), dtype=bool)
    for year in range(len(YEARS)):
        for account in np.flatnonzero(customers.years[:, year]):
            bought[account, :, year] = _year_of(rng, market, bought[account], (int(account), year))
    _plant_first_buyers(market, bought)
    _plant_pilot(market, bought)
    return Plan(bought, _plant_switches(rng, market, bought))


def _year_of(rng: np.random.Generator, market: _Market, history: Flags, at: tuple[int, int]) -> Flags:
    """Return what one account buys in one year, given what it bought in the years before."""
    account, year = at
    segment = SEGMENTS[market.segment[account]]
    customers, assortment = market.customers, market.assortment
    ever: Flags = np.any(history[:, :year], axis=1)
    open_to = np.asarray(assortment.is_final & (assortment.delivered <= customers.last[account, year] - ROOM))
    if not ever.any():
        size = max(1, int(rng.poisson(segment.products)))
        return _choose(rng, market.appeal[account], open_to & (np.arange(len(ever)) != PILOT[0]), size)
    last = history[:, year - 1] if history[:, year - 1].any() else ever
    chosen = last & (rng.random(len(ever)) < KEPT)
    chosen |= ever & ~last & (rng.random(len(ever)) < RESUMED)
    if not chosen.any():
        chosen = last.copy()
    existing = open_to & ~ever & (assortment.since < year)
    if rng.random() < segment.adds:
        chosen |= _choose(rng, market.appeal[account], existing, int(rng.integers(1, 3)))
    tried = open_to & new_in(assortment, year) & (np.arange(len(ever)) != PILOT[0])
    return np.asarray(chosen | (tried & (rng.random(len(ever)) < segment.tries)))


def _choose(rng: np.random.Generator, appeal: Floats, allowed: Flags, size: int) -> Flags:
    """Return up to `size` allowed products, drawn by appeal without repetition."""
    weights = np.where(allowed, appeal, 0.0)
    size = min(size, int((weights > 0).sum()))
    chosen = np.zeros(len(weights), dtype=bool)
    chosen[rng.choice(len(weights), size, replace=False, p=weights / weights.sum())] = True
    return chosen


def _plant_first_buyers(market: _Market, bought: Flags) -> None:
    """Let the largest steady customer buy each old product in the first year if nobody does."""
    old = market.assortment.is_final & (market.assortment.since < 0)
    steady = np.flatnonzero(market.customers.years.all(axis=1))
    largest = steady[np.argmax(market.customers.scale[steady])]
    bought[largest, old & ~bought[:, :, 0].any(axis=0), :] = True


def _plant_pilot(market: _Market, bought: Flags) -> None:
    """Let a few large steady customers buy the pilot product from the year of its pilot on."""
    steady = np.flatnonzero(market.customers.years.all(axis=1))
    chosen = steady[np.argsort(-market.customers.scale[steady])][1 : 1 + PILOT_ACCOUNTS]
    bought[chosen, PILOT[0], market.assortment.since[PILOT[0]] :] = True


def _plant_switches(
    rng: np.random.Generator,
    market: _Market,
    bought: Flags,
) -> tuple[tuple[int, int, int, int], ...]:
    """Let steady customers replace a product by another of its family, and change nothing else in it."""
    steady = rng.permutation(np.flatnonzero(market.customers.years.all(axis=1)))
    planted: list[tuple[int, int, int, int]] = []
    for old, new, when, count in SWITCHES:
        year = YEARS.index(when)
        chosen, steady = steady[:count], steady[count:]
        family = np.flatnonzero(market.assortment.family == market.assortment.family[old])
        for account in chosen:
            bought[account, family, year] = bought[account, family, year - 1]
            bought[account, old, :year], bought[account, old, year:] = True, False
            bought[account, new, :year], bought[account, new, year:] = False, True
            planted.append((int(account), old, new, year))
    return tuple(planted)


def usual_pieces(rng: np.random.Generator, customers: Customers, assortment: Assortment) -> Floats:
    """Return the usual pieces of a line by customer, product and year, with the planted volume trends."""
    family_of: list[Family] = [FAMILIES[int(f)] for f in assortment.family]
    base = np.array([float(f.pieces) for f in family_of])
    taste = rng.lognormal(0.0, 0.5, (CUSTOMERS, len(base)))
    pieces = np.empty((CUSTOMERS, len(base), len(YEARS)))
    pieces[:, :, 0] = base * taste * customers.scale[:CUSTOMERS, None]
    for year in range(1, len(YEARS)):
        trend = np.array([VOLUME_TRENDS[f.category][year - 1] / 1000 for f in family_of])
        pieces[:, :, year] = pieces[:, :, year - 1] * trend * rng.lognormal(0.0, 0.12, (CUSTOMERS, 1))
    return pieces
