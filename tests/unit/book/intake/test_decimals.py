"""Numbers from text: exact or refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.book.intake.across import multiply
from fourfold.book.intake.decimals import Allowed, Notation, number_fault, to_decimals

POINT, COMMA = Notation(), Notation(",", ".")
MONEY = Allowed(4, pa.decimal128(18, 4))


@given(st.decimals(-(10**13), 10**13, places=4))
def test_every_amount_of_four_decimals_is_read_exactly(amount: Decimal) -> None:
    values, faulty = to_decimals(pa.array([f"{amount:f}", f"{amount:f}00"]), POINT, MONEY)
    assert values.to_pylist() == [amount, amount]
    assert not faulty.any()


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("1,5", "E403", "decimal comma? profile says '.'"),
        ("1.234,56", "E403", "decimal comma"),
        ("1,234", "E404", "ambiguous '1,234'"),
        ("1,234.56", "E405", "thousands separator ','"),
        ("1\u00a0234.50", "E405", "thousands separator U+00A0 not in profile"),
        ("12.34567", "E406", "more than 4 decimals"),
        ("10000000000000.01", "E407", "larger than 10^13"),
        ("12345678901234567890", "E407", "larger than 10^13"),
        ("(10.00)", "E408", "(10.00)"),
        ("10.00-", "E408", "leading minus only"),
        ("\u221210.00", "E408", "leading minus only"),
        ("€ 10.00", "E408", "currency mismatch"),
        ("NaN", "E402", "plain digits only"),
        ("1e5", "E402", "plain digits only"),
        ("1_000", "E402", "plain digits only"),
        ("0x10", "E402", "plain digits only"),
        ("\u0663", "E402", "plain digits only"),
        ("\uff11\uff12", "E402", "plain digits only"),
        ("-", "E402", "plain digits only"),
        ("#DIV/0!", "E402", "plain digits only"),
    ],
)
def test_what_is_no_plain_number_is_refused_with_the_reason(text: str, code: str, said: str) -> None:
    values, faulty = to_decimals(pa.array([text]), POINT, MONEY)
    assert faulty.tolist() == [True]
    assert values.null_count == 1
    found = number_fault(text, POINT, MONEY)
    assert found[0] == code
    assert said in found[1]


def test_an_empty_text_is_neither_zero_nor_faulty() -> None:
    values, faulty = to_decimals(pa.array(["", " ", "-0.00"]), POINT, MONEY)
    assert values.to_pylist() == [None, None, Decimal("0.0000")]
    assert not faulty.any()


def test_a_decimal_comma_profile_reads_its_own_notation_only() -> None:
    values, faulty = to_decimals(pa.array(["1.234,56", "-2,5", "12.50"]), COMMA, MONEY)
    assert values.to_pylist() == [Decimal("1234.5600"), Decimal("-2.5000"), None]
    assert faulty.tolist() == [False, False, True]


def test_negatives_are_read_as_the_profile_says() -> None:
    values, _ = to_decimals(pa.array(["(1.5)", "2"]), Notation(negatives="parentheses"), MONEY)
    assert values.to_pylist() == [Decimal("-1.5000"), Decimal("2.0000")]


def test_products_are_rounded_once_half_away_from_zero() -> None:
    factor = pa.decimal128(18, 6)
    left = pa.array([Decimal("1"), Decimal("-1"), Decimal("3")], factor)
    right = pa.array([Decimal("2.345"), Decimal("2.345"), Decimal("0.3333")], factor)
    assert multiply(left, right, 2).cast(pa.decimal128(18, 2)).to_pylist() == [
        Decimal("2.35"),
        Decimal("-2.35"),
        Decimal("1.00"),
    ]
