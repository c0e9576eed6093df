"""Every route, method, role and kind of object: who is let in, who is not, and that refusing changes nothing.

What is expected comes from `fourfold.web.policy` alone, and for accounts from `tests.web.reduced`.
Whoever may not do a thing is told 403; what somebody may not see answers 404 with the body of what
does not exist; names and amounts of other teams stand in no answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from http.cookies import SimpleCookie
from itertools import islice, product
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from fourfold.book.workspace import Workspace
from fourfold.web.members.models import RoleGrant
from fourfold.web.policy import EVERYBODY, POLICY, Route, permissions_of
from tests.web import company, reduced
from tests.web.bodies import Canaries, told
from tests.web.conftest import PEOPLE
from tests.web.routes import COMPARISONS, ROUTES, Named, resolved
from tests.web.stored import state_of
from tests.web.things import Thing, make_keys, make_things, things

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROLES = (
    "anonymous", "executive", "manager_a", "manager_b", "seller_a1", "seller_a2", "service", "operations",
    "nobody",
)  # fmt: skip
READS_THE_BOOK = ("executive", "manager_a", "service", "nobody", "anonymous")
"""Who asks pages of figures: each ledger costs a second in each scope."""

PARTS = {
    "table": "products", "form": "csv", "word": "rename", "person_id": "1", "token": "no-such", "uidb36": "1",
    "key": "no-such", "provider_id": "no-such",
}  # fmt: skip
"""A value for each part of an address that names no object."""

LET_IN = {200, 302, 400, 409, 411, 422}
"""What somebody is answered who may do a thing, whatever the form lacks that they send."""

ELSE = {
    ("home", "nobody"): {403},
    ("mfa_deactivate_totp", ""): {404},
    ("mfa_view_recovery_codes", ""): {404},
    ("mfa_download_recovery_codes", ""): {404},
    ("job_look", ""): {404},
    ("job_load", ""): {404},
}
"""Where somebody who may is answered otherwise: without a role, without codes, without a file to load."""

OBJECT_PARTS = {
    "account": "account_id", "view": "view_id", "subscription": "subscription_id", "mailing": "mailing_id",
    "delegation": "delegation_id", "role": "grant_id", "key": "pk", "person": "person_id", "import": "number",
    "objective": "objective_id", "job": "job", "override": "number", "snapshot": "name",
}  # fmt: skip
"""The part of an address that names an object of each kind."""

CLOSED = frozenset(
    {
        "account_confirm_email", "account_confirm_login_code", "account_email",
        "account_email_verification_sent", "account_set_password", "account_signup", "socialaccount_signup",
    }
)  # fmt: skip
"""Routes that allauth brings and this application leaves shut: they answer 404 to everybody."""

OPENED = {route.name: route for route in resolved() if route.name in POLICY}


@dataclass
class Asked:
    """One route asked in every way: what was wrong with the answers."""

    route: str
    workspace: Workspace
    people: Mapping[str, Any]
    client_of: Callable[[Any], Client]
    wrong: list[str] = field(default_factory=list)
    missing: dict[tuple[str, str], bytes] = field(default_factory=dict)
    clients: dict[str, Client] = field(init=False)
    cookies: dict[str, dict[str, str]] = field(init=False)
    before: str = field(init=False)

    @property
    def policy(self) -> Route:
        return POLICY[self.route]

    def __post_init__(self) -> None:
        """Sign everybody in, and remember how things stand."""
        strangers = {"anonymous": Client(SERVER_NAME="localhost")}
        self.clients = {n: self.client_of(self.people[n]) for n in ROLES if n != "anonymous"} | strangers
        for name, client in self.clients.items():
            if name != "anonymous":
                _sign_in_again(client)
        self.cookies = {
            name: client.cookies.output(header="", sep=";") for name, client in self.clients.items()
        }
        self.before = state_of(self.workspace)

    def answer(self, name: str, method: str, address: str) -> tuple[int, dict[str, bytes]]:
        """Ask, look for canaries, and see that a refusal changed nothing; then undo whatever changed."""
        with transaction.atomic():
            writes = connection.connection.total_changes
            answer = self.clients[name].generic(method, address)
            found = told(answer)
            has_written = connection.connection.total_changes != writes
            if answer.status_code >= 400 and has_written and state_of(self.workspace) != self.before:
                self.wrong.append(
                    f"{method} {address} by {name}: {answer.status_code}, and something changed"
                )
            transaction.set_rollback(True)
        self.clients[name].cookies = SimpleCookie(self.cookies[name])
        hits = _canaries(name).found_in(found.values())
        if hits or answer.status_code >= 500:
            self.wrong.append(f"{method} {address} by {name}: {answer.status_code}, {hits}")
        return answer.status_code, found

    def expect(self, name: str, method: str, address: str, allowed: set[int]) -> dict[str, bytes]:
        status, found = self.answer(name, method, address)
        if status not in allowed:
            self.wrong.append(f"{method} {address} by {name}: {status}, not {sorted(allowed)}")
        return found


def _sign_in_again(client: Client) -> None:
    """As if the password had just been given again: some pages ask for it before they look for anything."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()


