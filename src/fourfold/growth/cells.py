"""Cells: the sums of a ledger, one per group and row, from classified pairs in one expression.

Guarantees that the parts of a pair are booked in the pair's row, that they sum to the pair, and
that accounts are counted once per row. Leaves reading the cells to `ledger`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis
from ibis import _

from fourfold.book.book import Book
from fourfold.growth.classify import REPEAT, classified
from fourfold.growth.comparison import Comparison
from fourfold.growth.crediting import UNITS_OF_CREDIT
from fourfold.growth.parts import booked_parts

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

RETENTION = "@retention"
"""The row of a group's retained revenue: base, current and kept revenue of accounts with a base."""

COUNTS = ("accounts", "pairs", "lines")
AMOUNTS = (
    "base_units",
    "current_units",
    "base_rates",
    "current_rates",
    "carried_units",
    "ordinary_units",
    "switched_units",
    "received_units",
    "handed_units",
    "price_gain_units",
    "price_loss_units",
    "volume_gain_units",
    "volume_loss_units",
    "rose_units",
    "fell_units",
    "kept_units",
)
PAIR_COUNTS = (
    "price_gain_pairs",
    "price_loss_pairs",
    "volume_gain_pairs",
    "volume_loss_pairs",
    "received_pairs",
    "handed_pairs",
    "currency_pairs",
)


def cells(book: Book, comparison: Comparison, *, by: Sequence[str]) -> Table:
    """Return the cells of the whole company and, if `by` names dimensions, of each group.

    Returns
    -------
    Table
        One row per group and row id (or `REPEAT`, or `RETENTION`): is_group, a column per
        dimension (null for the whole), row, and the sums of `AMOUNTS`, `PAIR_COUNTS` and `COUNTS`.
    """
    pair = classified(book, comparison)
    company = _summed(booked_parts(book, pair, comparison, by=()), comparison, by=())
    company = company.mutate(**{name: ibis.null("string") for name in by}, is_group=ibis.literal(value=False))
    if not by:
        return company
    groups = _summed(booked_parts(book, pair, comparison, by=by), comparison, by=by)
    groups = groups.mutate(is_group=ibis.literal(value=True))
    return ibis.union(company, groups.select(*company.columns), distinct=False)


def _summed(booked: Table, comparison: Comparison, *, by: Sequence[str]) -> Table:
    """Return the cells of booked parts, first per account and row, then per row; and retention."""
    accounts = booked.group_by([*by, "account_key", "row"]).agg(**_account_sums(booked, comparison, by=by))
    summed = [name for name in (*AMOUNTS, *PAIR_COUNTS, "pairs", "lines") if name in accounts.columns]
    rows = accounts.group_by([*by, "row"]).agg(
        **{name: accounts[name].sum() for name in summed},
        accounts=accounts.count(where=accounts.account_key.notnull() & (accounts.lines > 0)),
    )
    zero = ibis.literal(0, "int64")
    rows = rows.mutate(**{name: zero for name in (*AMOUNTS, *PAIR_COUNTS) if name not in summed})
    if not any(name in UNITS_OF_CREDIT for name in by):
        rows = rows.mutate(carried_units=rows.base_units)
    rows = rows.mutate(ordinary_units=rows.current_units - rows.carried_units)
    return ibis.union(rows, _retained(accounts, by=by).select(*rows.columns), distinct=False)


def _account_sums(booked: Table, comparison: Comparison, *, by: Sequence[str]) -> dict[str, IntegerValue]:
    """Return the sums that this question needs; what cannot occur is left out, and is 0."""
    volume, price, ordinary = booked.part_volume, booked.part_price, booked.ordinary_units
    repeat = booked.row == REPEAT
    signs = {
        "volume_gain": (volume, repeat & (booked.volume_units >= 0)),
        "volume_loss": (volume, repeat & (booked.volume_units < 0)),
        "price_gain": (price, repeat & (booked.price_units >= 0)),
        "price_loss": (price, repeat & (booked.price_units < 0)),
        "rose": (ordinary, repeat & (booked.delta_units > 0)),
        "fell": (ordinary, repeat & (booked.delta_units < 0)),
    }
    sums = {f"{name}_units": amount.sum(where=where).fill_null(0) for name, (amount, where) in signs.items()}
    counted = {name: signs[name] for name in ("volume_gain", "volume_loss", "price_gain", "price_loss")}
    counts = {
        f"{n}_pairs": booked.count(where=where & (amount != 0)) for n, (amount, where) in counted.items()
    }
    plain = ["base_units", "current_units", "switched_units", "lines"]
    if any(name in UNITS_OF_CREDIT for name in by):
        plain += ["carried_units", "received_units", "handed_units"]
        counts["received_pairs"] = booked.count(where=booked.received_units != 0)
        counts["handed_pairs"] = booked.count(where=booked.handed_units != 0)
    if comparison.constant_rates:
        plain += ["base_rates", "current_rates"]
        counts["currency_pairs"] = booked.count(where=booked.current_rates != booked.base_rates)
    totals = {name: booked[name].sum() for name in plain}
    return {**sums, **counts, **totals, "pairs": booked.count(where=booked.lines > 0)}


def _retained(accounts: Table, *, by: Sequence[str]) -> Table:
    """Return one row per group: base, current and kept revenue of its accounts with a base."""
    base = "carried_units" if "carried_units" in accounts.columns else "base_units"
    kept = accounts.filter(accounts.account_key.notnull()).group_by([*by, "account_key"])
    owned = kept.agg(carried_units=_[base].sum(), current_units=_.current_units.sum())
    with_base = owned.filter(owned.carried_units > 0)
    summed = with_base.aggregate(by=list(by), **_retention_sums(with_base))
    return summed.mutate(row=ibis.literal(RETENTION))


def _retention_sums(owned: Table) -> dict[str, IntegerValue]:
    zero = ibis.literal(0, "int64")
    sums: dict[str, IntegerValue] = dict.fromkeys((*AMOUNTS, *PAIR_COUNTS, *COUNTS), zero)
    return {
        **sums,
        "carried_units": owned.carried_units.sum().fill_null(0),
        "current_units": owned.current_units.sum().fill_null(0),
        "kept_units": ibis.least(owned.carried_units, owned.current_units).sum().fill_null(0),
        "accounts": owned.count(),
    }
