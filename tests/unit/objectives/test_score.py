"""Weighted scores; the worked table stands in docs/methods/scorecard.md and runs in tests/docs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.objectives.attainment import attain
from fourfold.objectives.score import score
from tests.unit.objectives.setting import figure, objective


@pytest.mark.parametrize(
    ("figures", "weight", "why", "coverage"),
    [
        ([], "1", "There is no objective that counts.", None),
        (["80", "90"], "0", "All weights are 0.", None),
        ([None, None], "1", "No objective with a weight has a figure.", 0),
    ],
)
def test_without_anything_to_weigh_there_is_no_score_and_it_says_why(
    figures: list[str | None], weight: str, why: str, coverage: int | None
) -> None:
    aim = objective(weight=Decimal(weight))
    found = score([(aim, attain(aim, figure(amount))) for amount in figures])
    assert (found.share, found.why, found.coverage) == (None, why, coverage)
    assert [part.points for part in found.parts] == [None] * len(figures)


def test_figures_without_weight_do_not_make_a_score_where_the_weight_has_no_figure() -> None:
    light, heavy = objective(weight=Decimal(0)), objective(weight=Decimal(2))
    found = score([(light, attain(light, figure("80"))), (heavy, attain(heavy, figure(None)))])
    assert (found.share, found.why) == (None, "No objective with a weight has a figure.")


def test_the_score_is_rounded_once_and_says_what_was_capped() -> None:
    aims = [objective(target="3"), objective(target="3"), objective(target="3", cap=Decimal("0.5"))]
    found = score([(aim, attain(aim, figure("2"))) for aim in aims])
    assert str(found.share) == "0.611111"
    assert [part.is_capped for part in found.parts] == [False, False, True]
