"""Definitions, section 4: a current period that is not over is compared to the same day of the base."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fourfold.growth import Asked, compare, ledger
from tests.asking import opened
from tests.oracle import Line, OracleBook


def _book(*days: date) -> OracleBook:
    ten = Decimal(10)
    return OracleBook(tuple(Line(str(n), str(n), "A", "P", day, ten, ten) for n, day in enumerate(days)))


def test_a_year_that_is_not_over_is_compared_to_the_same_day_of_the_year_before() -> None:
    book = _book(date(2011, 3, 15), date(2011, 3, 16), date(2012, 3, 15))
    with opened(book, "duckdb://") as made:
        comparison = compare(made, Asked("2012"))
        told = ledger(made, comparison=comparison)
    assert (comparison.current.start, comparison.current.end) == (date(2012, 1, 1), date(2012, 3, 16))
    assert (comparison.base.start, comparison.base.end) == (date(2011, 1, 1), date(2011, 3, 16))
    assert (told.base_revenue, told.current_revenue) == (Decimal(10), Decimal(10))
    assert any("like for like" in warning for warning in told.warnings)


def test_a_year_that_is_over_is_compared_whole_though_its_last_days_are_silent() -> None:
    book = _book(date(2011, 12, 31), date(2012, 3, 15), date(2013, 1, 2))
    with opened(book, "duckdb://") as made:
        comparison = compare(made, Asked("2012"))
    assert (comparison.current.end, comparison.base.end) == (date(2013, 1, 1), date(2012, 1, 1))
