from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.errors import BadRequest
from fourfold.periods import (
    Calendar,
    Period,
    parse_period,
    period_before,
    periods_of,
    same_day,
    shift_months,
    to_date,
    year_before,
)

FORTY_YEARS = range(1990, 2030)
CALENDARS = st.builds(
    Calendar,
    st.integers(1, 12),
    st.sampled_from(["months", "4-4-5", "4-5-4", "5-4-4"]),
    st.sampled_from(["monday", "friday", "saturday", "sunday"]),
)
PARTS = ("", "-H1", "-H2", *(f"-Q{n}" for n in range(1, 5)))
NAMES = st.builds(
    lambda fiscal, year, part, month: (
        f"{fiscal}{year}" + (part if part != "month" else f"-{'P' if fiscal else ''}{month:02d}")
    ),
    st.sampled_from(["", "FY"]),
    st.integers(1900, 2200),
    st.sampled_from([*PARTS, "month"]),
    st.integers(1, 12),
)


def days(text: str) -> tuple[str, str]:
    period = parse_period(text)
    return str(period.start), str(period.last_day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012", "2012-01-01", "2012-12-31"),
        ("2012-H2", "2012-07-01", "2012-12-31"),
        ("2012-Q1", "2012-01-01", "2012-03-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2012-01-01..2012-05-31", "2012-01-01", "2012-05-31"),
        ("2012-05-31..2012-05-31", "2012-05-31", "2012-05-31"),
        ("FY2012", "2012-01-01", "2012-12-31"),
    ],
)
def test_a_name_stands_for_its_days_both_ends_in_it(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends() -> None:
    july = Calendar(first_month=7)
    assert parse_period("FY2012", july) == Period(date(2011, 7, 1), date(2012, 7, 1))
    assert parse_period("FY2012-Q3", july) == Period(date(2012, 1, 1), date(2012, 4, 1))
    assert parse_period("FY2012-P12", july) == parse_period("2012-06")
    assert parse_period("2012-Q3", july) == Period(date(2012, 7, 1), date(2012, 10, 1))


def test_a_year_of_weeks_ends_on_the_last_weekday_of_its_month_and_has_53_weeks_when_it_must() -> None:
    # the last Saturdays of December: 2011-12-31, 2012-12-29, 2016-12-31, 2017-12-30
    weeks = Calendar(1, "4-4-5")
    assert parse_period("FY2012", weeks) == Period(date(2012, 1, 1), date(2012, 12, 30))
    assert parse_period("FY2016", weeks).days == 53 * 7
    assert parse_period("FY2016-P12", weeks).days == 6 * 7
    quarter = [parse_period(f"FY2012-P{n:02d}", weeks).days for n in (1, 2, 3)]
    assert quarter == [28, 28, 35]


@given(CALENDARS, st.sampled_from(["year", "half", "quarter", "month"]))
def test_periods_of_a_grain_partition_forty_years(calendar: Calendar, grain: str) -> None:
    first, last = date(FORTY_YEARS[0], 1, 1), date(FORTY_YEARS[-1], 12, 31)
    for name in (grain, f"fiscal-{grain}"):
        found = periods_of(name, first=first, last=last, calendar=calendar)
        assert all(a.end == b.start for a, b in pairwise(found))
        assert found[0].start <= first < found[0].end
        assert found[-1].start <= last < found[-1].end


@given(CALENDARS)
def test_every_fiscal_year_of_forty_is_the_sum_of_its_months(calendar: Calendar) -> None:
    for year in FORTY_YEARS:
        starts = calendar.month_starts(year)
        assert len(starts) == 13
        assert list(starts) == sorted(set(starts))
        assert starts[-1] == calendar.month_starts(year + 1)[0] == calendar.year_end(year)
        if calendar.pattern != "months":
            assert (starts[-1] - starts[0]).days in {52 * 7, 53 * 7}


@given(NAMES, CALENDARS)
def test_a_name_parses_to_a_period_whose_label_is_the_name(text: str, calendar: Calendar) -> None:
    period = parse_period(text, calendar)
    assert period.label == text
    assert parse_period(period.label, calendar) == period


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 900))
def test_the_label_of_a_range_parses_to_the_range(start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    assert parse_period(period.label) == period
    assert period.days == length


@given(NAMES, CALENDARS)
def test_the_period_before_ends_where_the_period_starts(text: str, calendar: Calendar) -> None:
    period = parse_period(text, calendar)
    before = period_before(period, calendar)
    assert before.end == period.start
    assert len(before.name) == len(period.name)


@given(NAMES)
def test_a_year_before_a_named_period_bears_the_same_name_in_the_year_before(text: str) -> None:
    fiscal = "FY" if text.startswith("FY") else ""
    year, rest = int(text.removeprefix("FY")[:4]), text.removeprefix("FY")[4:]
    assert year_before(parse_period(text)).name == f"{fiscal}{year - 1}{rest}"


@pytest.mark.parametrize(
    ("asked", "a_year_before", "just_before"),
    [
        ("2012-01-01..2012-02-29", "2011-01-01..2011-02-28", "2011-11-01..2011-12-31"),
        ("2012-03-01..2012-03-10", "2011-03-01..2011-03-10", "2012-02-20..2012-02-29"),
    ],
)
def test_a_range_moves_by_months_where_it_can_and_else_by_days(
    asked: str, a_year_before: str, just_before: str
) -> None:
    period = parse_period(asked)
    assert year_before(period).label == a_year_before
    assert period_before(period).label == just_before


def test_a_53rd_week_stays_with_the_year_that_has_it() -> None:
    weeks = Calendar(1, "4-4-5")
    long = parse_period("FY2016", weeks)
    assert year_before(parse_period("FY2017", weeks), weeks) == long
    assert year_before(long, weeks).days == 52 * 7


@pytest.mark.parametrize(
    "text",
    ["", "12", "2012-Q5", "2012-H0", "2012-13", "2012-00", "2012-P3", "FY2012-03", "2012-Q1 ", "0000", "9999",
     "2012-05-31..2012-01-01", "2012-02-30..2012-03-01", "2012..2013", "last year"],
)  # fmt: skip
def test_what_names_no_period_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_period(text)
    assert "2012-Q1" in refused.value.remedy


@pytest.mark.parametrize("wrong", [{"first_month": 13}, {"pattern": "5-5-5"}, {"week_ends": "someday"}])
def test_a_calendar_that_does_not_exist_is_refused_with_its_choices(wrong: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as refused:
        Calendar(**wrong)  # type: ignore[arg-type]
    assert refused.value.remedy.startswith("use ")


def test_an_unknown_grain_is_refused_with_its_choices() -> None:
    with pytest.raises(BadRequest, match="no grain 'week'") as refused:
        periods_of("week", first=date(2012, 1, 1), last=date(2012, 1, 2))
    assert "quarter" in refused.value.remedy


def test_months_are_shifted_to_the_same_day_or_the_last_one() -> None:
    assert shift_months(date(2012, 1, 31), 1) == date(2012, 2, 29)
    assert shift_months(date(2011, 12, 31), 2) == date(2012, 2, 29)
    assert shift_months(date(2012, 1, 15), -13) == date(2010, 12, 15)


def test_the_same_day_of_the_base_is_counted_in_months_and_never_after_the_base() -> None:
    year, before = parse_period("2012"), parse_period("2011")
    assert same_day(date(2012, 2, 29), current=year, base=before) == date(2011, 2, 28)
    assert same_day(date(2012, 12, 31), current=year, base=before) == date(2011, 12, 31)
    quarter, earlier = parse_period("2012-Q2"), parse_period("2012-Q1")
    assert same_day(date(2012, 5, 31), current=quarter, base=earlier) == date(2012, 2, 29)
    weeks = parse_period("2012-02-06..2012-02-19"), parse_period("2012-01-02..2012-01-15")
    assert same_day(date(2012, 2, 8), current=weeks[0], base=weeks[1]) == date(2012, 1, 4)


def test_a_period_to_date_says_up_to_which_day_it_goes() -> None:
    assert to_date(parse_period("2012"), end=date(2012, 5, 1)).label == "2012 to 2012-04-30"


def test_a_period_holds_its_days_and_no_other() -> None:
    period = parse_period("2012-06")
    assert date(2012, 6, 1) in period
    assert date(2012, 6, 30) in period
    assert date(2012, 7, 1) not in period
    assert "2012-06-01" not in period
