"""The activities and opportunities behind a figure: what the page lists, whom it names, where it leads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from fourfold.web.members.models import Person

TEAM = "/objectives/team north activities/work/"
SELLER = "/objectives/seller s1-1 won_amount/work/"
Signed = Callable[[str], Client]


@pytest.fixture
def signed(people: Mapping[str, Person], client_of: Callable[[Person], Client]) -> Signed:
    """Somebody signed in, by name."""
    return lambda name: client_of(people[name])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_figure_of_activities_opens_from_scorecard_and_objective(signed: Signed) -> None:
    link = "/objectives/team%20north%20activities/work/?as_of=2025-09-30"
    assert f'href="{link}"' in text(signed("region_manager"), "/scorecard/?as_of=2025-09-30")
    assert f'href="{link}"' in text(
        signed("region_manager"), "/objectives/team north activities/?as_of=2025-09-30"
    )
    assert ": 58 activities</h1>" in text(signed("region_manager"), link)


def test_its_rows_are_the_figure_up_to_the_day_in_page_and_file(signed: Signed) -> None:
    early = "?as_of=2025-01-31"
    page = text(signed("region_manager"), TEAM + early)
    rows = list(csv.DictReader(io.StringIO(text_of(signed("region_manager"), f"{TEAM}rows.csv{early}"))))
    assert ": 29 activities</h1>" in page
    assert page.count("<tr>") - 1 == len(rows) == 29
    assert {row["happened_on"] for row in rows} == {"2025-01-14"}
    assert {row["minutes"] for row in rows} == {"20.0000"}
    assert signed("region_manager").get(f"{TEAM}rows.xlsx").content[:2] == b"PK"
    assert signed("region_manager").get(f"{TEAM}?page=2").status_code == 404
    assert signed("region_manager").get(f"{TEAM}?as_of=2024-06-30").status_code == 404


def text_of(client: Client, address: str) -> str:
    return b"".join(client.get(address).streaming_content).decode()


def test_an_account_that_went_on_to_others_is_not_named(signed: Signed) -> None:
    page = text(signed("region_manager"), TEAM)
    assert page.count("not yours to see") == 2
    assert "handed" not in page
    assert 'href="/accounts/n1-1-1/"' in page
    assert "no account yet" in page
    rows = text_of(signed("region_manager"), f"{TEAM}rows.csv")
    assert "Mixed handed Works" not in rows
    whole = text_of(signed("executive"), f"{TEAM}rows.csv")
    assert "Mixed handed Works" in whole


def test_opportunities_are_told_with_status_source_and_amount(signed: Signed) -> None:
    page = text(signed("manager_b"), SELLER)
    assert "700.00 EUR: 1 opportunity</h1>" in page
    assert "Chance of s1-1" in page
    assert "<td>won</td>" in page
    assert signed("seller_b1").get(SELLER).status_code == 200


def test_who_may_not_see_the_owner_finds_nothing_and_lines_open_elsewhere(signed: Signed) -> None:
    for who in ("manager_a", "manager_b", "seller_a1", "unlinked"):
        assert signed(who).get(TEAM).status_code == 404
        assert signed(who).get(f"{TEAM}rows.csv").status_code == 404
    refused = signed("region_manager").get("/objectives/team n1 revenue/work/")
    assert refused.status_code == 400
    assert "open the figure on the page of the objective" in refused.content.decode()
