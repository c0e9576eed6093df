"""Figures of a ledger: gain and loss, mixes, repeat business, retention under named conventions.

Guarantees that a share or rate that cannot be given is empty and says why, and that every rate
names its convention, numerator and denominator. Leaves the amounts to `entries`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from fourfold.growth.cells import RETENTION
from fourfold.growth.classify import REPEAT
from fourfold.growth.entries import Entry
from fourfold.measures import GAINS, LOSSES, NEW_ACCOUNT_ROWS, OTHERS, SOURCES
from fourfold.money import amount, rate, units
from fourfold.words import message


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a mix: its amount in the book's currency and its share, 0 to 1; `why` if it is empty."""

    name: str
    amount: Decimal
    share: Decimal | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A retention rate under one convention: a fraction of six places, None where there is no base."""

    convention: str
    meaning: str
    numerator: Decimal
    denominator: Decimal
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Business repeated by an account with a product: counts and the change in revenue."""

    accounts: int
    pairs: int
    lines: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """What a ledger's rows come to: amounts in the book's currency, mixes in the order of the rows."""

    gain: Decimal
    loss: Decimal
    other: Decimal
    sources: tuple[Share, ...]
    sources_net_of_switching: tuple[Share, ...]
    channels_gain: tuple[Share, ...]
    channels_net: tuple[Share, ...]
    repeat: Repeat
    repeat_rose: Decimal
    repeat_fell: Decimal
    nrr: tuple[Rate, ...]
    grr: tuple[Rate, ...]
    history_months: int


_EXPANSION = (
    "new_product_existing_account",
    "additional_product_existing_account",
    "resumed_product",
    "price_gain",
    "volume_gain",
)
_OUTSIDE_CHANNELS = (*NEW_ACCOUNT_ROWS, "unidentified")


def figures(made: Iterable[Entry], cells: Mapping[str, Mapping[str, int]], *, history: int) -> Figures:
    """Return the figures of entries and the cells they were made from; `history` in months."""
    rows = {entry.row: entry for entry in made}
    gross = {row: entry.amount for row, entry in rows.items()}
    net = {row: entry.net_of_switching for row, entry in rows.items()}
    repeat = cells.get(REPEAT, {})
    nrr, grr = _retention(gross, cells.get(RETENTION, {}))
    return Figures(
        gain=_sum(gross, GAINS),
        loss=_sum(gross, LOSSES),
        other=_sum(gross, OTHERS),
        sources=_mix({row: gross[row] for row in SOURCES}),
        sources_net_of_switching=_mix({row: net[row] for row in SOURCES}),
        channels_gain=_channels(gross, lambda row: row in GAINS and row not in NEW_ACCOUNT_ROWS),
        channels_net=_channels(gross, lambda row: row not in _OUTSIDE_CHANNELS),
        repeat=Repeat(
            repeat.get("accounts", 0),
            repeat.get("pairs", 0),
            repeat.get("lines", 0),
            amount(repeat.get("ordinary_units", 0)),
        ),
        repeat_rose=amount(repeat.get("rose_units", 0)),
        repeat_fell=amount(repeat.get("fell_units", 0)),
        nrr=nrr,
        grr=grr,
        history_months=history,
    )


def _sum(amounts: Mapping[str, Decimal], rows: Iterable[str]) -> Decimal:
    return sum((amounts[row] for row in rows), Decimal("0.0000"))


def _channels(amounts: Mapping[str, Decimal], existing: Callable[[str], bool]) -> tuple[Share, ...]:
    return _mix(
        {
            "new": _sum(amounts, NEW_ACCOUNT_ROWS),
            "existing": _sum(amounts, [row for row in amounts if existing(row)]),
        }
    )


def _mix(amounts: Mapping[str, Decimal]) -> tuple[Share, ...]:
    total = sum(amounts.values(), Decimal(0))
    negative = [name for name, value in amounts.items() if value < 0]
    why = f"{', '.join(negative)} is negative" if negative else "" if total > 0 else "the sum is not positive"
    return tuple(
        Share(name, value, None if why else rate(units(value), units(total)), why)
        for name, value in amounts.items()
    )


def _retention(
    gross: Mapping[str, Decimal], cell: Mapping[str, int]
) -> tuple[tuple[Rate, ...], tuple[Rate, ...]]:
    base, current, kept = (amount(cell.get(f"{n}_units", 0)) for n in ("carried", "current", "kept"))
    losses = base + _sum(gross, LOSSES)
    moved = losses + _sum(gross, _EXPANSION)
    nrr = (
        _rate(
            "accounts",
            message("current revenue of accounts with base revenue above 0, over their base revenue"),
            current,
            base,
        ),
        _rate(
            "movements",
            message("base, expansion rows and loss rows, over base; returned accounts left out"),
            moved,
            base,
        ),
        _rate(
            "movements_with_reactivation",
            message("base, expansion rows, returned accounts and loss rows, over base"),
            moved + gross["returned_account"],
            base,
        ),
    )
    grr = (
        _rate(
            "accounts",
            message(
                "the lesser of base and current revenue of accounts with base revenue above 0, over their"
                " base revenue"
            ),
            kept,
            base,
        ),
        _rate("movements", message("base and loss rows, over base"), losses, base),
    )
    return nrr, grr


def _rate(convention: str, meaning: str, numerator: Decimal, denominator: Decimal) -> Rate:
    return Rate(convention, meaning, numerator, denominator, rate(units(numerator), units(denominator)))
