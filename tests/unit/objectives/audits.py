"""Audits made by hand, without a book."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fourfold.growth.overdue import AtRisk
from fourfold.objectives.asking import together
from fourfold.objectives.audit import Audit, Earlier
from fourfold.objectives.balance import Balance, Growth, causes_of, tilt_of
from fourfold.objectives.given import NewShare
from fourfold.objectives.objective import COMPANY, Objective, Owner
from fourfold.objectives.pointing import Pointing, money_pointing, weighed, weight_pointing
from fourfold.periods import parse_period
from tests.unit.growth.books import year
from tests.unit.objectives.setting import objective

YEAR = parse_period("2012")
ANN, BOB = Owner("seller", "ann"), Owner("seller", "bob")
SURE = NewShare(Decimal("0.38"), Decimal("0.35"), Decimal("0.41"), 200)
NET = Pointing(
    "net",
    "EUR",
    {
        "new_product_new_account": Decimal(8),
        "existing_product_new_account": Decimal(30),
        "new_product_existing_account": Decimal(20),
        "additional_product_existing_account": Decimal(12),
        "keep_and_expand": Decimal(30),
    },
    100,
)


def aims(*weights: tuple[str, str], owner: Owner = COMPANY) -> list[Objective]:
    """Objectives of an owner over 2012: measure and weight of each."""
    return [
        objective(
            m, "100", id=f"{owner.id}{m}", name=f"More {m}", owner=owner, period=YEAR, weight=Decimal(w)
        )
        for m, w in weights
    ]


def audit_of(objectives: Sequence[Objective], given: NewShare = SURE) -> Audit:
    """An audit of 2012 in which new accounts brought 38 of 100."""
    held = weighed(objectives, YEAR)
    time = Pointing("time", "minutes", why="the book holds no activities")
    pipeline = Pointing("pipeline", "EUR", {"new": Decimal(3), "existing": Decimal(1)}, 4)
    asked = (weight_pointing(held), money_pointing(objectives, YEAR, "EUR"), time, pipeline)
    tilt = tilt_of(asked[0], given)
    less = Pointing("after losses", "EUR", {**NET.amounts, "keep_and_expand": Decimal(-9)}, 120, "a part")
    growth = Growth(NET, NET, less, Decimal(900), AtRisk(Decimal(90), 7))
    causes = causes_of(held, tilt)
    made = Balance(COMPANY, year(), "EUR", asked, growth, tilt, causes, 1)
    earlier = Earlier(parse_period("2011"), tilt_of(asked[0], NewShare(Decimal("0.5"), None, None, 3, "few")))
    owners = frozenset(one.owner for one in objectives)
    return Audit(made, together(held, causes), (earlier,), tuple(objectives), owners)
