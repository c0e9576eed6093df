"""The first people of a workspace: one of each role for the demo company, so that it can be tried.

Guarantees that passwords are random, and told once; a workspace that has people gets no others.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fourfold.book.book import Book
from fourfold.book.owners import FOREVER
from fourfold.book.scope import Role
from fourfold.web.audit.log import record
from fourfold.web.members.models import Person, RoleGrant

SINCE = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody needs to sign in; the password is nowhere else."""

    role: str
    name: str
    email: str
    password: str


def demo_people(book: Book) -> tuple[SignIn, ...]:
    """Make one person of each role in the company of a book, and return how they sign in.

    The sales manager leads the first team that has a seller with accounts, who is the seller. A
    workspace where somebody can sign in already gets nobody.
    """
    if Person.objects.exists():
        return ()
    made = []
    for role, name, email in (*_from_book(book), *_without_book(book)):
        password = secrets.token_urlsafe(9)
        person = Person.objects.create_user(email, password, name)
        RoleGrant.objects.create(person=person, role=role, starts_on=SINCE)
        record("role_given", by="fourfold serve", about=f"{email} is {role} from {SINCE}")
        made.append(SignIn(role, name, email, password))
    return tuple(made)


def _from_book(book: Book) -> Iterator[tuple[str, str, str]]:
    """Return a manager and a seller of the same team, as the book has them today."""
    sellers = {row["seller_id"]: row for row in book.reference("sellers").to_pylist() if row["email"]}
    owners = {row["seller_id"] for row in book.reference("assignments").to_pylist() if not row["ends_on"]}
    rows = [row for row in book.reference("teams").to_pylist() if (row["ends_on"] or FOREVER) == FOREVER]
    managers = {row["team_id"]: row["seller_id"] for row in rows if row["role"] == "manager"}
    for row in rows:
        manager, seller = managers.get(row["team_id"]), row["seller_id"]
        if row["role"] == "member" and seller in owners and seller in sellers and manager in sellers:
            for role, own in ((Role.SALES_MANAGER, manager), (Role.SELLER, seller)):
                yield role, str(sellers[own]["seller_name"] or own), str(sellers[own]["email"])
            return


def _without_book(book: Book) -> Iterator[tuple[str, str, str]]:
    """Return people whom no book knows, at the address of its sellers."""
    known = [row["email"] for row in book.reference("sellers").to_pylist() if row["email"]]
    at = known[0].partition("@")[2] if known else "example.com"
    yield Role.EXECUTIVE, "Ada Executive", f"executive@{at}"
    yield Role.SERVICE_LEAD, "Sam Service", f"service@{at}"
    yield Role.REVENUE_OPERATIONS, "Robin Operations", f"operations@{at}"
