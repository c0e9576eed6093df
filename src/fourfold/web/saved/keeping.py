"""What somebody does to their own views and subscriptions.

Guarantees that whatever is not one's own, and is not shared for reading, answers as a missing one.
Leaves what a page may be saved to `savable`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from fourfold.errors import BadRequest
from fourfold.web.audit.log import record
from fourfold.web.members.models import Person
from fourfold.web.policy import POLICY
from fourfold.web.saved.models import Mailing, Subscription, View
from fourfold.web.saved.savable import SAVABLE, savable
from fourfold.words import say

MOST_VIEWS = 200
"""Nobody keeps more views."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a view is to be sent, and the address under which the application is reached."""

    rhythm: str
    day: int
    form: str
    origin: str


def save(person: Person, name: str, route: str, query: str) -> View:
    """Keep the address of a page under a name.

    Raises
    ------
    Http404
        If the page cannot be saved.
    BadRequest
        If the page does not understand the query, or the person has too many views.
    """
    told = savable(route).read(QueryDict(query))
    if own_views(person).count() >= MOST_VIEWS:
        raise BadRequest(
            say("you have {count} views", count=MOST_VIEWS), remedy=say("delete one that you do not need")
        )
    return View.objects.create(owner=person, name=name, route=route, query=told)


def own_views(person: Person) -> QuerySet[View]:
    """Return a person's own views, by name."""
    return View.objects.filter(owner=person, is_hidden=False).order_by("name", "made_at")


def shared_views(person: Person, permissions: frozenset[str]) -> QuerySet[View]:
    """Return what others share, of pages that a person may open, by name."""
    routes = [route for route in SAVABLE if POLICY[route].permission in permissions]
    shared = View.objects.filter(is_shared=True, is_hidden=False, route__in=routes, owner__is_active=True)
    return shared.exclude(owner=person).select_related("owner").order_by("name", "made_at")


def readable(person: Person, view_id: uuid.UUID) -> View:
    """Return a view that a person may open: their own, or a shared one; `Http404` for any other."""
    return get_object_or_404(View, Q(owner=person) | Q(is_shared=True), pk=view_id, is_hidden=False)


def own(person: Person, view_id: uuid.UUID) -> View:
    """Return a person's own view; `Http404` for any other."""
    return get_object_or_404(View, pk=view_id, owner=person, is_hidden=False)


def own_subscription(person: Person, subscription_id: uuid.UUID) -> Subscription:
    """Return a person's own subscription that was not ended; `Http404` for any other."""
    return get_object_or_404(Subscription, pk=subscription_id, view__owner=person, is_ended=False)


def own_mailing(person: Person, mailing_id: int) -> Mailing:
    """Return a mailing to a person; `Http404` for any other."""
    found = get_object_or_404(Mailing, pk=mailing_id)
    own_subscription(person, found.subscription_id)
    return found


def subscription_of(view: View) -> Subscription | None:
    """Return the subscription of a view that was not ended; None if there is none."""
    return view.subscriptions.filter(is_ended=False).first()


def hide(view: View) -> None:
    """Delete a view for its owner and everybody else; what was sent of it stays on record."""
    with transaction.atomic():
        view.subscriptions.filter(is_ended=False).update(is_ended=True)
        View.objects.filter(pk=view.pk).update(is_hidden=True)


def subscribe(view: View, wish: Wish, today: date) -> Subscription:
    """Send a view from the day after today, instead of as it was sent before."""
    with transaction.atomic():
        view.subscriptions.filter(is_ended=False).update(is_ended=True)
        made = Subscription.objects.create(
            view=view,
            rhythm=wish.rhythm,
            day=wish.day,
            form=wish.form,
            origin=wish.origin,
            starts_on=today + timedelta(days=1),
        )
        record("subscribed", by=view.owner, about=f"{view.route} by mail, {view.pk}")
    return made


def end(subscription: Subscription) -> None:
    """End a subscription; ended ones do nothing."""
    if Subscription.objects.filter(pk=subscription.pk, is_ended=False).update(is_ended=True):
        view = subscription.view
        record("unsubscribed", by=view.owner, about=f"{view.route} by mail, {view.pk}")


def resume(subscription: Subscription) -> None:
    """Send a paused subscription again from its next day."""
    Subscription.objects.filter(pk=subscription.pk).update(paused_why="")
