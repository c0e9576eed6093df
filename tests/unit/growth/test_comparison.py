from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fourfold.errors import BadRequest
from fourfold.growth import Asked, Comparison, compare, policy
from fourfold.growth.comparison import dimensions, one_of
from fourfold.periods import parse_period
from tests.unit.growth.books import bought, year


def days(made: Comparison) -> tuple[str, str]:
    """The days of base and current period, both ends in them."""
    base, current = made.base, made.current
    return f"{base.start}..{base.last_day}", f"{current.start}..{current.last_day}"


WHOLE_YEARS = ("2011-01-01..2011-12-31", "2012-01-01..2012-12-31")


def test_a_named_period_that_is_not_over_is_compared_to_the_same_day_of_the_base_and_says_so() -> None:
    made = compare(bought(["2010-01-01", "2012-05-10"]), Asked("2012"))
    assert days(made) == ("2011-01-01..2011-05-10", "2012-01-01..2012-05-10")
    assert made.cut == date(2011, 5, 11)
    assert made.note == "2012 is not over: compared to 2012-05-10, like for like"


def test_a_question_that_names_no_policy_follows_the_settings_of_the_book() -> None:
    book = bought(["2010-01-01", "2012-12-31"])
    assert compare(book, Asked("2012")).policy.name == "first-order-ever"
    book.settings = replace(book.settings, policy="dormant-12")
    assert compare(book, Asked("2012")).policy == policy("dormant-12")
    named = Asked("2012", policy=policy("12-month-window"))
    assert compare(book, named).policy == policy("12-month-window")


def test_month_ends_stand_for_each_other_like_for_like() -> None:
    book = bought(["2010-01-01", "2012-02-29"])
    assert days(compare(book, Asked("2012")))[0] == "2011-01-01..2011-02-28"
    quarter = compare(bought(["2010-01-01", "2012-05-31"]), Asked("2012-Q2", base="previous"))
    assert days(quarter) == ("2012-01-01..2012-02-29", "2012-04-01..2012-05-31")


@pytest.mark.parametrize("last", ["2012-12-31", "2013-04-01"])
def test_a_period_that_is_over_is_taken_whole(last: str) -> None:
    made = compare(bought(["2010-01-01", last]), Asked("2012"))
    assert days(made) == WHOLE_YEARS
    assert made.note == ""


def test_a_range_is_taken_as_it_was_written_whatever_the_book_holds() -> None:
    made = compare(bought(["2010-01-01", "2012-05-10"]), Asked("2012-01-01..2012-12-31"))
    assert days(made) == WHOLE_YEARS
    assert made.note == ""


@pytest.mark.parametrize(
    ("as_of", "current"),
    [
        (date(2012, 3, 31), "2012-01-01..2012-03-31"),
        (date(2012, 6, 30), "2012-01-01..2012-06-30"),
        (date(2012, 12, 31), "2012-01-01..2012-12-31"),
    ],
)
def test_the_day_as_of_decides_rather_than_the_last_order_line(as_of: date, current: str) -> None:
    made = compare(bought(["2010-01-01", "2012-05-10"]), Asked("2012", as_of=as_of))
    assert days(made)[1] == current


def test_a_fiscal_period_follows_the_books_calendar() -> None:
    book = bought(["2009-01-01", "2013-01-01"], fiscal_year_starts=7)
    made = compare(book, Asked("FY2012"))
    assert days(made) == ("2010-07-01..2011-06-30", "2011-07-01..2012-06-30")


def test_what_is_not_asked_comes_from_the_book() -> None:
    book = bought(["2010-01-01", "2012-12-31"], account_level="parent", product_level="family")
    assert (compare(book, Asked("2012")).account_level, compare(book, Asked("2012")).product_level) == (
        "parent",
        "family",
    )
    asked = compare(book, Asked("2012", "previous", "account", "category", policy("dormant-12")))
    assert (asked.account_level, asked.product_level) == ("account", "category")
    assert asked.policy.dormant_after_months == 12
    assert compare(book, Asked("2012-Q1", base="2010-Q4")).base == parse_period("2010-Q4")


def test_a_base_that_does_not_end_before_the_current_period_is_refused() -> None:
    with pytest.raises(BadRequest, match="does not end before") as refused:
        Comparison(parse_period("2012-Q1"), parse_period("2012-01"))
    assert refused.value.place == "--base"


@pytest.mark.parametrize(
    ("asked", "place"),
    [({"account_level": "region"}, "--account-level"), ({"product_level": "sku"}, "--product-level")],
)
def test_a_level_that_does_not_exist_is_refused_with_its_choices(asked: dict[str, str], place: str) -> None:
    with pytest.raises(BadRequest) as refused:
        year(**asked)
    assert refused.value.place == place
    assert refused.value.remedy.startswith("use ")


def test_dormancy_that_reaches_into_the_base_period_is_refused_and_to_its_first_day_is_not() -> None:
    assert year(policy=policy("dormant-12")).dormant_before == date(2011, 1, 1)
    with pytest.raises(BadRequest, match="2011-02-01 is after 2011-01-01") as refused:
        year(policy=policy("dormant-11"))
    assert refused.value.place == "--policy"
    assert "more months" in refused.value.remedy


def test_dormancy_counted_from_a_month_end_clamps_to_the_months_last_day() -> None:
    april, dormant = parse_period("2012-04"), policy("dormant-1")
    fits = Comparison(parse_period("2012-02-29..2012-03-30"), april, policy=dormant)
    assert (fits.cut, fits.dormant_before) == (date(2012, 3, 31), date(2012, 2, 29))
    with pytest.raises(BadRequest, match="2012-02-29 is after 2012-02-28"):
        Comparison(parse_period("2012-02-28..2012-03-30"), april, policy=dormant)


def test_a_window_moves_the_cut_to_the_end_of_the_current_period_less_its_months() -> None:
    assert year().cut == date(2012, 1, 1)
    quarter = Comparison(parse_period("2011-Q3"), parse_period("2012-Q3"), policy=policy("12-month-window"))
    assert quarter.cut == date(2011, 10, 1)


def test_dimensions_are_named_once_and_exist() -> None:
    assert dimensions(["region", "family"]) == ("region", "family")
    with pytest.raises(BadRequest, match="stands twice"):
        dimensions(["region", "region"])
    with pytest.raises(BadRequest, match="'planet' is not known here") as refused:
        dimensions(["planet"])
    assert "seller, team" in refused.value.remedy


def test_one_of_lets_pass_what_is_allowed() -> None:
    one_of("a", ("a", "b"), place="--x")
