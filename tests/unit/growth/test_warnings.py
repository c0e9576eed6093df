from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fourfold.book.book import Book
from fourfold.book.snapshots import DaySum, Quarantined
from fourfold.growth import Asked, Comparison, compare, ledger
from fourfold.growth.warnings import history_months, quarantined, warnings
from fourfold.periods import parse_period
from tests.oracle import OracleBook
from tests.unit.growth.books import EVERY_ROW, bought, opened, year


@pytest.mark.parametrize(
    ("first", "months"),
    [
        ("2010-01-01", 24),
        ("2011-01-01", 12),
        ("2011-01-02", 11),
        ("2011-11-30", 1),
        ("2011-12-02", 0),
        ("2012-01-01", 0),
    ],
)
def test_history_is_counted_in_whole_months_before_the_cut(first: str, months: int) -> None:
    book = bought([first, "2012-12-31"])
    assert history_months(book, year()) == months
    told = warnings(book, year())
    assert [f"is {months} months" in text for text in told] == ([True] if months < 12 else [])


def test_history_to_a_month_end_counts_the_month() -> None:
    february = Comparison(parse_period("2011-02-27..2011-02-27"), parse_period("2011-03"))
    assert february.cut.isoformat() == "2011-02-28"
    assert history_months(bought(["2011-01-31", "2011-03-31"]), february) == 0
    assert history_months(bought(["2011-01-28", "2011-03-31"]), february) == 1


def test_an_empty_book_has_no_history() -> None:
    empty = opened(OracleBook(()))
    assert history_months(empty, year()) == 0
    assert len(warnings(empty, year())) == 1


def test_a_period_trimmed_like_for_like_is_said_and_one_that_only_looks_short_is_doubted() -> None:
    book = bought(["2010-01-01", "2012-05-10"])
    assert warnings(book, compare(book, Asked("2012"))) == (
        "2012 is not over: compared to 2012-05-10, like for like",
    )
    (doubt,) = warnings(book, compare(book, Asked("2012-01-01..2012-12-31")))
    assert "the last order line is of 2012-05-10, before 2012-12-31" in doubt
    assert warnings(bought(["2010-01-01", "2012-11-30"]), year()) == ()


def test_rows_in_quarantine_are_said_last_with_where_to_see_them(book: Book) -> None:
    made = opened(replace(EVERY_ROW, accounts=(), products=(), assignments=()))
    days = tuple(DaySum(date(on, 3, 1), on - 2008, unknown=on - 2008) for on in (2010, 2011, 2012))
    made.origin = replace(made.origin, quarantined=Quarantined(9, days=days, unknown=9))
    told = ledger(made, comparison=year())
    assert told.warnings == (
        "7 faulty rows of these periods are in quarantine and in no figure: see fourfold rejects",
    )
    assert (told.quarantined.rows, told.quarantined.value) == (7, None)
    assert ledger(book, comparison=year()).warnings == ()


def test_a_faulty_row_is_told_in_its_periods_only_and_an_undated_one_in_all() -> None:
    made = bought(["2008-01-01", "2012-12-31"])
    made.origin = replace(made.origin, quarantined=Quarantined(1, days=(DaySum(date(2010, 6, 1), 1),)))
    before = Comparison(parse_period("2010"), parse_period("2011"))
    assert warnings(made, year()) == ()
    assert warnings(made, before) == (
        "1 faulty row of these periods is in quarantine and in no figure: see fourfold rejects",
    )
    assert [quarantined(made, *asked).rows for asked in ([year()], [before], [before, year()])] == [0, 1, 1]
    made.origin = replace(made.origin, quarantined=Quarantined(1))
    for comparison in (year(), before):
        assert warnings(made, comparison) == (
            "1 faulty row without a readable day is in quarantine and may concern these periods: "
            "see fourfold rejects",
        )
