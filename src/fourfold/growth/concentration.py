"""Concentration: which part of the revenue comes from the largest accounts.

Guarantees that an account counts once for each unit, whoever of it sold, and that accounts without
revenue above zero count for nothing. Leaves what is too much to who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import ibis

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison
from fourfold.growth.crediting import UNITS_OF_CREDIT, credited
from fourfold.growth.kept import kept_table
from fourfold.growth.pairs import lines_until
from fourfold.growth.parts import keyed_lines
from fourfold.money import amount, rate

FEW = 5
"""How many of the largest accounts are told together."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """Accounts with current revenue above zero, that revenue, and the parts of it with the largest.

    `largest` is the part, 0 to 1, of the largest account, `few` that of the `FEW` largest; None
    without revenue.
    """

    accounts: int
    revenue: Decimal
    largest: Decimal | None
    few: Decimal | None


def concentration(book: Book, *, comparison: Comparison, unit: str = "", value: str = "") -> Concentration:
    """Return how far the current revenue hangs on the largest accounts.

    With a unit (`seller`, `team`), of the revenue that is credited to `value`. Without revenue the parts
    are None.
    """
    table = kept_table(
        book, "concentration", comparison, unit, make=lambda: book.fetch(_table(book, comparison, unit))
    )
    for row in table.to_pylist():
        if not unit or row[unit] == value:
            largest, few = (rate(row[name], row["units"]) for name in ("largest_units", "few_units"))
            return Concentration(row["accounts"], amount(row["units"]), largest, few)
    return Concentration(0, Decimal("0.0000"), None, None)


def _table(book: Book, comparison: Comparison, unit: str) -> ibis.expr.types.Table:
    by = [unit] if unit else []
    lines = keyed_lines(book, lines_until(book, comparison), comparison, finer=by)
    lines = lines.filter(lines.ordered_on >= comparison.current.start, lines.account_key.notnull())
    lines = lines.mutate(is_counted=ibis.literal(value=True))
    if unit in UNITS_OF_CREDIT:
        lines = credited(book, lines, units=by)
    summed = lines.group_by([*by, "account_key"]).agg(units=lines.amount_units.sum().cast("int64"))
    held = summed.filter(summed.units > 0)
    order = ibis.window(group_by=by or None, order_by=[ibis.desc("units"), "account_key"])
    held = held.mutate(place=ibis.row_number().over(order))
    parts = {
        "units": held.units.sum(),
        "largest_units": held.units.sum(where=held.place < 1),
        "few_units": held.units.sum(where=held.place < FEW),
    }
    return held.aggregate(
        by=by,
        accounts=held.count(),
        **{name: part.fill_null(0).cast("int64") for name, part in parts.items()},
    )
