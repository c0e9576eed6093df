"""Saved views: kept under a name, opened through the reader's own scope, nobody else's business."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from fourfold.web.saved.models import View
from tests.web.bodies import masked
from tests.web.company import WORDS

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

    People = Mapping[str, Person]
    ClientOf = Callable[[Person], Client]


@pytest.fixture
def mine(people: People, client_of: ClientOf) -> View:
    """A view of the manager of team n1."""
    return saved(client_of(people["manager_a"]), "Monday", "current=2025&base=2024")


def saved(client: Client, name: str, query: str = "", route: str = "growth") -> View:
    """Save a view as somebody does, and return it."""
    answer = client.post("/views/save/", {"name": name, "route": route, "query": query})
    assert answer.status_code == 302, answer.content.decode()
    return View.objects.order_by("made_at").last() or pytest.fail("nothing was saved")


def body(client: Client, address: str, **follow: Any) -> str:
    return client.get(address, **follow).content.decode()


def test_the_page_one_looks_at_is_saved_with_its_filters_and_opens_again(
    people: People, client_of: ClientOf
) -> None:
    client = client_of(people["manager_a"])
    page = body(client, "/growth/?current=2025&where.region=valley")
    assert 'name="query" value="current=2025&amp;where.region=valley"' in page
    view = saved(client, "Valley", "where.region=valley&current=2025&stray=1")
    assert view.query == "current=2025&where.region=valley"
    assert client.get(f"/views/{view.pk}/open/")["Location"] == f"/growth/?{view.query}"
    assert "Valley" in body(client, "/views/")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"name": "x", "route": "people", "query": ""}, 404),
        ({"name": "x", "route": "growth", "query": "where.nonsense=1"}, 400),
        ({"name": "x", "route": "growth", "query": f"current={'9' * 300}"}, 400),
        ({"name": "x", "route": "growth", "query": "", "owner": "1"}, 400),
        ({"name": "", "route": "growth", "query": ""}, 422),
        ({"name": "x\r\nBcc: y@z.example", "route": "growth", "query": ""}, 422),
    ],
)
def test_what_cannot_be_a_view_is_refused_and_not_kept(
    told: dict[str, str], status: int, people: People, client_of: ClientOf
) -> None:
    assert client_of(people["manager_a"]).post("/views/save/", told).status_code == status
    assert not View.objects.exists()


def test_a_private_view_of_somebody_else_answers_as_a_missing_one_and_stays_as_it_is(
    mine: View, people: People, client_of: ClientOf
) -> None:
    other = client_of(people["manager_b"])
    for path in ("", "open/"):
        found, missing = (other.get(f"/views/{each}/{path}") for each in (mine.pk, uuid4()))
        assert (found.status_code, masked(found.content)) == (404, masked(missing.content))
    for path in ("change/", "delete/", "subscribe/"):
        assert other.post(f"/views/{mine.pk}/{path}", {}).status_code == 404
    mine.refresh_from_db()
    assert (mine.name, mine.is_shared, mine.is_hidden) == ("Monday", False, False)
    assert "Monday" not in body(other, "/views/")


def test_a_shared_view_opens_on_what_its_reader_may_see_and_only_its_owner_changes_it(
    mine: View, people: People, client_of: ClientOf
) -> None:
    client_of(people["manager_a"]).post(f"/views/{mine.pk}/change/", {"name": "Team", "is_shared": "on"})
    other = client_of(people["manager_b"])
    assert "Team" in body(other, "/views/")
    opened = other.get(f"/views/{mine.pk}/open/", follow=True)
    assert masked(opened.content) == masked(other.get(f"/growth/?{mine.query}").content)
    assert WORDS["n1"] not in opened.content.decode()
    assert other.get(f"/views/{mine.pk}/").status_code == 404
    assert other.post(f"/views/{mine.pk}/change/", {"name": "Stolen"}).status_code == 404


def test_a_view_that_asks_for_everything_still_shows_its_reader_their_own(
    people: People, client_of: ClientOf
) -> None:
    client = client_of(people["seller_a1"])
    wide = saved(client, "All", "where.team=s1&by=team&current=2025")
    shown = body(client, f"/views/{wide.pk}/open/", follow=True)
    assert WORDS["s1"] not in shown


def test_a_deleted_view_is_missing_for_everybody_and_ends_its_mails(
    mine: View, people: People, client_of: ClientOf
) -> None:
    client = client_of(people["manager_a"])
    wish = {"rhythm": "week", "weekday": "1", "month_day": "1", "form": "pdf"}
    client.post(f"/views/{mine.pk}/subscribe/", wish)
    client.post(f"/views/{mine.pk}/delete/")
    assert client.get(f"/views/{mine.pk}/open/").status_code == 404
    assert View.objects.filter(pk=mine.pk, is_hidden=True, subscriptions__is_ended=True).exists()


def test_who_may_not_save_views_has_none(people: People, client_of: ClientOf) -> None:
    for name in ("service", "nobody"):
        client = client_of(people[name])
        assert client.get("/views/").status_code == 403
        told = {"name": "x", "route": "growth", "query": ""}
        assert client.post("/views/save/", told).status_code == 403


def test_the_tables_are_as_the_models_say() -> None:
    call_command("makemigrations", "saved", check=True, dry_run=True, verbosity=0)


def test_growth_comes_as_pdf_and_html_with_the_filters_and_the_scope_of_the_page(
    people: People, client_of: ClientOf
) -> None:
    client = client_of(people["manager_a"])
    pdf = client.get("/growth/report.pdf?current=2025")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    html = client.get("/growth/report.html?current=2025").content.decode()
    other = body(client_of(people["manager_b"]), "/growth/report.html?current=2025")
    assert html != other
    assert client_of(people["service"]).get("/growth/report.pdf").status_code == 403
    assert client.get("/growth/report.pdf?where.nonsense=1").status_code == 400
