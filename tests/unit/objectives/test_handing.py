from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.objectives.cascade import Base
from fourfold.objectives.changes import Aim, added, changed, moved, withdrawn
from fourfold.objectives.handing import Cut, HandedDown, drafts, handed_down
from fourfold.objectives.objective import COMPANY, Owner, State
from fourfold.objectives.seasons import Shape
from fourfold.periods import parse_period
from tests.oracle import Membership
from tests.unit.growth.books import EVERY_ROW, opened
from tests.unit.objectives.keeping import Desk, made

YEAR = parse_period("2012")
DAY = date(2010, 1, 1)
TEAMS = (
    Membership("top", "eve", DAY, role="manager"),
    Membership("east", "ann", DAY, parent_team_id="top"),
    Membership("east", "bob", DAY, date(2012, 7, 1), parent_team_id="top"),
    Membership("west", "bob", date(2012, 7, 1), parent_team_id="top"),
    Membership("gone", "cat", DAY, date(2011, 1, 1)),
)
WHOLE = made("o-1", owner=COMPANY, period=YEAR, target=Decimal("100.01"), state=State.PROPOSED)


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    found = opened(replace(EVERY_ROW, teams=TEAMS))
    yield found
    found.close()


@pytest.fixture
def desk() -> Desk:
    found = Desk()
    found.run(lambda store: added(store, WHOLE))
    return found


def handed(book: Book, desk: Desk, **told: object) -> HandedDown:
    return handed_down(book, desk.store, "o-1", Cut(**{"base": Base.EVEN, **told}))  # type: ignore[arg-type]


def by_place(found: HandedDown) -> dict[str, str]:
    return {"/".join(o.id for o in part.place[1:]): str(part.target) for part in found.parts}


def test_each_level_sums_to_the_one_above_and_who_moved_has_a_part_in_each_team(
    book: Book, desk: Desk
) -> None:
    found = handed(book, desk)
    # bob is in the east for 182 of 366 days and in the west for 184; eve manages, cat left before
    assert by_place(found) == {
        "top": "100.01",
        "top/east": "50.01",
        "top/east/ann": "33.40",
        "top/east/bob": "16.61",
        "top/west": "50.00",
        "top/west/bob": "50.00",
    }
    assert {one.difference for one in found.roll_up} == {0}
    days = {part.place[-2].id: part.period for part in found.parts if part.owner.id == "bob"}
    assert (days["east"].end, days["west"].start) == (date(2012, 7, 1), date(2012, 7, 1))


def test_the_basis_of_last_year_is_what_each_reached_and_none_for_who_was_not_there(
    book: Book, desk: Desk
) -> None:
    found = handed(book, desk, base=Base.LAST_YEAR)
    basis = {"/".join(o.id for o in part.place[1:]): part.part.basis for part in found.parts}
    # of 2011 all but nobody's 4 was sold by ann's and bob's accounts; the west had no members then
    assert basis["top/east/ann"] == 410
    assert basis["top/west"] is None


def test_a_second_run_adds_nothing_and_keeps_what_a_person_changed(book: Book, desk: Desk) -> None:
    desk.run(lambda store: drafts(store, handed(book, desk)))
    assert desk.store.find("o-1/top/east/bob").current.state is State.DRAFT
    assert drafts(desk.store, handed(book, desk)) == ()
    own = desk.store.find("o-1/top/east/ann").current
    desk.run(lambda s: changed(s, Aim(own.id, 1, "less"), replace(own, target=Decimal(20))))
    again = handed(book, desk)
    assert by_place(again)["top/east/ann"] == "20"
    assert by_place(again)["top/east/bob"] == "30.01"
    assert [record["id"] for record in drafts(desk.store, again)] == ["o-1/top/east/bob"]


def test_a_part_that_was_proposed_is_a_version_more_and_a_closed_one_stays(book: Book, desk: Desk) -> None:
    desk.run(lambda store: drafts(store, handed(book, desk)))
    desk.run(lambda s: moved(s, Aim("o-1/top/east", 1), State.PROPOSED, is_owner=False))
    desk.run(lambda s: withdrawn(s, Aim("o-1/top/west", 1, "no")))
    desk.run(lambda s: changed(s, Aim("o-1", 1, "more"), replace(WHOLE, target=Decimal(200))))
    written = {record["id"]: record for record in drafts(desk.store, handed(book, desk))}
    assert written["o-1/top/east"]["version"] == 2
    assert "o-1/top/west" not in written


def test_seasons_cut_each_part_into_the_days_its_owner_is_there(book: Book, desk: Desk) -> None:
    found = handed(book, desk, shape=Shape.EVEN, grain="half")
    bob = [
        (part.place[-2].id, part.period.label, str(part.target))
        for part in found.parts
        if part.owner.id == "bob"
    ]
    assert bob == [("east", "2012-H1", "16.61"), ("west", "2012-H2", "50.00")]
    ann = [part.target for part in found.parts if part.owner.id == "ann"]
    assert sum(ann) == Decimal("33.40")


def test_own_shares_and_fixed_targets_go_by_owner(book: Book, desk: Desk) -> None:
    names = [("team", "top"), ("team", "east"), ("team", "west"), ("seller", "ann"), ("seller", "bob")]
    own = {Owner(*name): Decimal(1) for name in names}
    found = handed(book, desk, base=Base.OWN, own=own, fixed={Owner("team", "west"): Decimal("10.01")})
    assert (by_place(found)["top/east"], by_place(found)["top/west/bob"]) == ("90.00", "10.01")


def test_who_has_nobody_below_cannot_hand_down(book: Book, desk: Desk) -> None:
    desk.run(lambda store: added(store, replace(WHOLE, id="o-2", owner=Owner("seller", "ann"))))
    with pytest.raises(BadRequest, match="nobody is below seller ann"):
        handed_down(book, desk.store, "o-2", Cut())
