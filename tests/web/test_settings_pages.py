"""The settings pages: only who defines them reaches them, and a change is shown before it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from fourfold.book.settings import SETTINGS_FILE
from fourfold.book.workspace import Workspace, open_workspace
from fourfold.growth import POLICIES as PRESETS
from fourfold.web.audit.models import Entry
from fourfold.web.members.models import Person

ClientOf = Callable[[Person], Client]
SETTINGS, COMPANY, POLICIES = "/settings/", "/settings/company/", "/settings/policies/"
AS_IT_IS = {
    "company": "Six Teams",
    "currency": "EUR",
    "timezone": "UTC",
    "fiscal_year_starts": "1",
    "calendar": "months",
    "account_level": "account",
    "product_level": "product",
}


@pytest.fixture
def operations(people: Mapping[str, Person], client_of: ClientOf) -> Client:
    return client_of(people["operations"])


def written(workspace: Workspace) -> bytes:
    return (workspace.folder / SETTINGS_FILE).read_bytes()


def entries() -> list[tuple[str, str, str]]:
    return [(e.kind, e.who, e.about) for e in Entry.objects.filter(kind="setting").order_by("number")]


def test_the_settings_are_told_and_lead_to_whatever_else_is_set(
    operations: Client, workspace: Workspace
) -> None:
    shown = operations.get(SETTINGS).content.decode()
    assert workspace.company in shown
    assert "All figures are in EUR" in shown
    for address in (
        COMPANY,
        POLICIES,
        "/settings/accounts/",
        "/settings/people/",
        "/settings/audit/",
        "/data/",
    ):
        assert f'href="{address}"' in shown, address


@pytest.mark.parametrize("name", ["executive", "manager_a", "service"])
def test_only_who_defines_reaches_any_of_it(
    name: str, people: Mapping[str, Person], client_of: ClientOf, workspace: Workspace
) -> None:
    client, before = client_of(people[name]), written(workspace)
    for path in (SETTINGS, COMPANY, POLICIES):
        assert client.get(path).status_code == 403, path
    for path, told in ((COMPANY, AS_IT_IS | {"currency": "USD"}), (POLICIES, {"policy": "dormant-12"})):
        assert client.post(path, told | {"confirmed": "1"}).status_code == 403, path
    assert written(workspace) == before
    assert entries() == []


def test_a_change_is_shown_with_what_it_does_before_it_is_made(
    operations: Client, own_workspace: Workspace
) -> None:
    before = written(own_workspace)
    wished = AS_IT_IS | {"fiscal_year_starts": "4", "company": "Söhne & Co", "product_level": "family"}
    shown = operations.post(COMPANY, wished)
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "3 settings would change." in text
    assert "FY2025 was 2025-01-01 to 2025-12-31" in text
    assert "2024-04-01 to 2025-03-31" in text
    assert written(own_workspace) == before
    assert entries() == []
    assert operations.post(COMPANY, wished | {"confirmed": "1"})["Location"] == SETTINGS
    told = open_workspace(own_workspace.folder).settings
    assert (told.fiscal_year_starts, told.company, told.product_level) == (4, "Söhne & Co", "family")
    assert entries() == [
        (
            "setting",
            "operations@company.example",
            "fiscal_year_starts: 1 -> 4; product_level: product -> family; company: Six Teams -> Söhne & Co",
        )
    ]
    assert "Söhne &amp; Co" in operations.get(SETTINGS).content.decode()


def test_what_changes_nothing_is_neither_asked_nor_noted(
    operations: Client, own_workspace: Workspace
) -> None:
    before = written(own_workspace)
    assert operations.post(COMPANY, AS_IT_IS)["Location"] == SETTINGS
    assert written(own_workspace) == before
    assert entries() == []


def test_a_currency_that_would_make_figures_wrong_is_refused_with_what_to_do(
    operations: Client, workspace: Workspace
) -> None:
    before = written(workspace)
    refused = operations.post(COMPANY, AS_IT_IS | {"currency": "USD", "confirmed": "1"})
    assert refused.status_code == 422
    assert "rates in the book are told in EUR" in refused.content.decode()
    assert "make a new workspace in USD" in refused.content.decode()
    assert written(workspace) == before
    assert entries() == []


def test_the_default_policy_is_chosen_among_the_presets_and_confirmed(
    operations: Client, own_workspace: Workspace
) -> None:
    assert operations.get(POLICIES).content.decode().count('type="radio"') == len(PRESETS)
    assert "New again after 12 months" in operations.post(POLICIES, {"policy": "dormant-12"}).content.decode()
    assert open_workspace(own_workspace.folder).settings.policy == "first-order-ever"
    operations.post(POLICIES, {"policy": "dormant-12", "confirmed": "1"})
    assert open_workspace(own_workspace.folder).settings.policy == "dormant-12"
    assert [about for _, _, about in entries()] == ["policy: first-order-ever -> dormant-12"]


@pytest.mark.parametrize(
    ("path", "told", "status"),
    [
        (COMPANY, AS_IT_IS | {"timezone": "Mars/Olympus"}, 422),
        (COMPANY, AS_IT_IS | {"currency": "euro"}, 422),
        (COMPANY, AS_IT_IS | {"fiscal_year_starts": "13"}, 422),
        (COMPANY, AS_IT_IS | {"company": "x" * 101}, 422),
        (COMPANY, AS_IT_IS | {"engine_url": "postgresql://elsewhere"}, 400),
        (COMPANY, {}, 422),
        (POLICIES, {"policy": "dormant-1"}, 422),
        (POLICIES, {}, 422),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(
    operations: Client, workspace: Workspace, path: str, told: dict[str, str], status: int
) -> None:
    before = written(workspace)
    assert operations.post(path, told | {"confirmed": "1"}).status_code == status
    assert written(workspace) == before
