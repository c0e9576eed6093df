"""Who buys from the invented company, and in which years.

Guarantees 592 customers and 8 accounts of an acquired business that were merged into them, with
exactly the planned numbers of new, lost and returned accounts. Leaves what they buy to
`fourfold.datasets.buying` and who sells to them to `fourfold.datasets.sales_force`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fourfold.datasets.days import YEAR_STARTS, YEARS, Flags, Floats, Ints
from fourfold.datasets.names import INDUSTRIES, company_names, stems

CUSTOMERS, MERGED, GROUPS = 592, 8, 24
ARRIVALS = {1: 46, 2: 52}
"""New accounts in the second and third year, by place in `YEARS`."""
LOST_AT_ONCE = 9
"""Of the arrivals of the second year, those lost in the third."""
LOST = {1: 38, 2: 41}
"""Accounts that bought from the first year on and were lost in the second or third year."""
RETURNED = 14
"""Of those lost in the second year, the ones that come back in the third."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its part of the customers, and what a usual customer of it does in a year.

    `products` are bought a year in `orders` orders of `lines` lines per product; `scale` multiplies
    the pieces. `adds` is the chance of an existing account to buy an additional existing product in
    a year (cross-selling), `tries` the chance to buy a given new product in its first year.
    """

    name: str
    part: float
    products: int
    orders: int
    lines: float
    scale: float
    adds: float
    tries: float


SEGMENTS = (
    Segment("Enterprise", 0.08, 14, 36, 9.0, 2.2, 0.55, 0.24),
    Segment("Mid-market", 0.27, 8, 18, 6.0, 1.2, 0.36, 0.14),
    Segment("Small business", 0.50, 4, 8, 4.0, 0.6, 0.16, 0.06),
    Segment("Public sector", 0.15, 6, 10, 4.4, 0.9, 0.25, 0.09),
)
PUBLIC = 3

REGIONS = (
    "Scotland",
    "Northern England",
    "Midlands",
    "Southern England",
    "Wales",
    "Germany",
    "Austria",
    "France",
    "Netherlands",
    "Belgium",
    "Ireland",
    "Finland",
)
_REGION_PARTS = (0.09, 0.19, 0.15, 0.22, 0.05, 0.10, 0.03, 0.05, 0.04, 0.02, 0.04, 0.02)
FIRST_ABROAD = 5
"""Regions from this place on lie abroad and pay in euros."""
_DISCOUNTS = (0, 0, 0, 50, 50, 80, 100, 120, 150)


@dataclass(frozen=True, slots=True, eq=False)
class Customers:
    """The drawn accounts; arrays are by account in the order of `ids`, the merged ones last.

    `parent` and `merged_into` are -1 for none; `years` tells in which of `YEARS` a customer buys,
    `first` and `last` the first and last day in each of them; `discount` is in thousandths.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    parent: Ints
    merged_into: Ints
    merged_on: Ints
    segment: Ints
    region: Ints
    industry: tuple[str, ...]
    scale: Floats
    discount: Ints
    years: Flags
    first: Ints
    last: Ints

    @property
    def euro(self) -> Flags:
        """Whether an account is invoiced in euros."""
        return np.asarray(self.region >= FIRST_ABROAD)

    @property
    def top(self) -> Ints:
        """The ultimate parent of each account, after merging; itself if it has none."""
        top = np.where(self.merged_into >= 0, self.merged_into, np.arange(len(self.ids)))
        for _ in range(3):
            top = np.where(self.parent[top] >= 0, self.parent[top], top)
        return np.asarray(top)


