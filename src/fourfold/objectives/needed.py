"""What a scorecard asks to be measured, and what comes back.

Guarantees that a value that cannot be given is empty and says why. Leaves computing to `results`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fourfold.objectives.objective import Filters, Owner
from fourfold.periods import Period


@dataclass(frozen=True, slots=True)
class Need:
    """One measure of one owner over whole days; the base is the same days a year before."""

    measure: str
    owner: Owner
    period: Period
    filters: Filters = ()


@dataclass(frozen=True, slots=True)
class Value:
    """What a need came to, in the unit of its measure.

    `amount` is None where it cannot be given, and `why` says so. `count` is how many order lines (or
    opportunities, activities) stand behind it; a rate has its numerator and denominator.
    """

    amount: Decimal | None
    count: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    why: str = ""
