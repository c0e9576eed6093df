"""The sentences of the balance audit: as plain in either direction, and silent on what is chance."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fourfold.objectives.audit import Audit
from fourfold.objectives.given import NewShare
from fourfold.reports.balance import balance_sentences, missing_line, points, tilt_told
from tests.unit.objectives.audits import ANN, aims, audit_of

ASKED = "of the objective weight that points at a channel is on"


def said(told: Audit) -> str:
    return " ".join(balance_sentences(told))


def test_a_tilt_to_new_accounts_is_told_with_its_interval_its_cause_and_what_has_no_weight() -> None:
    told = audit_of(aims(("new_accounts", "71"), ("nrr", "29")))
    assert said(told) == (
        f"You ask for new accounts more than they give: 71 % {ASKED} new accounts; they brought 38 % (35 % to"
        " 41 %) of gains net of switching. The tilt is 33 points to new accounts (+30 to +36)."
        " “More new_accounts” pulls most: +44 points. Relationship and service carry no weight at all."
        " Existing accounts hold 900 EUR; 90 of it is with 7 accounts that have been silent for longer than"
        " they usually are."
    )


def test_a_tilt_to_existing_accounts_is_told_as_plainly() -> None:
    told = audit_of(aims(("nrr", "90"), ("new_accounts", "10")))
    assert said(told).startswith(
        f"You ask for existing accounts more than they give: 90 % {ASKED} existing accounts; they brought"
        " 62 % (59 % to 65 %) of gains net of switching."
        " The tilt is 28 points to existing accounts (−31 to −25)."
        " “More nrr” pulls most: −34 points."
    )


def test_a_seller_asks_nothing_of_themselves() -> None:
    told = audit_of(aims(("new_accounts", "1")))
    told = replace(told, balance=replace(told.balance, owner=ANN))
    assert said(told).startswith("New accounts are asked for more than they give: 100 %")


def test_what_may_be_chance_is_in_balance() -> None:
    told = said(audit_of(aims(("new_accounts", "40"), ("nrr", "60"))))
    assert told.startswith("In balance, as far as can be told: 40 %")
    assert "The difference is 2.0 points (−1.0 to +5.0), which may be chance." in told
    assert "pulls most" not in told


def test_plain_revenue_cannot_say_where_growth_is_to_come_from() -> None:
    told = said(audit_of(aims(("revenue", "90"), ("activities", "10"))))
    assert told.startswith(
        "These objectives do not say whether growth is to come from new or from existing accounts: none of"
        " their weight points at either. New accounts brought 38 % (35 % to 41 %) of gains net of switching."
    )
    assert (
        "100 % of all weight says nothing of the channel (activity 10 %, revenue and the like 90 %)." in told
    )
    assert "Keeping and expanding what accounts buy, relationship and service carry no weight at all." in told


def test_without_objectives_or_growth_the_audit_says_so() -> None:
    assert said(audit_of([])).startswith("There are no objectives with a weight here")
    nothing = NewShare(None, None, None, 0, "nothing was gained")
    told = balance_sentences(audit_of(aims(("new_accounts", "1")), nothing))
    assert told[0].endswith("what they gave cannot be told: nothing was gained.")
    few = NewShare(Decimal("0.2"), None, None, 3, "3 accounts are too few")
    told = balance_sentences(audit_of(aims(("new_accounts", "1")), few))
    assert "they brought 20 % of gains" in told[0]
    assert told[1] == "How sure this is cannot be told: 3 accounts are too few."


def test_missing_inputs_stand_in_one_line() -> None:
    held = audit_of(aims(("nrr", "1")))
    assert missing_line(held.balance) == (
        "Left out: no objective of this period has a target in money; the book holds no activities."
    )


@pytest.mark.parametrize(("value", "text"), [("63.85", "+64"), ("-4.36", "−4.4"), ("0", "0")])
def test_points_have_signs(value: str, text: str) -> None:
    assert points(Decimal(value)) == text


def test_a_tilt_reads_as_points_in_a_direction() -> None:
    assert (
        tilt_told(audit_of(aims(("nrr", "1"))).balance.tilt) == "38 points to existing accounts (−41 to −35)"
    )
    assert tilt_told(audit_of([]).balance.tilt) == "No tilt can be told"
