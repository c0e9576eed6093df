"""The pages of saved views: the list, opening, changing, by mail.

Guarantees that a view opens as an address that its reader asks themselves: nothing of the owner's
scope travels with it. Leaves what is done to `keeping`.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.members.forms import NothingForm
from fourfold.web.saved import keeping
from fourfold.web.saved.due import next_due
from fourfold.web.saved.forms import SaveForm, SubscriptionForm, ViewForm
from fourfold.web.saved.letter import subscription_id_in
from fourfold.web.saved.models import Rhythm, State, Subscription, View
from fourfold.web.saved.savable import read_again
from fourfold.web.saved.sending import send_again

WRONG = 422
"""The status of a form whose values cannot be meant."""

MOST_MAILINGS = 12
"""So many past mailings are shown."""


def listed(request: HttpRequest) -> HttpResponse:
    """Show one's own views and those that colleagues share."""
    reader = _reader(request)
    told = {
        "own": [(view, keeping.subscription_of(view)) for view in keeping.own_views(reader.person)],
        "shared": keeping.shared_views(reader.person, reader.permissions),
        "troubled": _troubled(reader),
    }
    return render(request, "views/list.html", told)


def save(request: HttpRequest) -> HttpResponse:
    """Keep the page that somebody looks at under a name."""
    form = SaveForm(request.POST)
    if not form.is_valid():
        return render(request, "views/unsaved.html", {"form": form}, status=WRONG)
    told = form.cleaned_data
    view = keeping.save(_reader(request).person, told["name"], told["route"], told["query"])
    messages.success(request, _("The view is saved."))
    return redirect("view", view.pk)


def opened(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """Lead to the address of a view."""
    view = keeping.readable(_reader(request).person, view_id)
    query = read_again(view.route, view.query)
    return redirect(f"{reverse(view.route)}?{query}" if query else reverse(view.route))


def shown(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """Show one's own view: its name, who finds it, how it is sent."""
    return _page(request, keeping.own(_reader(request).person, view_id))


def change(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """Rename a view, share it or keep it to oneself."""
    view, form = keeping.own(_reader(request).person, view_id), ViewForm(request.POST)
    if not form.is_valid():
        return _page(request, view, view_form=form)
    view.name, view.is_shared = form.cleaned_data["name"], form.cleaned_data["is_shared"]
    view.save(update_fields=["name", "is_shared"])
    return _done(request, view, _("The view is changed."))


def delete(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """Delete a view."""
    NothingForm(request.POST)
    keeping.hide(keeping.own(_reader(request).person, view_id))
    messages.success(request, _("The view is deleted."))
    return redirect("views")


def subscribe(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """Have a view sent by mail."""
    reader = _reader(request)
    view, form = keeping.own(reader.person, view_id), SubscriptionForm(request.POST)
    if not form.is_valid():
        return _page(request, view, subscription_form=form)
    origin = f"{request.scheme}://{request.get_host()}"
    told = form.cleaned_data
    keeping.subscribe(view, keeping.Wish(told["rhythm"], form.day, told["form"], origin), reader.today)
    return _done(request, view, _("The view is sent to you from its next day on."))


def end(request: HttpRequest, subscription_id: uuid.UUID) -> HttpResponse:
    """End one's own subscription."""
    NothingForm(request.POST)
    subscription = keeping.own_subscription(_reader(request).person, subscription_id)
    keeping.end(subscription)
    return _done(request, subscription.view, _("The view is not sent any more."))


def resume(request: HttpRequest, subscription_id: uuid.UUID) -> HttpResponse:
    """Let a paused subscription run again."""
    NothingForm(request.POST)
    subscription = keeping.own_subscription(_reader(request).person, subscription_id)
    keeping.resume(subscription)
    return _done(request, subscription.view, _("The view is sent to you from its next day on."))


def again(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Send a mailing again that failed, or of which nobody knows whether it arrived."""
    NothingForm(request.POST)
    mailing = keeping.own_mailing(_reader(request).person, mailing_id)
    told = _("It is sent again within a minute.") if send_again(mailing) else _("It is already sent.")
    return _done(request, mailing.subscription.view, told)


def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever followed the link of a mail whether it is to end, and end it."""
    try:
        subscription = get_object_or_404(Subscription, pk=subscription_id_in(token))
    except signing.BadSignature:
        raise Http404 from None
    if request.method == "POST":
        NothingForm(request.POST)
        keeping.end(subscription)
        subscription.refresh_from_db()
    return render(request, "views/unsubscribe.html", {"subscription": subscription})


def _reader(request: HttpRequest) -> Reader:
    return cast(AskedRequest, request).reader


def _page(request: HttpRequest, view: View, **forms: Any) -> HttpResponse:
    subscription = keeping.subscription_of(view)
    today = _reader(request).today
    told = {
        "view": view,
        "subscription": subscription,
        "next": _next(subscription, today),
        "mailings": subscription.mailings.order_by("-due_on")[:MOST_MAILINGS] if subscription else (),
        "retriable": (State.UNSURE, State.FAILED),
        "view_form": ViewForm(initial={"name": view.name, "is_shared": view.is_shared}),
        "subscription_form": SubscriptionForm(initial=_initial(subscription)),
    }
    return render(request, "views/view.html", told | forms, status=WRONG if forms else 200)


def _next(subscription: Subscription | None, today: date) -> date | None:
    """Return the next day on which a subscription is due and not yet written; None while it is paused."""
    if subscription is None or subscription.paused_why:
        return None
    written = subscription.mailings.filter(due_on=today).exists()
    start = max(subscription.starts_on, today + timedelta(days=1) if written else today)
    return next_due(subscription.rhythm, subscription.day, start)


def _initial(subscription: Subscription | None) -> dict[str, object]:
    if subscription is None:
        return {"weekday": 1, "month_day": 1}
    is_week = subscription.rhythm == Rhythm.WEEK
    return {
        "rhythm": subscription.rhythm,
        "form": subscription.form,
        "weekday": subscription.day if is_week else 1,
        "month_day": 1 if is_week else subscription.day,
    }


def _troubled(reader: Reader) -> set[uuid.UUID]:
    """Return the own views whose last mailing did not surely arrive."""
    running = Subscription.objects.filter(view__owner=reader.person, is_ended=False)
    last = ((each, each.mailings.order_by("due_on").last()) for each in running)
    bad = {State.UNSURE, State.FAILED}
    return {each.view_id for each, sent in last if each.paused_why or (sent and sent.state in bad)}


def _done(request: HttpRequest, view: View, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("view", view.pk)
