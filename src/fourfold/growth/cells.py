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
from fourfold.book.levels import Items
from fourfold.book.owners import UNASSIGNED
from fourfold.book.schema import ACCOUNT_ATTRIBUTES, ACCOUNT_LEVELS, PRODUCT_LEVELS
from fourfold.errors import BadRequest
from fourfold.growth.classify import REPEAT, classified
from fourfold.growth.comparison import Comparison
from fourfold.growth.crediting import UNITS_OF_CREDIT, carried, credited, with_team
from fourfold.growth.pairs import lines_until, with_dimension, with_key
from fourfold.growth.splits import split

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table

RETENTION = "@retention"
"""The row of a group's retained revenue: base, current and kept revenue of accounts with a base."""

UNIDENTIFIED = "unidentified"
"""The value of a dimension where a line names no account or no product."""

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
    whole = pair.mutate(heir_id=ibis.null("string"), carried_units=pair.base_units)
    company = _summed(_booked(whole, None), by=())
    company = company.mutate(**{name: ibis.null("string") for name in by}, is_group=ibis.literal(value=False))
    if not by:
        return company
    finer = [name for name in by if not _follows(name, comparison)]
    parts = _parts(book, pair, comparison, by=by, finer=finer) if finer else whole
    valued = _valued(book, parts, comparison, by=[name for name in by if name not in finer])
    groups = _summed(_booked(valued, by if finer else None), by=by).mutate(is_group=ibis.literal(value=True))
    return ibis.union(company, groups.select(*company.columns), distinct=False)


def _follows(dimension: str, comparison: Comparison) -> bool:
    """Whether a pair's keys decide the dimension, so that no pair has two values of it."""
    if dimension in PRODUCT_LEVELS:
        return PRODUCT_LEVELS.index(dimension) >= PRODUCT_LEVELS.index(comparison.product_level)
    if dimension in ACCOUNT_LEVELS:
        return ACCOUNT_LEVELS.index(dimension) >= ACCOUNT_LEVELS.index(comparison.account_level)
    return dimension in ACCOUNT_ATTRIBUTES and comparison.account_level == "account"


def _valued(book: Book, table: Table, comparison: Comparison, *, by: Sequence[str]) -> Table:
    for name in by:
        of_product = name in PRODUCT_LEVELS
        items: Items = book.products if of_product else book.accounts
        level = comparison.product_level if of_product else comparison.account_level
        key = "product_key" if of_product else "account_key"
        table = _named(with_dimension(book, table, name, items=items, key=key, level=level), name, key)
    return table


def _named(table: Table, dimension: str, key: str) -> Table:
    value = ibis.coalesce(table[dimension], UNASSIGNED)
    return table.mutate(**{dimension: ibis.ifelse(table[key].isnull(), UNIDENTIFIED, value)})


def _parts(book: Book, pair: Table, comparison: Comparison, *, by: Sequence[str], finer: Sequence[str]) -> Table:
    """Return the parts of each pair by dimensions finer than it, each with its pair's row."""
    lines = _keyed_lines(book, lines_until(book, comparison), comparison, finer=finer)
    units = [name for name in by if name in UNITS_OF_CREDIT]
    if len(units) > 1:
        raise BadRequest("seller and team cannot be asked together", place="--by", remedy="ask one after the other")
    if units:
        lines = credited(book, lines)
    if "team" in units:
        lines = with_team(book, lines)
    in_base = (lines.ordered_on >= comparison.base.start) & (lines.ordered_on < comparison.base.end)
    in_current = lines.ordered_on >= comparison.current.start
    rates = lines.actual_units - lines.amount_units
    summed = lines.group_by(["heir_id", "account_key", "product_key", *finer]).agg(
        base_units=lines.amount_units.sum(where=in_base).fill_null(0),
        current_units=lines.amount_units.sum(where=in_current).fill_null(0),
        base_rates=rates.sum(where=in_base).fill_null(0),
        current_rates=rates.sum(where=in_current).fill_null(0),
        base_lines=lines.count(where=in_base),
        current_lines=lines.count(where=in_current),
    )
    if units:
        summed = carried(book, summed, lines, comparison=comparison, unit=units[0])
    else:
        summed = summed.mutate(carried_units=summed.base_units)
    moved = summed.filter((summed.base_lines + summed.current_lines > 0) | (summed.carried_units != 0))
    return _with_pair(moved, pair)


