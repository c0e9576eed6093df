"""The queue: how a job moves from state to state, each move one conditional update.

Guarantees that a job is run by one worker at a time, that one whose worker died is taken again
after its lease, that a worker which lost its lease can no longer write to the job, and that jobs
which write to the book run one after another in the order they were asked for. Leaves doing the
work to `kinds`, and that a work done twice does nothing twice to the kinds themselves.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from fourfold.web.jobs.kinds import KINDS
from fourfold.web.jobs.models import Job, State

if TYPE_CHECKING:
    from fourfold.web.members.models import Person

LEASE = timedelta(seconds=30)
"""For so long a job is its worker's without a sign of life."""

MOST_ATTEMPTS = 3
"""A job whose workers died so many times is not tried again by itself."""

LATER_BY = timedelta(seconds=2)
"""When a job is tried again that found the book busy."""


def queue(kind: str, by: Person | None, *, key: str = "", **arguments: Any) -> Job:
    """Ask for a job; the same wish (`key`) finds the job that is there, and wakes one that failed.

    Parameters
    ----------
    kind
        One of `KINDS`; `KeyError` for another.
    by
        Who asks; None for what the application does by itself.
    key
        What makes two wishes the same; empty for a wish of its own.
    arguments
        Plain values that the kind takes.
    """
    hashed = hashlib.sha256(f"{kind}\n{key}".encode()).hexdigest() if key else None
    of = KINDS[kind]
    made = Job(
        kind=kind, asked_by=by, key=hashed, arguments=arguments, alone_in=of.alone_in, is_later=of.is_later
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        there = Job.objects.filter(key=hashed).first()
        if there is None:
            raise
        retry(there)
        return there
    return made


def key_of(*parts: object) -> str:
    """Return parts as one key: the same parts, the same key."""
    return json.dumps(parts, default=str, sort_keys=True)


def claim(worker: str) -> Job | None:
    """Take the job that is due next; None if there is none, or others took them all.

    First come those that were asked for first. A job that is held alone waits for the one before it.
    """
    now = timezone.now()
    due = Q(state=State.QUEUED) | Q(state=State.RUNNING)
    passed: set[str] = set()
    for job in Job.objects.filter(due).order_by("is_later", "made_at"):
        if job.alone_in and job.alone_in in passed:
            continue
        passed.add(job.alone_in)
        if _is_due(job, now) and _taken(job, worker, now):
            return Job.objects.select_related("asked_by").get(pk=job.pk)
    return None


def _is_due(job: Job, now: datetime) -> bool:
    if job.state == State.QUEUED:
        return job.not_before is None or job.not_before <= now
    return job.lease_until is not None and job.lease_until < now


def _taken(job: Job, worker: str, now: datetime) -> bool:
    """Take a job if it still is as it was read: one update decides between workers."""
    same = Job.objects.filter(pk=job.pk, state=job.state, holder=job.holder, attempts=job.attempts)
    if job.attempts >= MOST_ATTEMPTS:
        told = {"cause": f"the work broke off {job.attempts} times", "remedy": "look at the log, then retry"}
        same.update(state=State.FAILED, fault=told, ended_at=now, holder="")
        return False
    try:
        with transaction.atomic():
            taken = same.update(
                state=State.RUNNING,
                holder=worker,
                lease_until=now + LEASE,
                attempts=F("attempts") + 1,
                started_at=now,
                progress={},
            )
    except IntegrityError:  # another worker runs one that is held alone
        return False
    return taken == 1


def new_worker() -> str:
    """Return a name that no other worker has."""
    return uuid.uuid4().hex


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, holder=job.holder, state=State.RUNNING)


def renew(job: Job, progress: Mapping[str, object]) -> bool:
    """Renew a lease and tell progress; False if the job is not this worker's any more."""
    changed: int = _held(job).update(lease_until=timezone.now() + LEASE, progress=dict(progress))
    return changed == 1


def is_cancel_asked(job: Job) -> bool:
    """Whether somebody asked to cancel the job that this worker runs, or it was taken away."""
    asked: bool | None = _held(job).values_list("is_cancel_asked", flat=True).first()
    return asked is not False


def is_somebody_waiting() -> bool:
    """Whether a job waits that is not itself one for later."""
    return Job.objects.filter(state=State.QUEUED, is_later=False).exists()


def finish(job: Job, state: State, **told: Any) -> bool:
    """End a job with its outcome or its fault; False if it is not this worker's any more."""
    changed: int = _held(job).update(
        state=state, ended_at=timezone.now(), holder="", lease_until=None, **told
    )
    return changed == 1


def put_back(job: Job, *, wait: timedelta = timedelta(0)) -> bool:
    """Give a running job back to the queue, as if this attempt had not been."""
    changed: int = _held(job).update(
        state=State.QUEUED,
        holder="",
        lease_until=None,
        attempts=F("attempts") - 1,
        not_before=timezone.now() + wait,
    )
    return changed == 1


def cancel(job: Job) -> bool:
    """Cancel a job: at once if it waits, else at its next step; False if it is over."""
    waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
    if waiting.update(state=State.CANCELLED, ended_at=timezone.now()):
        return True
    return Job.objects.filter(pk=job.pk, state=State.RUNNING).update(is_cancel_asked=True) == 1


def retry(job: Job) -> bool:
    """Put a failed or cancelled job into the queue again; False if it is neither."""
    over = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.CANCELLED])
    changed = over.update(
        state=State.QUEUED,
        attempts=0,
        fault={},
        progress={},
        is_cancel_asked=False,
        not_before=None,
        ended_at=None,
    )
    return changed == 1
