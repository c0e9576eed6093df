from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fourfold.errors import BadRequest
from fourfold.objectives.cascade import Base, Part, Rule, Whole
from fourfold.objectives.objective import COMPANY, Owner
from fourfold.objectives.ramps import Stint
from fourfold.objectives.trees import Branch, RollUp, cascade_tree, rolled_up
from fourfold.periods import parse_period

D = Decimal
YEAR = parse_period("2013")
NORTH, FAR_NORTH, SOUTH = (Owner("team", name) for name in ("North", "Far North", "South"))
ANN, BOB, EVE = (Owner("seller", name) for name in ("Ann", "Bob", "Eve"))
MOVED = date(2013, 7, 2)
TREE = (
    Branch(
        Part(NORTH, last_year=D(700)),
        (
            Branch(Part(ANN, last_year=D(400), stints=(Stint(ends_on=MOVED),))),
            Branch(Part(FAR_NORTH, last_year=D(300)), (Branch(Part(BOB, last_year=D(300))),)),
        ),
    ),
    Branch(
        Part(SOUTH, last_year=D(300)),
        (
            Branch(Part(ANN, last_year=D(100), stints=(Stint(MOVED),))),
            Branch(Part(EVE, last_year=D(300), fixed=D(100))),
        ),
    ),
)
RULES = (Rule(Base.LAST_YEAR), Rule(Base.EVEN, D("0.1")))


def test_a_target_goes_down_a_tree_of_any_depth_and_a_mover_stands_in_both_teams() -> None:
    found = cascade_tree(Whole("revenue", D(1000), YEAR), TREE, RULES).targets
    assert found[(COMPANY, NORTH)] == 700
    assert found[(COMPANY, NORTH, ANN)] + found[(COMPANY, NORTH, FAR_NORTH)] == 770
    assert found[(COMPANY, NORTH, FAR_NORTH, BOB)] == D("1.1") * found[(COMPANY, NORTH, FAR_NORTH)]
    assert (found[(COMPANY, SOUTH, ANN)], found[(COMPANY, SOUTH, EVE)]) == (230, 100)


def test_a_cascade_rolls_up_to_its_over_assignment_at_every_level() -> None:
    tree = cascade_tree(Whole("revenue", D(1000), YEAR), TREE, RULES)
    found = {gap.parent: gap for gap in rolled_up("revenue", tree.targets, tree.parents)}
    assert found[(COMPANY,)] == RollUp((COMPANY,), D(1000), D(1000), D(0))
    assert found[(COMPANY, NORTH)].difference == 70
    assert found[(COMPANY, SOUTH)].difference == 30


def test_who_leads_a_team_sees_their_own_cuts_and_not_those_above() -> None:
    tree = cascade_tree(Whole("revenue", D(1000), YEAR), TREE, RULES)
    assert tree.set_by(COMPANY) == (tree,)
    assert [node.path for node in tree.set_by(FAR_NORTH)] == [(COMPANY, NORTH, FAR_NORTH)]
    assert tree.set_by(BOB) == ()


def test_an_error_names_the_team_whose_target_could_not_be_cut() -> None:
    gone = (Branch(Part(NORTH), (Branch(Part(ANN, stints=(Stint(ends_on=YEAR.start),))),)),)
    with pytest.raises(BadRequest, match="nobody is there") as refused:
        cascade_tree(Whole("revenue", D(1), YEAR), gone, [Rule(Base.EVEN)])
    assert refused.value.place == "team North"
    with pytest.raises(BadRequest, match="no rule"):
        cascade_tree(Whole("revenue", D(1), YEAR), gone, [])


def test_a_product_tree_rolls_up_through_parents_without_a_target_and_names_what_has_none() -> None:
    parents = {"saw": "cutting", "axe": "cutting", "cutting": "tools", "hoe": "tools", "rake": "tools"}
    targets = {"saw": D("60.5"), "axe": D(40), "hoe": D(10), "tools": D(100)}
    assert rolled_up("revenue", targets, parents) == (
        RollUp("cutting", None, D("100.5"), None),
        RollUp("tools", D(100), D("110.5"), D("10.5"), ("rake",)),
    )
    assert rolled_up("revenue", targets, {}) == ()


@pytest.mark.parametrize(
    ("measure", "target", "parents", "cause"),
    [
        ("nrr", "1", {"a": "b"}, "targets of nrr do not add up"),
        ("revenue", "1", {"a": "b", "b": "a"}, "in a circle"),
        ("revenue", "0.00001", {"a": "b"}, "at most four decimals"),
    ],
)
def test_what_cannot_be_summed_is_refused(
    measure: str, target: str, parents: dict[str, str], cause: str
) -> None:
    with pytest.raises(BadRequest, match=cause):
        rolled_up(measure, {"a": D(target)}, parents)
