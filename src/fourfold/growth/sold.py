"""What was sold in many periods at once: revenue and margin by owner and dimension, in one pass, kept.

Guarantees that what lines add up to over a period is their sum, however many periods are asked for, and
that revenue is the current revenue of the ledger of that period. Leaves how revenue changed to
`measured`, and what counts accounts once over a period to `owned`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.growth.comparison import Comparison, dimensions
from fourfold.growth.crediting import UNITS_OF_CREDIT, credited
from fourfold.growth.kept import kept_table
from fourfold.growth.parts import keyed_lines
from fourfold.money import amount
from fourfold.periods import Period

Span = tuple[date, date]
"""First day, and the day after the last."""

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
        At least one. Only their current periods count; they may overlap, or lie apart.
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
    spans = sorted({(one.current.start, one.current.end) for one in comparisons})
    table = kept_table(
        book, "sold", spans, asked, make=lambda: book.fetch(_table(book, comparisons[0], spans, asked))
    )
    around = {
        edge: [Period(*span) for span in spans if span[0] <= edge < span[1]]
        for span in spans
        for edge in span
    }
    found: dict[tuple[Period, tuple[str, ...]], list[int]] = {}
    for row in table.to_pylist():
        values = tuple(row[name] for name in asked)
        for period in around[row["stretch"]]:
            held = found.setdefault((period, values), [0] * len(_SUMS))
            found[period, values] = [one + row[name] for one, name in zip(held, _SUMS, strict=True)]
    return {
        group: Sold(amount(revenue), amount(margin), lines, costed)
        for group, (revenue, margin, lines, costed) in found.items()
    }


def _table(book: Book, levels: Comparison, spans: Sequence[Span], by: Sequence[str]) -> ibis.expr.types.Table:
    """Return sums by the dimensions and by `stretch`: days that lie in the same spans, named by the first."""
    days = _stretches(spans)
    first, last = (edge(days["day"]).as_py() for edge in (pc.min, pc.max))
    lines = book.order_lines()
    lines = lines.filter(lines.ordered_on >= first, lines.ordered_on <= last)
    lines = keyed_lines(book, lines, levels, finer=by)
    lines = lines.mutate(is_costed=lines.cost_amount.notnull(), is_counted=ibis.literal(value=True))
    lines = lines.mutate(
        actual_units=ibis.ifelse(lines.is_costed, lines.actual_units - lines.cost_units, 0),
    )
    units = [name for name in by if name in UNITS_OF_CREDIT]
    if units:
        lines = credited(book, lines, units=units)
    held = book.hold(days)
    placed = lines.inner_join(held, lines.ordered_on == held.day)
    summed = placed.group_by([*by, "stretch"]).agg(
        revenue_units=placed.amount_units.sum().cast("int64"),
        margin_units=placed.actual_units.sum().cast("int64"),
        lines=placed.count(where=placed.is_counted),
        costed=placed.count(where=placed.is_costed & placed.is_counted),
    )
    return summed.filter(summed.lines > 0)


def _stretches(spans: Sequence[Span]) -> pa.Table:
    """Return every day of the spans with the last start or end of a span up to it."""
    edges = sorted({edge for span in spans for edge in span})
    placed = [
        (start + timedelta(days=day), start)
        for start, end in pairwise(edges)
        if any(first <= start < after for first, after in spans)
        for day in range((end - start).days)
    ]
    days, stretches = zip(*placed, strict=True)
    return pa.table({"day": pa.array(days, pa.date32()), "stretch": pa.array(stretches, pa.date32())})
