"""Askings: objectives that ask the same of many owners, put together as people speak of them.

Guarantees that objectives of one measure with the same filters stand together whatever they are called,
and that the parts of the askings sum to the parts of their objectives. Leaves the tilt to `balance`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives.balance import Cause
from fourfold.objectives.filters import filters_text, parse_filters
from fourfold.objectives.objective import Filters, Objective
from fourfold.objectives.pointing import Weighed
from fourfold.words import say

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Asking:
    """What objectives ask for: a measure, and what it is narrowed to."""

    measure: str
    filters: Filters = ()

    @property
    def key(self) -> str:
        """Return it as one text, which `asking` reads.

        Examples
        --------
        >>> Asking("activities", (("kind", ("demo",)),)).key
        'activities kind=demo'
        """
        return f"{self.measure} {filters_text(self.filters)}".rstrip()


def asking(key: str) -> Asking:
    """Return what a key names.

    Raises
    ------
    BadRequest
        There is no such measure, or the filters cannot be read.
    """
    measure, _, told = key.partition(" ")
    if measure not in CATALOGUE:
        raise BadRequest(
            say("no measure {name}", name=repr(measure)),
            place="measure",
            remedy=say("use an id of the catalogue of measures"),
        )
    return Asking(measure, parse_filters(told))


@dataclass(frozen=True, slots=True)
class Part:
    """One objective of an asking.

    `weight` is its part of its owner's whole in per cent; `share` its part of all that is asked, 0 to 1;
    `points` its part in the tilt, None where there is no tilt.
    """

    objective: Objective
    weight: Decimal
    share: Decimal
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Together:
    """Objectives that ask the same: the largest pull first."""

    asking: Asking
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The name that all of them bear; else the measure's."""
        names = {part.objective.name for part in self.parts}
        return names.pop() if len(names) == 1 else say(CATALOGUE[self.asking.measure].name)

    @property
    def owners(self) -> int:
        """How many owners have one."""
        return len({part.objective.owner for part in self.parts})

    @property
    def share(self) -> Decimal:
        """Their part of all that is asked, 0 to 1."""
        return sum((part.share for part in self.parts), Decimal(0))

    @property
    def points(self) -> Decimal | None:
        """Their part in the tilt; None where there is none."""
        told = [part.points for part in self.parts if part.points is not None]
        return sum(told, Decimal(0)) if told else None

    @property
    def weights(self) -> tuple[Decimal, Decimal]:
        """The least and the largest weight, in per cent of an owner's whole."""
        found = [part.weight for part in self.parts]
        return min(found), max(found)


def together(held: Sequence[Weighed], causes: Iterable[Cause]) -> tuple[Together, ...]:
    """Return the objectives of an audit by what they ask: by their pull, else by their weight.

    Parameters
    ----------
    held
        The objectives with their parts of the whole, as `weighed` returns them; none gives no askings.
    causes
        Their parts in the tilt; none where there is no tilt.
    """
    points: Mapping[str, Decimal] = {cause.objective.id: cause.points for cause in causes}
    owners = len({one.objective.owner for one in held})
    found: dict[Asking, list[Part]] = {}
    for one in held:
        own = one.objective
        part = Part(own, HUNDRED * one.share * owners, one.share, points.get(own.id))
        found.setdefault(Asking(own.measure, own.filters), []).append(part)
    made = [Together(key, tuple(sorted(parts, key=_of_part))) for key, parts in found.items()]
    return tuple(sorted(made, key=_of_together))


def _of_together(one: Together) -> tuple[Decimal, Decimal, str]:
    return -abs(one.points or Decimal(0)), -one.share, one.asking.key


def _of_part(part: Part) -> tuple[Decimal, Decimal, str]:
    return -abs(part.points or Decimal(0)), -part.share, part.objective.id
