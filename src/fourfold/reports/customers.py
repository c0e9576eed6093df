"""Accounts for people and files: the sentences, and the tables.

Guarantees that every figure said is in the result it is made from. Leaves finding accounts to
`fourfold.growth`, the picture of their revenue to `revenue`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from fourfold.growth import Account, Accounts, Ledger
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.numbers import count, percent, reading, scale_for
from fourfold.reports.sentence import GAIN_WORDS, LOSS_WORDS
from fourfold.words import message, say, say_many

_WORTH_SAYING = Decimal("0.1")
_STATES = {
    "added": message("{count} added"),
    "resumed": message("{count} resumed"),
    "dropped": message("{count} dropped"),
}
_NEW = {
    "new_product_new_account": message("new products"),
    "existing_product_new_account": message("first purchases of existing products"),
}


def accounts_sentence(found: Accounts) -> str:
    """Return how many accounts there are, what they bought, and how much more or less than before."""
    change = found.current_revenue - found.base_revenue
    scale = scale_for(found.current_revenue, found.base_revenue)
    said = say_many(
        "{count} account bought {amount} in {period}",
        "{count} accounts bought {amount} in {period}",
        found.count,
        count=count(found.count),
        amount=reading(found.current_revenue, scale),
        period=found.comparison.current.told,
    )
    told = {"said": said, "base": found.comparison.base.told, "amount": reading(abs(change), scale)}
    if not change:
        return say("{said}, as in {base}", **told)
    if change > 0:
        return say("{said}, {amount} more than in {base}", **told)
    return say("{said}, {amount} less than in {base}", **told)


def accounts_grid(found: Accounts) -> Grid:
    """Return one row for each account of a list, ids beside names."""
    comparison = found.comparison
    columns = (
        Column("account", "Account", Kind.TEXT),
        Column("name", "Name", Kind.TEXT),
        Column("segment", "Segment", Kind.TEXT),
        Column("region", "Region", Kind.TEXT),
        Column("industry", "Industry", Kind.TEXT),
        Column("owner", "Owner", Kind.TEXT),
        Column("owner_name", "Owner, name", Kind.TEXT),
        Column("more_owners", "More owners", Kind.COUNT),
        Column("team", "Team", Kind.TEXT),
        Column("team_name", "Team, name", Kind.TEXT),
        Column("base_revenue", comparison.base.told, Kind.MONEY),
        Column("current_revenue", comparison.current.told, Kind.MONEY),
        Column("change", "Change", Kind.CHANGE),
        Column("products", "Products", Kind.COUNT),
        Column("last_on", "Last order", Kind.DATE),
        Column("status", "Status", Kind.TEXT),
    )
    rows = tuple(tuple(getattr(row, column.name) for column in columns) for row in found.rows)
    return Grid(say("Accounts, {periods}", periods=comparison.told), columns, rows)


def account_sentences(ledger: Ledger) -> tuple[str, ...]:
    """Return what happened to one account's revenue, then what raised and what lowered it."""
    scale = scale_for(ledger.base_revenue, ledger.current_revenue)
    after, base = reading(ledger.current_revenue, scale), ledger.base_revenue
    if not ledger.current_revenue and not base:
        return (say("No revenue in either period."),)
    if not ledger.change:
        return (say("Revenue stood still at {after}.", after=after),)
    said = [_change(ledger, reading(abs(ledger.change), scale), after)]
    net = {entry.row: entry.net_of_switching for entry in ledger.entries}
    more, less = message("More: {parts}."), message("Less: {parts}.")
    for text, words, sign in ((more, _NEW | GAIN_WORDS, 1), (less, LOSS_WORDS, -1)):
        named = _chief({words[row]: sign * net.get(row, Decimal(0)) for row in words})
        parts = (
            say("{what} {amount}", what=say(word), amount=reading(value, scale)) for word, value in named
        )
        if named:
            said.append(say(text, parts=", ".join(parts)))
    return tuple(said)


def _change(ledger: Ledger, amount: str, after: str) -> str:
    if ledger.base_revenue <= 0:
        rose, fell = (
            message("Revenue rose {amount} to {after}."),
            message("Revenue fell {amount} to {after}."),
        )
        return say(rose if ledger.change > 0 else fell, amount=amount, after=after)
    rose, fell = (
        message("Revenue rose {amount} ({share}) to {after}."),
        message("Revenue fell {amount} ({share}) to {after}."),
    )
    share = percent(abs(ledger.change) / ledger.base_revenue)
    return say(rose if ledger.change > 0 else fell, amount=amount, share=share, after=after)


def _chief(parts: Mapping[str, Decimal]) -> Sequence[tuple[str, Decimal]]:
    largest = sorted(((word, value) for word, value in parts.items() if value > 0), key=lambda p: -p[1])
    return [(word, value) for word, value in largest[:3] if value >= largest[0][1] * _WORTH_SAYING]


def products_sentence(found: Account) -> str:
    """Return how many products the account buys now, and how many it added, resumed and dropped."""
    counted = {
        state: sum(p.state == state for p in found.products) for state in ("added", "resumed", "dropped")
    }
    now = sum(p.current_revenue > 0 for p in found.products)
    held = say_many("{count} product", "{count} products", now, count=count(now))
    return ", ".join([held, *(say(_STATES[state], count=count(n)) for state, n in counted.items() if n)])


def products_grid(found: Account) -> Grid:
    """Return one row for each product of an account."""
    columns = (
        Column("product", "Product", Kind.TEXT),
        Column("name", "Name", Kind.TEXT),
        Column("state", "State", Kind.TEXT),
        Column("base_revenue", "Before", Kind.MONEY),
        Column("current_revenue", "Now", Kind.MONEY),
        Column("first_on", "First bought", Kind.DATE),
        Column("last_on", "Last bought", Kind.DATE),
    )
    rows = tuple(
        (p.product.id, p.product.name, p.state, p.base_revenue, p.current_revenue, p.first_on, p.last_on)
        for p in found.products
    )
    return Grid(say("Products of {account}", account=found.account.name), columns, rows)


def revenue_grid(found: Account) -> Grid:
    """Return one row for each period of the account's revenue."""
    columns = (
        Column("period", found.grain.capitalize(), Kind.TEXT),
        Column("revenue", "Revenue", Kind.MONEY),
    )
    return Grid(say("Revenue of {account}", account=found.account.name), columns, found.revenue)


def owners_grid(found: Account) -> Grid:
    """Return one row for each assignment of the account, the latest first."""
    columns = (
        Column("seller", "Seller", Kind.TEXT),
        Column("name", "Name", Kind.TEXT),
        Column("role", "Role", Kind.TEXT),
        Column("share", "Share", Kind.SHARE),
        Column("starts_on", "From", Kind.DATE),
        Column("ends_on", "To", Kind.DATE),
    )
    rows = tuple(
        (held.seller.id, held.seller.name, held.role, held.share, held.starts_on, held.ends_on)
        for held in found.owners
    )
    return Grid(say("Owners of {account}", account=found.account.name), columns, rows)
