"""One piece of long work, as it is stored.

Guarantees that no two jobs of one key exist and that no two jobs which write to the book run at
once: the database itself refuses. Leaves moving jobs from state to state to `queue`.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(models.Model):
    """Long work that somebody asked for.

    `alone_in` names what at most one running job may hold (the book, for whatever writes to it; empty
    for others). `key` is the same for the same wish: a second one finds the first. `holder` is the
    worker that runs it and `lease_until` the moment from which others may take it. `outcome` is what
    came of it, `fault` why it failed: both JSON, `fault` with cause, place and remedy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    alone_in = models.CharField(max_length=10, blank=True)
    is_later = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=64, null=True, unique=True)
    arguments = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    fault = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    is_cancel_asked = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """At most one running job for each thing that is held alone."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["alone_in"],
                condition=Q(state=State.RUNNING) & ~Q(alone_in=""),
                name="one_running_job_alone",
            )
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "made_at"], name="job_state")]

    def __str__(self) -> str:
        """Return what the job is and where it stands."""
        return f"{self.kind} {self.id}: {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state in {State.DONE, State.FAILED, State.CANCELLED}
