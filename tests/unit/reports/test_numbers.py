"""Numbers for reading and for reconciling."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.reports.numbers import (
    MILLIONS,
    count,
    exact,
    full,
    percent,
    rate,
    reading,
    scale_for,
    signed,
    signed_reading,
    unbroken,
)
from fourfold.words import speaking


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("10000828.82", "10.0 m"),
        ("-3028409.88", "−3.0 m"),
        ("999949.99", "999.9 k"),
        ("1234567890.12", "1.2 bn"),
        ("57.68", "58"),
        ("0", "0"),
    ],
)
def test_an_amount_reads_in_its_scale_with_one_decimal(amount: str, text: str) -> None:
    assert reading(Decimal(amount)) == text


def test_an_amount_that_its_table_would_show_as_nothing_is_written_in_its_own_scale() -> None:
    assert reading(Decimal("57.68"), MILLIONS) == "58"
    assert signed_reading(Decimal("-14380.49"), MILLIONS) == "−14.4 k"
    assert signed_reading(Decimal("50000"), MILLIONS) == "+0.1 m"


def test_signs_are_explicit_and_halves_go_away_from_zero() -> None:
    assert signed(Decimal("0.125")) == "+0.13"
    assert signed(Decimal("-0.125")) == "−0.13"
    assert signed(Decimal(0)) == "0.00"


def test_exact_text_keeps_every_decimal_and_never_says_minus_zero() -> None:
    assert exact(Decimal("7009713.76")) == "7009713.7600"
    assert exact(Decimal("-0")) == "0.0000"
    assert exact(Decimal("123456789012345678.1234")) == "123456789012345678.1234"
    assert exact(Decimal("1E+3")) == "1000.0000"


def test_shares_show_no_more_than_is_known() -> None:
    assert (percent(Decimal("0.834")), percent(Decimal("0.0212")), percent(None)) == ("83 %", "2.1 %", "–")
    assert rate(Decimal("0.833527")) == "83.4 %"


def test_a_number_keeps_its_unit_on_its_line() -> None:
    assert unbroken("rose 10.0 m (55 %) by 3 months") == "rose 10.0\u00a0m (55\u00a0%) by 3 months"


def test_counts_are_grouped_and_a_missing_count_is_blank() -> None:
    assert (count(60855), count(0), count(None)) == ("60,855", "0", "")
    assert scale_for().letter == ""
    assert full(Decimal("-9649526.2800")) == "−9,649,526.28"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", ("10.0 m", "+812.5 k", "−9,649,526.28", "83.4 %", "60,855", "m")),
        ("de", ("10,0 Mio.", "+812,5 Tsd.", "−9.649.526,28", "83,4 %", "60.855", "Mio.")),
        (
            "fr",
            (
                "10,0 M",
                "+812,5 k",
                "−9\u202f649\u202f526,28",
                "83,4\u202f%",
                "60\u202f855",
                "M",
            ),
        ),
    ],
)
def test_signs_and_units_are_those_of_the_language(code: str, told: tuple[str, ...]) -> None:
    with speaking(code):
        assert told == (
            reading(Decimal("10000828.82")),
            signed_reading(Decimal("812543")),
            full(Decimal("-9649526.2800")),
            rate(Decimal("0.833527")),
            count(60855),
            MILLIONS.unit,
        )
        assert exact(Decimal("-9649526.28")) == "-9649526.2800"
        assert unbroken(f"rose {told[0]}").count("\u00a0") == 1
