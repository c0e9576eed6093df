"""Who stands in for somebody: from a day to a day, seen by both, and for reading alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from fourfold.web.audit.models import Entry
from fourfold.web.members.models import Delegation, Person

ClientOf = Callable[[Person], Client]
AWAY = "/you/absence/"
TODAY = datetime.now(UTC).date()


def told(delegate: Person, starts: int = 0, ends: int = 7) -> dict[str, str]:
    return {
        "delegate": str(delegate.pk),
        "starts_on": str(TODAY + timedelta(starts)),
        "ends_on": str(TODAY + timedelta(ends)),
    }


def test_a_delegate_sees_what_the_other_sees_until_the_day_they_are_back(
    people: Mapping[str, Person], client_of: ClientOf
) -> None:
    away, delegate = people["manager_a"], people["service"]
    reads = client_of(delegate)
    assert reads.get("/growth/").status_code == 403
    assert client_of(away).post(AWAY, told(delegate)).status_code == 302
    assert reads.get("/growth/").status_code == 200
    assert "Service stands in for you" in client_of(away).get(AWAY).content.decode()
    assert "You stand in for Manager A" in reads.get(AWAY).content.decode()
    assert Entry.objects.filter(kind="delegate_named", who=away.email).count() == 1
    Delegation.objects.update(ends_on=TODAY)
    assert reads.get("/growth/").status_code == 403
    assert "You stand in" not in reads.get(AWAY).content.decode()


def test_it_does_not_begin_before_its_day(people: Mapping[str, Person], client_of: ClientOf) -> None:
    client_of(people["manager_a"]).post(AWAY, told(people["nobody"], starts=2))
    assert client_of(people["nobody"]).get("/growth/").status_code == 403


def test_what_somebody_administers_is_never_lent(people: Mapping[str, Person], client_of: ClientOf) -> None:
    client_of(people["operations"]).post(AWAY, told(people["nobody"]))
    client = client_of(people["nobody"])
    assert client.get("/growth/").status_code == 200
    assert client.get("/settings/people/").status_code == 403


@pytest.mark.parametrize("name", ["manager_a", "service"])
def test_both_can_end_it_and_nobody_else(
    name: str, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    client_of(people["manager_a"]).post(AWAY, told(people["service"]))
    own = Delegation.objects.get()
    assert client_of(people["executive"]).post(f"{AWAY}{own.pk}/end/").status_code == 404
    assert client_of(people[name]).post(f"{AWAY}{own.pk}/end/").status_code == 302
    assert client_of(people["service"]).get("/growth/").status_code == 403
    assert client_of(people[name]).post(f"{AWAY}{own.pk}/end/").status_code == 404


@pytest.mark.parametrize(("starts", "ends"), [(3, 3), (3, 1), (-9, 0), (-9, -2), (0, 400)])
def test_days_that_cannot_be_meant_are_refused(
    starts: int, ends: int, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    answer = client_of(people["manager_a"]).post(AWAY, told(people["service"], starts, ends))
    assert answer.status_code == 400
    assert not Delegation.objects.exists()


def test_only_somebody_else_who_can_sign_in_stands_in(
    people: Mapping[str, Person], client_of: ClientOf
) -> None:
    Person.objects.filter(pk=people["left"].pk).update(is_active=False)
    for other in (people["manager_a"], people["left"]):
        assert client_of(people["manager_a"]).post(AWAY, told(other)).status_code == 422
    assert not Delegation.objects.exists()
