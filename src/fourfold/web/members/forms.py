"""The forms about people: each lists its fields, and refuses any other by its name."""

from __future__ import annotations

import threading
from contextvars import copy_context
from datetime import date
from typing import Any

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fourfold.errors import BadRequest
from fourfold.web.members.models import ROLE_NAMES, Person


class StrictForm(forms.Form):
    """A form that takes no field but its own.

    Raises
    ------
    BadRequest
        When made with a field that it does not have; names the field.
    """

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        foreign = sorted(
            set(data or ()) - {self.add_prefix(name) for name in self.fields} - {"csrfmiddlewaretoken"}
        )
        if foreign:
            raise BadRequest(
                f"the field {foreign[0]!r} does not belong here", place=foreign[0][:80], remedy="leave it out"
            )


def day(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, which browsers show as a calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class NewcomerForm(StrictForm):
    """Somebody to enter."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=ROLE_NAMES, widget=forms.CheckboxSelectMultiple, required=False
    )
    starts_on = day(_("From"))


class RoleForm(StrictForm):
    """A role to give from a day."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_NAMES)
    starts_on = day(_("From"))


class EndForm(StrictForm):
    """The day before which a role ends."""

    ends_on = day(_("Ends before"))


class NothingForm(StrictForm):
    """A button."""


class PreferencesForm(StrictForm):
    """What a person says of themselves."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("as the browser says")), *settings.LANGUAGES]
    )


class AbsenceForm(StrictForm):
    """Who stands in for somebody, and when."""

    delegate = forms.ModelChoiceField(Person.objects.none(), label=_("Who stands in for you"))
    starts_on = day(_("First day away"))
    ends_on = day(_("First day back"))

    def __init__(self, data: Any = None, *, away: Person, today: date) -> None:
        super().__init__(data, initial={"starts_on": today})
        others = Person.objects.filter(is_active=True).exclude(pk=away.pk).order_by("name", "email")
        self.fields["delegate"].queryset = others  # type: ignore[attr-defined]


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Sends nothing to people who sign in by their company's OpenID Connect alone."""

    users: list[Person]

    def clean_email(self) -> str:
        """Return the address; keep only people who sign in with a password, or are about to."""
        email: str = super().clean_email()
        self.users = [
            person for person in self.users if person.has_usable_password() or not _is_linked(person)
        ]
        return email

    def save(self, request: HttpRequest, **_: Any) -> str:
        """Make the link and send it beside the answer, which so takes as long if there is nobody."""
        threading.Thread(target=copy_context().run, args=(self._send, request), name="mail").start()
        return str(self.cleaned_data["email"])

    def _send(self, request: HttpRequest) -> None:
        try:
            super().save(request)
        finally:
            connections.close_all()


def _is_linked(person: Person) -> bool:
    linked: bool = SocialAccount.objects.filter(user=person).exists()
    return linked
