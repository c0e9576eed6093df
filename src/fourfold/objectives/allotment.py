"""Allotment: a total cut into parts by weight, so that the parts sum to it exactly.

Guarantees exact arithmetic (whole steps, largest remainder), that parts fixed by hand stay as they are,
and that each part says how its weight came about. Leaves what the weights mean to `cascade` (owners) and
`seasons` (sub-periods).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import lcm
from typing import NoReturn

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import ObjectiveMeasure
from fourfold.money import PLACES, largest_remainder, rate, ratio_half_up
from fourfold.words import say

MONEY_PLACES = 2
"""Decimals of a part in money, unless the whole is written with more."""

_NONE = Fraction(0)


class How(Enum):
    """How a part came to its target."""

    BY_BASIS = "by its basis"
    BELOW_ZERO = "its basis is below 0 and counts as 0"
    MEAN = "it has no basis and takes the mean of the others"
    EVEN = "no part has a basis above 0"
    FIXED = "fixed by hand"
    AS_IT_IS = "the measure does not add up"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one part brings to a split.

    `basis` is what it counts by, None where that is not known; `even` what it counts by in an even split
    (1 for an owner, its days for a sub-period); `presence` the part of the period that it is there;
    `fixed` the target that a person gave it.
    """

    basis: Decimal | None
    even: int = 1
    presence: Fraction = Fraction(1)
    fixed: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse what is no number."""
        for number in (self.basis, self.fixed):
            if number is not None and not number.is_finite():
                refuse(say("{number} is no amount", number=number), say("write a number"))


@dataclass(frozen=True, slots=True)
class Allotted:
    """One part's target; its weight (basis x presence) and share of the weights, none where it is fixed."""

    target: Decimal
    how: How
    weight: Fraction | None = None
    share: Decimal | None = None


def places_of(measure: ObjectiveMeasure, amounts: Iterable[Decimal]) -> int:
    """Return the decimals of a part: 2 for money, none for counts and minutes, more where written so.

    Raises
    ------
    BadRequest
        If an amount has more than four decimals or is no number.
    """
    return max([MONEY_PLACES if measure.is_money else 0, *(_decimals(amount) for amount in amounts)])


def over_assigned(whole: Decimal, rate: Decimal, places: int) -> Decimal:
    """Return whole x (1 + rate), rounded once to so many decimals, half away from zero.

    Raises
    ------
    BadRequest
        If the rate is below 0 or no number.
    """
    if not rate.is_finite() or rate < 0:
        refuse(say("over-assignment is not below 0, but {rate}", rate=rate), say("write 0.05 for 5 % on top"))
    factor = 1 + Fraction(rate)
    return _amount(ratio_half_up(_steps(whole, places), factor.numerator, factor.denominator), places)


def allot(total: Decimal, claims: Sequence[Claim], *, places: int, place: str) -> tuple[Allotted, ...]:
    """Cut a total into one part for each claim, so that the parts sum to it exactly.

    What is not fixed by hand is split by basis x presence. A basis below 0 counts as 0; one that is not
    known is the mean of the known ones; if none is above 0, all count evenly. Each part gets the whole
    steps of its share towards zero; what is left goes, one step each, to the largest remainders, of equal
    ones to the earlier claim. Largest remainder: `fourfold.money`.

    Parameters
    ----------
    total
        What is split; may be negative or 0.
    claims
        In the order in which ties are settled.
    places
        Decimals of the parts.
    place
        Whose total it is, for errors.

    Raises
    ------
    BadRequest
        If there is no claim, the fixed parts exceed the total, or nobody is there to carry the rest.
    """
    if not claims:
        refuse(say("there are no parts to cut {total} into", total=total), say("name at least one"), place)
    rest = _rest(total, claims, places, place)
    weighed = _weighed(claims)
    free = [at for at, claim in enumerate(claims) if claim.fixed is None]
    if rest and not any(weighed[at][0] for at in free):
        refuse(
            say("nobody is there in the period to carry {rest}", rest=_amount(rest, places)),
            say("add a member, or correct the days of joining and leaving"),
            place,
        )
    shares = _shares(rest, [weighed[at][0] for at in free])
    found = dict(zip(free, shares, strict=True))
    return tuple(
        Allotted(claim.fixed, How.FIXED)
        if claim.fixed is not None
        else Allotted(_amount(found[at][0], places), weighed[at][1], weighed[at][0], found[at][1])
        for at, claim in enumerate(claims)
    )


