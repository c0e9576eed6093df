from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from fourfold.book.book import open_book
from fourfold.book.correcting import Correction, correct, end_override
from fourfold.book.overrides import Override
from fourfold.book.rebuild import rebuild, undo_import
from fourfold.book.snapshots import FORMAT, seal, unseal
from fourfold.book.writing import hold, restore
from fourfold.errors import BadRequest, WorkspaceFault
from tests.unit.book.making import LINES, Desk, numbered

ACCOUNTS = "account_id,account_name,parent_id,segment,merged_into"
OWNERS = "account_id,seller_id,role,share,starts_on,ends_on"
LATE = date(2026, 1, 15)


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """Five accounts, two sellers, an owner for A0 and A1."""
    desk.bring(desk.file("accounts.csv", ACCOUNTS, [f"A{n},Name {n},,Shops," for n in range(5)]), "accounts")
    desk.bring(desk.file("sellers.csv", "seller_id,seller_name", ["Ann,Ann", "Bob,Bob"]), "sellers")
    rows = [f"A{n},Ann,primary,1,2025-01-01," for n in (0, 1)]
    desk.bring(desk.file("owners.csv", OWNERS, rows), "assignments")
    desk.bring(desk.file("orders.csv", LINES, numbered(range(30))))
    return desk


def told(desk: Desk, account: str, what: str, value: str, starts_on: date | None = None) -> Override:
    return correct(desk.workspace, Correction(account, what, value, starts_on, "told so"), by="ops")


def seen(desk: Desk, table: str) -> list[tuple[object, ...]]:
    """A table as figures see it, without where its rows came from."""
    book = open_book(desk.workspace)
    try:
        kept = ACCOUNTS if table == "accounts" else OWNERS
        return sorted(
            tuple(str(row[name]) for name in kept.split(",")) for row in book.reference(table).to_pylist()
        )
    finally:
        book.close()


def busy(desk: Desk) -> None:
    told(desk, "A1", "merged_into", "A2")
    told(desk, "A3", "account_name", "Ménard & Söhne")
    told(desk, "A4", "parent_id", "A3", date(2026, 1, 2))
    told(desk, "A0", "owner", "Bob", LATE)


def test_a_correction_counts_at_once_and_says_who_made_it_when_why_and_instead_of_what(stocked: Desk) -> None:
    before = stocked.workspace.snapshot()
    made = told(stocked, "A3", "segment", "Clinics")
    after = stocked.workspace.snapshot()
    assert (made.number, made.instead_of, made.made_by, made.why) == (1, "Shops", "ops", "told so")
    assert (after.overrides, after.parent, after.number) == ((made,), before.name, before.number + 1)
    assert (after.segments, after.imports) == (before.segments, before.imports)
    assert ("A3", "Name 3", "None", "Clinics", "None") in seen(stocked, "accounts")
    assert told(stocked, "A0", "owner", "Bob", LATE).instead_of == "Ann"
    owners = seen(stocked, "assignments")
    assert ("A0", "Ann", "primary", "1.0000", "2025-01-01", "2026-01-15") in owners
    assert ("A0", "Bob", "primary", "1.0000", "2026-01-15", "None") in owners


def test_an_import_a_rebuild_and_an_undo_keep_corrections(stocked: Desk) -> None:
    busy(stocked)
    kept, accounts, owners = (
        stocked.workspace.snapshot().overrides,
        seen(stocked, "accounts"),
        seen(stocked, "assignments"),
    )
    again = [f"A{n},Name {n},,Shops," for n in range(4)] + ["A4,Name 4,A0,Shops,"]
    stocked.bring(stocked.file("again.csv", ACCOUNTS, again), "accounts", yes=True)
    assert seen(stocked, "accounts") == accounts
    number = stocked.workspace.snapshot().imports[-1].number
    rebuild(stocked.workspace)
    assert (seen(stocked, "accounts"), seen(stocked, "assignments")) == (accounts, owners)
    undo_import(stocked.workspace, number)
    assert (seen(stocked, "accounts"), seen(stocked, "assignments")) == (accounts, owners)
    assert stocked.workspace.snapshot().overrides == kept


def test_an_ended_correction_gives_way_to_what_was_imported_and_stays_on_record(stocked: Desk) -> None:
    before = seen(stocked, "accounts"), seen(stocked, "assignments")
    busy(stocked)
    for number in (1, 2, 3, 4):
        ended = end_override(stocked.workspace, number, by="boss", why="a mistake")
        assert (ended.ended_by, ended.ended_why, ended.is_open) == ("boss", "a mistake", False)
    assert (seen(stocked, "accounts"), seen(stocked, "assignments")) == before
    assert [one.number for one in stocked.workspace.snapshot().overrides] == [1, 2, 3, 4]
    with pytest.raises(BadRequest, match="no open override 4"):
        end_override(stocked.workspace, 4, by="boss")


