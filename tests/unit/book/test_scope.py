"""Scope: who sees which accounts on which day, by small cases and against a second telling of the rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.scope import COMPANY, NOTHING, Role, Scope, scope_of
from fourfold.book.settings import Settings
from tests.web import company, reduced

DAY = date(2025, 6, 1)


def table(header: str, *rows: str) -> list[company.Row]:
    """Rows of text from a header and lines of words; `-` is an empty cell."""
    return [
        dict(zip(header.split(), ["" if cell == "-" else cell for cell in row.split()], strict=True))
        for row in rows
    ]


@dataclass
class Sales:
    """Three teams in a line, ann above bob above cid, and dan aside; a test changes what it needs."""

    sellers: tuple[str, ...] = (
        "ann ann@x.example - -", "bob bob@x.example - -", "cid cid@x.example - -", "dan dan@x.example - -",
    )  # fmt: skip
    teams: tuple[str, ...] = (
        "top ann - manager 2020-01-01 -",
        "mid bob top manager 2020-01-01 -",
        "low cid mid member 2020-01-01 -",
        "far dan - manager 2020-01-01 -",
    )
    assignments: tuple[str, ...] = (
        "a-ann ann primary 1 2020-01-01 -",
        "a-bob bob primary 1 2020-01-01 -",
        "a-cid cid primary 1 2020-01-01 -",
        "a-dan dan primary 1 2020-01-01 -",
    )
    accounts: tuple[str, ...] = ("a-ann -", "a-bob -", "a-cid -", "a-dan -")

    def book(self) -> Book:
        made = {
            "sellers": table("seller_id email hired_on left_on", *self.sellers),
            "teams": table("team_id seller_id parent_team_id role starts_on ends_on", *self.teams),
            "assignments": table("account_id seller_id role share starts_on ends_on", *self.assignments),
            "accounts": table("account_id merged_into", *self.accounts),
        }
        return open_tables(reduced.arrow(made), Settings("EUR"))

    def scope(self, who: str, *roles: str, on: date = DAY) -> Scope:
        return scope_of(self.book(), roles=roles, email=f"{who}@x.example", on=on)

    def accounts_of(self, who: str, *roles: str, on: date = DAY) -> set[str]:
        return set(self.scope(who, *roles, on=on).accounts)


def test_a_seller_sees_what_is_assigned_to_them() -> None:
    assert Sales().accounts_of("bob", "seller") == {"a-bob"}


def test_a_manager_sees_the_teams_below_at_any_depth_and_nothing_aside() -> None:
    assert Sales().accounts_of("ann", "sales_manager") == {"a-ann", "a-bob", "a-cid"}
    assert Sales().accounts_of("bob", "sales_manager") == {"a-bob", "a-cid"}


def test_whoever_manages_no_team_sees_as_a_manager_only_their_own() -> None:
    assert Sales().accounts_of("cid", "sales_manager") == {"a-cid"}


def test_managing_a_team_gives_nothing_without_the_role() -> None:
    assert Sales().accounts_of("ann", "seller") == {"a-ann"}


@pytest.mark.parametrize("role", ["executive", "service_lead", "revenue_operations"])
def test_company_wide_roles_see_everything_even_without_a_seller_of_theirs(role: str) -> None:
    assert scope_of(Sales().book(), roles=[role], email="", on=DAY) == COMPANY


@pytest.mark.parametrize("roles", [(), ("king",), ("Seller",), ("king", "")])
def test_unknown_roles_see_nothing(roles: tuple[str, ...]) -> None:
    assert Sales().scope("ann", *roles) == NOTHING


def test_an_empty_address_is_nobody_even_if_sellers_have_none() -> None:
    book = Sales(sellers=("ann - - -", "bob - - -")).book()
    assert scope_of(book, roles=["seller", "sales_manager"], email="", on=DAY) == NOTHING


def test_the_address_counts_in_capitals_too_but_never_in_part() -> None:
    book = Sales(sellers=("ann Ann@X.Example - -",)).book()
    assert scope_of(book, roles=["seller"], email="aNN@x.example", on=DAY).accounts == {"a-ann"}
    assert scope_of(book, roles=["seller"], email="ann@x.exampl", on=DAY) == NOTHING


def test_an_assignment_counts_from_its_first_day_to_before_its_last() -> None:
    sales = Sales(assignments=("a-ann ann primary 1 2025-01-01 2025-07-01",))
    seen = {day: sales.accounts_of("ann", "seller", on=date.fromisoformat(day)) for day in (
        "2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01",
    )}  # fmt: skip
    assert seen == {
        "2024-12-31": set(), "2025-01-01": {"a-ann"}, "2025-06-30": {"a-ann"}, "2025-07-01": set(),
    }  # fmt: skip


def test_an_overlay_is_seen_like_a_primary() -> None:
    sales = Sales(assignments=("a-dan dan primary 1 2020-01-01 -", "a-dan bob overlay 0 2020-01-01 -"))
    assert sales.accounts_of("bob", "seller") == {"a-dan"}


def test_a_manager_sees_who_joined_only_from_that_day() -> None:
    sales = Sales(
        teams=(
            "top ann - manager 2020-01-01 -",
            "far dan - manager 2020-01-01 -",
            "far bob - member 2020-01-01 2025-03-01",
            "top bob - member 2025-03-01 -",
        )
    )
    before, after = date(2025, 2, 28), date(2025, 3, 1)
    assert "a-bob" not in sales.accounts_of("ann", "sales_manager", on=before)
    assert "a-bob" in sales.accounts_of("ann", "sales_manager", on=after)
    assert "a-bob" in sales.accounts_of("dan", "sales_manager", on=before)
    assert "a-bob" not in sales.accounts_of("dan", "sales_manager", on=after)


def test_a_team_that_moved_is_seen_from_above_as_it_stands_on_the_day() -> None:
    sales = Sales(
        teams=(
            "top ann - manager 2020-01-01 -",
            "far dan - manager 2020-01-01 -",
            "low cid top member 2020-01-01 2025-03-01",
            "low cid far member 2025-03-01 -",
        )
    )
    assert "a-cid" in sales.accounts_of("ann", "sales_manager", on=date(2025, 2, 28))
    assert "a-cid" not in sales.accounts_of("ann", "sales_manager", on=date(2025, 3, 1))
    assert "a-cid" in sales.accounts_of("dan", "sales_manager", on=date(2025, 3, 1))


def test_a_managers_teams_are_those_they_manage_and_all_below_on_the_day() -> None:
    assert Sales().scope("ann", "sales_manager").teams == {"top", "mid", "low"}
    assert Sales().scope("bob", "sales_manager").teams == {"mid", "low"}
    moved = Sales(
        teams=(*Sales.teams[:2], "low cid mid member 2020-01-01 2025-06-01", "low cid - member 2025-06-01 -")
    )
    assert moved.scope("bob", "sales_manager", on=date(2025, 5, 31)).teams == {"mid", "low"}
    assert moved.scope("bob", "sales_manager").teams == {"mid"}


def test_whoever_manages_nothing_or_has_not_the_role_has_no_team() -> None:
    assert Sales().scope("cid", "sales_manager").teams == frozenset()
    assert Sales().scope("ann", "seller").teams == frozenset()


def test_who_no_longer_manages_no_longer_sees() -> None:
    sales = Sales(teams=("mid bob - manager 2020-01-01 2025-01-01", "mid cid - member 2020-01-01 -"))
    assert sales.accounts_of("bob", "sales_manager") == {"a-bob"}


def test_who_left_or_has_not_begun_sees_nothing() -> None:
    sales = Sales(sellers=("ann ann@x.example - 2025-06-01", "bob bob@x.example 2025-06-02 -"))
    assert sales.scope("ann", "seller", "sales_manager") == NOTHING
    assert sales.scope("bob", "seller", "sales_manager") == NOTHING
    assert sales.accounts_of("ann", "seller", on=date(2025, 5, 31)) == {"a-ann"}


def test_accounts_of_somebody_who_left_are_not_their_managers() -> None:
    sales = Sales(sellers=(*Sales.sellers[:2], "cid cid@x.example - 2025-01-01"))
    assert sales.accounts_of("ann", "sales_manager") == {"a-ann", "a-bob"}


def test_teams_in_a_circle_end_and_give_each_the_circle_alone() -> None:
    sales = Sales(
        teams=(
            "top ann low manager 2020-01-01 -",
            "mid bob top manager 2020-01-01 -",
            "low cid mid manager 2020-01-01 -",
            "far dan far manager 2020-01-01 -",
        )
    )
    assert sales.accounts_of("cid", "sales_manager") == {"a-ann", "a-bob", "a-cid"}
    assert sales.accounts_of("dan", "sales_manager") == {"a-dan"}


@pytest.mark.parametrize("held", ["a-ann", "a-bob", "a-cid"])
def test_a_merge_is_seen_from_every_part_of_it(held: str) -> None:
    sales = Sales(
        assignments=(f"{held} ann primary 1 2020-01-01 -",),
        accounts=("a-ann a-bob", "a-bob a-cid", "a-cid -", "a-dan a-eva", "a-eva -"),
    )
    assert sales.accounts_of("ann", "seller") == {"a-ann", "a-bob", "a-cid"}


def test_a_parent_brings_neither_its_children_nor_a_child_its_parent() -> None:
    made = {
        "sellers": table("seller_id email hired_on left_on", "ann ann@x.example - -"),
        "assignments": table(
            "account_id seller_id role share starts_on ends_on", "mother ann primary 1 2020-01-01 -"
        ),
        "accounts": table("account_id parent_id", "mother group", "child mother", "group -"),
    }
    book = open_tables(reduced.arrow(made), Settings("EUR"))
    assert scope_of(book, roles=["seller"], email="ann@x.example", on=DAY).accounts == {"mother"}


def test_an_assigned_account_that_no_table_names_is_seen_all_the_same() -> None:
    assert Sales(accounts=()).accounts_of("ann", "seller") == {"a-ann"}


def test_a_book_without_people_shows_nothing() -> None:
    empty = open_tables({}, Settings("EUR"))
    assert scope_of(empty, roles=["seller", "sales_manager"], email="ann@x.example", on=DAY) == NOTHING


def test_keys_are_equal_only_where_the_same_is_seen() -> None:
    one, other = Scope(accounts=frozenset({"a"})), Scope(sellers=frozenset({"a"}))
    third = Scope(teams=frozenset({"a"}))
    keys = {scope.key for scope in (NOTHING, COMPANY, one, other, third, one | other, one | third)}
    assert len(keys) == 7
    assert Scope(accounts=frozenset({"b", "a"})).key == Scope(accounts=frozenset({"a", "b"})).key
    assert Scope(accounts=frozenset({'a", "b'})).key != Scope(accounts=frozenset({"a", "b"})).key


def test_a_union_with_the_company_is_the_company() -> None:
    one = Scope(accounts=frozenset({"a"}))
    assert (one | COMPANY, COMPANY | one, one | NOTHING) == (COMPANY, COMPANY, one)


@pytest.fixture(scope="module")
def book() -> Book:
    """The company of the web tests, straight from its rows."""
    return open_tables(reduced.arrow(company.tables()), Settings("EUR"))


def _told(seen: reduced.Seen) -> Scope:
    return COMPANY if seen.everything else Scope(seen.everything, seen.accounts, seen.people, seen.teams)


@pytest.mark.parametrize("roles", [("seller",), ("sales_manager",), ("seller", "sales_manager")])
@pytest.mark.parametrize(
    "on", [date(2024, 6, 29), date(2024, 7, 1), date(2024, 10, 1), DAY, date(2099, 1, 1)]
)
def test_everybody_of_a_company_sees_what_a_second_telling_of_the_rule_says(
    book: Book, roles: Collection[str], on: date
) -> None:
    tables: Mapping[str, list[company.Row]] = company.tables()
    for seller in tables["sellers"]:
        email = seller["email"]
        found = scope_of(book, roles=roles, email=email, on=on)
        assert found == _told(reduced.seen(tables, roles=roles, email=email, on=on)), email


def test_more_roles_never_show_more_than_each_of_them_does(book: Book) -> None:
    for roles in (pair for size in (2, 3) for pair in combinations(Role, size)):
        each = NOTHING
        for role in roles:
            each |= scope_of(book, roles=[role], email="n1-0@company.example", on=DAY)
        assert scope_of(book, roles=roles, email="n1-0@company.example", on=DAY) == each
