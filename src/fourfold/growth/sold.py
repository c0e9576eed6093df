"""What was sold in many periods at once: revenue and margin by owner and dimension, in one pass, kept.

Guarantees that what lines add up to over a period is their sum, however many periods are asked for, and
that revenue is the current revenue of the ledger of that period. Leaves how revenue changed to
`measured`, and what counts accounts once over a period to `owned`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import ibis
import pyarrow as pa

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.crediting import UNITS_OF_CREDIT, credited
from fourfold.growth.kept import kept_table
from fourfold.growth.parts import keyed_lines
from fourfold.money import amount
from fourfold.periods import Period

_SUMS = ("revenue_units", "margin_units", "lines", "costed")


@dataclass(frozen=True, slots=True)
class Sold:
    """What order lines add up to, in the book's currency.

    `margin` is amount less cost of the `costed` lines whose cost is known, of `lines` in all.
    """

    revenue: Decimal
    margin: Decimal
    lines: int
    costed: int


NOTHING = Sold(amount(0), amount(0), 0, 0)


def sold(
    book: Book, *, comparisons: Sequence[Comparison], by: Sequence[str]
) -> Mapping[tuple[Period, tuple[str, ...]], Sold]:
    """Return what was sold in the current period of each comparison, by the values of dimensions.

    Parameters
    ----------
    book
        The book.
    comparisons
        All at the same levels; at least one. Their periods may overlap.
    by
        Dimensions of `schema.DIMENSIONS`; none for the company, whose values are empty.

    Returns
    -------
    Mapping[tuple[Period, tuple[str, ...]], Sold]
        A group without lines is not there.

    Raises
    ------
    BadRequest
        If a dimension does not exist.
    """
    asked = dimensions(tuple(by), place="by")
    periods = sorted({one.current for one in comparisons}, key=lambda period: (period.start, period.end))
    edges = sorted({day for period in periods for day in (period.start, period.end)})
    table = kept_table(
        book, "sold", edges, asked, make=lambda: book.fetch(_table(book, comparisons[0], edges, asked))
    )
    found: dict[tuple[Period, tuple[str, ...]], list[int]] = {}
    for row in table.to_pylist():
        values = tuple(row[name] for name in asked)
        for period in periods:
            if period.start <= row["stretch"] < period.end:
                held = found.setdefault((period, values), [0] * len(_SUMS))
                found[period, values] = [one + row[name] for one, name in zip(held, _SUMS, strict=True)]
    return {
        group: Sold(amount(revenue), amount(margin), lines, costed)
        for group, (revenue, margin, lines, costed) in found.items()
    }


def _table(book: Book, levels: Comparison, edges: Sequence[date], by: Sequence[str]) -> ibis.expr.types.Table:
    """Return sums by the dimensions and by `stretch`: the first day of those between two edges."""
    lines = book.order_lines()
    lines = lines.filter(lines.ordered_on >= edges[0], lines.ordered_on < edges[-1])
    lines = keyed_lines(book, lines, levels, finer=by)
    lines = lines.mutate(is_costed=lines.cost_amount.notnull(), is_counted=ibis.literal(value=True))
    lines = lines.mutate(
        actual_units=ibis.ifelse(lines.is_costed, lines.actual_units - lines.cost_units, 0),
    )
    units = [name for name in by if name in UNITS_OF_CREDIT]
    if units:
        lines = credited(book, lines, units=units)
    days = book.hold(_stretches(edges))
    placed = lines.inner_join(days, lines.ordered_on == days.day)
    summed = placed.group_by([*by, "stretch"]).agg(
        revenue_units=placed.amount_units.sum().cast("int64"),
        margin_units=placed.actual_units.sum().cast("int64"),
        lines=placed.count(where=placed.is_counted),
        costed=placed.count(where=placed.is_costed & placed.is_counted),
    )
    return summed.filter(summed.lines > 0)


def _stretches(edges: Collection[date]) -> pa.Table:
    """Return every day with the edge that it lies behind."""
    placed = [
        (start + timedelta(days=day), start)
        for start, end in pairwise(edges)
        for day in range((end - start).days)
    ]
    days, stretches = zip(*placed, strict=True)
    return pa.table({"day": pa.array(days, pa.date32()), "stretch": pa.array(stretches, pa.date32())})
