"""Facts that advice rests on: what an owner reached in comparable periods, beside peers of like size.

Guarantees that owners of a level are measured together, once for each period, and that no peer is
named. Leaves what follows from it to `advice`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from fourfold.book.book import Book
from fourfold.book.hierarchy import team_paths
from fourfold.growth.comparison import Comparison
from fourfold.growth.concentration import Concentration, concentration
from fourfold.growth.overdue import AtRisk, at_risk
from fourfold.growth.warnings import ENOUGH_MONTHS, history_months
from fourfold.measures import GAINS, LOSSES
from fourfold.objectives.advising.comparable import comparable, sized_by
from fourfold.objectives.advising.estimates import Reading, pooled
from fourfold.objectives.advising.peers import Quartiles, beside, of_like_size, quartiles
from fourfold.objectives.advising.themes import CARE, COUNTED, THEMES, Key, Reached, moved
from fourfold.objectives.needed import Need, Value
from fourfold.objectives.objective import Owner
from fourfold.objectives.results import as_unit, results
from fourfold.periods import Period

COMPARED: tuple[Key, ...] = (
    *((measure, ()) for measure in ("new_account_gain", "nrr", "grr")),
    *((row, ()) for row in GAINS[2:4]),
)
"""Measures that are held against peers, beside relationship and service."""

_ROWS: tuple[Key, ...] = tuple((measure, ()) for measure in (*GAINS, *LOSSES, *COUNTED))
_HELD_AGAINST: tuple[Key, ...] = (*COMPARED, ("revenue", ()))


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
    compared
        How many others of the same level were looked at for peers.
    """

    periods: tuple[Reached, ...] = ()
    history_months: int = 0
    base: Decimal | None = None
    concentration: Concentration | None = None
    risk: AtRisk | None = None
    peers: int = 0
    quartiles: Mapping[Key, Quartiles] | None = None
    compared: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether history reaches back far enough to tell new from existing, and so to set targets."""
        return bool(self.periods) and self.history_months >= ENOUGH_MONTHS

    @property
    def is_blank(self) -> bool:
        """Whether the owner neither gained nor lost nor held anything, as somebody who has just joined."""
        return not any(any(moved(theme, self.periods)) for theme in THEMES) and not self.readings(("nrr", ()))

    @property
    def can_weigh(self) -> bool:
        """Whether weights can follow what moved."""
        return self.is_enough and not self.is_blank

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


def facts_of(
    book: Book, owner: Owner, period: Period, as_of: date, *, among: Collection[Owner] | None = None
) -> Facts:
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
    among
        Who may be a peer; None for everybody of the same level.

    Returns
    -------
    Facts
        A book that does not reach back gives no periods.
    """
    held = comparable(book, period, as_of)
    if not held:
        return Facts()
    of_owner = {owner: _ROWS}
    beside_owner = beside(book, owner, team_paths(book.reference("teams")))
    others = dict.fromkeys((one for one in beside_owner if among is None or one in among), _HELD_AGAINST)
    coming = Need("nrr", owner, sized_by(book, period, as_of))
    values = results(book, [coming, *_needs({**of_owner, **others}, held)])
    peers = of_like_size({one: _revenue(values, one, held) for one in (owner, *others)}, owner)
    cared = results(book, _needs(dict.fromkeys((owner, *others), (CARE,)), held))
    caring = (CARE,) if any(value.amount for value in cared.values()) else ()
    values = {**values, **cared}
    base = values[coming].denominator
    seen, by = as_unit(book, owner, team_paths(book.reference("teams")))
    unit = "".join(by)
    return Facts(
        _reached(values, owner, held, (*_ROWS, *caring)),
        history_months(book, held[0]),
        base if base and base > 0 else None,
        concentration(seen, comparison=held[0], unit=unit, value=owner.id),
        at_risk(seen, comparison=held[0], unit=unit, value=owner.id),
        len(peers),
        _quartiles([_reached(values, one, held, (*_HELD_AGAINST, *caring)) for one in peers], caring),
        len(others),
    )


def _needs(keys: Mapping[Owner, Iterable[Key]], held: Iterable[Comparison]) -> list[Need]:
    return [
        Need(measure, owner, one.current, filters)
        for one in held
        for owner, asked in keys.items()
        for measure, filters in asked
    ]


def _reached(
    values: Mapping[Need, Value], owner: Owner, held: Iterable[Comparison], keys: Sequence[Key]
) -> tuple[Reached, ...]:
    return tuple(
        Reached(
            one.current,
            one.base,
            {key: values[Need(key[0], owner, one.current, key[1])] for key in keys},
        )
        for one in held
    )


def _revenue(values: Mapping[Need, Value], owner: Owner, held: Iterable[Comparison]) -> Decimal:
    found = (values[Need("revenue", owner, one.current)].amount for one in held)
    return sum((amount or Decimal(0) for amount in found), Decimal(0))


def _quartiles(peers: Sequence[tuple[Reached, ...]], caring: Iterable[Key]) -> Mapping[Key, Quartiles]:
    found = {key: quartiles(_rates(key, peers)) for key in (*COMPARED, *caring)}
    return {key: told for key, told in found.items() if told}


def _rates(key: Key, peers: Iterable[tuple[Reached, ...]]) -> list[Fraction]:
    found = (pooled([one for at in periods if (one := at.reading(key)) is not None]) for periods in peers)
    return [rate for rate in found if rate is not None]
