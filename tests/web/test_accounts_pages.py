"""The accounts: the list, one account's page, and its lines, each as far as the reader may see."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from fourfold.web.audit.models import Entry
from tests.web.bodies import content, masked
from tests.web.company import CANARY_AMOUNTS, WORDS

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

    People = Mapping[str, Person]
    ClientOf = Callable[[Person], Client]

OWN, FOREIGN, MISSING = "n1-1-1", "s1-1-1", "no-such"


@pytest.fixture
def seller(people: People, client_of: ClientOf) -> Client:
    return client_of(people["seller_a1"])


@pytest.fixture
def service(people: People, client_of: ClientOf) -> Client:
    return client_of(people["service"])


def body(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return content(answer).decode()


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, address))))


def test_the_list_holds_the_readers_accounts_and_no_others(seller: Client) -> None:
    rows = rows_of(seller, "/accounts/list.csv")
    assert {row["account"] for row in rows} == {
        "n1-1-1", "n1-1-2", "n1-1-3", "shared", "group", "n1-2-1",
    } & {row["account"] for row in rows} | {"n1-1-1", "n1-1-2", "n1-1-3", "shared", "group"}  # fmt: skip
    page = body(seller, "/accounts/")
    assert all(row["name"] in page for row in rows)
    assert not [word for team, word in WORDS.items() if team != "n1" and word in page]


def test_the_list_is_searched_filtered_and_sorted_by_its_address(seller: Client) -> None:
    found = rows_of(seller, "/accounts/list.csv?search=QUAGGA&sort=name")
    names = [row["name"] for row in found]
    assert names == sorted(names)
    assert all("Quagga" in name for name in names)
    whole = rows_of(seller, "/accounts/list.csv")
    for status in {row["status"] for row in whole}:
        same = [row for row in whole if row["status"] == status]
        assert rows_of(seller, f"/accounts/list.csv?status={status}") == same
    assert "Nothing matches" in body(seller, "/accounts/?region=moon")


def test_revenues_of_the_list_are_those_of_the_lines(seller: Client) -> None:
    (row,) = rows_of(seller, f"/accounts/list.csv?search={OWN}&current=2025")
    lines = rows_of(seller, f"/accounts/{OWN}/lines/items.csv")
    of_2025 = [Decimal(line["contribution"]) for line in lines if line["ordered_on"].startswith("2025")]
    assert Decimal(row["2025" if "2025" in row else "current_revenue"]) == sum(of_2025)
    assert row["last_on"] == max(line["ordered_on"] for line in lines if Decimal(line["amount"]) > 0)


def test_an_account_tells_its_owner_products_revenue_and_change(seller: Client) -> None:
    page = body(seller, f"/accounts/{OWN}/?current=2025")
    for said in (
        "Quagga n111 Works",
        "Seller n1-1",
        "Team n1",
        "Product 03",
        "Owners over time",
        "Revenue by",
    ):
        assert said in page
    assert f"/lines/?row=change&amp;current=2025&amp;where.account={OWN}&amp;where.product=" in page
    assert f"/accounts/{OWN}/lines/" in page
    sums = [
        Decimal(row["revenue"]) for row in rows_of(seller, f"/accounts/{OWN}/tables/revenue.csv?current=2025")
    ]
    lines = rows_of(seller, f"/accounts/{OWN}/lines/items.csv")
    assert sum(sums) == sum(Decimal(line["contribution"]) for line in lines)


def test_an_account_of_another_is_answered_as_one_that_does_not_exist(seller: Client) -> None:
    for end in ("", "lines/", "tables/products.csv", "lines/items.csv"):
        foreign, missing = (seller.get(f"/accounts/{account}/{end}") for account in (FOREIGN, MISSING))
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert masked(foreign.content) == masked(missing.content)


def test_a_merged_account_leads_to_the_one_that_continues_it(people: People, client_of: ClientOf) -> None:
    executive = client_of(people["executive"])
    answer = executive.get("/accounts/chaina/?current=2025")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/chainc/?current=2025")
    assert "Mixed chaina Works" in body(executive, "/accounts/chainc/?current=2025")
    told = {row["account_id"] for row in rows_of(executive, "/accounts/chaina/lines/items.csv")}
    assert told == {"chaina", "chainb", "chainc"}


def test_who_leads_service_sees_every_account_but_no_lines_and_no_way_to_them(service: Client) -> None:
    for account, team in ((OWN, "n1"), (FOREIGN, "s1")):
        page = body(service, f"/accounts/{account}/?current=2025")
        assert WORDS[team] in page
        for closed in ("/lines/", "/breakdown/", "/growth/", str(CANARY_AMOUNTS[team])):
            assert closed not in page
        body(service, f"/accounts/{account}/lines/", 403)
    assert "/growth/" not in body(service, "/accounts/")


def test_an_export_is_noted(seller: Client, people: People) -> None:
    for address in (
        "/accounts/list.csv",
        f"/accounts/{OWN}/tables/owners.xlsx",
        f"/accounts/{OWN}/lines/items.csv",
    ):
        before = Entry.objects.count()
        assert seller.get(address).status_code == 200
        noted = Entry.objects.order_by("-number").first()
        assert noted is not None
        assert (noted.kind, noted.who) == ("export", people["seller_a1"].email)
        assert Entry.objects.count() == before + 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/accounts/?sort=profit", 400),
        ("/accounts/?page=-1", 400),
        ("/accounts/?page=9999", 404),
        ("/accounts/list.pdf", 404),
        (f"/accounts/{OWN}/tables/pay.csv", 404),
        (f"/accounts/{OWN}/tables/owners.pdf", 404),
    ],
)
def test_what_cannot_be_meant_is_refused(seller: Client, address: str, status: int) -> None:
    body(seller, address, status)


def test_nobody_writes_here(seller: Client) -> None:
    assert seller.post("/accounts/").status_code == 405
    assert seller.post(f"/accounts/{OWN}/").status_code == 405