def _keyed_lines(book: Book, lines: Table, comparison: Comparison, *, finer: Sequence[str]) -> Table:
    """Return lines with heir_id, the level keys, and the values of the finer dimensions of account and product."""
    lines = lines.mutate(own_account=lines.account_id, own_product=lines.product_id)
    lines = with_key(book, lines, "own_account", "heir_id", book.accounts.keys("account"))
    lines = lines.mutate(own_account=lines.heir_id)
    accounts, products = book.accounts, book.products
    lines = with_key(book, lines, "own_account", "account_key", accounts.keys(comparison.account_level))
    lines = lines.mutate(heir_product=lines.own_product)
    lines = with_key(book, lines, "own_product", "product_key", products.keys(comparison.product_level))
    lines = with_key(book, lines, "heir_product", "product_heir", products.keys("product"))
    for name in finer:
        if name in UNITS_OF_CREDIT:
            continue
        of_product = name in PRODUCT_LEVELS
        items, key = (products, "product_heir") if of_product else (accounts, "heir_id")
        level = "product" if of_product else "account"
        lines = _named(with_dimension(book, lines, name, items=items, key=key, level=level), name, key)
    return lines


def _with_pair(parts: Table, pair: Table) -> Table:
    """Return the parts with what was decided of their pair; null keys meet null keys."""
    decided = pair.select(
        "row", "delta_units", "volume_units", "price_units", "switched_units",
        of_account=pair.account_key, of_product=pair.product_key,
        pair_current=pair.current_units,
    )  # fmt: skip
    joined = parts.left_join(
        decided,
        [parts.account_key.identical_to(decided.of_account), parts.product_key.identical_to(decided.of_product)],
    )
    return joined.drop("of_account", "of_product").mutate(
        row=ibis.coalesce(_.row, UNIDENTIFIED),
        **{n: ibis.coalesce(_[n], 0) for n in ("delta_units", "volume_units", "price_units", "switched_units")},
    )


def _booked(parts: Table, by: Sequence[str] | None) -> Table:
    """Return parts with their ordinary change, transfer, and share of their pair's split.

    The sign of the pair's price and volume decides their row, whatever the part's own sign. `by` names
    what tells the parts of a pair apart; None where parts are whole pairs.
    """
    parts = parts.mutate(
        ordinary_units=parts.current_units - parts.carried_units,
        transfer_units=parts.carried_units - parts.base_units,
    )
    if by is None:
        return parts.mutate(part_volume=parts.volume_units, part_price=parts.price_units)
    received = ibis.greatest(parts.transfer_units, 0)
    order = list(by)
    merged = parts.group_by("account_key", "product_key", *order).agg(
        **{n: parts[n].sum() for n in ("base_units", "current_units", "base_rates", "current_rates", "carried_units")},
        **{n: parts[n].sum() for n in ("base_lines", "current_lines", "ordinary_units", "transfer_units")},
        **{n: parts[n].max() for n in ("row", "delta_units", "volume_units", "price_units", "switched_units")},
        received_units=received.sum(),
        handed_units=(parts.transfer_units - received).sum(),
        pair_current=parts.pair_current.max(),
    )
    return _split_parts(merged, order)


def _split_parts(parts: Table, order: Sequence[str]) -> Table:
    within = ("account_key", "product_key")
    whole_is_volume = parts.price_units == 0
    by_delta = parts.delta_units != 0
    weighed = parts.mutate(
        pair_volume=parts.volume_units,
        pair_price=parts.price_units,
        whole=parts.volume_units,
        weight=ibis.ifelse(by_delta, parts.ordinary_units, parts.current_units),
        total=ibis.ifelse(by_delta, parts.delta_units, parts.pair_current),
    )
    volumed = split(weighed, within=within, order=order).rename(split_volume="part")
    repeat = volumed.row == REPEAT
    volume = ibis.cases((~repeat, 0), (whole_is_volume, volumed.ordinary_units), else_=volumed.split_volume)
    volumed = volumed.mutate(part_volume=volume)
    volumed = volumed.mutate(
        part_price=ibis.ifelse(repeat, volumed.ordinary_units - volumed.part_volume, 0),
        whole=volumed.switched_units,
        weight=volumed.ordinary_units,
        total=volumed.delta_units,
    )
    netted = split(volumed, within=within, order=order)
    return netted.mutate(switched_units=netted.part).drop("part", "whole", "weight", "total")


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
        "carried_units": owned.carried_units.sum(),
        "current_units": owned.current_units.sum(),
        "kept_units": ibis.least(owned.carried_units, owned.current_units).sum(),
        "accounts": owned.count(),
    }
