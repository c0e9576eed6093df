"""Corrections in the browser: find, preview, make, end; the figures and the scopes of people follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

import pytest
from django.test import Client

from fourfold.book.overrides import Override
from fourfold.book.workspace import Workspace
from fourfold.web.audit.models import Entry
from fourfold.web.members.models import Person

ClientOf = Callable[[Person], Client]
ACCOUNTS = "/settings/accounts/"
MERGE = f"{ACCOUNTS}merge/n1-1-1/"
OWNER = f"{ACCOUNTS}owner/n1-1-1/"
MERGED = {"value": "s1-1-1", "starts_on": "", "why": "one customer"}
MOVED = {"value": "s1-1", "starts_on": "2025-03-01", "why": "new territory"}


@pytest.fixture
def operations(people: Mapping[str, Person], client_of: ClientOf) -> Client:
    return client_of(people["operations"])


def kept(workspace: Workspace) -> tuple[Override, ...]:
    return workspace.snapshot().overrides


def entries() -> list[str]:
    return [e.about for e in Entry.objects.filter(kind="override").order_by("number")]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_an_account_is_found_by_a_part_of_its_name_and_shown_as_it_counts(operations: Client) -> None:
    found = text(operations, f"{ACCOUNTS}?find=n1-1-1")
    assert f'href="{ACCOUNTS}of/n1-1-1/"' in found
    assert "No account has" in text(operations, f"{ACCOUNTS}?find={quote('<nobody>')}")
    shown = text(operations, f"{ACCOUNTS}of/n1-1-1/")
    assert "Seller n1-1" in shown
    for word in ("merge", "rename", "parent", "segment", "region", "industry", "owner"):
        assert f'href="{ACCOUNTS}{word}/n1-1-1/"' in shown


def test_a_merge_is_previewed_made_listed_and_ended(operations: Client, own_workspace: Workspace) -> None:
    assert f'href="?value={quote("s1-1-1")}"' in text(operations, f"{MERGE}?find=s1-1-1")
    seen = operations.post(MERGE, MERGED).content.decode()
    assert "would move." in seen
    assert "No order line would move." not in seen
    assert kept(own_workspace) == ()
    assert operations.post(MERGE, MERGED | {"confirmed": "1"})["Location"] == f"{ACCOUNTS}of/n1-1-1/"
    (one,) = kept(own_workspace)
    assert (one.account, one.what, one.value) == ("n1-1-1", "merged_into", "s1-1-1")
    assert (one.made_by, one.why) == ("operations@company.example", "one customer")
    assert "one customer" in text(operations, ACCOUNTS)
    assert "one customer" in text(operations, f"{ACCOUNTS}end/1/")
    operations.post(f"{ACCOUNTS}end/1/", {"why": "a mistake"})
    assert (kept(own_workspace)[0].is_open, kept(own_workspace)[0].ended_why) == (False, "a mistake")
    assert operations.post(f"{ACCOUNTS}end/1/", {"why": ""}).status_code == 404
    assert entries() == ["1: merge n1-1-1 into s1-1-1", "1 ended: merge n1-1-1 into s1-1-1"]


def test_a_corrected_owner_sees_the_account_with_the_next_request_and_the_former_one_no_longer(
    operations: Client, own_workspace: Workspace, people: Mapping[str, Person], client_of: ClientOf
) -> None:
    address = "/accounts/n1-1-1/"
    former, latter = client_of(people["seller_a1"]), client_of(people["seller_b1"])
    assert (former.get(address).status_code, latter.get(address).status_code) == (200, 404)
    operations.post(OWNER, MOVED | {"confirmed": "1"})
    assert kept(own_workspace)[0].instead_of == "n1-1"
    assert (former.get(address).status_code, latter.get(address).status_code) == (404, 200)


@pytest.mark.parametrize("name", ["executive", "manager_a", "service"])
def test_only_who_defines_reaches_any_of_it(
    name: str, people: Mapping[str, Person], client_of: ClientOf, workspace: Workspace
) -> None:
    client = client_of(people[name])
    for path in (ACCOUNTS, f"{ACCOUNTS}?find=n1", f"{ACCOUNTS}of/n1-1-1/", MERGE, OWNER, f"{ACCOUNTS}end/1/"):
        assert client.get(path).status_code == 403, path
    for path, told in ((MERGE, MERGED), (OWNER, MOVED), (f"{ACCOUNTS}end/1/", {"why": ""})):
        assert client.post(path, told | {"confirmed": "1"}).status_code == 403, path
    assert kept(workspace) == ()


@pytest.mark.parametrize(
    ("path", "told", "says"),
    [
        (MERGE, MERGED | {"value": "n1-1-1"}, "circle"),
        (MERGE, MERGED | {"value": "no-such"}, "No account"),
        (MERGE, MERGED | {"why": ""}, "required"),
        (f"{ACCOUNTS}merge/mergednew/", MERGED | {"value": "mergedold"}, "circle"),
        (OWNER, MOVED | {"value": "no-such"}, "No seller"),
        (OWNER, MOVED | {"starts_on": ""}, "first day"),
        (OWNER, MOVED | {"starts_on": "soon"}, "valid date"),
        (OWNER, MOVED | {"starts_on": "0001-01-01"}, "cannot be meant"),
        (f"{ACCOUNTS}rename/n1-1-1/", MERGED | {"value": ""}, "empty"),
        (f"{ACCOUNTS}rename/n1-1-1/", MERGED | {"value": "a\nb"}, "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused_where_it_was_asked(
    operations: Client, workspace: Workspace, path: str, told: dict[str, str], says: str
) -> None:
    for more in ({}, {"confirmed": "1"}):
        refused = operations.post(path, told | more)
        assert refused.status_code == 422
        assert says in refused.content.decode()
    assert kept(workspace) == ()


def test_a_missing_account_correction_or_thing_to_correct_is_not_found(
    operations: Client,
) -> None:
    for path in ("of/no-such/", "merge/no-such/", "colour/n1-1-1/", "end/7/"):
        assert operations.get(f"{ACCOUNTS}{path}").status_code == 404, path
        assert operations.post(f"{ACCOUNTS}{path}", MERGED).status_code in {404, 405}, path
    assert operations.get(f"{ACCOUNTS}?find={'x' * 201}").status_code == 400
