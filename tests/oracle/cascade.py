"""Targets cut into parts: days counted one by one, steps handed out one by one, fractions throughout.

Guarantees that the parts sum to what was handed out, because every step of it is handed to someone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.oracle.whole import months_before, rounded


@dataclass(frozen=True)
class Days:
    """From the first day to before the end, with a ramp of (months since the first day, fraction)."""

    first: date
    end: date
    ramp: tuple[tuple[int, Decimal], ...] = ()

    def carried(self, day: date) -> Fraction:
        """How much is carried on a day."""
        if not self.first <= day < self.end:
            return Fraction(0)
        carried = Fraction(1)
        for months, fraction in self.ramp:
            if day >= months_before(self.first, -months):
                carried = Fraction(fraction)
        return carried


@dataclass(frozen=True)
class Sharer:
    """What one part counts by (none: not known) over which days, how much in an even split, what is fixed."""

    basis: Decimal | None
    span: tuple[date, date]
    stints: Sequence[Days] = ()
    fixed: Decimal | None = None
    even: int = 1

    @property
    def there(self) -> Fraction:
        """The part of its days that is carried."""
        return present(self.stints, *self.span)


def present(stints: Sequence[Days], first: date, end: date) -> Fraction:
    """The part of the days that is carried; all of them where no stint is known."""
    if not stints:
        return Fraction(1)
    days = [first + timedelta(days=n) for n in range((end - first).days)]
    return Fraction(sum((stint.carried(day) for day in days for stint in stints), Fraction(0)), len(days))


def handed_out(whole: Decimal, over: Decimal, step: Decimal) -> Decimal:
    """The whole and what is handed out beyond it, to the nearest step, halves away from zero."""
    steps = Fraction(whole) * (1 + Fraction(over)) / Fraction(step)
    return rounded(steps.numerator, steps.denominator) * step


def cut(total: Decimal, sharers: Mapping[str, Sharer], step: Decimal) -> dict[str, Decimal]:
    """Each sharer's part; ties to the smaller name."""
    weights = {name: Fraction(0) for name in sharers}
    known = [s for s in sharers.values() if s.basis is not None]
    for name, sharer in sharers.items():
        if sharer.basis is None:
            above = sum(Fraction(s.basis) for s in known if s.basis > 0)
            weights[name] = (
                Fraction(above, sum(s.even for s in known)) * sharer.even if known else Fraction(0)
            )
        elif sharer.basis > 0:
            weights[name] = Fraction(sharer.basis)
        weights[name] *= sharer.there
    free = sorted(name for name in sharers if sharers[name].fixed is None)
    if sum(weights[name] for name in free) == 0:
        weights = {name: sharers[name].even * sharers[name].there for name in free}
    found = {name: sharer.fixed for name, sharer in sharers.items() if sharer.fixed is not None}
    rest = total - sum(found.values(), Decimal(0))
    return found | _dealt(rest, {name: weights[name] for name in free}, step)


def _dealt(rest: Decimal, weights: Mapping[str, Fraction], step: Decimal) -> dict[str, Decimal]:
    sign, steps = (-1 if rest < 0 else 1), int(abs(rest) / step)
    if steps == 0:
        return {name: Decimal(0) for name in weights}
    exact = {name: steps * weight / sum(weights.values()) for name, weight in weights.items()}
    dealt = {name: int(part) for name, part in exact.items()}
    while sum(dealt.values()) < steps:
        most = max(exact[name] - dealt[name] for name in weights)
        next_one = min(name for name in weights if exact[name] - dealt[name] == most)
        dealt[next_one] += 1
    return {name: sign * part * step for name, part in dealt.items()}
