"""Advice in words and tables, without a book: history that carries nothing, and where a target lies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.objectives.advice import Advice, Coming, Proposal, proposed
from fourfold.objectives.advising.estimates import Estimate
from fourfold.objectives.advising.facts import Facts
from fourfold.objectives.objective import Owner
from fourfold.periods import parse_period
from fourfold.reports.advice import (
    advice_facts,
    advice_sentence,
    expected_told,
    peers_grid,
    place_told,
    proposals_grid,
    reached_grid,
    weights_plate,
)
from fourfold.reports.marks import Bars

ANN, NEXT = Owner("seller", "ann"), parse_period("2013")


@pytest.fixture(scope="module")
def bare() -> Advice:
    made = proposed(Coming(ANN, NEXT, Facts()))
    return Advice(ANN, NEXT, date(2012, 12, 31), "EUR", Facts(), made, ())


def placed(one: Proposal, place: str) -> str:
    return place_told(replace(one, aim=replace(one.aim, position=Decimal(place))))


def test_a_history_that_carries_nothing_is_told_as_such_and_every_table_still_stands(bare: Advice) -> None:
    assert advice_sentence(bare).startswith("History carries no targets yet: 4 measures to start from")
    assert [row[1:] for row in proposals_grid(bare).rows] == [(25, "", "", "", "", "–")] * 4
    assert reached_grid(bare.facts).rows == peers_grid(bare).rows == ()
    assert ("Peers", "0", "of like size, among 0 others you may see; 5 are needed") in advice_facts(bare)


def test_a_bar_has_the_colours_of_what_its_objective_points_at(bare: Advice) -> None:
    drawn = weights_plate(bare).picture.wide
    assert isinstance(drawn, Bars)
    colours = [[piece.kind for piece in row.segments] for row in drawn.rows]
    assert colours == [["s1", "s2"], ["s3"], ["s4"], ["existing"]]


def test_a_target_lies_in_above_or_below_the_range_of_going_on_as_before(bare: Advice) -> None:
    one = bare.proposals[0]
    assert [placed(one, at) for at in ("0.5", "1.2", "-0.1")] == [
        "50 % of the way up", "above the range", "below the range",
    ]  # fmt: skip
    found = Estimate(Decimal("23.73"), None, None, 2, "2 periods are too few for an interval")
    told = expected_told(replace(one, aim=replace(one.aim, expected=found)))
    assert told == ("24", "2 periods are too few for an interval")
