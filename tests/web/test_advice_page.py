"""The advice page: who is advised from whom, and what adopting writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from fourfold.book import journal
from fourfold.book.book import open_book
from fourfold.book.workspace import Workspace
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.objectives.store import JOURNAL, read_store
from fourfold.web.audit.models import Entry
from tests.web.company import WORDS
from tests.web.stored import state_of

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

    People = Mapping[str, Person]
    ClientOf = Callable[[Person], Client]

ADVICE, ADOPT = "/objectives/advice/", "/objectives/advice/adopt/"
YEAR = f"{ADVICE}?period=FY2026"
ASKED = {"owner": "team:n1", "period": "FY2026"}


@pytest.fixture
def manager(people: People, client_of: ClientOf) -> Client:
    return client_of(people["manager_a"])


def told(client: Client, address: str = YEAR) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def drafts(workspace: Workspace) -> list[Objective]:
    book = open_book(workspace)
    try:
        store = read_store(book, journal.read(workspace, JOURNAL))
        return [one for one in store.objectives if one.state is State.DRAFT]
    finally:
        book.close()


def test_a_team_is_advised_with_reasons_facts_and_what_covers_it(manager: Client) -> None:
    body = told(manager)
    assert "Team n1 · FY2026 · objectives proposed" in body
    assert re.search(r"Of 100 points, \d+ are proposed for new accounts, \d+ for existing ones", body)
    assert "Going on as before comes to" in body
    assert "0 of like size, among 0 others you may see; 5 are needed" in body
    assert "S4 additional product, existing account" in body
    assert "Gained 534.9 k 101.3 k with new accounts" in body


def test_only_owners_in_sight_are_offered_and_answered(manager: Client) -> None:
    body = manager.get(YEAR).content.decode()
    assert "seller:n1-1" in body
    assert not any(word in body for word in ("team:n2", "seller:s1-1", WORDS["s1"]))
    for other in ("team:n2", "seller:s1-1", "company", "team:no-such"):
        assert manager.get(ADVICE, {"owner": other}).status_code == 404
        assert manager.post(ADOPT, {**ASKED, "owner": other}).status_code == 404


def test_who_may_not_set_objectives_is_not_advised(people: People, client_of: ClientOf) -> None:
    for name in ("seller_a1", "service"):
        assert client_of(people[name]).get(ADVICE).status_code == 403
        assert client_of(people[name]).post(ADOPT, ASKED).status_code == 403
    assert client_of(people["manager_a"]).get(ADOPT).status_code == 405


def test_what_is_ticked_becomes_drafts_with_the_weights_and_targets_that_were_sent(
    manager: Client, own_workspace: Workspace
) -> None:
    before = Entry.objects.filter(kind="objective").count()
    sent = {
        **ASKED,
        "take.nrr": "on", "weight.nrr": "40", "target.nrr": "0.97",
        "take.new_account_gain": "on", "weight.new_account_gain": "12.5", "target.new_account_gain": "1000",
        "weight.grr": "30", "target.grr": "0.9",
    }  # fmt: skip
    answer = manager.post(ADOPT, sent)
    assert answer.status_code == 302, answer.content
    assert answer["Location"].startswith("/objectives/?owner=team%3An1&state=draft")
    made = {one.measure: one for one in drafts(own_workspace)}
    assert {name: (str(one.weight), str(one.target)) for name, one in made.items()} == {
        "new_account_gain": ("12.5", "1000"),
        "nrr": ("40", "0.97"),
    }
    assert made["nrr"].owner == Owner("team", "n1")
    assert made["nrr"].period.label == "2026-01-01..2026-12-31"
    assert "Going on as before" in made["nrr"].note
    assert Entry.objects.filter(kind="objective").count() == before + 2
    assert "2 drafts are written." in told(manager, answer["Location"])


def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    manager: Client, workspace: Workspace
) -> None:
    before = state_of(workspace)
    answer = manager.get(ADVICE, {"period": "FY1999"})
    assert answer.status_code == 400
    assert "use one of FY2026-Q1, FY2026" in answer.content.decode()
    assert manager.post(ADOPT, {**ASKED, "take.revenue": "on"}).status_code == 400
    for bad, why in (
        ({}, "Nothing is ticked."),
        ({"take.nrr": "on", "weight.nrr": "10"}, "Needed for what is ticked."),
        ({"take.nrr": "on", "weight.nrr": "-1", "target.nrr": "NaN"}, "Enter a number."),
    ):
        answer = manager.post(ADOPT, {**ASKED, **bad})
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert state_of(workspace) == before
