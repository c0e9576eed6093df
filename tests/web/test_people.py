"""People and roles: who may change them, at once, and that somebody always administers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.serializers import serialize
from django.test import Client

from fourfold.web.audit.models import Entry
from fourfold.web.members.models import Person, RoleGrant

ClientOf = Callable[[Person], Client]
PEOPLE = "/settings/people/"
TODAY = datetime.now(UTC).date()
NEWCOMER = {
    "email": "New@Company.example",
    "name": "Nora New",
    "roles": ["seller"],
    "starts_on": "2020-01-01",
}


@pytest.fixture
def operations(people: Mapping[str, Person], client_of: ClientOf) -> Client:
    return client_of(people["operations"])


def stored() -> str:
    return serialize("json", [*Person.objects.order_by("pk"), *RoleGrant.objects.order_by("pk")])


def grant_of(person: Person, role: str) -> RoleGrant:
    return RoleGrant.objects.get(person=person, role=role)


def last_entry() -> tuple[str, str, str]:
    last = Entry.objects.order_by("-number")[0]
    return last.kind, last.who, last.about


def test_the_list_tells_roles_and_the_seller_of_the_book_with_the_same_address(operations: Client) -> None:
    shown = operations.get(PEOPLE).content.decode()
    assert "Seller n1-0 (n1-0)" in shown
    assert "Service lead" in shown
    assert "Sellers who cannot sign in yet" in shown
    assert "s2-2@company.example" in shown
    assert "s1-9@company.example" not in shown, "is not hired yet"


@pytest.mark.parametrize("name", ["executive", "manager_a", "seller_a1", "service", "nobody"])
def test_only_who_administers_reaches_any_of_it(
    name: str, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    client, before = client_of(people[name]), stored()
    own, grant = people[name].pk, grant_of(people["executive"], "executive").pk
    for path in (
        PEOPLE,
        f"{PEOPLE}add/",
        f"{PEOPLE}{own}/",
        "/settings/audit/",
        "/settings/audit/entries.csv",
    ):
        assert client.get(path).status_code == 403, path
    for path in ("roles/", "link/", "deactivate/", "activate/", "see-as/", f"roles/{grant}/end/"):
        told = {"role": "revenue_operations", "starts_on": "2020-01-01", "ends_on": "2020-01-02"}
        assert client.post(f"{PEOPLE}{own}/{path}", told).status_code == 403, path
    assert client.post(f"{PEOPLE}add/", NEWCOMER).status_code == 403
    assert stored() == before
    assert last_entry()[:2] == ("denied", people[name].email)


def test_a_newcomer_sets_a_password_under_a_link_that_is_shown_once(operations: Client) -> None:
    answer = operations.post(f"{PEOPLE}add/", NEWCOMER)
    assert "no-store" in answer["Cache-Control"]
    address = answer.context["address"]
    assert address in answer.content.decode()
    person = Person.objects.get(email="new@company.example")
    assert not person.has_usable_password()
    assert address not in operations.get(f"{PEOPLE}{person.pk}/").content.decode()
    fresh, new = Client(SERVER_NAME="localhost"), "a longer horse battery"
    form = fresh.get(address, follow=True)
    fresh.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert fresh.post("/sign/login/", {"login": person.email, "password": new})["Location"] == "/"
    kinds = [e.kind for e in Entry.objects.order_by("number")]
    assert kinds[-5:] == ["person_added", "role_given", "password_link_made", "password_changed", "signed_in"]


def test_nobody_is_entered_twice(operations: Client) -> None:
    before = stored()
    answer = operations.post(f"{PEOPLE}add/", NEWCOMER | {"email": "EXECUTIVE@company.example"})
    assert answer.status_code == 400
    assert "entered already" in answer.content.decode()
    assert stored() == before


@pytest.mark.parametrize(
    "field", ["is_staff", "is_active", "session_stamp", "password", "workspace_id", "team_id"]
)
def test_a_field_that_does_not_belong_is_refused_by_its_name(
    field: str, operations: Client, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    own, seller = people["seller_a1"].pk, client_of(people["seller_a1"])
    before = stored()
    for client, path, told in (
        (operations, f"{PEOPLE}add/", NEWCOMER),
        (operations, f"{PEOPLE}{own}/roles/", {"role": "seller", "starts_on": "2020-01-01"}),
        (operations, f"{PEOPLE}{own}/deactivate/", {}),
        (seller, "/you/", {"name": "Me", "language": "de"}),
    ):
        answer = client.post(path, {**told, field: "1"})
        assert answer.status_code == 400, path
        assert field in answer.content.decode(), path
    assert stored() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"email": ""},
        {"roles": ["god"]},
        {"starts_on": "yesterday"},
        {"starts_on": ""},
    ],
)
def test_a_newcomer_who_cannot_be_meant_is_not_entered(wrong: dict[str, Any], operations: Client) -> None:
    before = stored()
    answer = operations.post(f"{PEOPLE}add/", NEWCOMER | wrong)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert stored() == before


def test_a_role_counts_with_the_next_request_and_ends_the_sessions(
    operations: Client, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    manager = people["manager_a"]
    session = client_of(manager)
    assert session.get("/growth/").status_code == 200
    grant = grant_of(manager, "sales_manager")
    ended = operations.post(f"{PEOPLE}{manager.pk}/roles/{grant.pk}/end/", {"ends_on": str(TODAY)})
    assert ended.status_code == 302
    assert session.get("/growth/")["Location"].startswith("/sign/login/")
    session.force_login(
        Person.objects.get(pk=manager.pk), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert session.get("/growth/").status_code == 403
    assert ("role_ended", "operations@company.example") in {(e.kind, e.who) for e in Entry.objects.all()}


def test_a_role_given_from_tomorrow_does_not_count_today(
    operations: Client, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    person = people["nobody"]
    tomorrow = TODAY + timedelta(days=2)
    operations.post(f"{PEOPLE}{person.pk}/roles/", {"role": "executive", "starts_on": str(tomorrow)})
    assert client_of(Person.objects.get(pk=person.pk)).get("/growth/").status_code == 403
    operations.post(f"{PEOPLE}{person.pk}/roles/", {"role": "service_lead", "starts_on": "2020-01-01"})
    assert Person.objects.get(pk=person.pk).roles(TODAY) == {"service_lead"}


def test_the_same_role_is_not_given_twice_for_the_same_time(
    operations: Client, people: Mapping[str, Person]
) -> None:
    told = {"role": "seller", "starts_on": str(TODAY)}
    assert operations.post(f"{PEOPLE}{people['seller_a1'].pk}/roles/", told).status_code == 400


def test_the_last_who_administers_cannot_be_taken_away(
    operations: Client, people: Mapping[str, Person]
) -> None:
    own = people["operations"]
    grant, before = grant_of(own, "revenue_operations"), stored()
    later = str(TODAY + timedelta(days=90))
    for path, told in (
        (f"roles/{grant.pk}/end/", {"ends_on": str(TODAY)}),
        (f"roles/{grant.pk}/end/", {"ends_on": later}),
        ("deactivate/", {}),
    ):
        answer = operations.post(f"{PEOPLE}{own.pk}/{path}", told)
        assert answer.status_code == 400, path
        assert "nobody would be left" in answer.content.decode()
    assert stored() == before


def test_somebody_whose_role_ends_or_who_is_locked_out_does_not_count_as_left(
    operations: Client, people: Mapping[str, Person]
) -> None:
    own, other = people["operations"], people["executive"]
    second = RoleGrant.objects.create(
        person=other, role="revenue_operations", starts_on=date(2020, 1, 1), ends_on=date(2099, 1, 1)
    )
    path = f"{PEOPLE}{own.pk}/roles/{grant_of(own, 'revenue_operations').pk}/end/"
    told = {"ends_on": str(TODAY)}
    assert operations.post(path, told).status_code == 400
    second.ends_on = None
    second.save()
    Person.objects.filter(pk=other.pk).update(is_active=False)
    assert operations.post(path, told).status_code == 400
    Person.objects.filter(pk=other.pk).update(is_active=True)
    assert operations.post(path, told).status_code == 302


def test_who_is_locked_out_is_out_at_once_and_may_come_back(
    operations: Client, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    person = people["manager_a"]
    session = client_of(person)
    assert session.get("/growth/").status_code == 200
    operations.post(f"{PEOPLE}{person.pk}/deactivate/")
    assert session.get("/growth/").status_code == 302
    operations.post(f"{PEOPLE}{person.pk}/activate/")
    assert session.get("/growth/").status_code == 302, "a session that ended stays ended"
    assert Person.objects.get(pk=person.pk).roles(TODAY) == {"sales_manager"}


def test_a_missing_person_and_a_role_of_somebody_else_are_not_there(
    operations: Client, people: Mapping[str, Person]
) -> None:
    grant = grant_of(people["manager_a"], "sales_manager")
    assert operations.get(f"{PEOPLE}999999/").status_code == 404
    wrong = f"{PEOPLE}{people['executive'].pk}/roles/{grant.pk}/end/"
    assert operations.post(wrong, {"ends_on": str(TODAY)}).status_code == 404


def test_revenue_operations_see_what_somebody_else_sees_and_can_change_nothing(
    operations: Client, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    seen = people["manager_a"]
    operations.post(f"{PEOPLE}{seen.pk}/see-as/")
    own = client_of(seen).get("/growth/").content.decode()
    shown = operations.get("/growth/").content.decode()
    assert "You see Fourfold as Manager A does" in shown
    assert shown.partition("<main")[2].count("<td") == own.partition("<main")[2].count("<td")
    assert operations.get(PEOPLE).status_code == 403
    before = stored()
    for path in ("/you/", "/you/absence/", "/sign/password/change/", f"{PEOPLE}{seen.pk}/deactivate/"):
        assert operations.post(path, {"name": "x", "language": ""}).status_code == 403, path
    assert stored() == before
    operations.post("/settings/see-as/stop/")
    assert operations.get(PEOPLE).status_code == 200
    told = [(e.kind, e.about) for e in Entry.objects.filter(kind__startswith="see_as").order_by("number")]
    assert told == [("see_as_started", seen.email), ("see_as_stopped", seen.email)]


def test_seeing_as_somebody_ends_when_one_may_no_longer(
    operations: Client, people: Mapping[str, Person]
) -> None:
    operations.post(f"{PEOPLE}{people['manager_a'].pk}/see-as/")
    RoleGrant.objects.filter(person=people["operations"]).update(ends_on=date(2020, 1, 2))
    assert operations.get("/growth/").status_code == 403


def test_own_preferences_are_one_s_own(people: Mapping[str, Person], client_of: ClientOf) -> None:
    client = client_of(people["seller_a1"])
    assert client.post("/you/", {"name": "Ich", "language": "de"})["Location"] == "/you/"
    shown = client.get("/you/").content.decode()
    assert '<html lang="de"' in shown
    assert "Ich" in shown
    assert Person.objects.get(pk=people["seller_a2"].pk).name == "Seller A2"
    assert client.post("/you/", {"name": "x" * 151, "language": "xx"}).status_code == 422
