from __future__ import annotations

from datetime import date
from decimal import Decimal

from fourfold.objectives.objective import COMPANY
from fourfold.objectives.scorecard import Known, scorecard
from fourfold.reports.scorecard_grids import scorecard_grid, scores_grid
from tests.unit.objectives.setting import figure, objective

NAMES = {COMPANY: "Six Teams"}
CARD = scorecard(
    [
        objective(target="300", weight=Decimal(2), cap=Decimal("0.5")),
        objective("nrr", "1.1", id="o2", name="Keep"),
    ],
    Known({"o1": figure("200"), "o2": figure(None)}),
    owner=COMPANY,
    as_of=date(2012, 3, 31),
)


def test_each_objective_is_a_row_with_exact_figures_and_its_rule() -> None:
    grid = scorecard_grid([CARD], NAMES)
    first, second = (
        dict(zip((column.name for column in grid.columns), row, strict=True)) for row in grid.rows
    )
    assert (first["target"], first["figure"], first["attainment"]) == (300, 200, Decimal("0.666667"))
    assert (first["counted"], first["score"], first["weight"]) == (Decimal("0.5"), Decimal("0.5"), 2)
    assert (first["owner_name"], first["last_day"]) == ("Six Teams", date(2012, 3, 31))
    assert str(first["rule"]).startswith("Closed short: the period is over")
    assert (second["figure"], second["attainment"], second["counted"]) == (None, None, None)
    assert str(second["rule"]).endswith("no base")


def test_each_owner_is_a_row_with_score_and_coverage() -> None:
    (row,) = scores_grid([CARD], NAMES).rows
    assert row[2:] == ("Six Teams", Decimal("0.5"), Decimal("0.666667"), 2, "1 no figure, 1 closed short")