@cache
def _canaries(name: str) -> Canaries:
    email, roles = PEOPLE.get(name, ("", ()))
    today = datetime.now(UTC).date()
    return Canaries(reduced.seen(company.tables(), roles=roles, email=email, on=today))


def address_of(route: str, parts: tuple[str, ...], thing: Thing | None) -> str:
    """The address of a route for an object; a question that is cheap, where it is about figures."""
    own = {OBJECT_PARTS[POLICY[route].names]: thing.id} if thing else {}
    if "table" in parts and route in ROUTES:
        own = {"table": ROUTES[route].path["table"][0], "form": "xlsx", **own}
    filled = {name: own.get(name, PARTS.get(name, "1")) for name in parts}
    return reverse(route, kwargs=filled)


def _query(route: str, name: str) -> str:
    """What is asked of pages of figures: what the non-interference test asks, so that it is kept."""
    if route == "advice":
        return "?period=" + ROUTES[route].query["period"][0]
    if route not in ROUTES or not ROUTES[route].is_compared:
        return ""
    asked = COMPARISONS.get(name, ("",))[0]
    return "?" + "&".join(
        piece for piece in (asked, "grain=fiscal-year" * route.startswith("trend")) if piece
    )


@pytest.fixture
def asked(
    request: pytest.FixtureRequest, workspace: Workspace, people: Mapping[str, Any], client_of: Any
) -> Asked:
    """One route, with one of everything to be asked for."""
    make_things(people)
    if POLICY[request.param].names == "key":
        make_keys(people)
    return Asked(request.param, workspace, people, client_of)


def _objects(asked: Asked, name: str, method: str) -> Iterator[Thing | None]:
    """Yield what to ask for: one of everything for who may, else one thing, for nothing is looked up."""
    kind = asked.policy.names
    if not kind or "token" in OPENED[asked.route].parts:
        yield None
        return
    may = _holds(name, asked.policy.permission) and method in asked.policy.methods
    yield from (
        things(kind, name, asked.workspace) if may else islice(things(kind, "executive", asked.workspace), 1)
    )


def _holds(name: str, permission: str) -> bool:
    return name != "anonymous" and permission in permissions_of(PEOPLE[name][1])


@pytest.mark.parametrize("asked", sorted(OPENED), indirect=True)
def test_a_route_answers_whom_the_policy_says_and_nobody_else(asked: Asked) -> None:
    route = asked.route
    is_of_figures = route in ROUTES and ROUTES[route].is_compared
    for name, method in product(READS_THE_BOOK if is_of_figures else ROLES, METHODS):
        for thing in _objects(asked, name, method):
            address = address_of(route, OPENED[route].parts, thing) + _query(route, name)
            _ask(asked, name, method, address, thing)
    assert asked.wrong == []


