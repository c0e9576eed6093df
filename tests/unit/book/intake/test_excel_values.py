from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.book.intake.excel_values import Days, has_lost_digits, iso_moment, plain_number


def test_numbers_keep_the_fifteen_digits_that_a_sheet_can_show() -> None:
    as_stored = {
        "0.30000000000000004": "0.3",
        "19.989999999999998": "19.99",
        "1E-3": "0.001",
        "-1.5E+4": "-15000",
    }
    assert {text: plain_number(text) for text in as_stored} == as_stored


@given(st.decimals(-(10**9), 10**9, places=4))
def test_an_amount_stored_as_the_double_next_to_it_comes_back_exactly(amount: Decimal) -> None:
    assert Decimal(plain_number(repr(float(amount)))) == amount


@pytest.mark.parametrize(
    ("text", "lost"), [("999999999999999", False), ("1000000000000000", True), ("1E15", True)]
)
def test_a_whole_number_of_sixteen_digits_has_lost_some(text: str, lost: bool) -> None:  # noqa: FBT001
    assert has_lost_digits(text) is lost


@pytest.mark.parametrize(
    ("serial", "from_1904", "day"),
    [
        ("1", False, "1900-01-01"),
        ("59", False, "1900-02-28"),
        ("60", False, None),
        ("61", False, "1900-03-01"),
        ("2958465.75", False, "9999-12-31 18:00:00"),
        ("2958466", False, None),
        ("0", False, None),
        ("-1", False, None),
        ("0", True, "1904-01-01"),
        ("0.5", True, "1904-01-01 12:00:00"),
        ("1E99", False, None),
        ("x", False, None),
    ],
)
def test_a_serial_is_the_day_that_the_sheet_shows_or_none(
    serial: str,
    from_1904: bool,  # noqa: FBT001
    day: str | None,
) -> None:
    wanted = datetime.fromisoformat(day) if day else None
    assert Days(from_1904).moment(serial) == wanted


def test_an_iso_moment_is_taken_as_written() -> None:
    assert iso_moment("2026-12-31T23:30:00-05:00") == datetime.fromisoformat("2026-12-31T23:30:00")
    assert iso_moment("31.12.2026") is None
