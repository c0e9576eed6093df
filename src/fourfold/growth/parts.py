"""Parts: pairs cut up by the dimensions of a question, each part booked in its pair's row.

Guarantees that the parts of a pair sum to it in every amount: change, price, volume, switching and
transfers. Leaves sums over parts to `cells` and lists of them to `lines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis
from ibis import _

from fourfold.book.book import Book
from fourfold.book.owners import UNASSIGNED
from fourfold.book.schema import ACCOUNT_ATTRIBUTES, ACCOUNT_LEVELS, PRODUCT_LEVELS
from fourfold.growth.classify import REPEAT
from fourfold.growth.comparison import Comparison
from fourfold.growth.crediting import UNITS_OF_CREDIT, carried, credited
from fourfold.growth.pairs import lines_until, with_dimension, with_key, within
from fourfold.growth.splits import split

if TYPE_CHECKING:
    from ibis.expr.types import Table

UNIDENTIFIED = "unidentified"
"""The value of a dimension where a line names no account or no product."""


def booked_parts(book: Book, pair: Table, comparison: Comparison, *, by: Sequence[str]) -> Table:
    """Return the parts of classified pairs by dimensions, with what each part books where.

    Returns
    -------
    Table
        One row per pair and combination of values: account_key, product_key, a column per
        dimension, the pair's row, and of the part: base_units, current_units, carried_units (the
        base, had its accounts been its own then), ordinary_units (current less carried),
        received_units and handed_units (carried less base), part_volume and part_price,
        switched_units and lines. Without dimensions the parts are the pairs.
    """
    whole = pair.mutate(carried_units=pair.base_units)
    finer = [name for name in by if not _follows(name, comparison)]
    parts = _parts(book, pair, comparison, by=by, finer=finer) if finer else whole
    valued = _valued(book, parts, comparison, by=[name for name in by if name not in finer])
    return _booked(valued, by if finer else None)


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
        level = comparison.product_level if of_product else comparison.account_level
        key = "product_key" if of_product else "account_key"
        table = _named(with_dimension(book, table, name, key=key, level=level), name, key)
    return table


def _named(table: Table, dimension: str, key: str) -> Table:
    value = ibis.coalesce(table[dimension], UNASSIGNED)
    return table.mutate(**{dimension: ibis.ifelse(table[key].isnull(), UNIDENTIFIED, value)})


def _parts(
    book: Book, pair: Table, comparison: Comparison, *, by: Sequence[str], finer: Sequence[str]
) -> Table:
    """Return the parts of each pair by dimensions finer than it, each with its pair's row."""
    lines = keyed_lines(book, lines_until(book, comparison), comparison, finer=finer)
    units = [name for name in by if name in UNITS_OF_CREDIT]
    alone = lines.mutate(is_counted=ibis.literal(value=True))
    lines = credited(book, lines, units=units) if units else alone
    in_base, in_current = within(lines, comparison)
    rates = lines.actual_units - lines.amount_units
    summed = lines.group_by(["heir_id", "account_key", "product_key", *finer]).agg(
        base_units=lines.amount_units.sum(where=in_base).fill_null(0),
        current_units=lines.amount_units.sum(where=in_current).fill_null(0),
        base_rates=rates.sum(where=in_base).fill_null(0),
        current_rates=rates.sum(where=in_current).fill_null(0),
        lines=lines.count(where=(in_base | in_current) & lines.is_counted),
    )
    if units:
        summed = carried(book, summed, lines, comparison=comparison, units=units)
    else:
        summed = summed.mutate(carried_units=summed.base_units)
    moved = summed.filter((summed.lines > 0) | (summed.carried_units != 0))
    return _with_pair(moved, pair)


def keyed_lines(book: Book, lines: Table, comparison: Comparison, *, finer: Sequence[str]) -> Table:
    """Return lines with heir_id, the level keys, and the values of the finer dimensions."""
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
        key, level = ("product_heir", "product") if of_product else ("heir_id", "account")
        lines = _named(with_dimension(book, lines, name, key=key, level=level), name, key)
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
        [
            parts.account_key.identical_to(decided.of_account),
            parts.product_key.identical_to(decided.of_product),
        ],
    )
    return joined.drop("of_account", "of_product").mutate(
        row=ibis.coalesce(_.row, UNIDENTIFIED),
        **{
            n: ibis.coalesce(_[n], 0)
            for n in ("delta_units", "volume_units", "price_units", "switched_units")
        },
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
        zero = ibis.literal(0, "int64")
        return parts.mutate(
            part_volume=parts.volume_units,
            part_price=parts.price_units,
            received_units=zero,
            handed_units=zero,
        )
    received = ibis.greatest(parts.transfer_units, 0)
    order = list(by)
    merged = parts.group_by("account_key", "product_key", *order).agg(
        **{
            n: parts[n].sum()
            for n in ("base_units", "current_units", "base_rates", "current_rates", "carried_units")
        },
        **{n: parts[n].sum() for n in ("lines", "ordinary_units", "transfer_units")},
        **{
            n: parts[n].max() for n in ("row", "delta_units", "volume_units", "price_units", "switched_units")
        },
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
