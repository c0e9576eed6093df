from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pyarrow as pa

from fourfold.book.book import open_tables
from fourfold.book.settings import Settings
from fourfold.growth.sold import Sold, sold
from fourfold.periods import parse_period
from tests.asking import tables_of
from tests.oracle import OracleBook
from tests.unit.growth.books import OWNERS, PRODUCTS, lines, opened, year

LINES = """
    acme  widget  2011-12-31  1  10.5  acme  socket  2012-01-01  1  20
    acme  widget  2012-06-30  1  -3    coil  widget  2012-07-01  1   7
    -     widget  2012-12-31  1   1    acme  widget  2013-01-01  1  99
"""
BOOK = OracleBook(lines(LINES), products=PRODUCTS, assignments=OWNERS)
YEARS = [
    replace(year(), current=parse_period(name)) for name in ("2012", "2012-H1", "2012-H2", "2013", "2015")
]


def test_periods_that_lie_in_one_another_or_apart_are_each_the_sum_of_their_lines_from_one_query() -> None:
    book = opened(BOOK)
    asked: list[object] = []
    fetch = book.engine.fetch
    book.engine.fetch = lambda told: asked.append(told) or fetch(told)  # type: ignore[method-assign]
    found = sold(book, comparisons=YEARS, by=("seller",))
    book.close()
    assert len(asked) == 1
    names = {one.current: one.current.name for one in YEARS}
    assert {(names[when], *who): (one.revenue, one.lines) for (when, who), one in found.items()} == {
        ("2012", "bob"): (Decimal(17), 2), ("2012-H1", "bob"): (Decimal(17), 2),
        ("2013", "bob"): (Decimal(99), 1),
        ("2012", "ann"): (Decimal(7), 1), ("2012-H2", "ann"): (Decimal(7), 1),
        ("2012", "unassigned"): (Decimal(1), 1), ("2012-H2", "unassigned"): (Decimal(1), 1),
    }  # fmt: skip


def test_margin_is_of_the_lines_whose_cost_is_known() -> None:
    tables = tables_of(BOOK)
    costs = pa.array([Decimal(4), Decimal(12), None, Decimal(9), None, None], pa.decimal128(18, 4))
    held = tables["order_lines"].drop_columns(["cost_amount"])
    tables["order_lines"] = held.append_column("cost_amount", costs)
    book = open_tables(tables, Settings("EUR"))
    found = sold(book, comparisons=YEARS[:1], by=("family",))
    book.close()
    of_2012 = {values: one for (_, values), one in found.items()}
    assert of_2012 == {
        ("parts",): Sold(Decimal(5), Decimal(-2), 3, 1),
        ("tools",): Sold(Decimal(20), Decimal(8), 1, 1),
    }
