"""The sentence over a ledger: the most important true thing, with figures, also when it is bad news.

Guarantees that every figure in it is in the ledger, net of switching, and that losses and what they
outweigh are named before comfort where revenue fell. Leaves the full account to picture and table.
"""

from __future__ import annotations

from decimal import Decimal

from fourfold.growth import Ledger
from fourfold.measures import LOSSES, NEW_ACCOUNT_ROWS, TRANSFERS
from fourfold.reports.numbers import Scale, percent, reading, scale_for
from fourfold.words import message, say

_NEARLY_ALL = Decimal("0.9")
_MOSTLY = Decimal("0.65")
_WORTH_SAYING = Decimal("0.1")

GAIN_WORDS = {
    "new_product_existing_account": message("new products"),
    "additional_product_existing_account": message("additional products"),
    "returned_account": message("returned accounts"),
    "resumed_product": message("resumed products"),
    "price_gain": message("higher prices"),
    "volume_gain": message("more volume"),
}
LOSS_WORDS = {
    "price_loss": message("lower prices"),
    "volume_loss": message("reduced volume"),
    "dropped_product": message("dropped products"),
    "lost_account": message("lost accounts"),
}
"""Rows as they stand in a sentence: messages for `say`."""

_MIXES = (
    (Decimal(1), message("New accounts brought {amount}, all with existing products."), 0),
    (Decimal(1), message("New accounts brought {amount}, all with new products."), 1),
    (_NEARLY_ALL, message("New accounts brought {amount}, nearly all with existing products."), 0),
    (_NEARLY_ALL, message("New accounts brought {amount}, nearly all with new products."), 1),
    (_MOSTLY, message("New accounts brought {amount}, mostly with existing products."), 0),
    (_MOSTLY, message("New accounts brought {amount}, mostly with new products."), 1),
)
"""From which share on, what to say, and whether of existing products (0) or new ones (1)."""


def sentence(ledger: Ledger) -> str:
    """Return what happened to revenue and why, in two to four short sentences.

    Amounts are money of the book, net of switching, in one scale. An empty ledger says that there
    is no revenue in either period.
    """
    return " ".join(sentences(ledger))


def sentences(ledger: Ledger) -> tuple[str, ...]:
    """Return `sentence` in its parts: first what happened to revenue, then why."""
    if not ledger.base_revenue and not ledger.current_revenue and not ledger.change:
        return (say("There is no revenue in either period."),)
    scale = scale_for(ledger.base_revenue, ledger.current_revenue)
    channels = [_new_accounts(ledger, scale), _existing_accounts(ledger, scale)]
    if ledger.change < 0:
        channels.reverse()
    parts = [_change(ledger, scale), *channels, _without_new(ledger, scale), _unidentified(ledger, scale)]
    return tuple(part for part in parts if part)


def amounts(ledger: Ledger) -> dict[str, Decimal]:
    """Return each row's amount net of switching, money of the book, by row id."""
    return {entry.row: entry.net_of_switching for entry in ledger.entries}


def new_account_change(ledger: Ledger) -> Decimal:
    """Return the change that new accounts brought: S1 and S2."""
    net = amounts(ledger)
    return sum((net.get(row, Decimal(0)) for row in NEW_ACCOUNT_ROWS), Decimal(0))


def existing_account_change(ledger: Ledger) -> Decimal:
    """Return the change with existing accounts: every row but S1, S2, unidentified and transfers."""
    outside = {*NEW_ACCOUNT_ROWS, *TRANSFERS, "unidentified"}
    return sum((value for row, value in amounts(ledger).items() if row not in outside), Decimal(0))


def _change(ledger: Ledger, scale: Scale) -> str:
    after = reading(ledger.current_revenue, scale)
    if not ledger.change:
        return say("Revenue stood still at {after}.", after=after)
    if ledger.base_revenue <= 0:
        base = reading(ledger.base_revenue, scale)
        return say("Revenue was {after}; the base period had {base}.", after=after, base=base)
    share = percent(abs(ledger.change) / ledger.base_revenue)
    told = {"amount": reading(abs(ledger.change), scale), "share": share, "after": after}
    if ledger.change > 0:
        return say("Revenue rose {amount} ({share}) to {after}.", **told)
    return say("Revenue fell {amount} ({share}) to {after}.", **told)


def _new_accounts(ledger: Ledger, scale: Scale) -> str:
    brought = new_account_change(ledger)
    if brought < 0:
        credit = reading(-brought, scale)
        return say("New accounts brought credits of {amount} more than they bought.", amount=credit)
    if not brought:
        return say("New accounts brought nothing.")
    existing = amounts(ledger).get("existing_product_new_account", Decimal(0)) / brought
    shares = (existing, 1 - existing)
    mixed = message("New accounts brought {amount}, with new and existing products alike.")
    told = next((text for least, text, of in _MIXES if _holds(shares[of], least)), mixed)
    return say(told, amount=reading(brought, scale))


def _holds(share: Decimal, least: Decimal) -> bool:
    return share == 1 if least == 1 else share >= least


def _existing_accounts(ledger: Ledger, scale: Scale) -> str:
    net = amounts(ledger)
    gains = {row: net.get(row, Decimal(0)) for row in GAIN_WORDS}
    losses = {row: -net.get(row, Decimal(0)) for row in LOSSES}
    gained = _chief(gains, GAIN_WORDS, scale) if sum(gains.values()) > 0 else ""
    lost = _chief(losses, LOSS_WORDS, scale) if sum(losses.values()) > 0 else ""
    if gained and lost and ledger.change >= 0:
        return say("Existing accounts added {gained} and cost {lost}.", gained=gained, lost=lost)
    if gained and lost:
        return say("Existing accounts cost {lost} and added {gained}.", gained=gained, lost=lost)
    if gained:
        return say("Existing accounts added {gained}.", gained=gained)
    return say("Existing accounts cost {lost}.", lost=lost) if lost else ""


def _chief(parts: dict[str, Decimal], words: dict[str, str], scale: Scale) -> str:
    total = sum(parts.values(), Decimal(0))
    ranked = sorted(parts.items(), key=lambda part: -part[1])
    named = [(row, value) for row, value in ranked[:2] if value >= total * _WORTH_SAYING]
    if len(named) == 1 and named[0][1] == total:
        return say("{amount} in {what}", amount=reading(total, scale), what=say(words[named[0][0]]))
    listed = ", ".join(
        say("{what} {amount}", what=say(words[row]), amount=reading(value, scale)) for row, value in named
    )
    if sum(value for _, value in named) == total:
        return say("{amount} ({parts})", amount=reading(total, scale), parts=listed)
    return say("{amount} (chiefly {parts})", amount=reading(total, scale), parts=listed)


def _without_new(ledger: Ledger, scale: Scale) -> str:
    existing = existing_account_change(ledger)
    if ledger.change <= 0 or existing >= 0 or new_account_change(ledger) <= 0:
        return ""
    return say("Without new accounts, revenue would have fallen {amount}.", amount=reading(-existing, scale))


def _unidentified(ledger: Ledger, scale: Scale) -> str:
    lost = amounts(ledger).get("unidentified", Decimal(0))
    if not ledger.change or abs(lost) < abs(ledger.change) * _WORTH_SAYING:
        return ""
    told = reading(abs(lost), scale)
    return say("{amount} of the change names no account or no product.", amount=told)
