"""Rows that wait in quarantine and the quality of what is in the book, as grids and short texts.

Guarantees that a share is never rounded up to all. Leaves counting to `fourfold.book.waiting` and
`fourfold.growth.quality`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fourfold.book.quarantine import Reject
from fourfold.book.snapshots import Quarantined
from fourfold.book.waiting import WaitingPeriod
from fourfold.growth.quality import Quality
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.numbers import count, full
from fourfold.words import message, say

MOST_LETTERS = 120
"""No row is shown longer: the file of faulty rows has it whole."""

FIELDS = {
    "account_id": message("Account"),
    "product_id": message("Product"),
    "seller_id": message("Seller on the line"),
    "quantity": message("Quantity"),
    "cost_amount": message("Cost"),
}


def quality_grid(quality: Quality) -> Grid:
    """Return one row for each field: lines and value for which it is known, share of the value, gap."""
    columns = (
        Column("field", "Field", Kind.TEXT),
        Column("lines", "Lines with it", Kind.COUNT),
        Column("value", say("Value with it, {currency}", currency=quality.currency), Kind.MONEY),
        Column("share", "Share of value", Kind.SHARE),
        Column("missing", say("Value without it, {currency}", currency=quality.currency), Kind.MONEY),
    )
    rows = tuple(
        (
            say(FIELDS[known.field]),
            known.lines,
            known.value,
            quality.share(known),
            quality.value - known.value,
        )
        for known in quality.known
    )
    return Grid(say("Known by value"), columns, rows)


def waiting_grid(periods: Sequence[WaitingPeriod]) -> Grid:
    """Return one row for each period and currency with waiting order lines; rows count in the first."""
    columns = (
        Column("period", "Period", Kind.TEXT),
        Column("rows", "Rows", Kind.COUNT),
        Column("unknown", "Amount unreadable", Kind.COUNT),
        Column("currency", "Currency", Kind.TEXT),
        Column("amount", "Amount", Kind.MONEY),
    )
    rows: list[tuple[str | int | Decimal | None, ...]] = []
    for period in periods:
        held = period.waiting
        name = period.name or say("Day unreadable")
        sums: list[tuple[str, Decimal | None]] = [(m.currency, m.amount) for m in held.money]
        first, *others = sums or [("", None)]
        rows.append((name, held.rows, held.unknown, *first))
        rows += [(name, None, None, *other) for other in others]
    return Grid(say("Order lines in quarantine"), columns, tuple(rows))


def rows_grid(rejects: Sequence[Reject]) -> Grid:
    """Return one row for each waiting row of a group: its line, what was found, and the row as it stood."""
    columns = (
        Column("line", "Line", Kind.TEXT),
        Column("value", "Found", Kind.TEXT),
        Column("message", "What is wrong", Kind.TEXT),
        Column("amount", "Amount", Kind.MONEY),
        Column("currency", "Currency", Kind.TEXT),
        Column("raw", "The row as it stood", Kind.TEXT),
    )
    rows = tuple(
        (count(r.line), r.value, r.message, r.amount, r.currency, cut(r.raw, MOST_LETTERS)) for r in rejects
    )
    return Grid("Rows that wait", columns, rows)


def cut(text: str, most: int) -> str:
    """Return a text of at most so many letters, with a sign that it was cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def worth(held: Quarantined) -> str:
    """Return what waiting rows are worth as far as it is known; empty if nothing is."""
    told = [f"{full(m.amount)} {m.currency}".rstrip() for m in held.money if m.amount]
    told += [say("{count} of unknown value", count=count(held.unknown))] if held.unknown else []
    return ", ".join(told)
