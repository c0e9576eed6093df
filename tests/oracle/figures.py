"""Figures read off a whole ledger: gain, loss, mixes, repeat movements, retention, history.

A share or rate that cannot be told is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle import rows
from tests.oracle.posting import Pair, Posted, Totals
from tests.oracle.whole import money, rounded, whole_months

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Repeat:
    """The class of repeat pairs, counted as one."""

    accounts: int
    pairs: int
    lines: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """What section 6 of the definitions reads off the rows and pairs; rates are fractions with six places."""

    gain: Decimal
    loss: Decimal
    other: Decimal
    source_mix: tuple[Decimal | None, ...]
    channel_mix_gain: tuple[Decimal | None, ...]
    channel_mix_net: tuple[Decimal | None, ...]
    repeat_rose: Decimal
    repeat_fell: Decimal
    repeat: Repeat
    nrr: Decimal | None
    grr: Decimal | None
    history_months: int


def rate(numerator: int, denominator: int) -> Decimal | None:
    """The fraction with six places, halves away from zero; None without a positive denominator."""
    return Decimal(rounded(numerator * MILLION, denominator)).scaleb(-6) if denominator > 0 else None


def shares(parts: Iterable[int]) -> tuple[Decimal | None, ...]:
    """Each part of their sum; None for all where a part is negative or the sum is not positive."""
    parts = tuple(parts)
    whole = sum(parts) if min(parts) >= 0 else 0
    return tuple(rate(part, whole) for part in parts)


def mixes(amounts: Mapping[str, int]) -> tuple[tuple[Decimal | None, ...], ...]:
    """Source mix, channel mix of gains, channel mix of the net change."""
    new = amounts[rows.S1] + amounts[rows.S2]
    gained = sum(amounts[row] for row in rows.GAIN) - new
    changed = sum(amounts[row] for row in rows.ROWS if row != rows.UNIDENTIFIED) - new
    return shares(amounts[row] for row in rows.SOURCES), shares((new, gained)), shares((new, changed))


def repeat_moves(totals: Mapping[Pair, Totals], classes: Mapping[Pair, str]) -> tuple[Decimal, Decimal]:
    """The sum of the deltas of the repeat pairs that rose, and of those that fell."""
    deltas = [totals[pair].delta for pair, row in classes.items() if row == rows.REPEAT]
    return money(sum(d for d in deltas if d > 0)), money(sum(d for d in deltas if d < 0))


def retention(totals: Mapping[Pair, Totals]) -> tuple[Decimal | None, Decimal | None]:
    """NRR and GRR over the accounts with base revenue above 0."""
    base: dict[str, int] = {}
    current: dict[str, int] = {}
    for (account, _), total in totals.items():
        if account is not None:
            base[account] = base.get(account, 0) + total.base
            current[account] = current.get(account, 0) + total.current
    had = [account for account, revenue in base.items() if revenue > 0]
    whole = sum(base[account] for account in had)
    return (
        rate(sum(current[account] for account in had), whole),
        rate(sum(min(base[account], current[account]) for account in had), whole),
    )


def history(lines: Iterable[Posted], cut: date) -> int:
    """Whole months from the first line to the cut."""
    first = min((line.line.ordered_on for line in lines), default=cut)
    return whole_months(first, cut)