def draw_customers(rng: np.random.Generator) -> Customers:
    """Return the accounts with their groups, mergers and years of business."""
    count = CUSTOMERS + MERGED
    years, first, last = _business_years(rng)
    segment = rng.choice(len(SEGMENTS), count, p=[s.part for s in SEGMENTS])
    region = rng.choice(len(REGIONS), count, p=_REGION_PARTS)
    region[segment == PUBLIC] = rng.integers(0, FIRST_ABROAD, int((segment == PUBLIC).sum()))
    steady = rng.permutation(np.flatnonzero(years.all(axis=1)))
    parent = _groups(rng, steady[:GROUPS], count)
    merged_into, merged_on = np.full(count, -1), np.full(count, -1)
    merged_into[CUSTOMERS:] = steady[GROUPS : GROUPS + MERGED]
    merged_on[CUSTOMERS:] = np.sort(rng.choice(_month_starts(), MERGED))
    for of in (segment, region):
        of[CUSTOMERS:] = of[merged_into[CUSTOMERS:]]
    industry = [
        "Public" if s == PUBLIC else INDUSTRIES[int(i)]
        for s, i in zip(segment, rng.integers(0, len(INDUSTRIES), count), strict=True)
    ]
    stem_of = stems(rng, [bool(r >= FIRST_ABROAD) for r in region])
    stem_of = [stem_of[int(p)] if p >= 0 else stem for stem, p in zip(stem_of, parent, strict=True)]
    return Customers(
        ids=(*(f"C{10001 + n}" for n in range(CUSTOMERS)), *(f"X{7001 + 13 * n}" for n in range(MERGED))),
        names=company_names(stem_of, industry, [REGIONS[int(r)] for r in region]),
        parent=parent,
        merged_into=merged_into,
        merged_on=merged_on,
        segment=segment,
        region=region,
        industry=tuple(industry),
        scale=np.array([s.scale for s in SEGMENTS])[segment] * rng.lognormal(0, 0.45, count),
        discount=rng.choice(_DISCOUNTS, count),
        years=years,
        first=first,
        last=last,
    )


def _month_starts() -> Ints:
    """Return the first days of the months in which mergers happened: the second half of 2023 to mid 2025."""
    months = np.arange("2023-07", "2025-07", dtype="datetime64[M]").astype("datetime64[D]")
    return np.asarray((months - np.datetime64("2023-01-01")).astype(np.int64))


def _business_years(rng: np.random.Generator) -> tuple[Flags, Ints, Ints]:
    """Return the years in which each customer buys, with the first and last day in each year."""
    years = np.ones((CUSTOMERS, len(YEARS)), dtype=bool)
    first, last = (np.tile(edge, (CUSTOMERS, 1)) for edge in (YEAR_STARTS[:-1], YEAR_STARTS[1:] - 1))
    drawn = rng.permutation(CUSTOMERS)
    late, drawn = drawn[: ARRIVALS[2]], drawn[ARRIVALS[2] :]
    early, drawn = drawn[: ARRIVALS[1]], drawn[ARRIVALS[1] :]
    gone, drawn = drawn[: LOST[1]], drawn[LOST[1] :]
    going = np.concatenate([drawn[: LOST[2]], early[:LOST_AT_ONCE]])
    back = gone[:RETURNED]
    years[late, :2] = years[early, 0] = years[gone, 1:] = years[going, 2] = False
    years[back, 2] = True
    first[late, 2] += rng.integers(4, 290, len(late))
    first[early, 1] += rng.integers(4, 150, len(early))
    first[back, 2] += rng.integers(20, 240, len(back))
    last[gone, 0] = YEAR_STARTS[0] + rng.integers(90, 350, len(gone))
    last[going, 1] = YEAR_STARTS[1] + rng.integers(230, 350, len(going))
    return years, first, last


def _groups(rng: np.random.Generator, heads: Ints, count: int) -> Ints:
    """Return the parent of each account: groups of 2 to 6 subsidiaries, the second below the first."""
    parent = np.full(count, -1)
    others = rng.permutation(np.setdiff1d(np.arange(CUSTOMERS), heads))
    for head, size in zip(heads, rng.integers(2, 7, len(heads)), strict=True):
        parent[others[:size]] = head
        others = others[size:]
    parent[heads[1]] = heads[0]
    return parent
