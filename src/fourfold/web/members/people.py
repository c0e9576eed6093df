"""Entering people, giving and ending their roles.

Guarantees that every change is in the audit log, that it takes effect with the person's next
request, and that somebody always administers: the last role of revenue operations cannot be taken
away. Leaves who may do this to `policy`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.book.book import Book
from fourfold.book.scope import Role
from fourfold.book.staff import Seller, staff
from fourfold.errors import BadRequest
from fourfold.web.audit.log import record
from fourfold.web.members.models import Person, RoleGrant

ADMINISTERS = Role.REVENUE_OPERATIONS


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to enter: their address, their name, and the roles that they hold from a day."""

    email: str
    name: str
    roles: tuple[str, ...]
    starts_on: date


@dataclass(frozen=True, slots=True)
class Known:
    """A person with what stands beside them in a list.

    `roles` are those of the day, `seller` the seller of the book with the same address, if any.
    """

    person: Person
    roles: tuple[str, ...]
    seller: Seller | None


def add_person(newcomer: Newcomer, *, by: Person | str) -> Person:
    """Enter somebody who cannot sign in until they have set a password, or come by OpenID Connect.

    Raises
    ------
    BadRequest
        The address is taken, or a role is not known.
    """
    email = newcomer.email.strip().casefold()
    with transaction.atomic():
        if Person.objects.filter(email=email).exists():
            raise BadRequest(
                _("%(email)s is entered already") % {"email": email},
                place="email",
                remedy=_("open that person, or use another address"),
            )
        person = Person.objects.create_user(email, name=newcomer.name.strip())
        record("person_added", by=by, about=email)
        for role in newcomer.roles:
            give_role(person, role, newcomer.starts_on, by=by)
    return person


def give_role(person: Person, role: str, starts_on: date, *, by: Person | str) -> RoleGrant:
    """Give a role from a day on; the person's sessions end.

    Raises
    ------
    BadRequest
        The role is not known, or the person holds it then.
    """
    if role not in set(Role):
        known = ", ".join(Role)
        raise BadRequest(f"there is no role {role!r}", place="role", remedy=f"use {known}")
    giver = by if isinstance(by, Person) else None
    with transaction.atomic():
        if _later_than(person.grants.filter(role=role), starts_on).exists():
            raise BadRequest(
                _("%(person)s holds this role then") % {"person": person},
                place="role",
                remedy=_("end the role first, or choose a later day"),
            )
        made = RoleGrant.objects.create(person=person, role=role, starts_on=starts_on, granted_by=giver)
        person.end_sessions()
        record("role_given", by=by, about=f"{person.email}: {role} from {starts_on}")
    return made


def end_role(grant: RoleGrant, ends_on: date, *, by: Person | str) -> None:
    """End a role before a day; the person's sessions end.

    Raises
    ------
    BadRequest
        The role has ended before that day, or nobody would administer.
    """
    with transaction.atomic():
        held = RoleGrant.objects.select_for_update().filter(role=grant.role)
        if grant.ends_on is not None and grant.ends_on <= ends_on:
            raise BadRequest(
                _("this role has ended already"), place="ends_on", remedy=_("choose an earlier day")
            )
        if grant.role == ADMINISTERS:
            _somebody_left([g for g in held.select_related("person") if g.pk != grant.pk], ends_on)
        grant.ends_on = max(ends_on, grant.starts_on)
        grant.save(update_fields=["ends_on"])
        grant.person.end_sessions()
        record("role_ended", by=by, about=f"{grant.person.email}: {grant.role} before {grant.ends_on}")


def deactivate(person: Person, on: date, *, by: Person | str) -> None:
    """Lock a person out; their roles stay as they are, for when they come back.

    Raises
    ------
    BadRequest
        Nobody would administer.
    """
    with transaction.atomic():
        held = RoleGrant.objects.select_for_update().filter(role=ADMINISTERS).select_related("person")
        if any(grant.person_id == person.pk for grant in held):
            _somebody_left([grant for grant in held if grant.person_id != person.pk], on)
        person.is_active = False
        person.save(update_fields=["is_active"])
        person.end_sessions()
        record("person_deactivated", by=by, about=person.email)


def activate(person: Person, *, by: Person | str) -> None:
    """Let a person in again."""
    with transaction.atomic():
        person.is_active = True
        person.save(update_fields=["is_active"])
        record("person_activated", by=by, about=person.email)


def password_path(person: Person, *, by: Person | str) -> str:
    """Return the path under which a person sets a password: once, within three days."""
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    record("password_link_made", by=by, about=person.email)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token}
    )


def everybody(sellers: Sequence[Seller], on: date) -> tuple[Known, ...]:
    """Return all people, those who can sign in first, then by name."""
    known = {seller.email: seller for seller in sellers if seller.email}
    rows = Person.objects.prefetch_related("grants").order_by("-is_active", "name", "email")
    return tuple(
        Known(
            person,
            tuple(sorted({g.role for g in person.grants.all() if person.is_active and g.holds(on)})),
            known.get(person.email),
        )
        for person in rows
    )


def without_sign_in(book: Book, on: date) -> tuple[Seller, ...]:
    """Return the sellers of a book who have an address and are not entered."""
    entered = set(Person.objects.values_list("email", flat=True))
    return tuple(seller for seller in staff(book, on) if seller.email and seller.email not in entered)


def _later_than(grants: QuerySet[RoleGrant], day: date) -> QuerySet[RoleGrant]:
    return grants.filter(Q(ends_on=None) | Q(ends_on__gt=day))


def _somebody_left(others: Sequence[RoleGrant], on: date) -> None:
    staying = (g for g in others if g.person.is_active and g.ends_on is None and g.starts_on <= on)
    if next(staying, None) is None:
        raise BadRequest(
            _("nobody would be left to administer Fourfold"),
            place="revenue_operations",
            remedy=_("give another person the role of revenue operations first"),
        )
