"""A change that is tried: weights mean the same for every owner."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.errors import BadRequest
from fourfold.objectives.asking import Asking
from fourfold.objectives.audit import after
from fourfold.objectives.pointing import weighed, weight_pointing
from fourfold.objectives.trying import Trial, tried
from fourfold.periods import parse_period
from tests.unit.objectives.audits import ANN, BOB, YEAR, aims, audit_of

AIMS = [
    *aims(("new_accounts", "4"), ("revenue", "1"), owner=ANN),
    *aims(("new_accounts", "60"), ("nrr", "40"), owner=BOB),
]
NEW, NRR = Asking("new_accounts"), Asking("nrr")


def test_a_weight_is_per_cent_of_what_an_owners_objectives_weigh_now() -> None:
    made = tried(AIMS, YEAR, Trial({NEW: Decimal(40)}))
    assert [one.weight for one in made] == [Decimal(2), Decimal(1), Decimal(40), Decimal(40)]


def test_what_is_added_goes_to_every_owner_and_carries_no_money() -> None:
    made = tried(AIMS, YEAR, Trial(added=((NRR, Decimal(20)),)))
    added = made[len(AIMS) :]
    assert [(one.owner, one.weight, one.target) for one in added] == [(ANN, 1, 0), (BOB, 20, 0)]
    held = weight_pointing(weighed(made, YEAR))
    # ann 1 of 6, bob 60 of 120, halved
    assert held.amounts["keep_and_expand"].quantize(Decimal("1e-20")) == Decimal("0.33333333333333333333")


def test_others_stay_as_they_are_and_an_audit_is_not_changed_by_a_trial() -> None:
    other = aims(("new_accounts", "7"))[0]
    later = tried([other], parse_period("2013"), Trial({NEW: Decimal(1)}, ((NRR, Decimal(1)),)))
    assert later == (other,)
    told = audit_of(AIMS)
    then = after(told, Trial({NEW: Decimal(10)}, ((NRR, Decimal(15)),)))
    assert told.balance.tilt.points is not None
    assert then.tilt.points is not None
    assert then.tilt.points < told.balance.tilt.points
    assert told.balance.weight == weight_pointing(weighed(AIMS, YEAR))
    assert not Trial()


def test_what_no_measure_can_be_narrowed_by_is_refused() -> None:
    wrong = Asking("nrr", (("kind", ("demo",)),))
    with pytest.raises(BadRequest):
        tried(AIMS, YEAR, Trial(added=((wrong, Decimal(1)),)))
