"""The bridge as steps: where each bar of a waterfall starts and ends, and what kind it is.

Guarantees that each step starts where the last one ended and that the final total closes, so that
the terminal's bridge and the document's are the same. Leaves drawing to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from fourfold.growth import Entry, Ledger
from fourfold.measures import LOSSES, SOURCES, TRANSFERS, label
from fourfold.reports.grids import READING_ORDER

BASE_TOTAL, CURRENT_TOTAL = "base_revenue", "current_revenue"
_WORTH_CUTTING = Decimal("0.6")
_OFTEN_EMPTY = {"unidentified", "currency", "credits_only", *TRANSFERS}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: from `start` to `end` in money of the book; `entry` is none for the two totals.

    `kind` decides the colour: s1 to s4, existing (other gains with existing accounts), loss, other,
    base.
    """

    name: str
    kind: str
    start: Decimal
    end: Decimal
    entry: Entry | None = None

    @property
    def amount(self) -> Decimal:
        """What the bar adds."""
        return self.end - self.start


def steps(ledger: Ledger) -> tuple[Step, ...]:
    """Return base total, one step for each row, current total; amounts net of switching.

    Rows that belong to special cases (unidentified, credits, currency, transfers) are left out
    where they hold nothing; the ordinary rows stay, so that two bridges can be compared.
    """
    made = [Step(ledger.comparison.base.told, "base", Decimal(0), ledger.base_revenue)]
    at = ledger.base_revenue
    by_row = {entry.row: entry for entry in ledger.entries}
    for row in READING_ORDER:
        entry = by_row.get(row)
        if entry is None or (row in _OFTEN_EMPTY and not entry.amount and not entry.pairs):
            continue
        made.append(Step(label(row), kind(row), at, at + entry.net_of_switching, entry))
        at += entry.net_of_switching
    made.append(Step(ledger.comparison.current.told, "base", Decimal(0), at))
    return tuple(made)


def axis_cut(made: Sequence[Step]) -> Decimal:
    """Return the amount at which the axis of a bridge begins, so that its steps can be seen.

    0 unless everything happens in the upper part of the totals; then a round amount below the
    lowest point, to be said where the bridge is shown.
    """
    points = [step.end for step in made]
    low, high = min(points), max(points)
    if low <= high * _WORTH_CUTTING or not any(step.amount for step in made if step.entry):
        return Decimal(0)
    wished = low - (high - low) / 3
    step = Decimal(10) ** (wished.adjusted() - 1) if wished > 0 else Decimal(1)
    return max(Decimal(0), (wished / step).to_integral_value(ROUND_FLOOR) * step)


def kind(row: str) -> str:
    """Return the colour class of a row: s1 to s4, existing, loss or other."""
    if row in SOURCES:
        return f"s{SOURCES.index(row) + 1}"
    if row in LOSSES:
        return "loss"
    return "existing" if row in _EXISTING else "other"


_EXISTING = {"returned_account", "resumed_product", "price_gain", "volume_gain"}


def has_switching(ledger: Ledger) -> bool:
    """Whether any row differs net of switching from gross."""
    return any(entry.amount != entry.net_of_switching for entry in ledger.entries)
