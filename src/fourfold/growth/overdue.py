"""Revenue at risk: accounts that have been silent for longer than they usually are.

Guarantees that an account is only called overdue against its own rhythm, and never with too few
purchases to have one. Leaves reasons other than silence to the subjects that hold them.
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
from fourfold.money import amount

LATE = 2
"""So many times its usual days between purchases without one, and an account is overdue."""

ENOUGH_DAYS = 3
"""Days with a purchase that an account needs to have a rhythm."""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Current revenue of accounts that are overdue at the end of the period, and how many they are."""

    revenue: Decimal
    accounts: int


def at_risk(book: Book, *, comparison: Comparison, unit: str = "", value: str = "") -> AtRisk:
    """Return the current revenue of the accounts that are overdue when the current period ends.

    An account is overdue if the days since its last purchase are more than `LATE` times its average
    days between days with a purchase, of which it has `ENOUGH_DAYS` or more. With a unit (`seller`,
    `team`), the revenue that is credited to `value`.
    """
    table = kept_table(
        book, "at risk", comparison, unit, make=lambda: book.fetch(_table(book, comparison, unit))
    )
    for row in table.to_pylist():
        if not unit or row[unit] == value:
            return AtRisk(amount(row["units"]), row["accounts"])
    return AtRisk(Decimal("0.0000"), 0)


def _table(book: Book, comparison: Comparison, unit: str) -> ibis.expr.types.Table:
    by = [unit] if unit else []
    lines = keyed_lines(book, lines_until(book, comparison), comparison, finer=by)
    lines = lines.mutate(is_counted=ibis.literal(value=True))
    late = _late(lines, comparison)
    current = lines.filter(lines.ordered_on >= comparison.current.start)
    if unit in UNITS_OF_CREDIT:
        current = credited(book, current, units=by)
    overdue = current.semi_join(late, current.account_key == late.late_key)
    per_account = overdue.group_by([*by, "account_key"]).agg(units=overdue.amount_units.sum())
    held = per_account.filter(per_account.units > 0)
    return held.aggregate(by=by, units=held.units.sum().fill_null(0).cast("int64"), accounts=held.count())


def _late(lines: ibis.expr.types.Table, comparison: Comparison) -> ibis.expr.types.Table:
    bought = lines.filter(lines.is_purchase, lines.account_key.notnull())
    rhythm = bought.group_by(late_key="account_key").agg(
        first_on=bought.ordered_on.min(), last_on=bought.ordered_on.max(), days=bought.ordered_on.nunique()
    )
    last_day = ibis.literal(comparison.current.last_day)
    silent = last_day.delta(rhythm.last_on, unit="day")
    active = rhythm.last_on.delta(rhythm.first_on, unit="day")
    return rhythm.filter(
        rhythm.days >= ENOUGH_DAYS,
        silent * (rhythm.days - 1) > LATE * active,
        rhythm.last_on > rhythm.first_on,
    ).select("late_key")
