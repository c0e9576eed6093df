"""The breakdown: groups that sum to the whole, sorted and searched by the address, drilled to the lines."""

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

from fourfold.web.audit.models import Entry
from tests.web.bodies import content
from tests.web.company import WORDS

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

    People = Mapping[str, Person]
    ClientOf = Callable[[Person], Client]

BY = "by=account&current=2025"


@pytest.fixture
def manager(people: People, client_of: ClientOf) -> Client:
    return client_of(people["manager_a"])


def page(client: Client, query: str = BY, status: int = 200) -> str:
    answer = client.get(f"/breakdown/?{query}")
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def rows_of(client: Client, query: str = BY) -> list[dict[str, str]]:
    answer = client.get(f"/breakdown/groups.csv?{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(content(answer).decode())))


def test_the_file_has_every_group_and_its_rows_sum_to_its_change(manager: Client) -> None:
    rows = rows_of(manager)
    assert rows
    for row in rows:
        names = list(row)
        ledger = names[names.index("other") + 1 :]
        assert sum(Decimal(row[name]) for name in ledger) == Decimal(row["change"])
    body = page(manager)
    assert all(row["account_name"] in body for row in rows[:50])


def test_a_table_is_sorted_by_its_address_and_says_so(manager: Client) -> None:
    gains = [Decimal(row["gain"]) for row in rows_of(manager, f"{BY}&sort=-gain")]
    assert gains == sorted(gains, reverse=True)
    body = page(manager, f"{BY}&sort=-gain")
    assert re.search(r'<th scope="col" class="n" aria-sort="descending"><a [^>]*sort=gain', body)


def test_text_finds_groups_by_name_or_id(manager: Client) -> None:
    (row,) = rows_of(manager, f"{BY}&search=N1-2-1")
    assert row["account"] == "n1-2-1"
    assert "Nothing matches" in page(manager, f"{BY}&search=zzz")


def test_every_figure_leads_to_its_lines_and_every_group_to_the_next_level(manager: Client) -> None:
    body = unescape(page(manager))
    first = rows_of(manager)[0]
    at = re.search(r'href="(/lines/\?row=current_revenue&[^"]*where\.account=[^"]*)">([\d,.]+|<span)', body)
    assert at is not None
    assert manager.get(at[1]).status_code == 200
    assert re.search(r'href="/breakdown/\?[^"]*by=family&where\.account=', body)
    assert f"/growth/?current=2025&where.account={first['account']}" in body


def test_a_group_is_broken_down_within_itself_only(manager: Client) -> None:
    rows = rows_of(manager, "by=product&current=2025&where.account=n1-2-1")
    whole = next(row for row in rows_of(manager) if row["account"] == "n1-2-1")
    assert sum(Decimal(row["change"]) for row in rows) == Decimal(whole["change"])


def test_nobody_sees_the_accounts_of_another_team(manager: Client) -> None:
    told = page(manager) + str(rows_of(manager))
    assert WORDS["n1"] in told
    assert not [word for team, word in WORDS.items() if team not in {"n1"} and word in told]


def test_bars_have_no_styles_of_their_own(manager: Client) -> None:
    body = page(manager)
    assert 'class="cellbar"' in body
    assert " style=" not in body


@pytest.mark.parametrize(
    ("query", "said"),
    [("by=planet", "region"), ("by=account&sort=profit", "gain"), ("by=region,region", "twice")],
)
def test_what_cannot_be_meant_is_answered_with_what_can(manager: Client, query: str, said: str) -> None:
    assert said in page(manager, query, 400)


def test_an_export_is_noted(manager: Client, people: People) -> None:
    rows_of(manager)
    noted = Entry.objects.order_by("-number").first()
    assert noted is not None
    assert (noted.kind, noted.who) == ("export", people["manager_a"].email)


def test_nobody_writes_here_and_who_leads_service_may_not_look(
    manager: Client, people: People, client_of: ClientOf
) -> None:
    assert manager.post("/breakdown/").status_code == 405
    assert client_of(people["service"]).get("/breakdown/").status_code == 403
