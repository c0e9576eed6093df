"""An objective: who is to reach what, measured how, until when; and the versions it went through.

Guarantees that an objective names a measure of the catalogue at a level and with filters where it
exists, over whole days. Leaves storing to `store`, computing to `results`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn

from fourfold.book.schema import PRODUCT_LEVELS, TABLES
from fourfold.errors import BadRequest
from fourfold.measures import SOURCES
from fourfold.measures.catalogue import CATALOGUE, LEVELS, ObjectiveMeasure, Serves
from fourfold.periods import Period
from fourfold.words import say

COMPANY_LEVEL, TEAM_LEVEL, SELLER_LEVEL = LEVELS

Filters = tuple[tuple[str, tuple[str, ...]], ...]
"""Dimension and the values that count, both in order of the alphabet; empty for all."""


class State(StrEnum):
    """Where an objective stands; only forward, but for a proposal that goes back to draft."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """Whose objective it is: the company, a team or a seller, by id (empty for the company)."""

    level: str
    id: str = ""

    def __post_init__(self) -> None:
        """Refuse a level that does not exist, and a team or seller without an id."""
        if self.level not in LEVELS or (self.level == COMPANY_LEVEL) != (not self.id):
            raise BadRequest(
                say("no owner {level} {id}", level=self.level, id=self.id),
                place="owner",
                remedy=say("write company, team NAME or seller NAME"),
            )


COMPANY = Owner(COMPANY_LEVEL)


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective as it stands in one version.

    Parameters
    ----------
    id
        Stays the same through all versions.
    name
        In the words of who set it.
    measure
        An id of `measures.catalogue.CATALOGUE`.
    owner
        Company, team or seller.
    period
        Whole days, half open.
    target, threshold, stretch
        In the unit of the measure. Below the threshold attainment counts as 0 once the period is over;
        the stretch is told beside the target and changes no figure.
    weight
        Points; an owner's weights need not sum to 100, shares are taken of their sum.
    cap
        The most an attainment counts for in a weighted score: 1.5 is 150 %. None: no cap.
    filters
        What the measure is narrowed to.
    state
        Where it stands.
    note
        Free text.
    version
        Counts from 1; 0 for one that was imported and never changed here.
    """

    id: str
    name: str
    measure: str
    owner: Owner
    period: Period
    target: Decimal
    threshold: Decimal | None = None
    stretch: Decimal | None = None
    weight: Decimal = Decimal(1)
    cap: Decimal | None = None
    filters: Filters = ()
    state: State = State.ACTIVE
    note: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        """Refuse a measure, level or filter that does not exist, and a negative weight or cap."""
        measure = CATALOGUE.get(self.measure)
        if measure is None:
            _refuse(
                say("no measure {name}", name=repr(self.measure)), say("see fourfold objectives measures")
            )
        if self.owner.level not in measure.levels:
            _refuse(
                say("{measure} does not exist for a {level}", measure=measure.name, level=self.owner.level)
            )
        for name, values in self.filters:
            if name not in measure.filters or not values:
                _refuse(
                    say("{measure} cannot be narrowed by {name}", measure=measure.name, name=name),
                    say("use one of {names}", names=", ".join(measure.filters)),
                )
            if len(values) > 1 and name in PRODUCT_LEVELS and not measure.is_money:
                _refuse(say("{measure} takes one value of {name}", measure=measure.name, name=name))
            unknown = set(values) - set(VALUES.get(name, values))
            if unknown:
                _refuse(
                    say("no {name} {values}", name=name, values=", ".join(sorted(unknown))),
                    say("use one of {names}", names=", ".join(VALUES[name])),
                )
        if self.weight < 0 or (self.cap is not None and self.cap <= 0):
            _refuse(say("a weight is not below 0, and a cap above 0"))

    @property
    def of(self) -> ObjectiveMeasure:
        """The measure it is set on."""
        return CATALOGUE[self.measure]

    @property
    def serves(self) -> Mapping[Serves, Decimal]:
        """What it points at, as parts that sum to 1: the measure's, unless its filters say it closer."""
        return serves(self.of, self.filters)


VALUES: Mapping[str, tuple[str, ...]] = {
    "channel": ("new", "existing"),
    "source": SOURCES,
    **{name: TABLES["activities"].column(name).choices for name in ("kind", "purpose", "direction")},
}
"""The values that a filter may have, where they are given."""

_PURPOSES = {"relationship": Serves.RELATIONSHIP, "service": Serves.SERVICE}
_CHANNELS: Mapping[str, Mapping[Serves, Decimal]] = {
    "new": {Serves.S1: Decimal("0.5"), Serves.S2: Decimal("0.5")},
    "existing": {Serves.S3: Decimal("0.25"), Serves.S4: Decimal("0.25"), Serves.KEEP: Decimal("0.5")},
}


def serves(measure: ObjectiveMeasure, filters: Filters) -> Mapping[Serves, Decimal]:
    """Return what a measure narrowed by filters points at, as parts that sum to 1.

    A purpose (relationship, service) says it first, then the source, then the channel; several values
    share in equal parts.
    """
    chosen = dict(filters)
    if "purpose" in chosen:
        return _equal([{_PURPOSES.get(value, Serves.ACTIVITY): Decimal(1)} for value in chosen["purpose"]])
    if "source" in chosen:
        return _equal([{Serves(value): Decimal(1)} for value in chosen["source"]])
    if "channel" in chosen:
        return _equal([_CHANNELS[value] for value in chosen["channel"]])
    return measure.serves


def _equal(parts: list[Mapping[Serves, Decimal]]) -> Mapping[Serves, Decimal]:
    found: dict[Serves, Decimal] = {}
    for part in parts:
        for target, weight in part.items():
            found[target] = found.get(target, Decimal(0)) + weight / len(parts)
    return found


def _refuse(cause: str, remedy: str = "") -> NoReturn:
    raise BadRequest(cause, place="objective", remedy=remedy or say("see fourfold objectives measures"))
