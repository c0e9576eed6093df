"""The tilt: the same in either direction, and its causes sum to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.book.hierarchy import team_paths
from fourfold.objectives.balance import balance, below_of, causes_of, changed, tilt_of
from fourfold.objectives.given import NewShare
from fourfold.objectives.objective import COMPANY, Owner
from fourfold.objectives.pointing import weighed, weight_pointing
from fourfold.periods import parse_period
from tests.oracle import Membership
from tests.unit.growth.books import EVERY_ROW, opened
from tests.unit.objectives.audits import ANN, BOB, SURE, YEAR, aims, audit_of

TEAMS = (
    Membership("all", "eve", date(2010, 1, 1), role="manager"),
    Membership("east", "bob", date(2010, 1, 1), date(2012, 7, 1), parent_team_id="all"),
    Membership("west", "bob", date(2012, 7, 1), parent_team_id="all"),
    Membership("west", "ann", date(2010, 1, 1), parent_team_id="all"),
)
ALL, EAST, WEST = (Owner("team", name) for name in ("all", "east", "west"))


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    made = opened(replace(EVERY_ROW, teams=TEAMS))
    yield made
    made.close()


AIMS = [
    *aims(("new_accounts", "70"), ("nrr", "20"), ("revenue", "10"), owner=ANN),
    *aims(("existing_account_gain", "3"), ("new_account_gain", "1"), owner=BOB),
]


def test_the_audit_of_a_book_is_the_weights_against_its_ledger(book: Book) -> None:
    made = balance(book, AIMS, owner=COMPANY, period=YEAR)
    # asked: ann 0.7 new and 0.2 existing, bob 0.25 and 0.75; given: 170 of the gains, 292 net of switching
    assert made.tilt.asked == Decimal("0.95") / Decimal("1.9")
    assert made.tilt.given.share == Decimal(170) / Decimal(292)
    assert made.tilt.points == 100 * (made.tilt.asked - made.tilt.given.share)
    assert (made.tilt.low, made.tilt.is_certain, made.owners) == (None, False, 2)
    assert made.missing == ("the book holds no activities", "the book holds no opportunities")
    assert made.growth.net.total == 292


def test_causes_sum_to_the_tilt_and_what_says_nothing_has_no_part_in_it(book: Book) -> None:
    made = balance(book, AIMS, owner=COMPANY, period=YEAR)
    assert made.tilt.points is not None
    parts = {cause.objective.id: cause.points for cause in made.causes}
    assert abs(sum(parts.values()) - made.tilt.points) < Decimal("1e-20")
    assert parts["annrevenue"] == 0
    assert parts["annnew_accounts"] > 0 > parts["annnrr"]
    assert made.causes[0].points == min(parts.values())  # the tilt is to existing accounts


def test_a_tilt_to_existing_accounts_is_the_mirror_of_one_to_new_accounts() -> None:
    new = audit_of(aims(("new_accounts", "80"), ("nrr", "20")), replace(SURE, share=Decimal("0.38"))).balance
    mirrored = NewShare(Decimal("0.62"), Decimal("0.59"), Decimal("0.65"), 200)
    old = audit_of(aims(("nrr", "80"), ("new_accounts", "20")), mirrored).balance
    assert new.tilt.points == Decimal(42)
    assert old.tilt.points == Decimal(-42)
    assert (old.tilt.low, old.tilt.high) == (-(new.tilt.high or 0), -(new.tilt.low or 0))
    assert new.tilt.is_certain
    assert old.tilt.is_certain
    assert [c.points for c in old.causes] == [-c.points for c in new.causes]


def test_a_tilt_whose_interval_holds_0_is_not_certain() -> None:
    made = audit_of(aims(("new_accounts", "40"), ("nrr", "60"))).balance
    assert made.tilt.points == Decimal(2)
    assert (made.tilt.low, made.tilt.high, made.tilt.is_certain) == (Decimal(-1), Decimal(5), False)


def test_plain_revenue_has_no_tilt_and_no_causes_and_says_why() -> None:
    held = weighed(aims(("revenue", "100")), YEAR)
    tilt = tilt_of(weight_pointing(held), SURE)
    assert (tilt.points, tilt.asked, causes_of(held, tilt)) == (None, None, ())
    assert "no objective says" in tilt.why
    nothing = tilt_of(weight_pointing(()), SURE)
    assert "no objectives with a weight" in nothing.why


def test_a_change_leaves_growth_and_moves_the_tilt(book: Book) -> None:
    made = balance(book, AIMS, owner=COMPANY, period=YEAR)
    below = below_of(book, COMPANY, YEAR, team_paths(book.reference("teams")))
    assert changed(made, AIMS, below).tilt == made.tilt
    only = changed(made, [one for one in AIMS if one.measure == "new_accounts"], below)
    assert (only.tilt.asked, only.growth) == (1, made.growth)


def test_below_a_team_are_its_teams_and_who_was_in_one_of_them_in_the_period(book: Book) -> None:
    paths = team_paths(book.reference("teams"))
    eve = Owner("seller", "eve")
    assert below_of(book, ALL, YEAR, paths) == {ALL, EAST, WEST, ANN, BOB, eve}
    assert below_of(book, EAST, YEAR, paths) == {EAST, BOB}
    assert below_of(book, EAST, parse_period("2012-H2"), paths) == {EAST}
    assert below_of(book, BOB, YEAR, paths) == {BOB}
    assert COMPANY in below_of(book, COMPANY, YEAR, paths)


def test_a_team_without_objectives_says_so_and_a_parent_team_has_the_growth_of_those_below(
    book: Book,
) -> None:
    made = balance(book, AIMS[3:], owner=ALL, period=YEAR)
    assert made.owners == 1
    parts = [balance(book, (), owner=team, period=YEAR) for team in (EAST, WEST)]
    assert made.growth.net.total == sum(part.growth.net.total for part in parts)
    assert all(part.tilt.why == "there are no objectives with a weight in this period" for part in parts)
