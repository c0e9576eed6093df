from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from fourfold.book.book import Book
from fourfold.objectives.advising.comparable import comparable, last_over, sized_by
from fourfold.periods import Calendar, parse_period
from tests.unit.growth.books import bought

WEEKS = Calendar(pattern="4-4-5")


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    made = bought(["2010-01-01", "2012-12-31"])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("coming", "as_of", "expected"),
    [
        ("2013", date(2012, 12, 31), "2012"),
        ("2013", date(2012, 12, 30), "2011-12-01..2012-11-30"),
        ("2013", date(2012, 7, 15), "2011-07-01..2012-06-30"),
        ("2013-Q1", date(2012, 12, 31), "2012-Q4"),
        ("2013-Q1", date(2013, 2, 10), "2012-Q4"),
        ("2013-Q1", date(2012, 11, 30), "2012-09-01..2012-11-30"),
        ("2014-02", date(2012, 12, 31), "2012-12"),
        ("2013-01-10..2013-01-19", date(2013, 1, 5), "2012-12-21..2012-12-30"),
    ],
)
def test_the_last_period_of_the_same_length_that_is_over(coming: str, as_of: date, expected: str) -> None:
    found = last_over(parse_period(coming), as_of, Calendar())
    assert found == parse_period(expected)


def test_a_calendar_of_weeks_moves_by_its_own_periods() -> None:
    found = last_over(parse_period("FY2013", WEEKS), date(2012, 7, 15), WEEKS)
    assert found == parse_period("FY2011", WEEKS)


def test_at_most_four_periods_with_a_year_of_history_before_the_cut_the_latest_first(book: Book) -> None:
    found = comparable(book, parse_period("2013-Q1"), date(2012, 12, 31))
    assert [one.current.label for one in found] == ["2012-Q4", "2012-Q3", "2012-Q2", "2012-Q1"]
    found = comparable(book, parse_period("2013"), date(2012, 12, 31))
    assert [one.told for one in found] == ["2012 against 2011", "2011 against 2010"]


def test_with_a_short_history_the_latest_stands_alone_and_without_a_base_nothing(book: Book) -> None:
    found = comparable(book, parse_period("2011-Q3"), date(2011, 6, 30))
    assert [one.current.label for one in found] == ["2011-Q2"]
    assert comparable(book, parse_period("2011"), date(2010, 12, 31)) == ()


def test_the_coming_size_is_told_by_a_base_that_is_over(book: Book) -> None:
    year, quarter = parse_period("2013"), parse_period("2013-Q1")
    assert sized_by(book, year, date(2012, 12, 31)) == year
    assert sized_by(book, quarter, date(2012, 6, 30)) == quarter
    assert sized_by(book, year, date(2012, 6, 30)) == parse_period("2012-07-01..2013-06-30")
