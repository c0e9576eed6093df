"""Views, subscriptions and mailings, as they are stored.

Guarantees that a view has at most one subscription that runs, and that a subscription has one
mailing for a day: the database itself refuses a second. Leaves what a view may hold to `savable`,
and moving mailings from state to state to `sending`.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class View(models.Model):
    """The address of a page under a name. Deleted ones are hidden, never removed.

    `route` and `query` are the page and what stands after `?`, as its own parser writes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="views")
    name = models.CharField(max_length=120)
    route = models.CharField(max_length=40)
    query = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Rhythm(models.TextChoices):
    """How often a view is sent."""

    WEEK = "week", _("each week")
    MONTH = "month", _("each month")


class Form(models.TextChoices):
    """How the report is attached."""

    PDF = "pdf", _("PDF")
    HTML = "html", _("HTML")


class Subscription(models.Model):
    """A view by mail, to its owner only.

    `day` is a weekday from 1, Monday, to 7, or a day of the month from 1 to 31: the last one where a
    month is shorter. Nothing is due before `starts_on`. `origin` is how the owner reached the
    application: links in the mail begin with it. `paused_why` is empty while it runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    view = models.ForeignKey(View, on_delete=models.PROTECT, related_name="subscriptions")
    rhythm = models.CharField(max_length=5, choices=Rhythm)
    day = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=4, choices=Form)
    starts_on = models.DateField()
    origin = models.CharField(max_length=200)
    paused_why = models.TextField(blank=True)
    is_ended = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """At most one subscription of a view runs."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["view"], condition=Q(is_ended=False), name="one_subscription")
        ]

    def __str__(self) -> str:
        """Return which view is sent how often."""
        return f"{self.view}, each {self.rhythm}, day {self.day}"


class State(models.TextChoices):
    """Where a mailing stands.

    Only a mailing that waits is sent by itself. One is unsure if the server or this process broke
    off after the message had gone out and before it was taken: it may have arrived.
    """

    WAITING = "waiting", _("waits")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    UNSURE = "unsure", _("perhaps sent")
    FAILED = "failed", _("not sent")
    WITHHELD = "withheld", _("withheld")


class Mailing(models.Model):
    """What is sent for one subscription on one day; written before anything is sent.

    `message_id` stays the same however often it is tried, so that mail servers know the message.
    `fault` says what went wrong last.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="mailings")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    message_id = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """One mailing for a subscription and a day."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["subscription", "due_on"], name="one_mailing_a_day")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "next_at"], name="mailing_state")]

    def __str__(self) -> str:
        """Return what is due when, and where it stands."""
        return f"{self.subscription}, due {self.due_on}: {self.state}"
