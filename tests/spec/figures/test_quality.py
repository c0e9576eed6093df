"""Data quality by value: what part of the revenue is fully described."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fourfold.growth.quality import Known, Quality, data_quality
from tests.asking import opened
from tests.oracle import Line, OracleBook, Rate
from tests.spec.conftest import ENGINES

DAY = date(2026, 3, 1)
REAL = [engine for engine in ENGINES if engine != "oracle"]


def line(number: int, amount: str, **told: object) -> Line:
    whole = {
        "account_id": "A",
        "product_id": "P",
        "seller_id": "S",
        "quantity": Decimal(1),
        "currency": "EUR",
    }
    return Line(
        **{**whole, **told},  # type: ignore[arg-type]
        line_id=str(number),
        order_id="O",
        ordered_on=DAY,
        amount=Decimal(amount),
    )


@pytest.mark.parametrize("engine", REAL)
def test_a_field_is_known_for_the_value_of_its_lines_returns_counted_without_sign(
    engine: str, request: pytest.FixtureRequest
) -> None:
    """100 + 20 sold, 30 given back, 40 dollars at 0.5: the value is 170."""
    url = "duckdb://" if engine == "duckdb" else request.getfixturevalue(f"{engine}_url")
    book = OracleBook(
        lines=(
            line(1, "100"),
            line(2, "20", account_id=None),
            line(3, "-30", quantity=None, seller_id=None),
            line(4, "40", currency="USD", product_id=None),
        ),
        fx_rates=(Rate(currency="USD", rate_on=DAY, rate=Decimal("0.5")),),
    )
    with opened(book, url) as made:
        found = data_quality(made)
    assert (found.lines, found.value) == (4, Decimal(170))
    assert {known.field: (known.lines, known.value) for known in found.known} == {
        "account_id": (3, Decimal(150)),
        "product_id": (3, Decimal(150)),
        "seller_id": (3, Decimal(140)),
        "quantity": (3, Decimal(140)),
        "cost_amount": (0, Decimal(0)),
    }
    assert [found.share(known) for known in found.known][:3] == [
        Decimal("0.882"),
        Decimal("0.882"),
        Decimal("0.824"),
    ]


def test_a_book_without_lines_has_no_shares() -> None:
    with opened(OracleBook(()), "duckdb://") as made:
        found = data_quality(made)
    assert (found.lines, found.value) == (0, 0)
    assert {found.share(known) for known in found.known} == {None}


@pytest.mark.parametrize(
    ("value", "share"),
    [("1000000", "1"), ("999999.99", "0.999"), ("0.01", "0.001"), ("0", "0"), ("500000", "0.500")],
)
def test_rounding_never_hides_a_gap_nor_what_there_is(value: str, share: str) -> None:
    made = Quality("EUR", 1, Decimal(1_000_000), ())
    assert made.share(Known("account_id", 1, Decimal(value))) == Decimal(share)
