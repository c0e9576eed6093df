"""The pages about oneself: name, language, sign-in, and who stands in while one is away."""

from __future__ import annotations

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from fourfold.web.gate import AskedRequest
from fourfold.web.members import absence
from fourfold.web.members.forms import AbsenceForm, NothingForm, PreferencesForm
from fourfold.web.members.models import Delegation
from fourfold.web.pages.people import WRONG


def you(request: HttpRequest) -> HttpResponse:
    """Show and change one's own preferences; lead to password, second factor and sessions."""
    reader = cast(AskedRequest, request).reader
    person = reader.person
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        initial={"name": person.name, "language": person.language},
    )
    if request.method == "POST" and form.is_valid():
        person.name, person.language = form.cleaned_data["name"].strip(), form.cleaned_data["language"]
        person.save(update_fields=["name", "language"])
        with translation.override(person.language or translation.get_language()):
            messages.success(request, _("Saved."))
        return redirect("you")
    told = {
        "form": form,
        "person": person,
        "roles": sorted(person.roles(reader.today)),
        "has_password": person.has_usable_password(),
        "has_second_factor": is_mfa_enabled(person),
        "has_providers": bool(settings.SOCIALACCOUNT_PROVIDERS),
        "absences": absence.absences(person, reader.today),
    }
    return render(request, "members/you.html", told, status=WRONG if form.is_bound else None)


def away(request: HttpRequest) -> HttpResponse:
    """Show who stands in for whom, and name somebody."""
    reader = cast(AskedRequest, request).reader
    data = request.POST if request.method == "POST" else None
    form = AbsenceForm(data, away=reader.person, today=reader.today)
    if data is not None and form.is_valid():
        absence.delegate(Delegation(person=reader.person, **form.cleaned_data), reader.today)
        messages.success(request, _("Saved: it begins and ends by itself."))
        return redirect("delegates")
    told = {"form": form, "absences": absence.absences(reader.person, reader.today), "today": reader.today}
    return render(request, "members/away.html", told, status=WRONG if form.is_bound else None)


def delegate_end(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End a delegation that one gave or holds."""
    NothingForm(request.POST)
    reader = cast(AskedRequest, request).reader
    own = Delegation.objects.filter(Q(person=reader.person) | Q(delegate=reader.person))
    running = get_object_or_404(own.filter(ends_on__gt=reader.today), pk=delegation_id)
    absence.end(running, reader.today, by=reader.actor)
    messages.success(request, _("Ended."))
    return redirect("delegates")
