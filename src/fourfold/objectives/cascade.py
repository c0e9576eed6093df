"""Cascade: a target cut into targets for the parts of an organisation.

Guarantees that parts of an additive measure sum to the whole, or to whole x (1 + over-assignment),
exactly; that what was fixed by hand stays; that the order of parts changes nothing; and that each part
says why. Leaves sub-periods to `seasons`, several levels to `trees`, actuals and the book to the callers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from fourfold.measures.catalogue import CATALOGUE, ObjectiveMeasure
from fourfold.objectives.allotment import (
    Allotted,
    Claim,
    How,
    allot,
    as_it_is,
    over_assigned,
    places_of,
    refuse,
    told,
)
from fourfold.objectives.objective import COMPANY, Owner
from fourfold.objectives.ramps import Stint, presence
from fourfold.periods import Period
from fourfold.words import message, say

ZERO = Decimal(0)


class Base(StrEnum):
    """What parts count by."""

    EVEN = "even"
    LAST_YEAR = "last_year"
    TRAILING = "trailing"
    OWN = "own"


_NAMES = {
    Base.EVEN: message("equal parts"),
    Base.LAST_YEAR: message("last year's actual"),
    Base.TRAILING: message("actual of the last twelve months"),
    Base.OWN: message("own share"),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """What is cut up: a target in the unit of its measure, over whole days, and whose it is."""

    measure: str
    target: Decimal
    period: Period
    owner: Owner = COMPANY

    def __post_init__(self) -> None:
        """Refuse a measure that does not exist, and a target that is no amount."""
        if self.measure not in CATALOGUE:
            refuse(
                say("no measure {name}", name=repr(self.measure)),
                say("see fourfold objectives measures"),
                self.place,
            )
        places_of(self.of, [self.target])

    @property
    def of(self) -> ObjectiveMeasure:
        """The measure."""
        return CATALOGUE[self.measure]

    @property
    def place(self) -> str:
        """Whose it is, for errors."""
        return f"{self.owner.level} {self.owner.id}".strip()


@dataclass(frozen=True, slots=True)
class Part:
    """One of those who share the whole.

    Parameters
    ----------
    owner
        Team or seller.
    last_year
        Its actual in the same days a year before; None where there is none, as for a joiner.
    trailing
        Its actual in the twelve months before the period; None where there is none.
    own
        Its share as a person wrote it, in any unit: only proportions count.
    stints
        The days it is there, with its ramp. None given: the whole period.
    fixed
        The target that a person gave it; it stays.
    """

    owner: Owner
    last_year: Decimal | None = None
    trailing: Decimal | None = None
    own: Decimal | None = None
    stints: tuple[Stint, ...] = ()
    fixed: Decimal | None = None

    def basis(self, base: Base) -> Decimal | None:
        """Return what it counts by."""
        return {
            Base.EVEN: Decimal(1),
            Base.LAST_YEAR: self.last_year,
            Base.TRAILING: self.trailing,
            Base.OWN: self.own,
        }[base]


@dataclass(frozen=True, slots=True)
class Rule:
    """By what a whole is cut, and how much more than the whole is handed out (0.05 is 5 %)."""

    base: Base
    over_assignment: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Share:
    """One part's outcome, for those who set it.

    `basis` is what it counted by, as given; `weight` that x presence, and `share` its part of the weights
    of all that are not fixed, both None where it is fixed or the measure does not add up.
    """

    owner: Owner
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
class Seen:
    """What those below may see of a cascade: their own part, and nothing that tells of the others'."""

    owner: Owner
    measure: str
    period: Period
    target: Decimal
    presence: Fraction


@dataclass(frozen=True, slots=True)
class Cascade:
    """A whole cut into parts, for those who set it; show others only `seen_by`.

    `assigned` is what the parts sum to: the whole with its over-assignment, or the target itself where
    the measure does not add up. `notes` say what a reader has to know besides the parts.
    """

    whole: Whole
    rule: Rule
    assigned: Decimal
    parts: tuple[Share, ...]
    notes: tuple[str, ...] = ()

    def seen_by(self, owner: Owner) -> Seen | None:
        """Return what an owner may see: their own part; None for who has none."""
        for part in self.parts:
            if part.owner == owner:
                return Seen(owner, self.whole.measure, self.whole.period, part.target, part.presence)
        return None


