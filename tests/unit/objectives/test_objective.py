from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import CATALOGUE, Serves
from fourfold.objectives.objective import COMPANY, Filters, Owner, State, serves
from tests.unit.objectives.setting import objective


def test_the_company_has_no_id_and_everybody_else_has_one() -> None:
    assert Owner("company") == COMPANY
    for wrong in (("company", "x"), ("team", ""), ("planet", "x")):
        with pytest.raises(BadRequest, match="no owner"):
            Owner(*wrong)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"measure": "luck"}, "no measure 'luck'"),
        ({"filters": (("planet", ("Mars",)),)}, "cannot be narrowed by planet"),
        ({"filters": (("family", ()),)}, "cannot be narrowed by family"),
        ({"measure": "nrr", "filters": (("family", ("A", "B")),)}, "takes one value of family"),
        ({"weight": Decimal(-1)}, "a weight is not below 0"),
        ({"cap": Decimal(0)}, "a cap above 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        objective(**wrong)


def test_an_objective_counts_once_unless_told_otherwise() -> None:
    plain = objective()
    assert (plain.weight, plain.cap, plain.of.id) == (Decimal(1), None, "revenue")
    assert plain.state is State.ACTIVE


@pytest.mark.parametrize(
    ("measure", "filters", "found"),
    [
        ("revenue", (), {Serves.OTHER: 1}),
        ("revenue", (("family", ("Bikes",)),), {Serves.OTHER: 1}),
        ("activities", (("purpose", ("relationship", "transaction")),),
         {Serves.RELATIONSHIP: 0.5, Serves.ACTIVITY: 0.5}),
        ("activities", (("purpose", ("service",)), ("channel", ("new",))), {Serves.SERVICE: 1}),
        ("activities", (("channel", ("new",)),), {Serves.S1: 0.5, Serves.S2: 0.5}),
        ("won_amount", (("channel", ("new", "existing")),), {
            Serves.S1: 0.25, Serves.S2: 0.25, Serves.S3: 0.125, Serves.S4: 0.125, Serves.KEEP: 0.25,
        }),
        ("won_amount", (("source", ("new_product_existing_account",)),), {Serves.S3: 1}),
    ],
)  # fmt: skip
def test_filters_say_closer_what_a_measure_points_at(
    measure: str, filters: Filters, found: dict[Serves, float]
) -> None:
    assert dict(serves(CATALOGUE[measure], filters)) == {k: Decimal(str(v)) for k, v in found.items()}
