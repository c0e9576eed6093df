"""Measurable: a figure with a unit or a period; years, quarters and names are no figures."""

from __future__ import annotations

import pytest

from fourfold.objectives.linter.figures import Measured, measured
from fourfold.objectives.linter.folding import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Umsatz +6 % ggü. VJ", Measured("+6 %", "%", "VJ")),
        ("150 k€ visés en 2025", Measured("150 k€", "k€", "2025")),
        ("Visit every customer twice a year", Measured("every", "customer", "a year")),
        ("Place the X200 in Q3 2026", Measured("", "", "Q3")),
        ("Grow top 20 accounts", Measured("", "accounts", "")),
        ("", Measured()),
    ],
)
def test_figure_unit_and_period_are_told_as_written(text: str, expected: Measured) -> None:
    assert measured(folded(text)) == expected


def test_a_figure_alone_or_a_unit_alone_is_not_measurable() -> None:
    assert [Measured("5").is_measurable, Measured("", "%", "2025").is_measurable] == [False, False]
    assert [Measured("5", "%").is_measurable, Measured("5", "", "Q3").is_measurable] == [True, True]