def cascade(whole: Whole, parts: Sequence[Part], rule: Rule) -> Cascade:
    """Cut a target into one for each part.

    Target of a part: (whole x (1 + over-assignment) - fixed parts) x weight / sum of weights, where the
    weight is basis x presence. Parts have two decimals in money and none otherwise, or as many as the
    whole or a fixed part is written with; what rounding leaves goes by largest remainder, of equal ones
    to the owner first by level and id. A basis below 0 counts as 0, one that is missing as the mean of
    the others (an own share has to be given); if none is above 0, all count evenly. A measure that does
    not add up is handed on as it is, without over-assignment.

    Parameters
    ----------
    whole
        What is cut.
    parts
        Who shares it, each once; the outcome keeps their order.
    rule
        By what, and with how much over-assignment.

    Raises
    ------
    BadRequest
        If there is no part, or one twice; if an own share is missing; if the over-assignment is below 0;
        if the parts fixed by hand exceed the whole; or if nobody is there to carry the rest. Each error
        says whose target it is and what to do.
    """
    _checked(whole, parts, rule)
    ordered = sorted(parts, key=lambda part: part.owner)
    there = {part.owner: presence(part.stints, whole.period) for part in ordered}
    assigned, allotted = _allotted(whole, ordered, rule, there)
    found = dict(zip((part.owner for part in ordered), allotted, strict=True))
    by = say(_NAMES[rule.base])
    shares = [
        Share(
            part.owner,
            found[part.owner].target,
            part.basis(rule.base),
            there[part.owner],
            found[part.owner].weight,
            found[part.owner].share,
            found[part.owner].how,
            told(found[part.owner].how, by, there[part.owner]),
        )
        for part in parts
    ]
    return Cascade(whole, rule, assigned, tuple(shares), _notes(whole, rule, assigned))


def _checked(whole: Whole, parts: Sequence[Part], rule: Rule) -> None:
    twice = [owner.id for owner, times in Counter(part.owner for part in parts).items() if times > 1]
    if twice:
        refuse(
            say("more than once among the parts: {owners}", owners=", ".join(sorted(twice))),
            say("name each once, with all its stints"),
            whole.place,
        )
    bare = [part.owner.id for part in parts if part.own is None and part.fixed is None]
    if bare and rule.base is Base.OWN and whole.of.is_additive:
        refuse(
            say("no own share for {owners}", owners=", ".join(sorted(bare))),
            say("write a share for each, 0 for none"),
            whole.place,
        )


def _allotted(
    whole: Whole, parts: Sequence[Part], rule: Rule, there: dict[Owner, Fraction]
) -> tuple[Decimal, tuple[Allotted, ...]]:
    """Return what is handed out in all, and the parts of it."""
    claims = [Claim(part.basis(rule.base), 1, there[part.owner], part.fixed) for part in parts]
    own = places_of(whole.of, [whole.target])
    assigned = over_assigned(whole.target, rule.over_assignment, own)
    if not whole.of.is_additive:
        return whole.target, tuple(as_it_is(whole.target, claim) for claim in claims)
    fixed = [part.fixed for part in parts if part.fixed is not None]
    places = places_of(whole.of, [whole.target, *fixed])
    return assigned, allot(assigned, claims, places=places, place=whole.place)


def _notes(whole: Whole, rule: Rule, assigned: Decimal) -> tuple[str, ...]:
    if not whole.of.is_additive:
        return (
            say("{measure} does not add up: each part has the target of the whole", measure=whole.of.name),
        )
    if not rule.over_assignment:
        return ()
    over = say(
        "over-assigned: the parts sum to {assigned}, the whole is {whole}",
        assigned=assigned,
        whole=whole.target,
    )
    if whole.target and (whole.target < 0) != whole.of.is_lower_better:
        return (over, say("over-assignment makes this target easier, not harder, to reach"))
    return (over,)
