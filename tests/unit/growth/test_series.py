from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.growth import Asked, ledger, series
from tests.oracle import OracleBook
from tests.unit.growth.books import bought, opened, year


def test_a_point_is_the_ordinary_ledger_of_its_own_comparison(book: Book) -> None:
    made = series(book, grain="year", asked=Asked("2012", as_of=date(2012, 12, 31)), by=("region",))
    (point,) = made.points
    assert point == ledger(book, comparison=year(), by=("region",))


def test_over_consecutive_periods_revenue_and_change_add_up() -> None:
    book = bought(["2011-02-01", "2011-08-01", "2011-09-01", "2012-03-01", "2012-12-31"])
    points = series(book, grain="half", asked=Asked("", base="previous")).points
    assert [p.current_revenue for p in points] == [10, 20, 10, 10]
    assert all(a.current_revenue == b.base_revenue for a, b in pairwise(points))
    whole = ledger(book, comparison=year())
    assert sum(p.current_revenue for p in points[2:]) == whole.current_revenue
    assert sum(p.change for p in points) == points[-1].current_revenue - points[0].base_revenue


def test_the_first_period_stands_against_nothing_so_all_of_it_is_new() -> None:
    (point,) = series(bought(["2012-03-31"]), grain="quarter", asked=Asked("")).points
    assert (point.base_revenue, point.change) == (Decimal(0), Decimal(10))
    assert point.entry("new_product_new_account").amount == 10


def test_a_longer_period_limits_the_points_to_those_that_start_in_it_and_each_is_reported(
    book: Book,
) -> None:
    seen: list[tuple[int, int]] = []
    made = series(
        book, grain="month", asked=Asked("2012-Q1"), progress=lambda done, due: seen.append((done, due))
    )
    assert [p.comparison.current.name for p in made.points] == ["2012-01", "2012-02", "2012-03"]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_the_last_period_of_a_book_that_goes_on_is_compared_like_for_like() -> None:
    book = bought(["2011-01-10", "2011-03-20", "2012-01-10", "2012-02-15"])
    last = series(book, grain="quarter", asked=Asked("")).points[-1]
    assert (last.base_revenue, last.current_revenue) == (Decimal(10), Decimal(20))
    assert "like for like" in last.warnings[1]


def test_fiscal_grains_follow_the_books_calendar() -> None:
    book = bought(["2011-07-01", "2012-06-30"], fiscal_year_starts=7)
    made = series(book, grain="fiscal-half", asked=Asked(""))
    assert [p.comparison.current.name for p in made.points] == ["FY2012-H1", "FY2012-H2"]


def test_a_book_without_lines_has_no_points() -> None:
    assert series(opened(OracleBook(())), grain="year", asked=Asked("")).points == ()


@pytest.mark.parametrize(
    ("grain", "current", "place"), [("week", "", "--grain"), ("year", "2012-Q2", "--current")]
)
def test_a_grain_that_does_not_exist_or_fits_nowhere_is_refused(
    book: Book, grain: str, current: str, place: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        series(book, grain=grain, asked=Asked(current))
    assert refused.value.place == place
