"""Corrections on top of tables, held against plain Python that looks at one day or one account at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fourfold.book.levels import account_items
from fourfold.book.overrides import Override, corrected, described, given_way, in_force
from fourfold.book.schema import TABLES

START = date(2025, 1, 1)
SPAN = 12
Assigned = tuple[str, str, Decimal, date, date | None, str]


def made(number: int, account: str, what: str, value: str, starts_on: date | None = None) -> Override:
    return Override(number, account, what, value, "", starts_on, "ops", "2026-01-01", "told so")


def accounts(**links: tuple[str | None, str | None]) -> pa.Table:
    """Accounts as imported: each with the account it is merged into and its parent."""
    rows = [{"account_id": own, "merged_into": into, "parent_id": up} for own, (into, up) in links.items()]
    return _table("accounts", rows)


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    schema = TABLES[name].stored
    return pa.table({column: [row.get(column) for row in rows] for column in schema.names}, schema=schema)


def _day(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def imported(draw: st.DrawFn) -> list[Assigned]:
    """Assignments of two accounts: any number, overlapping or not, primary and overlay."""
    found: list[Assigned] = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, SPAN - 1))
        end = draw(st.none() | st.integers(start + 1, SPAN))
        share = draw(st.sampled_from([Decimal("0.5"), Decimal(1)]))
        role = draw(st.sampled_from(["primary", "primary", "overlay"]))
        owner = draw(st.sampled_from("XYZ"))
        ends_on = None if end is None else _day(end)
        found.append((draw(st.sampled_from("AB")), owner, share, _day(start), ends_on, role))
    return found


Told = list[tuple[str, str, int]]
told_owners = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from("UV"), st.integers(0, SPAN)),
    max_size=4,
    unique_by=lambda one: (one[0], one[2]),
)


def held(rows: Sequence[Assigned], account: str, day: date) -> list[tuple[str, str, Decimal]]:
    """Who holds an account on a day, in which role, with which share."""
    return sorted(
        (role, owner, share)
        for of, owner, share, start, end, role in rows
        if of == account and start <= day and (end is None or day < end)
    )


def expected(rows: Sequence[Assigned], told: Told, account: str, day: date) -> list[tuple[str, str, Decimal]]:
    """The latest corrected owner of the day has all of it, beside the overlays; before, as imported."""
    reached = [(start, owner) for of, owner, start in told if of == account and _day(start) <= day]
    there = held(rows, account, day)
    if not reached:
        return there
    return sorted([*(one for one in there if one[0] == "overlay"), ("primary", max(reached)[1], Decimal(1))])


@settings(max_examples=150)
@given(rows=imported(), told=told_owners)
def test_on_every_day_an_account_has_its_latest_corrected_owner_or_who_was_imported(
    rows: list[Assigned], told: Told
) -> None:
    names = ("account_id", "seller_id", "share", "starts_on", "ends_on", "role")
    table = _table("assignments", [dict(zip(names, row, strict=True)) for row in rows])
    overrides = [made(n, of, "owner", owner, _day(start)) for n, (of, owner, start) in enumerate(told, 1)]
    found = corrected("assignments", table, in_force(overrides, until=None))
    assert found.schema == table.schema
    after = [tuple(row[name] for name in names) for row in found.to_pylist()]
    assert all(row[4] is None or row[3] < row[4] for row in after)
    for account in "AB":
        for day in map(_day, range(SPAN + 2)):
            assert held(after, account, day) == expected(rows, told, account, day), (account, day)


def test_a_correction_of_an_account_changes_that_value_of_that_account_only() -> None:
    table = accounts(A=(None, None), B=(None, "A"))
    told = [
        made(1, "B", "segment", "Clinics"),
        made(2, "B", "parent_id", ""),
        made(3, "C", "region", "North"),
    ]
    rows = {row["account_id"]: row for row in corrected("accounts", table, told).to_pylist()}
    assert (rows["B"]["segment"], rows["B"]["parent_id"]) == ("Clinics", None)
    assert rows["A"] == table.to_pylist()[0]
    assert (rows["C"]["region"], rows["C"]["segment"]) == ("North", None)
    assert corrected("sellers", table, told) is table


def test_a_correction_is_in_force_once_the_book_reaches_its_day_and_until_it_is_ended() -> None:
    always, later = made(1, "A", "region", "North"), made(2, "A", "region", "South", date(2025, 7, 1))
    ended = Override(3, "A", "segment", "X", "", None, "ops", "2026", "why", "ops", "2026", "mistake")
    assert in_force([later, ended, always], until=date(2025, 6, 30)) == (always,)
    assert in_force([later, ended, always], until=date(2025, 7, 1)) == (later,)
    assert in_force([later, ended, always], until=None) == (always,)


@pytest.mark.parametrize(
    ("table", "told", "gone"),
    [
        (accounts(A=(None, None), B=("A", None)), [("A", "merged_into", "B")], [("merged_into", "B")]),
        (
            accounts(A=(None, None), B=("C", None), C=("A", None)),
            [("A", "merged_into", "B")],
            [("merged_into", "C")],
        ),
        (accounts(A=(None, None), B=(None, "A")), [("A", "parent_id", "B")], [("parent_id", "B")]),
        # Q stands under P, which is merged into C, which stands under Q
        (
            accounts(C=(None, None), Q=(None, "P"), P=("C", None)),
            [("C", "parent_id", "Q")],
            [("parent_id", "Q")],
        ),
        (
            accounts(C=(None, "Q"), Q=(None, "P"), P=(None, None)),
            [("P", "merged_into", "C")],
            [("parent_id", "Q")],
        ),
        (
            accounts(C=(None, None), Q=(None, None), P=("C", None)),
            [("C", "parent_id", "Q"), ("Q", "parent_id", "P")],
            [("parent_id", "Q")],
        ),
    ],
)
def test_where_a_correction_closes_a_circle_an_imported_link_gives_way_and_the_book_still_opens(
    table: pa.Table, told: list[tuple[str, str, str]], gone: list[tuple[str, str]]
) -> None:
    overrides = [made(n, *one) for n, one in enumerate(told, 1)]
    assert list(given_way(table, overrides)) == gone
    items = account_items(corrected("accounts", table, overrides)).by_id
    for account, what, value in told[:1]:
        kept = items[account].heir if what == "merged_into" else items[account].attributes["parent"]
        assert kept in {value, items[value].attributes["parent"]}


def test_a_correction_is_told_in_words() -> None:
    assert described(made(1, "A", "merged_into", "B")) == "merge A into B"
    assert described(made(1, "A", "merged_into", "")) == "A is not merged"
    assert described(made(1, "A", "owner", "Z", date(2025, 7, 1))) == "owner of A is Z from 2025-07-01"
