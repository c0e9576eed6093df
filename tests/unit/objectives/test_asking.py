"""Objectives that ask the same stand together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.errors import BadRequest
from fourfold.objectives.asking import Asking, asking, together
from fourfold.objectives.pointing import weighed
from tests.unit.objectives.audits import ANN, BOB, YEAR, aims, audit_of


def test_parts_sum_to_the_tilt_and_weights_are_per_cent_of_an_owners_whole() -> None:
    told = audit_of(
        [
            *aims(("new_accounts", "3"), ("nrr", "1"), owner=ANN),
            *aims(("new_accounts", "60"), ("nrr", "40"), owner=BOB),
        ]
    )
    first, second = told.askings
    assert (first.asking.measure, first.owners, first.name) == ("new_accounts", 2, "More new_accounts")
    assert first.weights == (Decimal(60), Decimal(75))
    assert first.share + second.share == 1
    assert first.points is not None
    assert second.points is not None
    assert told.balance.tilt.points is not None
    assert abs(first.points + second.points - told.balance.tilt.points) < Decimal("1e-20")


def test_without_a_tilt_the_heaviest_comes_first() -> None:
    held = weighed(aims(("revenue", "10"), ("margin", "90")), YEAR)
    assert [(one.asking.measure, one.points) for one in together(held, ())] == [
        ("margin", None),
        ("revenue", None),
    ]


def test_a_key_names_an_asking_and_what_is_none_is_refused() -> None:
    asked = Asking("activities", (("kind", ("demo", "visit")),))
    assert asking(asked.key) == asked
    for wrong in ("", "planets", "activities kind"):
        with pytest.raises(BadRequest):
            asking(wrong)
