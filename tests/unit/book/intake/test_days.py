"""Days from text: in the profile's format, or refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from fourfold.book.intake.days import Days, day_pattern, read_day
from fourfold.errors import BadRequest

SPAN = (date(2000, 1, 1), date(2027, 12, 31))


def read(texts: list[str], form: str) -> tuple[Days, list[date | None], list[bool]]:
    days = Days(form, SPAN)
    values, faulty = days.read(pa.array(texts), np.arange(2, len(texts) + 2))
    return days, values.to_pylist(), faulty.tolist()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2026-02-03", "%Y-%m-%d"),
        ("03.02.2026", "%d.%m.%Y"),
        ("2/3/2026 8:26", "%m/%d/%Y %H:%M"),
        ("3-Feb-2026", "%d-%b-%Y"),
        ("20260203", "%Y%m%d"),
        ("2026-02-03T10:11:12.5", "%Y-%m-%dT%H:%M:%S"),
    ],
)
def test_a_day_is_read_by_its_format(text: str, form: str) -> None:
    assert read_day(text, day_pattern(form)) == date(2026, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "infinity",
        "9999-12-31",
        "1900-01-01",
        "0000-00-00",
        "20260203",
        "26-2-3",
        "2026-W53-1",
        "2026-02-30",
        "2026-2-3",
    ],
)
def test_what_is_no_day_in_range_is_refused_with_the_range(text: str) -> None:
    days, values, faulty = read([text], "%Y-%m-%d")
    assert (values, faulty) == ([None], [True])
    assert "outside 2000-01-01…2027-12-31" in days.fault(text)[1]


def test_an_empty_day_is_not_faulty() -> None:
    assert read(["", "2026-01-01"], "%Y-%m-%d")[1:] == ([None, date(2026, 1, 1)], [False, False])


def test_rows_that_contradict_the_order_of_day_and_month_are_counted() -> None:
    days, _, faulty = read(["03/04/2026", "25/12/2026", "12/25/2026", "13/01/2026"], "%m/%d/%Y")
    assert faulty == [False, True, False, True]
    assert (days.contradicting, days.confirming, days.first_line) == (2, 1, 3)
    assert days.fault("25/12/2026")[0] == "E413"


def test_a_format_without_a_year_is_refused() -> None:
    with pytest.raises(BadRequest, match="no date format"):
        day_pattern("%d.%m")
