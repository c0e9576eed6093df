"""The lines behind a figure: they sum to it, they are the reader's own, and all of them can be exported."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from fourfold.web.audit.models import Entry
from tests.web.bodies import content, masked
from tests.web.company import WORDS

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

    People = Mapping[str, Person]
    ClientOf = Callable[[Person], Client]

BOUGHT = "row=current_revenue&current=2025"


@pytest.fixture
def seller(people: People, client_of: ClientOf) -> Client:
    return client_of(people["seller_a1"])


def page(client: Client, query: str, status: int = 200) -> str:
    answer = client.get(f"/lines/?{query}")
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def rows_of(client: Client, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/lines/items.csv?{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(content(answer).decode())))


def test_pages_and_file_hold_the_same_lines_which_sum_to_the_figure(seller: Client) -> None:
    rows = rows_of(seller, BOUGHT)
    told = re.search(r"<h1>([\d,]+) order lines, together ([+\d,.]+)\s*EUR</h1>", page(seller, BOUGHT))
    assert told is not None
    total = sum(Decimal(row["contribution"]) for row in rows)
    assert told[1].replace(",", "") == str(len(rows))
    assert told[2] == f"{total:+,.2f}"
    sizes = [abs(Decimal(row["contribution"])) for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    assert page(seller, BOUGHT).count("<tr>") == min(len(rows), 100) + 1


def test_a_line_tells_its_names_its_rule_and_the_days_that_decided(seller: Client) -> None:
    body = page(seller, BOUGHT)
    assert "Ordered in 2025." in body
    (first, *_) = rows_of(seller, BOUGHT)
    for name in (
        "account_name",
        "product_name",
        "ordered_on",
        "account_first_on",
        "product_since",
        "first_on",
    ):
        assert first[name] in body
    assert f'href="/accounts/{first["account_id"]}/?current=2025"' in body


def test_pairs_lead_to_their_own_lines(seller: Client) -> None:
    body = page(seller, f"{BOUGHT}&open=pairs")
    link = re.search(r'href="/lines/\?(row=[^"]*open=lines[^"]*where\.account=[^"]*)"', body)
    assert link is not None
    assert "order lines, together" in page(seller, link[1].replace("&amp;", "&"))


def test_nobody_sees_a_line_of_another_team(seller: Client) -> None:
    told = page(seller, BOUGHT) + str(rows_of(seller, BOUGHT))
    others = [word for team, word in WORDS.items() if team != "n1"]
    assert not [word for word in others if word in told]
    foreign, missing = (page(seller, f"{BOUGHT}&where.account={own}") for own in ("s2-1-1", "nothing"))
    assert masked(foreign.replace("s2-1-1", "*").encode()) == masked(missing.replace("nothing", "*").encode())


def test_an_export_is_noted_and_a_page_is_not(seller: Client, people: People) -> None:
    before = Entry.objects.count()
    page(seller, BOUGHT)
    assert Entry.objects.count() == before
    rows_of(seller, BOUGHT)
    noted = Entry.objects.order_by("-number").first()
    assert noted is not None
    assert (noted.kind, noted.who) == ("export", people["seller_a1"].email)
    assert "row=current_revenue" in noted.about


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("row=profit", "current_revenue"),
        ("net=yes", "1"),
        ("open=orders", "lines"),
        ("row=price_gain&open=lines", "made of pairs"),
        ("page=0", "page 1"),
        ("page=x", "page 1"),
        ("where.planet=x", "region"),
        ("row=a%00b", "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_what_can(seller: Client, query: str, said: str) -> None:
    assert said in page(seller, query, 400)


def test_a_page_after_the_last_and_an_unknown_form_are_not_there(seller: Client) -> None:
    page(seller, f"{BOUGHT}&page=9999", 404)
    assert seller.get(f"/lines/items.pdf?{BOUGHT}").status_code == 404
    assert seller.post("/lines/").status_code == 405


def test_who_leads_service_may_not_see_lines(people: People, client_of: ClientOf) -> None:
    assert client_of(people["service"]).get(f"/lines/?{BOUGHT}").status_code == 403
