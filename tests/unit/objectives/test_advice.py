"""Advice on a small book, worked by hand.

Ann's widgets, and gadgets (sold to others since 2009) in brackets:

            2009   2010   2011       2012
    ann-a   100    110    110 [10]   120 [10]
    ann-b   100    100    -          -
    ann-c          20     20         20
    ann-d                 20         20
    ann-e                            30
    all     200    230    160        200

Five peers sell 200 to one account each year and 10, 20, ... 50 to a new one that never returns; one seller is
too large to be a peer, one too small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.book.book import Book, open_tables
from fourfold.book.settings import Settings
from fourfold.errors import BadRequest
from fourfold.objectives.advice import (
    FEWEST,
    Advice,
    Coming,
    Proposal,
    Wanted,
    advice,
    proposed,
    themes_of,
    weighted,
)
from fourfold.objectives.advising.facts import Facts
from fourfold.objectives.advising.points import LEAST, MOST
from fourfold.objectives.advising.reasons import notes
from fourfold.objectives.advising.themes import CARE, COUNTED, KEEP, THEMES, Key, Reached
from fourfold.objectives.needed import Value
from fourfold.objectives.objective import COMPANY, Objective, Owner, State
from fourfold.periods import Period, parse_period
from tests.asking import tables_of
from tests.oracle import Assignment, Membership, OracleBook
from tests.unit.growth.books import lines

ANN = Owner("seller", "ann")
START, COMING, AS_OF = date(2009, 1, 1), parse_period("2013"), date(2012, 12, 31)
PEERS = tuple(f"peer{number}" for number in range(1, 6))
ANNS = {
    "a": {2009: 100, 2010: 110, 2011: 110, 2012: 120},
    "b": {2009: 100, 2010: 100},
    "c": {2010: 20, 2011: 20, 2012: 20},
    "d": {2011: 20, 2012: 20},
    "e": {2012: 30},
}


def sold() -> str:
    found = [
        f"ann-{name} widget {on}-01-01 1 {amount}" for name, of in ANNS.items() for on, amount in of.items()
    ]
    found += [f"ann-a gadget {year}-02-01 1 10" for year in (2011, 2012)]
    for year in range(2009, 2013):
        found += [f"giant-a gadget {year}-03-01 1 5000", f"dwarf-a gadget {year}-03-01 1 5"]
        found += [f"{peer}-a widget {year}-01-01 1 200" for peer in PEERS]
        if year > 2009:
            found += [f"{peer}-{year} widget {year}-06-01 1 {10 * at}" for at, peer in enumerate(PEERS, 1)]
    return " ".join(found)


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    made = lines(sold())
    accounts = sorted({str(line.account_id) for line in made})
    owners = tuple(Assignment(name, name.partition("-")[0], START) for name in accounts)
    sellers = sorted({owner.seller_id for owner in owners})
    teams = tuple(Membership("east", name, START) for name in sellers)
    days = [(year, month) for year in (2010, 2011, 2012) for month in (3, 9)]
    done = pa.Table.from_pylist(
        [
            {
                "activity_id": f"{year}-{month}",
                "seller_id": "ann",
                "happened_on": date(year, month, 1),
                "kind": "visit",
                "purpose": "service",
            }
            for year, month in days
        ]
    )
    tables = tables_of(OracleBook(made, teams=teams, assignments=owners))
    opened = open_tables({**tables, "activities": done}, Settings(currency="EUR"))
    yield opened
    opened.close()


NOW = (
    Objective("o1", "Hunt", "new_accounts", ANN, COMING, Decimal(3)),
    Objective("o2", "Sell", "revenue", ANN, COMING, Decimal(3)),
    Objective("o3", "Hunt", "new_accounts", ANN, parse_period("2012"), Decimal(3)),
    Objective("o4", "Hunt", "new_accounts", COMPANY, COMING, Decimal(3)),
)


@pytest.fixture(scope="module")
def advised(book: Book) -> Advice:
    return advice(book, NOW, Wanted(ANN, COMING, AS_OF))


@pytest.fixture(scope="module")
def named(advised: Advice) -> dict[str, Proposal]:
    return {one.measure[0]: one for one in advised.proposals}


def test_the_facts_are_those_of_the_ledger_over_the_comparable_periods(advised: Advice) -> None:
    facts = advised.facts
    assert [one.period.label for one in facts.periods] == ["2012", "2011", "2010"]
    assert [one.value("revenue").amount for one in facts.periods] == [200, 160, 230]
    assert facts.total("new_account_gain") == 70
    assert facts.total("lost_account") == -100
    assert facts.total("lost_accounts") == 1
    assert facts.rate("nrr") == Decimal(520) / 590
    assert facts.rate("grr") == Decimal(490) / 590
    assert (facts.history_months, facts.base, facts.peers) == (36, 200, 5)
    assert facts.concentration is not None
    assert facts.concentration.largest == Decimal("0.65")


def test_weights_follow_what_was_gained_and_lost_within_their_bounds(named: dict[str, Proposal]) -> None:
    # new 70, additional 10, kept 20 gained and 100 lost; 90 points, as care has the least
    found = {name: one.weight for name, one in named.items()}
    assert found == {
        "new_account_gain": 30,
        "additional_product_existing_account": 10,
        "nrr": 10,
        "grr": 40,
        "activities": 10,
    }


def test_targets_lie_halfway_to_the_upper_quarter_of_peers_or_hold_what_was_reached(
    named: dict[str, Proposal],
) -> None:
    # peers' new accounts: 30/620, 60/640, 90/660, 120/680, 150/700; upper 0.1765; ann 70/590 of 200
    new = named["new_account_gain"]
    assert new.aim.peers is not None
    assert (new.aim.peers.upper, new.aim.peers.median) == (Decimal("0.1765"), Decimal("0.1364"))
    assert new.target == Decimal("29.51")
    # upper 600/640 = 0.9375; ann 520/590 and 490/590
    assert (named["nrr"].target, named["grr"].target) == (Decimal("0.909"), Decimal("0.884"))
    # no peer sells additional products: 10/590 of 200
    assert named["additional_product_existing_account"].target == Decimal("3.39")
    assert named["activities"].target == 2


def test_going_on_as_before_has_an_interval_and_the_target_a_place_in_it(
    named: dict[str, Proposal],
) -> None:
    new = named["new_account_gain"]
    assert new.aim.expected is not None
    assert new.aim.expected.amount == Decimal("23.73")
    low, high = new.aim.expected.low, new.aim.expected.high
    assert low is not None
    assert high is not None
    assert low < Decimal("23.73") < high
    assert new.aim.position == ((Decimal("29.51") - low) / (high - low)).quantize(Decimal("0.01"))


def test_each_proposal_says_why_in_words_with_its_figures(named: dict[str, Proposal]) -> None:
    told = named["new_account_gain"].told()
    assert told.startswith(
        "New accounts brought 70.00: 35.0 % of all that was gained and lost in the comparable periods."
        " 11.9 % of base revenue was reached; the best quarter of 5 peers of like size reached 17.6 % or"
        " more. The target lies halfway. Going on as before comes to 23.73; four times in five, from "
    )
    told = named["grr"].told()
    assert told.startswith(
        "100.00 was lost in the comparable periods (accounts that left: 1; products dropped: 0)."
    )
    assert "The target is to hold it." in named["additional_product_existing_account"].told()
    assert "the least weight" in named["activities"].told()


def test_objectives_of_the_owner_that_point_at_the_same_in_the_period_are_told(
    named: dict[str, Proposal],
) -> None:
    assert [one.id for one in named["new_account_gain"].covered] == ["o1"]
    assert named["nrr"].covered == ()


def test_a_proposal_becomes_a_draft_that_holds_its_reasons(named: dict[str, Proposal]) -> None:
    care = named["activities"]
    made = care.draft("o9")
    assert (made.state, made.owner, made.period, made.filters) == (State.DRAFT, ANN, COMING, CARE[1])
    assert (made.target, made.weight, made.note) == (2, 10, care.told())
    assert care.draft("o9", target=Decimal(5)).target == 5


def test_no_peer_is_named(advised: Advice) -> None:
    assert not any(name in repr(advised) for name in (*PEERS, "giant", "dwarf"))


def test_peers_are_sought_only_among_those_given(book: Book) -> None:
    among = {Owner("seller", peer) for peer in PEERS[:4]}
    facts = advice(book, (), Wanted(ANN, COMING, AS_OF, among)).facts
    assert (facts.peers, facts.compared, facts.quartiles) == (4, 4, {})


def test_notes_say_what_is_absent_and_what_hangs_on_one_account(advised: Advice) -> None:
    assert [note.told() for note in advised.notes] == [
        "The largest account makes 65.0 % of the revenue: whether it stays decides more than any weight"
        " here.",
        "History shows no gain with new products at existing accounts: nothing is proposed on them.",
    ]


def test_a_company_is_held_against_its_own_best_period(book: Book) -> None:
    found = advice(book, (), Wanted(COMPANY, COMING, AS_OF))
    new = next(one for one in found.proposals if one.measure[0] == "new_account_gain")
    assert new.aim.peers is None
    assert "in the best of 3 periods" in new.told()
    assert "A company has no peers" in found.notes[0].told()


def test_a_short_history_proposes_measures_without_targets_and_says_so(advised: Advice) -> None:
    facts = replace(advised.facts, history_months=6)
    found = proposed(Coming(ANN, COMING, facts))
    assert [(one.target, one.weight) for one in found] == [
        (None, 23), (None, 23), (None, 22), (None, 22), (None, 10),
    ]  # fmt: skip
    told = "No target: 12 months of history before the cut are needed to tell new from existing, not 6."
    assert all(told in one.told() for one in found)
    assert "Months of history before the cut: 6" in notes(facts, ANN, THEMES)[0].told()
    with pytest.raises(BadRequest, match="has no proposed target"):
        found[0].draft("o9")


def test_a_book_that_does_not_reach_back_proposes_measures_only(book: Book) -> None:
    found = advice(book, (), Wanted(ANN, parse_period("2010"), date(2009, 12, 31)))
    assert [one.target for one in found.proposals] == [None] * 4
    assert found.facts == Facts()
    assert found.notes[0].told().startswith("The book does not reach back")


AMOUNTS = st.integers(0, 10**6).map(lambda cents: Decimal(cents) / 100)
GAINED = st.fixed_dictionaries({row: AMOUNTS for theme in THEMES for row in theme.gained})
LOST = st.fixed_dictionaries(dict.fromkeys(KEEP.lost, AMOUNTS))
WITH_CARE = st.sampled_from((0, 4))


def facts_with(gained: dict[str, Decimal], lost: dict[str, Decimal], *, care: int = 0) -> Facts:
    """Facts of one year with such gains and losses."""
    rows = {**gained, **{row: -amount for row, amount in lost.items()}}
    values: dict[Key, Value] = {(row, ()): Value(rows.get(row, Decimal(0))) for row in {*rows, *COUNTED}}
    values["nrr", ()] = Value(Decimal(1), 1, Decimal(100), Decimal(100))
    if care:
        values = {**values, CARE: Value(Decimal(care), care)}
    year = Period(date(2012, 1, 1), date(2013, 1, 1))
    return Facts((Reached(year, Period(date(2011, 1, 1), date(2012, 1, 1)), values),), 24, Decimal(100))


def weights(facts: Facts) -> dict[str, int]:
    return {one.key[0]: weight for one, weight in weighted(facts, themes_of(facts))}


def kept(facts: Facts) -> int:
    found = weights(facts)
    return found.get("nrr", 0) + found.get("grr", 0)


@given(GAINED, LOST, WITH_CARE)
def test_weights_sum_to_100_over_3_to_6_proposals_each_within_its_bounds(
    gained: dict[str, Decimal], lost: dict[str, Decimal], care: int
) -> None:
    found = weights(facts_with(gained, lost, care=care))
    assert sum(found.values()) == 100
    assert FEWEST <= len(found) <= 6
    assert all(LEAST <= weight <= MOST for weight in found.values())


@given(GAINED, LOST, WITH_CARE, st.sampled_from(KEEP.lost), AMOUNTS)
def test_more_loss_of_existing_accounts_never_lowers_the_weight_of_keeping(
    gained: dict[str, Decimal], lost: dict[str, Decimal], care: int, row: str, more: Decimal
) -> None:
    before, after = (
        facts_with(gained, losses, care=care) for losses in (lost, {**lost, row: lost[row] + more})
    )
    assert kept(after) >= kept(before)


@given(GAINED, LOST, AMOUNTS)
def test_more_gain_with_new_accounts_never_lowers_their_weight(
    gained: dict[str, Decimal], lost: dict[str, Decimal], more: Decimal
) -> None:
    row = THEMES[0].gained[0]
    before, after = (facts_with(gains, lost) for gains in (gained, {**gained, row: gained[row] + more}))
    assert weights(after).get("new_account_gain", 0) >= weights(before).get("new_account_gain", 0)


NOTHING = {row: Decimal(0) for theme in THEMES for row in theme.gained}


def test_who_has_just_joined_gets_measures_without_targets() -> None:
    facts = facts_with(NOTHING, dict.fromkeys(KEEP.lost, Decimal(0)))
    values = {**facts.periods[0].values, ("nrr", ()): Value(None), ("grr", ()): Value(None)}
    blank = replace(facts, periods=(replace(facts.periods[0], values=values),), base=None)
    found = proposed(Coming(ANN, COMING, blank))
    assert [(one.target, one.weight) for one in found] == [(None, 25)] * 4
    assert (
        notes(blank, ANN, THEMES)[0].told().startswith("Nothing was sold or held in the comparable periods.")
    )


def test_the_list_is_filled_up_where_history_shows_little() -> None:
    facts = facts_with(NOTHING, dict.fromkeys(KEEP.lost, Decimal(0)))
    assert len(weights(facts)) == FEWEST
    assert "new_account_gain" in weights(facts)
    assert len(weights(replace(facts, periods=()))) == len(THEMES)
