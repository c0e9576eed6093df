from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from fourfold.datasets import days


def test_the_three_years_are_whole() -> None:
    assert [days.date_of(day) for day in days.YEAR_STARTS] == [
        date(y, 1, 1) for y in (2023, 2024, 2025, 2026)
    ]
    assert days.year_index(days.YEAR_STARTS[:3]).tolist() == [0, 1, 2]
    assert days.year_index(days.YEAR_STARTS[1:] - 1).tolist() == [0, 1, 2]


def test_days_are_drawn_on_business_days_inside_the_window() -> None:
    first, last = (
        np.full(2000, days.day_number(date(2024, 3, 4))),
        np.full(2000, days.day_number(date(2024, 3, 17))),
    )
    drawn = {days.date_of(day) for day in days.draw_days(np.random.default_rng(1), first, last)}
    assert drawn == {date(2024, 3, d) for d in (4, 5, 6, 7, 8, 11, 12, 13, 14, 15)}


def test_november_sees_more_business_than_august() -> None:
    first, last = np.full(20000, 0), np.full(20000, 364)
    months = [days.date_of(day).month for day in days.draw_days(np.random.default_rng(1), first, last)]
    assert months.count(11) > 1.4 * months.count(8)


def test_a_year_is_about_one_years_business() -> None:
    shares = days.season_share(days.YEAR_STARTS[:-1], days.YEAR_STARTS[1:] - 1)
    assert shares.tolist() == pytest.approx([1, 1, 1], abs=0.01)


def test_the_next_business_day_skips_weekends_and_may_lie_after_the_years() -> None:
    saturday, end = days.day_number(date(2025, 3, 1)), days.YEAR_STARTS[3]
    found = days.next_business_day(np.array([saturday, end - 1, end + 5]))
    assert [found[0], found[1]] == [saturday + 2, end - 1]
    assert found[2] >= end
