"""The bridge: from base revenue to current revenue, one bar for each row that moved it.

Guarantees that each bar starts where the one before ended and that the last ends at current
revenue. Leaves drawing to `reports`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fourfold.growth.ledger import Group, Ledger


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of a bridge, in the book's currency: it rises or falls from `start` to `end`."""

    row: str
    label: str
    start: Decimal
    end: Decimal

    @property
    def amount(self) -> Decimal:
        """What the step adds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Bridge:
    """Base revenue, the steps, current revenue."""

    base: Decimal
    bars: tuple[Bar, ...]
    current: Decimal


def bridge(of: Ledger | Group, *, net_of_switching: bool = False) -> Bridge:
    """Return the bridge of a ledger or of one of its groups; rows of 0 are left out.

    A group's net rows sum to its change only where no product replaced one of another group.

    Parameters
    ----------
    of
        A ledger, or a group of one.
    net_of_switching
        Take the net amounts of a ledger instead of the gross ones.
    """
    place, bars = of.base_revenue, []
    for entry in of.entries:
        amount = entry.net_of_switching if net_of_switching else entry.amount
        if amount:
            bars.append(Bar(entry.row, entry.label, place, place + amount))
            place += amount
    return Bridge(of.base_revenue, tuple(bars), place)
