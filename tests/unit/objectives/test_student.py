from __future__ import annotations

import pytest

from fourfold.objectives.student import two_sided


@pytest.mark.parametrize(
    ("level", "freedom", "printed"),
    [
        (0.80, 1, 3.078),
        (0.80, 2, 1.886),
        (0.80, 3, 1.638),
        (0.80, 10, 1.372),
        (0.95, 1, 12.706),
        (0.95, 4, 2.776),
        (0.95, 29, 2.045),
        (0.99, 7, 3.499),
        (0.95, 120, 1.980),
    ],
)
def test_quantiles_are_those_of_the_printed_tables(level: float, freedom: int, printed: float) -> None:
    assert two_sided(level, freedom) == pytest.approx(printed, abs=0.0006)


@pytest.mark.parametrize(("level", "freedom"), [(0.8, 0), (0.0, 3), (1.0, 3)])
def test_there_is_no_quantile_without_freedom_or_of_all_or_nothing(level: float, freedom: int) -> None:
    with pytest.raises(ValueError, match="no t for a level"):
        two_sided(level, freedom)