def as_it_is(target: Decimal, claim: Claim) -> Allotted:
    """Return a part of what does not add up: the target itself, unless it is fixed by hand."""
    if claim.fixed is not None:
        return Allotted(claim.fixed, How.FIXED)
    return Allotted(target, How.AS_IT_IS)


def _rest(total: Decimal, claims: Sequence[Claim], places: int, place: str) -> int:
    """Return the steps that the fixed parts leave to the others."""
    whole = _steps(total, places)
    fixed = sum(_steps(claim.fixed, places) for claim in claims if claim.fixed is not None)
    rest = whole - fixed
    told = {"fixed": _amount(fixed, places), "total": total}
    if rest and all(claim.fixed is not None for claim in claims):
        refuse(
            say("every part is fixed by hand, and they come to {fixed}, not {total}", **told),
            say("free one part, or change the whole"),
            place,
        )
    if any(claim.fixed is not None for claim in claims) and (rest < 0 if whole >= 0 else rest > 0):
        refuse(
            say("the parts fixed by hand come to {fixed}, which is beyond the {total} to be shared", **told),
            say("free or change one of them, or change the whole"),
            place,
        )
    return rest


def _weighed(claims: Sequence[Claim]) -> list[tuple[Fraction, How]]:
    """Return each claim's weight and how it came about, fixed ones as if they were not."""
    known = [claim for claim in claims if claim.basis is not None]
    size = sum((max(Fraction(claim.basis or 0), _NONE) for claim in known), _NONE)
    mean = size / sum(claim.even for claim in known) if known else _NONE
    found = [_weight(claim, mean) for claim in claims]
    free = [weight for (weight, _), claim in zip(found, claims, strict=True) if claim.fixed is None]
    if any(free):
        return found
    return [(claim.even * claim.presence, How.EVEN) for claim in claims]


def _weight(claim: Claim, mean: Fraction) -> tuple[Fraction, How]:
    if claim.basis is None:
        return mean * claim.even * claim.presence, How.MEAN
    if claim.basis < 0:
        return _NONE, How.BELOW_ZERO
    return Fraction(claim.basis) * claim.presence, How.BY_BASIS


def _shares(rest: int, weights: Sequence[Fraction]) -> list[tuple[int, Decimal | None]]:
    """Return the steps of each weight, and its share of the weights."""
    if not any(weights):
        return [(0, None)] * len(weights)
    scale = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    return [
        (steps, rate(weight, sum(whole)))
        for steps, weight in zip(largest_remainder(rest, whole), whole, strict=True)
    ]


def _decimals(amount: Decimal) -> int:
    if amount.is_finite():
        for places in range(PLACES + 1):
            if (Fraction(amount) * 10**places).denominator == 1:
                return places
    return refuse(
        say("{number} is no amount with at most four decimals", number=amount),
        say("write a number with at most four decimals"),
    )


def _steps(amount: Decimal, places: int) -> int:
    return int(Fraction(amount) * 10**places)


def _amount(steps: int, places: int) -> Decimal:
    return Decimal(f"{steps}E-{places}")


def told(how: How, by: str, presence: Fraction) -> str:
    """Return in words how a part came to its target; `by` names its basis."""
    if how in (How.FIXED, How.AS_IT_IS):
        return say("fixed by hand") if how is How.FIXED else say("as the whole: the measure does not add up")
    reasons = {
        How.BY_BASIS: say("by {basis}", basis=by),
        How.BELOW_ZERO: say("by {basis}, which is below 0 and counts as 0", basis=by),
        How.MEAN: say("there is no {basis}; it counts as the mean of the others", basis=by),
        How.EVEN: say("evenly: no part has any {basis}", basis=by),
    }
    if presence == 1:
        return reasons[how]
    percent = ratio_half_up(presence.numerator, 100, presence.denominator)
    return say("{reason}; carries {percent} % of the period", reason=reasons[how], percent=percent)


def refuse(cause: str, remedy: str, place: str = "") -> NoReturn:
    """Raise that a target cannot be cut up as asked."""
    raise BadRequest(cause, place=place or say("cascade"), remedy=remedy)
