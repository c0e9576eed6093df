"""One of everything that an address can name, for each person, and what each of them may find.

Guarantees fixed ids, so that addresses can be declared before anything is made. Whether an account
is somebody's own is `tests.web.reduced`'s to say; whatever else is somebody's own is made here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from allauth.mfa.models import Authenticator
from django.core import signing

from fourfold.book.workspace import Workspace
from fourfold.web.jobs.models import Job
from fourfold.web.members.models import Delegation, Person
from fourfold.web.saved.models import Mailing, Subscription, View
from tests.web import company, reduced
from tests.web.conftest import PEOPLE

COMPANY_WIDE = frozenset({"import", "job", "override", "person", "role", "snapshot"})
"""Kinds of things that whoever has the permission finds all of."""

MISSING = {"account": "no-such", "objective": "no-such", "view": str(uuid.UUID(int=0)),
           "subscription": str(uuid.UUID(int=0)),
           "job": str(uuid.UUID(int=0)), "snapshot": "snap-999999-000000000000"}  # fmt: skip
"""An id of each kind that nothing has; a number for all others."""


@dataclass(frozen=True)
class Thing:
    """Something that an address names: its id, what it is to who asks, whether they find it."""

    id: str
    is_found: bool
    of: str


def number_of(name: str) -> int:
    """A number for a person, the same on every run."""
    return list(PEOPLE).index(name) + 1


def view_of(name: str, *, is_shared: bool) -> uuid.UUID:
    """The id of a person's view."""
    return uuid.UUID(int=1000 * (1 + is_shared) + number_of(name))


def make_keys(people: Mapping[str, Person]) -> None:
    """Store a passkey for everybody; it cannot sign anybody in, so it is there only where it is named."""
    for name, person in people.items():
        told = {"name": "key", "credential": {}}
        Authenticator.objects.create(id=number_of(name), user=person, type="webauthn", data=told)


def make_things(people: Mapping[str, Person]) -> None:
    """Store one of everything else for everybody."""
    for name, person in people.items():
        number = number_of(name)
        for is_shared in (False, True):
            told = {
                "name": f"View of {name}",
                "route": "growth",
                "query": "where.team=n1",
                "is_shared": is_shared,
            }
            View.objects.create(id=view_of(name, is_shared=is_shared), owner=person, **told)
        own = View.objects.get(pk=view_of(name, is_shared=False))
        day = date(2020, 1, 1)
        plan = {"rhythm": "week", "day": 1, "form": "pdf", "origin": "http://localhost", "starts_on": day}
        sent = Subscription.objects.create(id=uuid.UUID(int=number), view=own, **plan)
        at = datetime(2020, 1, 1, tzinfo=UTC)
        Mailing.objects.create(
            id=number, subscription=sent, due_on=day, message_id="x", made_at=at, next_at=at, changed_at=at,
            state="failed",
        )  # fmt: skip
        Job.objects.create(id=uuid.UUID(int=number), kind="import", asked_by=person, state="failed")
    other = people["executive"], people["operations"]
    for name in ("manager_a", "manager_b"):
        days = {"starts_on": date(2090, 1, 1), "ends_on": date(2090, 2, 1)}
        Delegation.objects.create(
            id=number_of(name), person=people[name], delegate=other[name == "manager_b"], **days
        )


def things(kind: str, name: str, workspace: Workspace) -> Iterator[Thing]:
    """Yield a person's own thing of a kind, those of others, and one that does not exist."""
    if kind == "account":
        yield from _accounts(name)
    elif kind == "objective":
        yield from _objectives(name)
    elif kind == "delegation":
        parts = {"manager_a": "executive", "manager_b": "operations"}
        for away, instead in parts.items():
            yield Thing(str(number_of(away)), name in {away, instead}, away)
    elif kind in COMPANY_WIDE:
        is_there = kind != "override" or bool(workspace.snapshot().overrides)
        yield Thing(_company_thing(kind, workspace), is_found=is_there, of="company")
    else:
        for owner in dict.fromkeys((name, "seller_a1", "manager_b")):
            yield Thing(_own_thing(kind, owner), owner == name, owner)
    yield Thing(MISSING.get(kind, "999999"), is_found=False, of="missing")


def _accounts(name: str) -> Iterator[Thing]:
    email, roles = PEOPLE[name]
    kept = reduced.seen(company.tables(), roles=roles, email=email, on=datetime.now(UTC).date())
    for account in ("n1-1-1", "n1-2-1", "s1-1-1", "n2-1-1", "mergednew"):
        yield Thing(account, kept.everything or account in kept.accounts, account)


def _objectives(name: str) -> Iterator[Thing]:
    email, roles = PEOPLE[name]
    kept = reduced.seen(company.tables(), roles=roles, email=email, on=datetime.now(UTC).date())
    wanted = {"team n1 revenue", "team s1 revenue", "company  revenue", "seller n1-1 new_accounts"}
    for row in company.tables()["objectives"]:
        own = row["objective_id"]
        if own in wanted:
            yield Thing(own, kept.everything or reduced.is_seen(kept, "objectives", row), own)


def _own_thing(kind: str, owner: str) -> str:
    number = number_of(owner)
    if kind == "view":
        return str(view_of(owner, is_shared=False))
    if kind == "subscription":
        return str(uuid.UUID(int=number))
    return str(number)


def _company_thing(kind: str, workspace: Workspace) -> str:
    if kind == "job":
        return str(uuid.UUID(int=number_of("executive")))
    if kind == "snapshot":
        return workspace.snapshot().name
    return "1"


def token_of(name: str) -> str:
    """The token that mail to a person holds, by which their subscription ends."""
    return signing.dumps(str(uuid.UUID(int=number_of(name))))
