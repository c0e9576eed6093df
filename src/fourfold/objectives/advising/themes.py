"""Themes: what proposed objectives are about, and which rows of the ledger tell how much moved there.

Guarantees that every gain and every loss belongs to one theme. Leaves points to `points`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fourfold.measures import GAINS, LOSSES, NEW_ACCOUNT_ROWS, SOURCES
from fourfold.objectives.advising.estimates import Reading
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import Filters
from fourfold.periods import Period

CARE = ("activities", (("purpose", ("relationship", "service")),))
"""The measure of relationship and service, with its filter."""

Key = tuple[str, Filters]
"""A measure with what it is narrowed to."""

COUNTED = ("revenue", "nrr", "grr", "lost_accounts", "dropped_products", "new_account_gain")
"""Measures that facts hold beside the rows of the ledger."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One thing to weigh: its measure, and the rows whose money moved in it."""

    measure: str
    gained: tuple[str, ...]
    lost: tuple[str, ...] = ()


NEW = Theme("new_account_gain", NEW_ACCOUNT_ROWS)
LAUNCHED = Theme(SOURCES[2], SOURCES[2:3])
ADDED = Theme(SOURCES[3], SOURCES[3:])
KEEP = Theme("nrr", tuple(row for row in GAINS if row not in SOURCES), LOSSES)
THEMES = (NEW, LAUNCHED, ADDED, KEEP)
"""New accounts (S1, S2), new products (S3) and additional products (S4) of existing ones, keep and expand."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What one owner reached in one comparable period: a value for each measure, amounts net of switching."""

    period: Period
    base: Period
    values: Mapping[Key, Value]

    def value(self, measure: str, filters: Filters = ()) -> Value:
        """Return the value of a measure; `KeyError` if it is not among the facts."""
        return self.values[measure, filters]

    def amount(self, row: str) -> Decimal:
        """Return the amount of a row of the ledger."""
        return self.value(row).amount or Decimal(0)

    def gained(self, theme: Theme) -> Decimal:
        """Return what was gained in a theme: the sum of its rows, never below 0."""
        return max(sum((self.amount(row) for row in theme.gained), Decimal(0)), Decimal(0))

    def lost(self, theme: Theme) -> Decimal:
        """Return what was lost in a theme, as a number above 0."""
        return max(-sum((self.amount(row) for row in theme.lost), Decimal(0)), Decimal(0))

    def reading(self, key: Key) -> Reading | None:
        """Return a measure with its size; None where there is no size, or no value."""
        found = self.values[key]
        above, below = found.amount, self.value("nrr").denominator
        if key == CARE:
            below = Decimal(self.period.days)
        elif found.denominator is not None:
            above, below = found.numerator, found.denominator
        if above is None or below is None or below <= 0:
            return None
        return Reading(Fraction(above), Fraction(below))


def moved(theme: Theme, periods: tuple[Reached, ...]) -> tuple[Decimal, Decimal]:
    """Return what was gained and what was lost in a theme over periods."""
    gained = sum((one.gained(theme) for one in periods), Decimal(0))
    return gained, sum((one.lost(theme) for one in periods), Decimal(0))
