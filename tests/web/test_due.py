"""The days on which a view is sent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fourfold.web.saved.due import last_due, next_due

DAYS = [date(2026, 12, 1) + timedelta(days=at) for at in range(0, 500, 3)]


@pytest.mark.parametrize("rhythm", ["week", "month"])
def test_the_last_and_the_next_day_meet_where_it_is_due_today_and_never_skip_one(rhythm: str) -> None:
    for day in (1, 5, 7) if rhythm == "week" else (1, 15, 29, 30, 31):
        for today in DAYS:
            last, coming = last_due(rhythm, day, today), next_due(rhythm, day, today)
            assert last <= today <= coming
            assert next_due(rhythm, day, last + timedelta(days=1)) == (
                coming if last != coming else next_due(rhythm, day, today + timedelta(days=1))
            )
            assert (coming - last).days in ({0, 7} if rhythm == "week" else {0, 28, 29, 30, 31})


def test_a_month_that_is_too_short_is_served_on_its_last_day() -> None:
    assert next_due("month", 31, date(2027, 2, 1)) == date(2027, 2, 28)
    assert last_due("month", 30, date(2027, 3, 1)) == date(2027, 2, 28)
    assert next_due("week", 7, date(2026, 11, 23)) == date(2026, 11, 29)
