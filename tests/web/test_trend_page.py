"""The trend page: the latest periods, each a link to its growth."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from fourfold.book.book import Book
from fourfold.reports import pictures
from fourfold.web.members.models import Person
from tests.web.company import WORDS


@pytest.fixture
def executive(people: Mapping[str, Person], client_of: Callable[[Person], Client]) -> Client:
    """Somebody who sees the whole company."""
    return client_of(people["executive"])


def test_each_period_leads_to_its_growth_with_the_question_of_the_page(executive: Client) -> None:
    page = executive.get("/trend/", {"grain": "fiscal-year", "where.region": "hills"}).content.decode()
    assert "<h1>Revenue of FY2025 was" in page
    assert "/growth/?current=FY2024&amp;where.region=hills" in page
    assert "region <strong>hills</strong>" in page


def test_a_second_read_computes_and_draws_nothing(executive: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = executive.get("/trend/", {"grain": "fiscal-year"})

    def again(*_: object) -> None:
        raise AssertionError("computed or drawn again")

    monkeypatch.setattr(Book, "fetch", again)
    monkeypatch.setattr(pictures, "_drawn", again)
    assert executive.get("/trend/", {"grain": "fiscal-year"}).status_code == first.status_code == 200


def test_its_tables_are_files(executive: Client) -> None:
    lines = executive.get("/trend/series.csv", {"grain": "fiscal-year"}).content.decode().splitlines()
    assert lines[0].startswith("period,base,base_revenue,current_revenue,change")
    assert [re.split(",", line)[0] for line in lines[1:]] == ["FY2023", "FY2024", "FY2025"]
    assert executive.get("/trend/periods.xlsx", {"grain": "fiscal-year"}).content[:2] == b"PK"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/trend/?grain=week", 400), ("/trend/nothing.csv", 404), ("/trend/series.exe", 404)],
)
def test_what_cannot_be_meant_is_refused(executive: Client, address: str, status: int) -> None:
    assert executive.get(address).status_code == status


def test_a_manager_sees_no_other_team(
    people: Mapping[str, Person], client_of: Callable[[Person], Client]
) -> None:
    asked = {"grain": "fiscal-year"}
    page = client_of(people["manager_b"]).get("/trend/", asked).content.decode()
    assert not any(word in page for team, word in WORDS.items() if team != "s1")
    assert page != client_of(people["executive"]).get("/trend/", asked).content.decode()
