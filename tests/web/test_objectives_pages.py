"""Objectives in the browser: listed, set, agreed, changed, closed, copied, given on, cascaded; by whom."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from fourfold.book import journal
from fourfold.book.book import open_book
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.workspace import Workspace
from fourfold.objectives.objective import State
from fourfold.objectives.rows import ROW_COLUMNS, objective_of
from fourfold.objectives.store import JOURNAL, Store, read_store
from fourfold.web.audit.models import Entry
from fourfold.web.members.models import Person
from tests.web import company
from tests.web.bodies import content

ClientOf = Callable[[Person], Client]
AS = Callable[[str], Client]
ONE = "/objectives/team n1 revenue/"
SELLERS = "/objectives/seller n1-1 new_accounts/"
NEW = {
    "measure": "returned_account", "owner": "seller:n1-1", "name": "Win them back", "starts_on": "2026-01-01",
    "last_on": "2026-12-31", "target": "12000.50", "threshold": "", "stretch": "", "weight": "2",
    "cap": "1.5", "filters": "segment=small", "note": "", "why": "", "propose": "on",
}  # fmt: skip
CUT = {"parent": "team n1 revenue", "base": "last_year", "over": "5", "shape": "", "grain": "quarter"}


@pytest.fixture
def signed_in(people: Mapping[str, Person], client_of: ClientOf) -> AS:
    """A function that returns the client of somebody by their name in `PEOPLE`."""
    return lambda name: client_of(people[name])


def stored(workspace: Workspace) -> Store:
    book = open_book(workspace)
    try:
        return read_store(book, journal.read(workspace, JOURNAL))
    finally:
        book.close()


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.content[:400])
    return " ".join(answer.content.decode().split())


def fields_of(client: Client, path: str, told: Mapping[str, str]) -> dict[str, str]:
    """Return the hidden mark of a preview beside what was told."""
    page = client.post(path, told).content.decode()
    return {**told, **dict(re.findall(r'name="(seen)" value="([^"]*)"', page))}


def entries() -> list[str]:
    return [e.about for e in Entry.objects.filter(kind="objective").order_by("number")]


def test_the_list_says_how_many_there_are_and_shows_each_reader_their_own(signed_in: AS) -> None:
    told = text(signed_in("executive"), "/objectives/")
    assert "54 objectives of 28 owners run in 2025" in told
    assert "of their weight points at new accounts" in told
    own = text(signed_in("seller_a1"), "/objectives/")
    assert "2 objectives of one owner" in own
    assert "/objectives/new/" not in own
    assert "Numbat" not in text(signed_in("manager_a"), "/objectives/?search=revenue&sort=-weight")
    assert "1 objective of one owner" in text(signed_in("manager_a"), "/objectives/?measure=nrr")
    assert signed_in("executive").get("/objectives/?sort=target").status_code == 400
    assert signed_in("executive").get("/objectives/?period=FY1999").status_code == 400


def test_the_file_of_the_list_is_read_as_the_same_objectives(signed_in: AS, workspace: Workspace) -> None:
    answer = signed_in("manager_a").get("/objectives/list.csv?state=active")
    rows = list(csv.DictReader(io.StringIO(content(answer).decode())))
    assert tuple(rows[0]) == ROW_COLUMNS
    kept = stored(workspace).kept
    assert len(rows) == 8
    assert [objective_of(row) for row in rows] == [kept[row["objective_id"]].current for row in rows]
    assert signed_in("manager_a").get("/objectives/list.pdf").status_code == 404


def test_an_imported_row_that_is_no_objective_is_told_with_its_cause_and_its_import(
    signed_in: AS, own_workspace: Workspace, tmp_path: Path
) -> None:
    row = company.tables()["objectives"][0] | {"objective_id": "odd", "filters": "colour=red"}
    with (tmp_path / "odd.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [name for name in row if name != "file_line"], extrasaction="ignore")
        writer.writeheader()
        writer.writerow(row)
    made = import_file(own_workspace, ImportRequest(tmp_path / "odd.csv", "objectives", confirmed=True))
    told = text(signed_in("operations"), "/objectives/")
    assert "One imported row is no objective." in told
    assert "Revenue cannot be narrowed by colour" in told
    assert f'href="/data/imports/{made.number}/"' in told
    assert "no objective" not in text(signed_in("manager_a"), "/objectives/")


def test_one_that_is_given_on_stays_its_former_owners_until_the_new_one_agrees(
    signed_in: AS, own_workspace: Workspace
) -> None:
    executive, seller, other = signed_in("executive"), signed_in("seller_a1"), signed_in("seller_b1")
    told = {
        "from_owner": "seller:n1-1", "to_owner": "seller:s1-1", "on": "2025-01-01", "why": "new territory",
        "confirmed": "1",
    }  # fmt: skip
    assert executive.post("/objectives/reassign/", told).status_code == 302
    assert stored(own_workspace).kept["seller n1-1 new_accounts"].current.owner.id == "s1-1"
    for client, name in ((seller, "Seller n1-1"), (other, "Seller s1-1")):
        assert name in text(client, SELLERS)
    assert "s1-1" not in text(seller, SELLERS)
    assert "/agree/" not in text(seller, SELLERS)
    assert other.post(f"{SELLERS}agree/", {"expected": "1"}).status_code == 302
    assert seller.get(SELLERS).status_code == 404


def test_an_objective_is_set_commented_agreed_activated_and_closed(
    signed_in: AS, own_workspace: Workspace
) -> None:
    manager, seller = signed_in("manager_a"), signed_in("seller_a1")
    answer = manager.post("/objectives/new/", NEW)
    path = answer["Location"]
    (own,) = (name for name in stored(own_workspace).kept if name.startswith("o-"))
    assert "Agree" in text(seller, path)
    assert "/agree/" not in text(manager, path)
    assert manager.post(f"{path}agree/", {"expected": "1"}).status_code == 422
    assert seller.post(f"{path}comment/", {"comment": "too much"}).status_code == 302
    assert seller.post(f"{path}agree/", {"expected": "0"}).status_code == 409
    assert seller.post(f"{path}agree/", {"expected": "1"}).status_code == 302
    assert manager.post(f"{path}activate/", {"expected": "1"}).status_code == 302
    unbegun = manager.post(f"{path}close/", {"expected": "1"})
    assert unbegun.status_code == 422
    assert manager.post(f"{path}withdraw/", {"expected": "1", "why": ""}).status_code == 422
    assert manager.post(f"{path}withdraw/", {"expected": "1", "why": "new plan"}).status_code == 302
    assert manager.post(f"{path}propose/", {"expected": "1"}).status_code == 422
    kept = stored(own_workspace).kept[own]
    assert kept.is_withdrawn
    assert [step.by for step in kept.steps[:2]] == ["n1-0@company.example", "n1-1@company.example"]
    assert entries() == [
        f"{own} version 1: {done}" for done in ("set", "comment", "agreed", "active", "withdrawn")
    ]


def test_an_objective_that_ran_is_closed_with_what_it_came_to(
    signed_in: AS, own_workspace: Workspace
) -> None:
    manager = signed_in("manager_a")
    assert manager.post(f"{SELLERS}close/", {"expected": "0"}).status_code == 302
    frozen = stored(own_workspace).kept["seller n1-1 new_accounts"].frozen
    assert frozen is not None
    assert (str(frozen.as_of), frozen.amount is None) == ("2025-12-31", False)
    assert manager.post(f"{SELLERS}change/", NEW | {"expected": "1"}).status_code == 422


def test_a_change_after_somebody_elses_shows_both_values_and_can_be_sent_again(
    signed_in: AS, own_workspace: Workspace
) -> None:
    manager, executive = signed_in("manager_a"), signed_in("executive")
    told = NEW | {"measure": "revenue", "owner": "team:n1", "starts_on": "2025-01-01", "name": "n1"}
    told |= {"last_on": "2025-12-31", "filters": "", "expected": "0", "propose": ""}
    assert manager.post(f"{ONE}change/", told | {"target": "111"}).status_code == 422  # no reason
    assert executive.post(f"{ONE}change/", told | {"target": "111", "why": "less"}).status_code == 302
    refused = manager.post(f"{ONE}change/", told | {"target": "222", "why": "more"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "<td>222</td><td>111</td>" in page
    assert 'name="expected" value="1"' in page
    assert stored(own_workspace).kept["team n1 revenue"].current.target == 111
    assert "the version before counts" in text(manager, "/objectives/?state=proposed")
    again = manager.post(f"{ONE}change/", told | {"target": "222", "why": "more", "expected": "1"})
    assert again.status_code == 302
    assert manager.post(f"{ONE}agree/", {"expected": "2"}).status_code == 302  # their team's manager of today
    assert stored(own_workspace).kept["team n1 revenue"].current.state is State.AGREED


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"measure": "no-such"}, "valid choice"),
        ({"owner": "seller:s1-1"}, "valid choice"),
        ({"target": "1e999"}, "digits"),
        ({"target": ""}, "required"),
        ({"last_on": "2025-01-01"}, "not before the first"),
        ({"last_on": "9999-12-31"}, "1900 to 2199"),
        ({"filters": "colour=red"}, "cannot be narrowed"),
        ({"filters": "family"}, "cannot be read"),
        ({"measure": "nrr", "filters": "family=a|b"}, "one value"),
        ({"weight": "-1"}, "greater than or equal"),
        ({"cap": "0"}, "cap above 0"),
        ({"name": "a\x07b"}, "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused_where_it_was_asked(
    changed: dict[str, str], says: str, signed_in: AS, workspace: Workspace
) -> None:
    answer = signed_in("manager_a").post("/objectives/new/", NEW | changed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert journal.read(workspace, JOURNAL) == ()


def test_who_may_not_set_an_objective_changes_nothing(signed_in: AS, workspace: Workspace) -> None:
    seller, other = signed_in("seller_a1"), signed_in("manager_b")
    for word in ("new", "copy", "reassign", "cascade"):
        assert seller.get(f"/objectives/{word}/").status_code == 403
        assert seller.post(f"/objectives/{word}/", NEW).status_code == 403
    steps = ("change/", "draft/", "close/", "withdraw/")
    for step in steps:
        assert seller.post(f"{SELLERS}{step}", {"expected": "0", "why": "x"}).status_code == 403
    for step in (*steps, "agree/", "comment/"):
        told = {"expected": "0", "why": "x"} if step != "comment/" else {"comment": "x"}
        assert other.post(f"{SELLERS}{step}", told).status_code == 404
    agreed = signed_in("seller_a2").post(f"{SELLERS}agree/", {"expected": "0"})
    assert agreed.status_code == 404
    assert signed_in("service").get("/objectives/").status_code == 403
    assert seller.post(f"{SELLERS}agree/", {"expected": "0"}).status_code == 422  # it is active already
    assert seller.post(f"{SELLERS}agree/", {"expected": "0", "x": "1"}).status_code == 400
    assert seller.get(f"{SELLERS}agree/").status_code == 405
    assert journal.read(workspace, JOURNAL) == ()


def test_copies_and_hand_overs_are_previewed_and_keep_to_what_the_reader_may_set(
    signed_in: AS, own_workspace: Workspace
) -> None:
    manager = signed_in("manager_a")
    told = {"from_period": "2025", "to_period": "2026", "factor": "1.1", "owner": ""}
    assert "8 objectives would be written" in " ".join(
        manager.post("/objectives/copy/", told).content.decode().split()
    )
    assert journal.read(own_workspace, JOURNAL) == ()
    assert manager.post("/objectives/copy/", told | {"confirmed": "1"}).status_code == 302
    made = [kept.current for name, kept in stored(own_workspace).kept.items() if name.endswith("@2026-01-01")]
    assert {one.owner.id for one in made} == {"n1", "n1-1", "n1-2", "n1-3"}
    assert {one.state for one in made} == {State.DRAFT}
    assert manager.post("/objectives/copy/", told | {"factor": "0"}).status_code == 422
    assert manager.post("/objectives/copy/", told | {"to_period": "2026-Q1"}).status_code == 422
    given = {"from_owner": "seller:n1-1", "to_owner": "seller:n1-2", "on": "2025-07-01", "why": "she moved"}
    page = manager.post("/objectives/reassign/", given).content.decode()
    assert "objectives would be written" in page
    before = len(entries())
    assert manager.post("/objectives/reassign/", given | {"confirmed": "1"}).status_code == 302
    assert len(entries()) == before + 6  # two parted, two new ones, two that begin later
    assert stored(own_workspace).kept["seller n1-1 revenue@2025-07-01"].current.owner.id == "n1-2"
    assert manager.post("/objectives/reassign/", given | {"to_owner": "seller:s1-1"}).status_code == 422


def test_a_cascade_is_seen_adjusted_and_written_and_nobody_below_learns_how_it_was_cut(
    signed_in: AS, own_workspace: Workspace
) -> None:
    manager, path = signed_in("manager_a"), "/objectives/cascade/"
    assert "Seller n1-2" in manager.post(path, CUT).content.decode()
    told = fields_of(manager, path, CUT | {"fixed.seller:n1-2": "1234.50"})
    assert "over-assigned" in manager.post(path, told).content.decode()
    stale = manager.post(path, told | {"over": "6", "doing": "write"})
    assert "not those that you saw" in stale.content.decode()
    assert journal.read(own_workspace, JOURNAL) == ()
    assert manager.post(path, told | {"doing": "propose"}).status_code == 302
    made = [
        k.current for name, k in stored(own_workspace).kept.items() if name.startswith("team n1 revenue/")
    ]
    whole = stored(own_workspace).kept["team n1 revenue"].current.target
    assert {one.owner.id for one in made} == {"n1-1", "n1-2", "n1-3"}
    assert sum(one.target for one in made) == round(whole * 105 / 100, 2)
    assert {one.state for one in made} == {State.PROPOSED}
    below = signed_in("seller_a2")
    seen = text(below, "/objectives/team n1 revenue/n1-2/")
    assert "Agree" in seen
    for word in ("over-assign", "by hand", "48,611", "cascade"):
        assert word not in seen
    assert below.get(f"{path}?parent={quote('team n1 revenue')}").status_code == 403
    again = fields_of(manager, path, CUT | {"over": "0"})
    assert 'name="fixed.seller:n1-2" value="1234.5"' in manager.post(path, again).content.decode()
    assert manager.post(path, again | {"doing": "write"}).status_code == 302
    assert stored(own_workspace).kept["team n1 revenue/n1-2"].current.target == pytest.approx(1234.50)


def test_a_cascade_that_cannot_be_cut_says_why_and_writes_nothing(
    signed_in: AS, workspace: Workspace
) -> None:
    manager, path = signed_in("manager_a"), "/objectives/cascade/"
    for wrong in (
        {"base": "own"}, {"fixed.seller:n1-1": "99999999"}, {"parent": "company  revenue"}, {"over": "-1"},
    ):  # fmt: skip
        assert manager.post(path, CUT | {"base": "even", "doing": "write"} | wrong).status_code == 422, wrong
    for wrong in ({"fixed.seller:n1-1": "many"}, {"own.nobody": "1"}, {"else": "1"}):
        assert manager.post(path, CUT | {"base": "even"} | wrong).status_code == 400, wrong
    assert manager.get(f"{path}?parent=no-such").status_code == 404
    assert manager.get(f"{path}?parent={quote('team s1 revenue')}").status_code == 404
    assert journal.read(workspace, JOURNAL) == ()
