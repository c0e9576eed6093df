"""The sentence over a ledger: the most important true thing, with figures, also when it is bad news.

Guarantees that every figure in it is in the ledger, net of switching, and that losses and what they
outweigh are named before comfort where revenue fell. Leaves the full account to picture and table.
"""

from __future__ import annotations

from decimal import Decimal

from fourfold.growth import Ledger
from fourfold.measures import LOSSES, NEW_ACCOUNT_ROWS, TRANSFERS
from fourfold.reports.numbers import Scale, percent, reading, scale_for

_NEARLY_ALL = Decimal("0.9")
_MOSTLY = Decimal("0.65")
_WORTH_SAYING = Decimal("0.1")

GAIN_WORDS = {
    "new_product_existing_account": "new products",
    "additional_product_existing_account": "additional products",
    "returned_account": "returned accounts",
    "resumed_product": "resumed products",
    "price_gain": "higher prices",
    "volume_gain": "more volume",
}
LOSS_WORDS = {
    "price_loss": "lower prices",
    "volume_loss": "reduced volume",
    "dropped_product": "dropped products",
    "lost_account": "lost accounts",
}


def sentence(ledger: Ledger) -> str:
    """Return what happened to revenue and why, in two to four short sentences.

    Amounts are money of the book, net of switching, in one scale. An empty ledger says that there
    is no revenue in either period.
    """
    return " ".join(sentences(ledger))


def sentences(ledger: Ledger) -> tuple[str, ...]:
    """Return `sentence` in its parts: first what happened to revenue, then why."""
    if not ledger.base_revenue and not ledger.current_revenue and not ledger.change:
        return ("There is no revenue in either period.",)
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
        return f"Revenue stood still at {after}."
    if ledger.base_revenue <= 0:
        return f"Revenue was {after}; the base period had {reading(ledger.base_revenue, scale)}."
    verb = "rose" if ledger.change > 0 else "fell"
    share = percent(abs(ledger.change) / ledger.base_revenue)
    return f"Revenue {verb} {reading(abs(ledger.change), scale)} ({share}) to {after}."


def _new_accounts(ledger: Ledger, scale: Scale) -> str:
    brought = new_account_change(ledger)
    if brought < 0:
        return f"New accounts brought credits of {reading(-brought, scale)} more than they bought."
    if not brought:
        return "New accounts brought nothing."
    return f"New accounts brought {reading(brought, scale)}, {_product_mix(ledger, brought)}."


def _product_mix(ledger: Ledger, brought: Decimal) -> str:
    existing = amounts(ledger).get("existing_product_new_account", Decimal(0)) / brought
    for share, kind in ((existing, "existing"), (1 - existing, "new")):
        if share >= _NEARLY_ALL:
            return f"{'all' if share == 1 else 'nearly all'} with {kind} products"
        if share >= _MOSTLY:
            return f"mostly with {kind} products"
    return "with new and existing products alike"


def _existing_accounts(ledger: Ledger, scale: Scale) -> str:
    net = amounts(ledger)
    gains = {row: net.get(row, Decimal(0)) for row in GAIN_WORDS}
    losses = {row: -net.get(row, Decimal(0)) for row in LOSSES}
    added = f"added {_chief(gains, GAIN_WORDS, scale)}" if sum(gains.values()) > 0 else ""
    cost = f"cost {_chief(losses, LOSS_WORDS, scale)}" if sum(losses.values()) > 0 else ""
    said = [added, cost] if ledger.change >= 0 else [cost, added]
    clauses = " and ".join(clause for clause in said if clause)
    return f"Existing accounts {clauses}." if clauses else ""


def _chief(parts: dict[str, Decimal], words: dict[str, str], scale: Scale) -> str:
    total = sum(parts.values(), Decimal(0))
    ranked = sorted(parts.items(), key=lambda part: -part[1])
    named = [(row, value) for row, value in ranked[:2] if value >= total * _WORTH_SAYING]
    if len(named) == 1 and named[0][1] == total:
        return f"{reading(total, scale)} in {words[named[0][0]]}"
    chiefly = "" if sum(value for _, value in named) == total else "chiefly "
    listed = ", ".join(f"{words[row]} {reading(value, scale)}" for row, value in named)
    return f"{reading(total, scale)} ({chiefly}{listed})"


def _without_new(ledger: Ledger, scale: Scale) -> str:
    existing = existing_account_change(ledger)
    if ledger.change <= 0 or existing >= 0 or new_account_change(ledger) <= 0:
        return ""
    return f"Without new accounts, revenue would have fallen {reading(-existing, scale)}."


def _unidentified(ledger: Ledger, scale: Scale) -> str:
    lost = amounts(ledger).get("unidentified", Decimal(0))
    if not ledger.change or abs(lost) < abs(ledger.change) * _WORTH_SAYING:
        return ""
    return f"{reading(abs(lost), scale)} of the change names no account or no product."