def _ask(asked: Asked, name: str, method: str, address: str, thing: Thing | None) -> None:
    """Ask once, and expect what the policy says."""
    if method not in asked.policy.methods:
        asked.expect(name, method, address, {405})
    elif asked.policy.permission == EVERYBODY:
        asked.answer(name, method, address)
    elif name == "anonymous":
        found = asked.expect(name, method, address, {403} if method == "POST" else {302})
        place = found.get("header Location", b"")
        if method != "POST" and not place.startswith(b"/sign/login/?next="):
            asked.wrong.append(f"{method} {address}: leads a stranger to {place!r}")
    elif not _holds(name, asked.policy.permission):
        asked.expect(name, method, address, {403})
    elif thing is None or thing.is_found:
        asked.expect(
            name, method, address, ELSE.get((asked.route, name)) or ELSE.get((asked.route, "")) or LET_IN
        )
    else:
        _is_not_there(asked, name, method, address, thing)


def _is_not_there(asked: Asked, name: str, method: str, address: str, thing: Thing) -> None:
    """What is not theirs is not there, in the same words as what does not exist."""
    found = asked.expect(name, method, address, {404})
    words = repr(
        {part: value.replace(f"/{quote(thing.id)}/".encode(), b"/") for part, value in found.items()}
    ).encode()
    if asked.missing.setdefault((name, method), words) != words:
        asked.wrong.append(f"{method} {address} by {name}: another 404 than of other things")


def test_every_route_of_the_application_stands_in_the_policy_or_is_shut() -> None:
    named = {route.name for route in resolved()}
    assert sorted(name for name in named - POLICY.keys() if name and name not in CLOSED) == []
    assert sorted(CLOSED - named) + sorted(CLOSED & POLICY.keys()) == []
    assert sorted(POLICY.keys() - named) == []


def test_what_is_shut_answers_404_to_everybody(people: Mapping[str, Any], client_of: Any) -> None:
    shut = [route for route in resolved() if route.name in CLOSED]
    asked = 0
    for route in shut:
        for client in (Client(SERVER_NAME="localhost"), client_of(people["operations"])):
            for address in _addresses(route):
                assert client.get(address).status_code == 404, address
                assert client.post(address).status_code == 404, address
                asked += 1
    assert asked >= len(shut) > 0


def _addresses(route: Named) -> Iterator[str]:
    try:
        yield reverse(route.name, kwargs={name: PARTS.get(name, "1") for name in route.parts})
    except NoReverseMatch:
        yield reverse(route.name)


MALFORMED = (
    "%00",
    "..%2f..%2fetc",
    "%ff%fe",
    "'%20OR%201=1--",
    "a" * 3000,
    "%0d%0aSet-Cookie:%20a=b",
    "-1",
    "1e9",
)


@pytest.mark.parametrize("asked", sorted(n for n in OPENED if POLICY[n].names), indirect=True)
def test_a_malformed_id_is_not_there(asked: Asked) -> None:
    route, parts = asked.route, OPENED[asked.route].parts
    thing = next(iter(things(asked.policy.names, "operations", asked.workspace)))
    address = address_of(route, parts, thing)
    method = "GET" if "GET" in asked.policy.methods else "POST"
    for malformed in MALFORMED:
        asked.expect(
            "operations", method, address.replace(f"/{quote(thing.id)}/", f"/{malformed}/", 1), {404, 405}
        )
    assert asked.wrong == []


def test_a_role_counts_only_for_what_it_permits(people: Mapping[str, Any], client_of: Any) -> None:
    seller = people["seller_a1"]
    RoleGrant.objects.create(person=seller, role="service_lead", starts_on=date(2020, 1, 1))
    client, canaries = client_of(seller), _canaries("seller_a1")
    everything = told(client.get("/accounts/list.csv")).values()
    own_lines = told(client.get("/lines/items.csv")).values()
    assert canaries.found_in(everything)
    assert not canaries.found_in(own_lines)
