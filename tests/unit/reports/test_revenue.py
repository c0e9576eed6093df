from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from fourfold.growth import Account, Named
from fourfold.reports.revenue import revenue_picture

ACCOUNT = Account(Named("a", "Acme"), None, "", "", "", (), (), "month", (), ())


def drawn(*points: tuple[str, str]) -> str:
    revenue = tuple((label, Decimal(amount)) for label, amount in points)
    return revenue_picture(replace(ACCOUNT, revenue=revenue)).wide


def heights(svg: str) -> list[str]:
    return re.findall(r'<rect [^>]*height="([0-9.]+)"', svg)


def test_a_column_is_as_high_as_its_amount_and_credits_hang_below() -> None:
    svg = drawn(("2024-01", "100"), ("2024-02", "50"), ("2024-03", "-50"))
    full, half, credit = (Decimal(h) for h in heights(svg))
    assert abs(half * 2 - full) < Decimal("0.2")
    assert credit == half
    tops = [Decimal(y) for y in re.findall(r'<rect [^>]*y="([0-9.]+)"', svg)]
    assert tops[0] < tops[1] < tops[2]


def test_columns_are_named_and_labels_hold_no_markup() -> None:
    svg = drawn(("<b>2024", "1200"), ("2025", "0"))
    words = [element.text for element in ElementTree.fromstring(svg).iter() if element.text]  # noqa: S314  ours
    assert words == ["1.2 k", "<b>2024", "0", "2025"]


def test_where_room_is_scarce_the_last_period_is_still_named() -> None:
    svg = drawn(*((f"2023-{at:02}", "10") for at in range(40)))
    assert "2023-39" in svg
    assert svg.count("2023-") < 40


@pytest.mark.parametrize("points", [(), (("2024", "0"),)])
def test_no_revenue_is_drawn_without_a_fault(points: tuple[tuple[str, str], ...]) -> None:
    assert heights(drawn(*points)) == ["0.0"] * len(points)
