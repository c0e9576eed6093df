from __future__ import annotations

from datetime import date

import pyarrow as pa

from fourfold.book.hierarchy import depth_of, seen_from, team_paths
from tests.asking import tables_of
from tests.oracle import Membership, OracleBook
from tests.unit.growth.books import opened

DAY = date(2010, 1, 1)
TEAMS = (
    Membership("uk", "eve", DAY, role="manager"),
    Membership("north", "ann", DAY, parent_team_id="uk"),
    Membership("south", "bob", DAY, parent_team_id="uk"),
    Membership("west", "cat", DAY, parent_team_id="ireland"),
)


def paths(*teams: Membership) -> dict[str, tuple[str, ...]]:
    return dict(team_paths(tables_of(OracleBook((), teams=teams))["teams"]))


def test_the_way_to_a_team_leads_from_the_top_of_its_tree() -> None:
    assert paths(*TEAMS) == {
        "uk": ("uk",),
        "north": ("uk", "north"),
        "south": ("uk", "south"),
        "ireland": ("ireland",),
        "west": ("ireland", "west"),
    }
    assert team_paths(pa.table({"starts_on": []})) == {}


def test_a_circle_of_teams_ends_where_it_closes() -> None:
    found = paths(
        Membership("a", "ann", DAY, parent_team_id="b"), Membership("b", "bob", DAY, parent_team_id="a")
    )
    assert found == {"a": ("b", "a"), "b": ("a", "b")}


def test_the_latest_membership_says_which_team_stands_above() -> None:
    moved = Membership("north", "dan", date(2012, 1, 1), parent_team_id="ireland")
    assert paths(*TEAMS, moved)["north"] == ("ireland", "north")


def test_only_a_team_with_another_below_it_is_a_parent() -> None:
    found = paths(*TEAMS)
    assert {team: depth_of(team, found) for team in found if depth_of(team, found) is not None}.keys() == {
        "ireland",
        "uk",
    }


def test_seen_from_the_top_each_team_counts_as_the_one_above_it() -> None:
    book = opened(OracleBook((), teams=TEAMS))
    assert seen_from(book, 0).reference("teams")["team_id"].to_pylist() == ["uk", "uk", "uk", "ireland"]
    assert seen_from(book, 1) is book
    book.close()
