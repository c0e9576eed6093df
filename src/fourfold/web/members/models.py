"""People who sign in, the roles they hold from a day to a day, and their delegates.

Guarantees that a change of roles or password ends a person's sessions with their next request.
Leaves what roles may do to `fourfold.web.policy` and whose accounts somebody sees to
`fourfold.book.scope`; a person is linked to a seller of the book by e-mail.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from fourfold.book.scope import Role

ROLES = [(role.value, role.value.replace("_", " ")) for role in Role]
ROLE_NAMES = (
    (Role.EXECUTIVE.value, _("Executive")),
    (Role.SALES_MANAGER.value, _("Sales manager")),
    (Role.SELLER.value, _("Seller")),
    (Role.SERVICE_LEAD.value, _("Service lead")),
    (Role.REVENUE_OPERATIONS.value, _("Revenue operations")),
)
"""Every role as it reads on a page."""


def new_stamp() -> str:
    """Return random text that no session was made with."""
    return secrets.token_hex(16)


class PersonManager(BaseUserManager["Person"]):
    """Makes and finds people; an e-mail address is the same in upper and lower case."""

    def create_user(self, email: str, password: str | None = None, name: str = "") -> Person:
        """Make a person without roles; without a password nobody can sign in with one.

        The address counts as verified: who enters people knows it.
        """
        from allauth.account.models import EmailAddress  # noqa: PLC0415  it needs this class first

        person = self.model(email=email.strip().casefold(), name=name)
        person.set_password(password)
        with transaction.atomic(using=self._db):
            person.save(using=self._db)
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person with an e-mail address; raises `Person.DoesNotExist`."""
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser):
    """Somebody who signs in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)
    session_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        """Return the name, or the e-mail address of who has none."""
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """Return what a session must know: it changes with the password and with the roles."""
        told = f"{self.password}:{self.session_stamp}"
        return salted_hmac("fourfold.members.session", told, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """End every session of this person: their next request is anonymous."""
        self.session_stamp = new_stamp()
        self.save(update_fields=["session_stamp"])

    def roles(self, on: date) -> frozenset[str]:
        """Return the roles that this person holds on a day; none if not active."""
        if not self.is_active:
            return frozenset()
        held = self.grants.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))
        return frozenset(held.values_list("role", flat=True))


class RoleGrant(models.Model):
    """One role of one person from a day to before another. Ended by a date, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=ROLES)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        """Return who is what from when on."""
        return f"{self.person}: {self.role} from {self.starts_on}"

    def holds(self, on: date) -> bool:
        """Return whether the role counts on a day."""
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


class Delegation(models.Model):
    """Who sees what a person sees while they are away, from a day to before another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in_for")
    starts_on = models.DateField()
    ends_on = models.DateField()

    def __str__(self) -> str:
        """Return who stands in for whom."""
        return f"{self.delegate} for {self.person} from {self.starts_on} to {self.ends_on}"
