"""What the invented company sells: products with prices, launches and successors.

Guarantees that launches and successions are the constants below, whatever the seed; only prices
and the dates of old launches are drawn. Prices are whole pence. Leaves who buys what to
`fourfold.datasets.buying`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from fourfold.datasets.days import YEAR_STARTS, YEARS, Flags, Ints, day_number
from fourfold.datasets.families import FAMILIES, PER_FAMILY, item

SUCCESSIONS = (
    (item("Conveyors", 1), item("Conveyors", 3), date(2023, 10, 2)),
    (item("Label printers", 1), item("Label printers", 4), date(2024, 4, 2)),
    (item("Barcode scanners", 0), item("Barcode scanners", 4), date(2024, 9, 2)),
    (item("Conveyors", 3), item("Conveyors", 4), date(2025, 2, 3)),
    (item("Trolleys", 2), item("Trolleys", 4), date(2025, 3, 3)),
    (item("Ribbons and inks", 3), item("Ribbons and inks", 4), date(2025, 6, 2)),
)
"""(predecessor, successor, day from which the successor is delivered), by date; conveyors change twice."""

LAUNCHES = {
    item("Labels", 4): date(2024, 2, 12),
    item("Training", 4): date(2024, 3, 4),
    item("Spare parts", 3): date(2024, 5, 6),
    item("Packing tape", 3): date(2025, 1, 6),
    item("Cartons", 4): date(2025, 1, 13),
    item("Maintenance plans", 4): date(2025, 2, 10),
    item("Label printers", 3): date(2025, 4, 7),
    item("Packing tape", 4): date(2025, 5, 12),
}
"""Products that are new by any rule: nobody buys them before this day."""

PILOT = (item("Spare parts", 4), date(2024, 10, 7), date(2025, 2, 3))
"""(product, first day of its pilot sales, launch date on file): not new in 2025, for it was bought before."""

SLOW = (item("Strapping", 3), date(2024, 11, 18), date(2025, 1, 2))
"""(product, launch date on file, first day on which anyone buys): not new in 2025, for it could be bought."""

SWITCHES = (
    (item("Ribbons and inks", 0), item("Ribbons and inks", 1), 2024, 18),
    (item("Labels", 1), item("Labels", 4), 2025, 22),
    (item("Packing tape", 0), item("Packing tape", 3), 2025, 26),
)
"""(old product, new product, year, accounts): replaced in a family, with no successor on file."""


@dataclass(frozen=True, slots=True, eq=False)
class Assortment:
    """The drawn assortment; arrays are by product, in the order of `ids`.

    `final` is the last successor; `delivered` the first day of a final product, `since` the place
    in `YEARS` of the year in which it began (-1: before the book); `prices` is product x year.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    launched_on: tuple[date | None, ...]
    successor_of: tuple[int | None, ...]
    family: Ints
    prices: Ints
    final: Ints
    delivered: Ints
    since: Ints

    @property
    def is_final(self) -> Flags:
        """Whether a product has no successor."""
        return np.asarray(self.final == np.arange(len(self.ids)))

    def on_day(self, products: Ints, days: Ints) -> Ints:
        """Return which product of a chain was delivered on each day, given final products."""
        roots = np.arange(len(self.ids))
        for old, new, _ in SUCCESSIONS:
            roots[new] = roots[old]
        shown = roots[products]
        for old, new, on in SUCCESSIONS:
            shown = np.where((shown == old) & (days >= day_number(on)), new, shown)
        return np.asarray(shown)


def draw_assortment(rng: np.random.Generator) -> Assortment:
    """Return the products with drawn prices and the dates of old launches."""
    count = len(FAMILIES) * PER_FAMILY
    final = np.arange(count)
    for old, new, _ in reversed(SUCCESSIONS):
        final[old] = final[new]
    delivered, since = np.zeros(count, dtype=np.int64), np.full(count, -1, dtype=np.int64)
    begins = {**LAUNCHES, PILOT[0]: PILOT[1], SLOW[0]: SLOW[2]}
    for product, on in begins.items():
        delivered[product] = day_number(on)
        since[product] = YEARS.index(on.year)
    since[SLOW[0]] = YEARS.index(SLOW[1].year)
    return Assortment(
        ids=tuple(f"{_code(n)}-{100 + 10 * (n % PER_FAMILY)}" for n in range(count)),
        names=tuple(name for family in FAMILIES for name in family.products),
        launched_on=_launch_dates(rng, count),
        successor_of=tuple(next((o for o, s, _ in SUCCESSIONS if s == n), None) for n in range(count)),
        family=np.arange(count) // PER_FAMILY,
        prices=_prices(rng, count),
        final=final,
        delivered=delivered,
        since=since,
    )


def _code(product: int) -> str:
    """Return the letters of an article number: the first ones of the family's two words."""
    words = FAMILIES[product // PER_FAMILY].name.upper().split()
    return (words[0][:2] + words[-1][-2:]) if len(words) > 1 else words[0][:4]


def _launch_dates(rng: np.random.Generator, count: int) -> tuple[date | None, ...]:
    """Return the launch dates on file: planted ones as planted, old ones drawn or unknown."""
    drawn = [date(2011, 1, 3) + timedelta(days=int(d)) for d in rng.integers(0, 3900, count)]
    known = [on if keep else None for on, keep in zip(drawn, rng.random(count) < 0.6, strict=True)]
    planted = {new: on for _, new, on in SUCCESSIONS} | LAUNCHES | {PILOT[0]: PILOT[2], SLOW[0]: SLOW[1]}
    return tuple(planted.get(n, known[n]) for n in range(count))


def _prices(rng: np.random.Generator, count: int) -> Ints:
    """Return list prices in pence by product and year, raised each January by the family's rise."""
    prices = np.zeros((count, len(YEARS)), dtype=np.int64)
    for number, family in enumerate(FAMILIES):
        low, high = np.log(family.prices)
        drawn = np.exp(np.sort(rng.uniform(low, high, PER_FAMILY)))
        prices[number * PER_FAMILY : (number + 1) * PER_FAMILY, 0] = np.round(drawn / 10) * 10 - 1
    for old, new, _ in SUCCESSIONS:
        prices[new, 0] = prices[old, 0] * 104 // 100
    for year in range(1, len(YEARS)):
        rises = np.array([family.rises[year - 1] for family in FAMILIES]).repeat(PER_FAMILY)
        prices[:, year] = (prices[:, year - 1] * (1000 + rises) + 500) // 1000
    return prices


def new_in(assortment: Assortment, year: int) -> Flags:
    """Return which final products began in the year at that place of `YEARS`, and are sold in it."""
    inside = assortment.delivered < YEAR_STARTS[year + 1]
    return np.asarray(assortment.is_final & (assortment.since == year) & inside)
