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
from fourfold.growth.parts import booked_parts

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

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
    company = _summed(booked_parts(book, pair, comparison, by=()), by=())
    company = company.mutate(**{name: ibis.null("string") for name in by}, is_group=ibis.literal(value=False))
    if not by:
        return company
    groups = _summed(booked_parts(book, pair, comparison, by=by), by=by).mutate(is_group=ibis.literal(value=True))
    return ibis.union(company, groups.select(*company.columns), distinct=False)


def _summed(booked: Table, *, by: Sequence[str]) -> Table:
    """Return the cells of booked parts, first per account and row, then per row; and retention."""
    if "received_units" not in booked.columns:
        zero = ibis.literal(0, "int64")
        booked = booked.mutate(received_units=zero, handed_units=zero)
    accounts = booked.group_by([*by, "account_key", "row"]).agg(**_account_sums(booked))
    rows = accounts.group_by([*by, "row"]).agg(
        **{name: accounts[name].sum() for name in (*AMOUNTS, *PAIR_COUNTS, "pairs", "lines")},
        accounts=accounts.count(where=accounts.account_key.notnull() & (accounts.lines > 0)),
    )
    kept = accounts.filter(accounts.account_key.notnull()).group_by([*by, "account_key"])
    owned = kept.agg(carried_units=_.carried_units.sum(), current_units=_.current_units.sum())
    with_base = owned.filter(owned.carried_units > 0)
    retention = with_base.aggregate(by=list(by), **_retention_sums(with_base)).mutate(row=ibis.literal(RETENTION))
    return ibis.union(rows, retention.select(*rows.columns), distinct=False)


def _account_sums(booked: Table) -> dict[str, IntegerValue]:
    volume, price = booked.part_volume, booked.part_price
    repeat = booked.row == REPEAT
    signs = {
        "volume_gain": (volume, repeat & (booked.volume_units >= 0)),
        "volume_loss": (volume, repeat & (booked.volume_units < 0)),
        "price_gain": (price, repeat & (booked.price_units >= 0)),
        "price_loss": (price, repeat & (booked.price_units < 0)),
    }
    sums = {f"{name}_units": _sum(amount, where) for name, (amount, where) in signs.items()}
    counts = {f"{name}_pairs": booked.count(where=where & (amount != 0)) for name, (amount, where) in signs.items()}
    plain = {name: booked[name].sum() for name in AMOUNTS if name in booked.columns}
    return {
        **sums,
        **counts,
        **plain,
        "rose_units": _sum(booked.ordinary_units, repeat & (booked.delta_units > 0)),
        "fell_units": _sum(booked.ordinary_units, repeat & (booked.delta_units < 0)),
        "kept_units": ibis.literal(0, "int64"),
        "received_pairs": booked.count(where=booked.received_units != 0),
        "handed_pairs": booked.count(where=booked.handed_units != 0),
        "currency_pairs": booked.count(where=booked.current_rates != booked.base_rates),
        "pairs": booked.count(where=(booked.base_lines + booked.current_lines) > 0),
        "lines": (booked.base_lines + booked.current_lines).sum(),
    }


def _sum(amount: IntegerValue, where: BooleanValue) -> IntegerValue:
    return amount.sum(where=where).fill_null(0)


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
