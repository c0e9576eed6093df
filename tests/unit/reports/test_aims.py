"""Scorecard and audit as the report shows them."""

from __future__ import annotations

from fourfold.objectives.objective import COMPANY
from fourfold.reports.aims import Aims, aims_shown
from tests.unit.objectives.audits import aims, audit_of
from tests.unit.reports.test_scorecards import OVER, card

SHOWN = aims_shown(Aims(card(OVER), audit_of(aims(("new_accounts", "71"), ("nrr", "29"))), {COMPANY: "All"}))


def test_each_objective_has_a_bar_its_part_and_where_it_stands() -> None:
    assert [each.name for each in SHOWN.bullets] == [line.objective.name for line in card(OVER).lines]
    assert all(each.drawing.startswith("<svg") for each in SHOWN.bullets)
    assert [each.share for each in SHOWN.bullets if each.word == "reached"] != []


def test_only_colours_that_stand_on_the_page_are_told() -> None:
    drawn = "".join(each.drawing for each in SHOWN.bullets)
    assert {kind for kind, _ in SHOWN.kinds} == {k for k in ("s2", "s4", "base") if f"k-{k}" in drawn}


def test_what_is_missing_from_the_audit_is_told() -> None:
    assert SHOWN.missing.startswith("Left out: ")
    assert SHOWN.balance[0].startswith("You ask for new accounts more than they give")
