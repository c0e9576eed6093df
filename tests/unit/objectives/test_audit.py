"""The audit as it is shown: the periods before, and a period that is not over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fourfold.book.book import Book
from fourfold.objectives.audit import audit, so_far
from fourfold.objectives.objective import COMPANY
from fourfold.periods import parse_period
from tests.unit.growth.books import EVERY_ROW, opened
from tests.unit.objectives.audits import YEAR, aims


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    made = opened(EVERY_ROW)
    yield made
    made.close()


def test_periods_before_are_those_of_which_the_book_holds_the_base(book: Book) -> None:
    told = audit(book, aims(("new_accounts", "1")), owner=COMPANY, period=YEAR)
    assert [one.period for one in told.earlier] == []
    half = parse_period("2012-H2")
    earlier = audit(book, aims(("new_accounts", "1")), owner=COMPANY, period=half).earlier
    assert [one.period.name for one in earlier] == ["2012-H1", "2011-H2"]
    assert earlier[1].tilt.why == "there are no objectives with a weight in this period"
    assert told.balance.tilt.asked == 1
    assert told.owners >= {COMPANY}


def test_a_period_that_is_not_over_ends_with_the_book(book: Book) -> None:
    # the last line is of 2012-12-01
    assert so_far(book, "2012") == parse_period("2012-01-01..2012-12-01")
    assert so_far(book, "2011") == parse_period("2011")
    ranged = audit(book, (), owner=COMPANY, period=so_far(book, "2012"))
    assert [one.period for one in ranged.earlier] == []
