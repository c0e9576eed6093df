"""The pages about people: who signs in, what roles they hold, and seeing Fourfold as one of them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from fourfold.book.staff import staff
from fourfold.web.audit.log import record
from fourfold.web.gate import SEEING_AS, AskedRequest
from fourfold.web.members import people
from fourfold.web.members.forms import EndForm, NewcomerForm, NothingForm, RoleForm
from fourfold.web.members.mail import invite
from fourfold.web.members.models import Person, RoleGrant

WRONG = 422
"""The status of a form whose values cannot be meant."""


def listed(request: HttpRequest) -> HttpResponse:
    """Show everybody who can sign in, and the sellers of the book who cannot."""
    reader = cast(AskedRequest, request).reader
    told = {
        "people": people.everybody(staff(reader.book, reader.today), reader.today),
        "sellers": people.without_sign_in(reader.book, reader.today),
        "today": reader.today,
    }
    return render(request, "members/people.html", told)


@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Enter somebody, and show once the link under which they set a password."""
    reader = cast(AskedRequest, request).reader
    if request.method != "POST":
        form = NewcomerForm(initial={"starts_on": reader.today})
        return render(request, "members/add.html", {"form": form})
    form = NewcomerForm(request.POST)
    if not form.is_valid():
        return render(request, "members/add.html", {"form": form}, status=WRONG)
    told = form.cleaned_data
    newcomer = people.Newcomer(told["email"], told["name"], tuple(told["roles"]), told["starts_on"])
    return _invited(request, people.add_person(newcomer, by=reader.actor))


def shown(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a person: their roles, and what can be done about them."""
    return _person(request, _found(person_id))


def role_give(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a person a role from a day."""
    person, form = _found(person_id), RoleForm(request.POST)
    if not form.is_valid():
        return _person(request, person, role_form=form)
    reader = cast(AskedRequest, request).reader
    people.give_role(person, form.cleaned_data["role"], form.cleaned_data["starts_on"], by=reader.actor)
    return _done(request, person, _("The role is given."))


def role_end(request: HttpRequest, person_id: int, grant_id: int) -> HttpResponse:
    """End a role of a person before a day."""
    grant = get_object_or_404(RoleGrant, pk=grant_id, person_id=person_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _person(request, grant.person, end_form=form)
    people.end_role(grant, form.cleaned_data["ends_on"], by=cast(AskedRequest, request).reader.actor)
    return _done(request, grant.person, _("The role is ended."))


def deactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Lock a person out."""
    NothingForm(request.POST)
    reader, person = cast(AskedRequest, request).reader, _found(person_id)
    people.deactivate(person, reader.today, by=reader.actor)
    return _done(request, person, _("This person can no longer sign in."))


def activate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a person in again."""
    NothingForm(request.POST)
    person = _found(person_id)
    people.activate(person, by=cast(AskedRequest, request).reader.actor)
    return _done(request, person, _("This person can sign in again."))


@never_cache
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show once, or send, a link under which a person sets a new password."""
    NothingForm(request.POST)
    return _invited(request, _found(person_id))


def see_as(request: HttpRequest, person_id: int) -> HttpResponse:
    """Begin to see Fourfold as a person does."""
    NothingForm(request.POST)
    person = get_object_or_404(Person, pk=person_id, is_active=True)
    record("see_as_started", by=cast(AskedRequest, request).reader.actor, about=person.email)
    request.session[SEEING_AS] = person.pk
    return redirect("home")


def see_as_stop(request: HttpRequest) -> HttpResponse:
    """See Fourfold as oneself again."""
    NothingForm(request.POST)
    reader = cast(AskedRequest, request).reader
    if request.session.pop(SEEING_AS, None) is not None:
        record("see_as_stopped", by=reader.actor, about=reader.person.email)
    return redirect("home")


def _found(person_id: int) -> Person:
    return get_object_or_404(Person, pk=person_id)


def _person(request: HttpRequest, person: Person, **forms: Any) -> HttpResponse:
    reader = cast(AskedRequest, request).reader
    today = {"starts_on": reader.today, "ends_on": reader.today}
    told = {
        "person": person,
        "grants": [(grant, grant.holds(reader.today)) for grant in person.grants.order_by("-starts_on")],
        "role_form": RoleForm(initial=today),
        "end_form": EndForm(initial=today, auto_id=False),
        "itself": person.pk == reader.actor.pk,
    }
    return render(request, "members/person.html", told | forms, status=WRONG if forms else None)


def _done(request: HttpRequest, person: Person, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("person", person_id=person.pk)


def _invited(request: HttpRequest, person: Person) -> HttpResponse:
    path = people.password_path(person, by=cast(AskedRequest, request).reader.actor)
    address = request.build_absolute_uri(path)
    was_sent = invite(person, address)
    return render(
        request, "members/invited.html", {"person": person, "address": address, "was_sent": was_sent}
    )
