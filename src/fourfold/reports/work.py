"""The work behind a figure in words and as a grid: activities by kind, opportunities by status.

Guarantees that the sentence tells the whole figure, also where a reader sees a part of its rows only.
Leaves finding them to `fourfold.objectives.work`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fourfold.measures import short_label
from fourfold.measures.catalogue import CATALOGUE
from fourfold.measures.growth import COUNT, MONEY
from fourfold.objectives.effort import day_of
from fourfold.objectives.work import Deed, Work
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.numbers import count
from fourfold.reports.scorecards import figure_in_full, period_name
from fourfold.words import message, say, say_many

WORDS: Mapping[str, str] = {
    "visit": message("visit"),
    "meeting": message("meeting"),
    "call": message("call"),
    "email": message("e-mail"),
    "demo": message("demonstration"),
    "other": message("other"),
    "transaction": message("transaction"),
    "relationship": message("relationship"),
    "service": message("service"),
    "internal": message("internal"),
    "open": message("open"),
    "won": message("won"),
    "lost": message("lost"),
    "new": message("new account"),
    "existing": message("existing account"),
    "keep_and_expand": message("bought before"),
}
"""What kinds, purposes, statuses, channels and sources are called: messages for `say`."""


def word(value: str | None) -> str:
    """Return what a kind, purpose, status, channel or source is called; empty for none."""
    if not value:
        return ""
    return say(WORDS[value]) if value in WORDS else short_label(value)


def work_sentence(of: Work, name: str, currency: str) -> str:
    """Return what the figure is, whose, of which period, and how many rows it counts.

    The empty value of a book without any says why instead.
    """
    unit = CATALOGUE[of.need.measure].unit
    if of.value.amount is None:
        return say("No figure: {why}", why=of.value.why)
    period = period_name(of.need.period)
    whose = name if period in name else f"{name}, {period}"
    if unit != COUNT:
        told = figure_in_full(unit, of.value.amount)
        whose += f": {told} {currency}" if unit == MONEY else f": {say('{number} minutes', number=told)}"
    made = of.value.count
    number = count(made)
    if of.is_of_activities:
        return say_many(
            "{figure}: {count} activity", "{figure}: {count} activities", made, figure=whose, count=number
        )
    return say_many(
        "{figure}: {count} opportunity", "{figure}: {count} opportunities", made, figure=whose, count=number
    )


def work_grid(of: Work, rows: Iterable[Deed]) -> Grid:
    """Return the rows as a table: day, id, account, seller, kind, what about, where it went, how much."""
    is_activity = of.is_of_activities
    columns = (
        Column(day_of(of.need.measure), "Day", Kind.DATE),
        Column("activity_id" if is_activity else "opportunity_id", "Id", Kind.TEXT),
        Column("account_id", "Account", Kind.TEXT),
        Column("account_name", "Account, name", Kind.TEXT),
        Column("seller_id", "Seller", Kind.TEXT),
        Column("seller_name", "Seller, name", Kind.TEXT),
        Column("kind" if is_activity else "status", "Kind" if is_activity else "Status", Kind.TEXT),
        Column("purpose" if is_activity else "opportunity_name", "About", Kind.TEXT),
        Column("channel", "Channel", Kind.TEXT),
        *(() if is_activity else (Column("source", "Source", Kind.TEXT),)),
        Column("minutes", "Minutes", Kind.MONEY) if is_activity else Column("amount", "Amount", Kind.MONEY),
    )
    return Grid(of.need.measure, columns, tuple(_cells(each, with_source=not is_activity) for each in rows))


def _cells(one: Deed, *, with_source: bool) -> tuple[Cell, ...]:
    return (
        one.on,
        one.id,
        one.account,
        one.account_name or None,
        one.seller,
        one.seller_name or None,
        one.kind,
        one.about or None,
        one.channel,
        *((one.source,) if with_source else ()),
        one.amount,
    )