def test_a_correction_of_the_same_from_the_same_day_is_replaced(stocked: Desk) -> None:
    told(stocked, "A0", "owner", "Bob", LATE)
    told(stocked, "A0", "owner", "Ann", date(2026, 1, 20))
    told(stocked, "A0", "owner", "Ann", LATE)
    first, second, third = stocked.workspace.snapshot().overrides
    assert (first.is_open, first.ended_why) == (False, "replaced by 3")
    assert second.is_open
    assert third.instead_of == "Bob"


def test_going_back_to_a_snapshot_ends_the_corrections_made_since(stocked: Desk) -> None:
    told(stocked, "A3", "segment", "Clinics")
    name = stocked.workspace.snapshot().name
    end_override(stocked.workspace, 1, by="boss")
    told(stocked, "A1", "merged_into", "A2")
    first, second = restore(stocked.workspace, name).overrides
    assert first.is_open
    assert second.ended_why == f"restored {name}"
    assert told(stocked, "A4", "segment", "Clinics").number == 3


def test_a_snapshot_without_corrections_is_written_as_before_there_were_any(stocked: Desk) -> None:
    snapshot, content = seal(stocked.workspace.snapshot())
    assert b'"overrides"' not in content
    assert f'"format": {FORMAT},'.encode() in content
    assert unseal(snapshot.name, content) == snapshot
    busy(stocked)
    busied, content = seal(stocked.workspace.snapshot())
    assert unseal(busied.name, content) == busied == stocked.workspace.snapshot()


@pytest.mark.parametrize(
    ("wish", "cause"),
    [
        (Correction("A9", "merged_into", "A1", why="x"), "no account 'A9'"),
        (Correction("A1", "merged_into", "A9", why="x"), "no account 'A9'"),
        (Correction("A1", "merged_into", "A1", why="x"), "circle"),
        (Correction("A2", "merged_into", "A1", why="x"), "circle"),
        (Correction("A3", "parent_id", "A4", why="x"), "circle"),
        (Correction("A1", "owner", "Zoe", LATE, "x"), "no seller 'Zoe'"),
        (Correction("A1", "owner", "Bob", None, "x"), "first day"),
        (Correction("A1", "owner", "Bob", date(1066, 1, 1), "x"), "cannot be meant"),
        (Correction("A1", "account_name", "", why="x"), "empty"),
        (Correction("A1", "account_name", "a\nb", why="x"), "cannot be read"),
        (Correction("A1", "account_name", "N" * 201, why="x"), "cannot be read"),
        (Correction("A1", "account_name", "New"), "the reason is empty"),
        (Correction("A1", "amount", "1", why="x"), "cannot be corrected"),
    ],
)
def test_a_correction_that_cannot_be_meant_is_refused_and_changes_nothing(
    stocked: Desk, wish: Correction, cause: str
) -> None:
    busy(stocked)
    before = stocked.workspace.snapshot()
    with pytest.raises(BadRequest, match=cause) as refused:
        correct(stocked.workspace, wish, by="ops")
    assert refused.value.place
    assert refused.value.remedy
    assert stocked.workspace.snapshot() == before


def test_where_lines_make_the_accounts_they_can_be_corrected_too(desk: Desk) -> None:
    desk.bring(desk.file("orders.csv", LINES, numbered(range(30))))
    told(desk, "A1", "merged_into", "A2")
    with pytest.raises(BadRequest, match="no account 'B'"):
        told(desk, "A1", "merged_into", "B")
    assert seen(desk, "accounts") == [("A1", "None", "None", "None", "A2")]


@pytest.mark.parametrize(("owner", "call"), [(os, "link"), (Path, "replace")])
def test_a_disk_that_fails_leaves_the_state_before(
    stocked: Desk, monkeypatch: pytest.MonkeyPatch, owner: object, call: str
) -> None:
    before = stocked.workspace.snapshot()

    def failing(*_told: object, **_more: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(owner, call, failing)
        with pytest.raises(WorkspaceFault, match="storing failed"):
            told(stocked, "A3", "segment", "Clinics")
    assert stocked.workspace.snapshot() == before
    assert told(stocked, "A3", "segment", "Clinics").number == 1


def test_who_writes_waits_for_no_reader_and_does_not_disturb_another_writer(stocked: Desk) -> None:
    with hold(stocked.workspace), pytest.raises(WorkspaceFault, match="busy"):
        told(stocked, "A3", "segment", "Clinics")
    assert stocked.workspace.snapshot().overrides == ()
