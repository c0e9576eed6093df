"""Titles of charts: what is to be seen in each, computed from what is drawn.

Guarantees one plain sentence with its most telling figure. Leaves the overall account to `sentence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fourfold.growth import Group, Ledger
from fourfold.measures import SOURCES, label
from fourfold.reports.numbers import percent, reading, scale_for
from fourfold.reports.sentence import (
    GAIN_WORDS,
    LOSS_WORDS,
    amounts,
    existing_account_change,
    new_account_change,
)
from fourfold.reports.steps import Step, axis_cut, has_switching, steps

_SOURCE_WORDS = {
    "new_product_new_account": "new products at new accounts",
    "existing_product_new_account": "existing products at new accounts",
    "new_product_existing_account": "new products at existing accounts",
    "additional_product_existing_account": "additional products at existing accounts",
}


def bridge_title(ledger: Ledger) -> str:
    """Name the largest gain and the largest loss between the two revenues."""
    moves = [s for s in steps(ledger) if s.entry is not None and s.amount]
    if not moves:
        return "Nothing moved between the two periods"
    scale = scale_for(ledger.base_revenue, ledger.current_revenue)
    best, worst = max(moves, key=lambda s: s.amount), min(moves, key=lambda s: s.amount)
    said = []
    if best.amount > 0:
        said.append(f"{_words(best)} added most ({reading(best.amount, scale)})")
    if worst.amount < 0:
        said.append(f"{_words(worst)} cost most ({reading(-worst.amount, scale)})")
    return _capital("; ".join(said))


def bridge_note(ledger: Ledger) -> str:
    """Say how the bridge is drawn: net of switching, and where its axis begins if not at 0."""
    notes = ["Net of switching, gross beside it in the table."] if has_switching(ledger) else []
    cut = axis_cut(steps(ledger))
    if cut:
        scale = scale_for(ledger.base_revenue, ledger.current_revenue)
        notes.append(f"The axis begins at {reading(cut, scale)}, so the bars of the totals are cut.")
    return " ".join(notes)


def square_title(ledger: Ledger) -> str:
    """Name the largest of the four sources and its share."""
    net = amounts(ledger)
    four = {row: net.get(row, Decimal(0)) for row in SOURCES}
    total = sum(four.values(), Decimal(0))
    if total <= 0:
        return "The four sources brought nothing"
    best = max(four, key=lambda row: four[row])
    if min(four.values()) < 0:
        return _capital(f"{_SOURCE_WORDS[best]} brought most: {reading(four[best])}")
    return _capital(
        f"{_SOURCE_WORDS[best]} brought {percent(four[best] / total)} of what the four sources gave"
    )


def series_title(points: Sequence[Ledger], grain: str) -> str:
    """Tell in how many periods existing accounts grew, or that they did in all."""
    if not points:
        return "There is no period to compare"
    grew = sum(1 for point in points if existing_account_change(point) > 0)
    new = sum(1 for point in points if new_account_change(point) > existing_account_change(point))
    every = len(points)
    more = f"in {new} of {every}" if 0 < new < every else "in every one" if new else "in none"
    if grew in (0, every):
        often = f"in every {grain}" if grew else f"in no {grain}"
        return f"Existing accounts grew {often}; new accounts gave more {more}"
    return f"Existing accounts grew in {grew} of {every} {grain}s; new accounts gave more {more}"


def movers_title(groups: Sequence[Group], noun: str) -> str:
    """Name the group that gained most and the one that lost most."""
    if not groups:
        return f"No {noun} changed"
    scale = scale_for(*(g.change for g in groups))
    best, worst = max(groups, key=lambda g: g.change), min(groups, key=lambda g: g.change)
    said = []
    if best.change > 0:
        said.append(f"{_name(best)} gained most ({reading(best.change, scale)})")
    if worst.change < 0:
        said.append(f"{_name(worst)} lost most ({reading(-worst.change, scale)})")
    return ", ".join(said)


def retention_title(ledger: Ledger) -> str:
    """Tell what one hundred of base revenue became with the same accounts."""
    rates = ledger.figures.nrr
    if not rates or rates[0].value is None:
        return "There is no base revenue to retain"
    base = ledger.comparison.base.label
    kept = f"Accounts of {base} bought {percent(rates[0].value)} of what they had bought"
    gross = ledger.figures.grr
    return f"{kept}; {percent(gross[0].value)} before any growth" if gross else kept


def _words(step: Step) -> str:
    row = step.entry.row if step.entry else ""
    words = GAIN_WORDS | LOSS_WORDS | _SOURCE_WORDS
    return words.get(row, label(row).lower())


def _name(group: Group) -> str:
    return ", ".join(group.values)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
