"""Seasons: a target cut into targets for the sub-periods of its period.

Guarantees that the sub-periods of an additive measure sum to the whole exactly, and that what was fixed
by hand stays. So the target of a year can be cut into owners and each of these into months, or the year
into months and each of these into owners: every cut sums to what it was cut from. Leaves owners to
`cascade`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from fourfold.objectives.allotment import Allotted, Claim, How, allot, as_it_is, places_of, refuse, told
from fourfold.objectives.cascade import Whole
from fourfold.objectives.ramps import Stint, presence
from fourfold.periods import Period
from fourfold.words import message, say


class Shape(StrEnum):
    """What sub-periods count by: their days, last year's amounts, or shares that a person wrote."""

    EVEN = "even"
    LAST_YEAR = "last_year"
    OWN = "own"


_NAMES = {
    Shape.EVEN: message("days"),
    Shape.LAST_YEAR: message("last year's actual"),
    Shape.OWN: message("own share"),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """One sub-period: last year's amount in it, its own share, the target that a person fixed."""

    period: Period
    last_year: Decimal | None = None
    own: Decimal | None = None
    fixed: Decimal | None = None

    def basis(self, shape: Shape) -> Decimal | None:
        """Return what it counts by."""
        return {
            Shape.EVEN: Decimal(self.period.days),
            Shape.LAST_YEAR: self.last_year,
            Shape.OWN: self.own,
        }[shape]


@dataclass(frozen=True, slots=True)
class Portion:
    """One sub-period's outcome; its fields are those of `cascade.Share`."""

    period: Period
    target: Decimal
    basis: Decimal | None
    presence: Fraction
    weight: Fraction | None
    share: Decimal | None
    how: How
    reason: str

    @property
    def is_fixed(self) -> bool:
        """Whether a person gave it its target."""
        return self.how is How.FIXED


@dataclass(frozen=True, slots=True)
class Seasons:
    """A whole cut into sub-periods, in order of time; `notes` say what holds for all of them."""

    whole: Whole
    shape: Shape
    parts: tuple[Portion, ...]
    notes: tuple[str, ...] = ()


def seasons(
    whole: Whole, slices: Sequence[Slice], shape: Shape, *, stints: tuple[Stint, ...] = ()
) -> Seasons:
    """Cut a target into one for each sub-period.

    Target of a sub-period: (whole - fixed ones) x weight / sum of weights, where the weight is basis x
    presence. Even means by days. An amount below 0 counts as 0, one that is missing as the daily mean of
    the others x its days (an own share has to be given); if none is above 0, all count by days. Decimals
    and rounding as in `cascade`, of equal remainders the earlier sub-period first. A measure that does not
    add up has the whole's target in each.

    Parameters
    ----------
    whole
        What is cut.
    slices
        Sub-periods that make up the period of the whole, in any order; the outcome is in order of time.
    shape
        By what.
    stints
        When the owner is there: a joiner's year falls into the months after joining.

    Raises
    ------
    BadRequest
        If the sub-periods leave a gap or overlap, an own share is missing, the fixed ones exceed the
        whole, or the owner is in no sub-period there. Each error says what to do.
    """
    ordered = sorted(slices, key=lambda part: part.period.start)
    _checked(whole, ordered, shape)
    claims = [
        Claim(part.basis(shape), part.period.days, presence(stints, part.period), part.fixed)
        for part in ordered
    ]
    by = say(_NAMES[shape])
    portions = [
        Portion(
            part.period,
            found.target,
            claim.basis,
            claim.presence,
            found.weight,
            found.share,
            found.how,
            told(found.how, by, claim.presence),
        )
        for part, claim, found in zip(ordered, claims, _allotted(whole, claims), strict=True)
    ]
    return Seasons(whole, shape, tuple(portions), _notes(whole))


def _checked(whole: Whole, slices: Sequence[Slice], shape: Shape) -> None:
    ends = [whole.period.start, *(part.period.end for part in slices)]
    starts = [*(part.period.start for part in slices), whole.period.end]
    for end, start in zip(ends, starts, strict=True):
        if end != start:
            refuse(
                say(
                    "the sub-periods do not meet: one ends on {end}, the next starts on {start}",
                    end=end,
                    start=start,
                ),
                say("name sub-periods that make up {period}", period=whole.period.told),
                whole.place,
            )
    bare = [part.period.told for part in slices if part.own is None and part.fixed is None]
    if bare and shape is Shape.OWN and whole.of.is_additive:
        refuse(
            say("no own share for {owners}", owners=", ".join(bare)),
            say("write a share for each, 0 for none"),
            whole.place,
        )


def _allotted(whole: Whole, claims: Sequence[Claim]) -> tuple[Allotted, ...]:
    if not whole.of.is_additive:
        return tuple(as_it_is(whole.target, claim) for claim in claims)
    fixed = [claim.fixed for claim in claims if claim.fixed is not None]
    places = places_of(whole.of, [whole.target, *fixed])
    return allot(whole.target, claims, places=places, place=whole.place)


def _notes(whole: Whole) -> tuple[str, ...]:
    if whole.of.is_additive:
        return ()
    return (say("{measure} does not add up: each part has the target of the whole", measure=whole.of.name),)
