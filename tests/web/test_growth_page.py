"""The growth page: what it says, where it leads, who sees what, and that it is read, not computed, again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings

from fourfold.book.book import Book
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace
from fourfold.reports import pictures
from fourfold.web.audit.models import Entry
from fourfold.web.members.models import Person
from fourfold.web.pages.ahead import make_ahead
from tests.web.company import CANARY_ACCOUNTS, WORDS

People = Mapping[str, Person]
ClientOf = Callable[[Person], Client]


@pytest.fixture
def executive(people: People, client_of: ClientOf) -> Client:
    """Somebody who sees the whole company."""
    return client_of(people["executive"])


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[None]:
    """The application on a workspace without order lines."""
    folder = create_workspace(tmp_path / "fresh", Settings("EUR")).folder
    with override_settings(FOURFOLD_WORKSPACE=folder):
        yield


def text(answer: Any) -> str:
    return str(answer.content.decode())


def links(answer: Any, path: str) -> list[dict[str, list[str]]]:
    """The questions of every link of a page that leads to a path."""
    found = (urlsplit(unescape(address)) for address in re.findall(r'href="([^"]+)"', text(answer)))
    return [parse_qs(address.query) for address in found if address.path == path]


def test_the_page_says_what_happened_and_shows_it(executive: Client) -> None:
    answer = executive.get("/growth/", {"current": "2025"})
    page = text(answer)
    assert answer.status_code == 200
    assert "<strong>2025 against 2024</strong>" in page
    assert re.search(r"<h1>Revenue (rose|fell) [\d.]+\xa0[km] ", page)
    for part in ("bridge", "sources", "retention", "before", "accounts", "products", "groups", "beside"):
        assert f'id="{part}"' in page
    assert "Order lines until" in page


def test_every_bar_and_every_cell_leads_to_what_is_behind_it_with_the_whole_question(
    executive: Client,
) -> None:
    asked = {"current": "2025", "base": "2023", "product_level": "family", "where.region": "valley"}
    found = links(executive.get("/growth/", asked), "/lines/")
    assert {"lost_account", "dropped_product", "volume_gain"} <= {question["row"][0] for question in found}
    assert all(question[name] == [value] for question in found for name, value in asked.items())
    assert any("where.account" in question for question in found)
    assert any(question.get("net") == ["1"] for question in found)


def test_faulty_rows_are_told_where_the_figures_stand_with_the_cure_for_who_can_see_imports(
    executive: Client, people: People, client_of: ClientOf
) -> None:
    told = r"4 faulty rows of these periods wait in quarantine and are in no figure\."
    account = f"/accounts/{CANARY_ACCOUNTS['n1']}/"
    for path in ("/growth/", "/trend/", "/breakdown/", "/accounts/", account, "/lines/"):
        shown = text(executive.get(path, {} if path == "/trend/" else {"current": "2025"}))
        assert re.search(told + r' <a href="/data/quality/">', shown), path
    assert "in quarantine" not in text(executive.get("/breakdown/", {"current": "2024"}))
    managed = text(client_of(people["manager_a"]).get("/growth/", {"current": "2025"}))
    assert re.search(told + "</p>", managed)
    assert "fourfold rejects" not in managed


def test_a_part_of_the_company_has_its_own_figures_and_can_be_left_again(executive: Client) -> None:
    page = text(executive.get("/growth/", {"current": "2025", "where.region": "valley", "by": "segment"}))
    assert "region <strong>valley</strong>" in page
    assert "current=2025&amp;by=segment" in page
    assert text(executive.get("/growth/", {"current": "2025"})) != page


def test_two_groups_stand_side_by_side(executive: Client) -> None:
    page = text(executive.get("/growth/?current=2025&by=region&beside=hills&beside=plain"))
    assert re.search(r"<h2>hills (grew|shrank) [\d.]+\xa0%, plain (grew|shrank)", page)
    assert "of its base" in page


def test_a_manager_sees_their_own_team_and_no_other(people: People, client_of: ClientOf) -> None:
    page = text(client_of(people["manager_a"]).get("/growth/", {"current": "2025"}))
    assert WORDS["n1"] in page
    assert not any(word in page for team, word in WORDS.items() if team != "n1")


def test_every_table_is_a_file_and_each_file_is_in_the_log(executive: Client) -> None:
    page = text(executive.get("/growth/", {"current": "2025"}))
    files = [unescape(address) for address in re.findall(r'href="(/growth/\w+\.(?:csv|xlsx)[^"]*)"', page)]
    assert len(files) >= 11
    for address in files[:2]:
        assert executive.get(address).status_code == 200
    bridge = text(executive.get("/growth/bridge.csv", {"current": "2025"}))
    assert next(csv.reader(StringIO(bridge)))[:2] == ["label", "amount"]
    about = list(Entry.objects.filter(kind="export").values_list("about", flat=True))
    assert "bridge.csv ?current=2025" in about


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/growth/?current=nonsense", 400),
        ("/growth/?by=colour", 400),
        ("/growth/?by=account", 400),
        ("/growth/?where.colour=red", 400),
        ("/growth/?base=2025&current=2024", 400),
        ("/growth/?current=2025&where.region=nowhere", 200),
        ("/growth/?beside=nowhere&beside=%00", 200),
        ("/growth/nothing.csv", 404),
        ("/growth/bridge.exe", 404),
        ("/growth/growth.csv", 404),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_page(executive: Client, address: str, status: int) -> None:
    assert executive.get(address).status_code == status


def test_the_page_is_only_read(executive: Client) -> None:
    assert executive.post("/growth/").status_code == 405


def test_a_second_read_computes_and_draws_nothing(executive: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"current": "2025", "where.region": "hills"}
    first = executive.get("/growth/", asked)

    def again(*_: object) -> None:
        raise AssertionError("computed or drawn again")

    monkeypatch.setattr(Book, "fetch", again)
    monkeypatch.setattr(pictures, "_drawn", again)
    second = executive.get("/growth/", asked)
    masked = [
        re.sub(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]+"', "", text(a)) for a in (first, second)
    ]
    assert masked[0] == masked[1]


@pytest.mark.usefixtures("fresh")
def test_a_fresh_workspace_teaches_who_may_load_and_tells_the_others(
    people: People, client_of: ClientOf
) -> None:
    loads = text(client_of(people["operations"]).get("/growth/"))
    reads = text(client_of(people["executive"]).get("/growth/"))
    assert "Upload a file" in loads
    assert "Upload a file" not in reads
    assert "revenue operations have loaded" in reads


def test_after_a_preparation_the_first_reader_of_every_scope_waits_for_nothing(
    own_workspace: Workspace, people: People, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    Person.objects.exclude(pk__in=[people["seller_a1"].pk, people["nobody"].pk]).update(is_active=False)
    assert make_ahead(own_workspace, lambda *_: None) == 1

    def late(*_: object) -> None:
        raise AssertionError("computed or drawn for the reader")

    monkeypatch.setattr(Book, "fetch", late)
    monkeypatch.setattr(pictures, "_drawn", late)
    client = client_of(people["seller_a1"])
    assert [client.get(address).status_code for address in ("/growth/", "/trend/")] == [200, 200]
