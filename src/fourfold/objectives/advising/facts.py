"""Facts that advice rests on: what an owner reached in comparable periods, beside peers of like size.

Guarantees that owners of a level are measured together, once for each period, and that no peer is
named. Leaves what follows from it to `advice`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.book.hierarchy import is_parent, seen_from, team_paths
from fourfold.growth.comparison import Comparison
from fourfold.growth.concentration import Concentration, concentration
from fourfold.growth.overdue import AtRisk, at_risk
from fourfold.growth.warnings import ENOUGH_MONTHS, history_months
from fourfold.measures import GAINS, LOSSES
from fourfold.objectives.advising.comparable import comparable, sized_by
from fourfold.objectives.advising.estimates import Reading, pooled
from fourfold.objectives.advising.peers import Quartiles, beside, of_like_size, quartiles
from fourfold.objectives.advising.themes import CARE, COUNTED, Key, Reached
from fourfold.objectives.needed import Need
from fourfold.objectives.objective import COMPANY_LEVEL, TEAM_LEVEL, Owner
from fourfold.objectives.results import results
from fourfold.periods import Period

COMPARED: tuple[Key, ...] = (
    *((measure, ()) for measure in ("new_account_gain", "nrr", "grr")),
    *((row, ()) for row in GAINS[2:4]),
)
"""Measures that are held against peers, beside relationship and service."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What advice for one owner rests on.

    Parameters
    ----------
    periods
        Comparable periods, the latest first; empty where the book does not reach back.
    history_months
        Whole months of order lines before the cut of the latest.
    base
        Base revenue of the coming period with the accounts the owner will hold, as far as it is known;
        None where there is none above 0.
    concentration, risk
        Of the latest period; None without one.
    peers
        How many others of the same level have from half to twice the owner's revenue.
    quartiles
        What those peers reach, by measure: for each 1 of base revenue, for each day (activities), or as
        a rate; measures with too few peers are not there.
    """

    periods: tuple[Reached, ...] = ()
    history_months: int = 0
    base: Decimal | None = None
    concentration: Concentration | None = None
    risk: AtRisk | None = None
    peers: int = 0
    quartiles: Mapping[Key, Quartiles] | None = None

    @property
    def is_enough(self) -> bool:
        """Whether history reaches back far enough to tell new from existing, and so to set targets."""
        return bool(self.periods) and self.history_months >= ENOUGH_MONTHS

    def rate(self, measure: str) -> Decimal | None:
        """Return NRR or GRR over all periods, exact; None without base revenue."""
        found = pooled(self.readings((measure, ())))
        return None if found is None else Decimal(found.numerator) / Decimal(found.denominator)

    def total(self, measure: str) -> Decimal:
        """Return the sum of a measure over all periods; one that has no value counts as 0."""
        return sum((one.value(measure).amount or Decimal(0) for one in self.periods), Decimal(0))

    def readings(self, key: Key) -> list[Reading]:
        """Return the periods in which a measure can be held against its size."""
        found = (one.reading(key) for one in self.periods if key in one.values)
        return [one for one in found if one is not None]

    def of_peers(self, key: Key) -> Quartiles | None:
        """Return what peers reach in a measure; None with too few of them."""
        return (self.quartiles or {}).get(key)


def facts_of(book: Book, owner: Owner, period: Period, as_of: date) -> Facts:
    """Return the facts for an owner before a coming period.

    Parameters
    ----------
    book
        The whole company's book.
    owner
        Company, team or seller.
    period
        The coming period.
    as_of
        The last day with complete data.

    Returns
    -------
    Facts
        A book that does not reach back gives no periods.
    """
    held = comparable(book, period, as_of)
    if not held:
        return Facts()
    keys = _keys(book)
    others = _peers(book, owner, held)
    found = _measured(book, [owner], held, keys)
    compared = [key for key in (*COMPARED, CARE) if key in keys]
    beside_it = _measured(book, others, held, {*compared, ("nrr", ())})
    sized = sized_by(book, period, as_of)
    base = results(book, [Need("nrr", owner, sized)])[Need("nrr", owner, sized)].denominator
    seen, unit = _seen(book, owner)
    return Facts(
        found[owner],
        history_months(book, held[0]),
        base if base and base > 0 else None,
        concentration(seen, comparison=held[0], unit=unit, value=owner.id),
        at_risk(seen, comparison=held[0], unit=unit, value=owner.id),
        len(others),
        _quartiles(compared, beside_it.values()),
    )


def _keys(book: Book) -> set[Key]:
    """Return what is measured; relationship and service only where activities say their purpose."""
    keys: set[Key] = {(measure, ()) for measure in (*GAINS, *LOSSES, *COUNTED)}
    wanted = pa.array(CARE[1][0][1])
    if pc.any(pc.is_in(book.reference("activities")["purpose"], value_set=wanted)).as_py():
        keys.add(CARE)
    return keys


def _peers(book: Book, owner: Owner, held: Sequence[Comparison]) -> tuple[Owner, ...]:
    others = beside(book, owner, team_paths(book.reference("teams")))
    revenue: Key = ("revenue", ())
    found = _measured(book, [owner, *others], held, {revenue}) if others else {}
    sizes = {
        one: sum((period.values[revenue].amount or Decimal(0) for period in periods), Decimal(0))
        for one, periods in found.items()
    }
    return of_like_size(sizes, owner)


def _measured(
    book: Book, owners: Sequence[Owner], held: Sequence[Comparison], keys: Iterable[Key]
) -> Mapping[Owner, tuple[Reached, ...]]:
    needs = {
        (owner, one.current): [
            Need(measure, owner, one.current, filters) for measure, filters in sorted(keys)
        ]
        for owner in owners
        for one in held
    }
    values = results(book, [need for together in needs.values() for need in together])
    return {
        owner: tuple(
            Reached(
                one.current,
                one.base,
                {(need.measure, need.filters): values[need] for need in needs[owner, one.current]},
            )
            for one in held
        )
        for owner in owners
    }


def _quartiles(keys: Iterable[Key], peers: Iterable[tuple[Reached, ...]]) -> Mapping[Key, Quartiles]:
    every = list(peers)
    found: dict[Key, Quartiles] = {}
    for key in keys:
        rates = [rate for periods in every if (rate := _rate(key, periods)) is not None]
        told = quartiles(rates)
        if told:
            found[key] = told
    return found


def _rate(key: Key, periods: Sequence[Reached]) -> Fraction | None:
    return pooled([one for period in periods if (one := period.reading(key)) is not None])


def _seen(book: Book, owner: Owner) -> tuple[Book, str]:
    """Return the book and the unit in which an owner's lines are credited."""
    if owner.level == COMPANY_LEVEL:
        return book, ""
    paths = team_paths(book.reference("teams"))
    if owner.level == TEAM_LEVEL and is_parent(owner.id, paths):
        return seen_from(book, len(paths[owner.id]) - 1), owner.level
    return book, owner.level
