"""The balance page: the audit of who may be seen, what makes it, and a change that is tried."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from fourfold.book import journal
from fourfold.book.workspace import Workspace
from tests.web.bodies import content
from tests.web.company import WORDS

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

    People = Mapping[str, Person]
    ClientOf = Callable[[Person], Client]

TEAM = {"current": "2025", "owner": "team:n1"}


def body(client: Client, status: int = 200, **asked: str) -> str:
    answer = client.get("/balance/", {**TEAM, **asked})
    assert answer.status_code == status, answer.content.decode()
    return unescape(answer.content.decode())


@pytest.fixture
def manager(people: People, client_of: ClientOf) -> Client:
    return client_of(people["manager_a"])


def test_a_manager_finds_the_tilt_of_their_team_and_what_makes_it(manager: Client) -> None:
    page = body(manager)
    assert re.search(r"<h1>(You ask for|In balance)", page)
    assert "Relationship and service carry no weight at all" in page
    for part in ("What makes the tilt", "Gap by gap", "Try a change", "The tilt over time", "square-net"):
        assert part in page
    assert " style=" not in page
    assert not [word for team, word in WORDS.items() if team != "n1" and word in page]


def test_its_tables_are_files_whose_parts_sum_to_the_tilt(manager: Client) -> None:
    def rows(table: str) -> list[dict[str, str]]:
        answer = manager.get(f"/balance/{table}.csv", TEAM)
        assert answer.status_code == 200
        return list(csv.DictReader(io.StringIO(content(answer).decode())))

    tilt = Decimal(rows("tilts")[0]["points"])
    assert abs(sum(Decimal(row["points"]) for row in rows("objectives")) - tilt) < Decimal("0.01")
    assert abs(sum(Decimal(row["points"]) for row in rows("gaps"))) < Decimal("0.01")
    assert {"weight", "net"} <= set(rows("channels")[0])
    assert manager.get("/balance/amounts.xlsx", TEAM).content[:2] == b"PK"


def test_a_change_is_shown_and_stored_nowhere(manager: Client, workspace: Workspace) -> None:
    before = journal.read(workspace, "objectives")
    page = body(manager, **{"weight.new_accounts": "0", "add": "nrr", "add_weight": "50"})
    now, then = (unescape(text) for text in re.findall(r"<h3>(?:Now|Then): ([^<]*)</h3>", page))
    assert now != then
    assert "existing accounts" in then
    assert 'name="weight.new_accounts" min="0" max="1000" step="any" value="0"' in page
    assert journal.read(workspace, "objectives") == before


def test_what_is_sent_as_it_stands_changes_nothing(manager: Client) -> None:
    fields = re.findall(r'name="(weight\.[^"]*)"[^>]* value="([^"]+)"', body(manager))
    assert fields
    assert "As it is" not in body(manager, **dict(fields))


def test_a_seller_sees_their_own_audit_and_no_form(people: People, client_of: ClientOf) -> None:
    client = client_of(people["seller_a1"])
    page = body(client, owner="")
    assert "Try a change" not in page
    assert client.get("/balance/", TEAM).status_code == 404
    assert body(client, owner="seller:n1-1", **{"weight.new_accounts": "1"}).count("Try a change") == 0


@pytest.mark.parametrize("owner", ["team:s1", "seller:s1-1", "company", "team:no-such", "planet"])
def test_an_owner_who_may_not_be_seen_answers_as_one_who_does_not_exist(manager: Client, owner: str) -> None:
    assert manager.get("/balance/", {"owner": owner}).status_code == 404
    assert manager.get("/balance/gaps.csv", {"owner": owner}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"current": "someday"},
        {"weight.new_accounts": "many"},
        {"weight.new_accounts": "-1"},
        {"weight.nothing": "1"},
        {"add": "no-such"},
        {"add": "nrr kind=demo"},
        {"add": "nrr", "add_weight": "NaN"},
    ],
)
def test_what_cannot_be_meant_is_refused(manager: Client, wrong: dict[str, str]) -> None:
    body(manager, 400, **wrong)


def test_nobody_writes_here_and_who_sees_no_objectives_may_not_look(
    manager: Client, people: People, client_of: ClientOf
) -> None:
    assert manager.post("/balance/").status_code == 405
    assert manager.get("/balance/nothing.csv", TEAM).status_code == 404
    assert client_of(people["service"]).get("/balance/").status_code == 403
    told = client_of(people["unlinked"]).get("/balance/")
    assert "nobody here whose objectives" in told.content.decode()
    assert client_of(people["unlinked"]).get("/balance/gaps.csv").status_code == 404
