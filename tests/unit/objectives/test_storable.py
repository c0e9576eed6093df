from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fourfold.errors import BadRequest
from fourfold.objectives.storable import check_storable, check_text
from fourfold.periods import Period
from tests.unit.objectives.keeping import made


@pytest.mark.parametrize(
    "told",
    [
        {"target": Decimal("0.00001")},
        {"target": Decimal(10) ** 14},
        {"stretch": Decimal("inf")},
        {"cap": Decimal("1.000000001")},
        {"name": " x"},
        {"note": "a\x00b"},
        {"note": "a" * 2001},
        {"period": Period(date(1899, 1, 1), date(1900, 1, 1))},
    ],
)
def test_what_the_table_could_not_hold_is_refused_with_a_remedy(told: dict[str, Any]) -> None:
    with pytest.raises(BadRequest) as refused:
        check_storable(made(**told))
    assert refused.value.remedy
    assert refused.value.place in {*told, "period"}


def test_the_most_that_fits_is_stored() -> None:
    check_storable(made(target=Decimal("99999999999999.9999"), cap=Decimal("1.12345678"), note="a\nb"))


def test_a_text_that_is_needed_is_not_empty() -> None:
    check_text("why", "")
    with pytest.raises(BadRequest, match="the reason is empty"):
        check_text("why", "", is_needed=True)
