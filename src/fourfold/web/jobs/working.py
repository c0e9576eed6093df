"""Working: a worker takes jobs one at a time, shows signs of life while one runs, and ends it.

Guarantees that a job whose worker is killed is taken by another one after its lease, that a worker
which is asked to stop puts its job back, that a refused file is an outcome and no fault, and that a
fault of ours fails one job and not the worker. Leaves what is done to `kinds`, and who starts
workers to `worker`.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from django.conf import settings
from django.db import close_old_connections

from fourfold.book.workspace import open_workspace
from fourfold.book.writing import BUSY
from fourfold.errors import BadRequest, FourfoldError, Interrupted, NeedsConfirmation, RefusedFile
from fourfold.web.audit.log import record
from fourfold.web.jobs import queue
from fourfold.web.jobs.kinds import CHANGING, KINDS, Outcome, Work
from fourfold.web.jobs.models import Job, State
from fourfold.web.jobs.wire import fault_to_json
from fourfold.web.uploads import sweep

LOG = logging.getLogger("fourfold.web.jobs")

BEAT = 0.5
"""Seconds between two looks at a running job: progress is told no more often."""

IDLE = 0.5
"""Seconds between two looks into an empty queue."""

GRACE = 20.0
"""Seconds that a job gets to stop at its next step before the worker leaves without it."""

SWEEP_EVERY = 300.0
"""Seconds between two sweeps of what broken uploads left."""

EVERY_MINUTE: list[Callable[[], None]] = []
"""What a worker calls about once a minute while no job is due; apps add theirs when they start."""

MINUTE = 60.0


class Watch:
    """What passes between the thread that works and the one that watches: progress, and a wish to stop."""

    def __init__(self) -> None:
        self.told: dict[str, object] = {}
        self.stop = threading.Event()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note of progress; raises `Interrupted` if the work is to stop."""
        if self.stop.is_set():
            raise Interrupted("the work was stopped", remedy="ask for it again")
        self.told = {"stage": stage, "done": done, "total": total}


class Worker:
    """One worker; `stop` makes it end after putting its job back."""

    def __init__(self) -> None:
        self.name = queue.new_worker()
        self.stopping = threading.Event()
        self._thread = ThreadPoolExecutor(1, "job")
        self._swept = self._looked = float("-inf")

    def stop(self) -> None:
        """End soon."""
        self.stopping.set()

    def run(self) -> None:
        """Take and do jobs until asked to stop."""
        while not self.stopping.is_set():
            close_old_connections()
            if not self.step():
                self._sweep()
                self._look()
                self.stopping.wait(IDLE)
        self._thread.shutdown()

    def step(self) -> bool:
        """Do the job that is due; False if there is none."""
        job = queue.claim(self.name)
        if job is None:
            return False
        watch = Watch()
        work = self._thread.submit(_do, job.kind, job.arguments, watch)
        self._accompany(job, work, watch)
        self._end(job, work)
        return True

    def _accompany(self, job: Job, work: Future[Outcome], watch: Watch) -> None:
        """Renew the lease and tell progress until the work ends, or must."""
        left: float | None = None
        while not wait([work], BEAT).done:
            queue.renew(job, watch.told)
            if queue.is_cancel_asked(job) or self._has_to_leave(job):
                watch.stop.set()
                left = left or time.monotonic() + GRACE
            if left is not None and self.stopping.is_set() and time.monotonic() > left:
                queue.put_back(job)
                LOG.error("%s does not stop; the worker leaves without it", job)
                os._exit(1)  # the thread cannot be ended otherwise; the book outlives it, as a kill

    def _has_to_leave(self, job: Job) -> bool:
        """Whether a job goes back to the queue: the worker ends, or somebody waits while it could."""
        return self.stopping.is_set() or (job.is_later and queue.is_somebody_waiting())

    def _end(self, job: Job, work: Future[Outcome]) -> None:
        """Write what came of the work; nothing if the job is not this worker's any more."""
        fault = work.exception()
        if fault is None:
            self._done(job, work.result())
        elif isinstance(fault, Interrupted):
            self._interrupted(job)
        elif isinstance(fault, (RefusedFile, NeedsConfirmation, BadRequest)):
            queue.finish(job, State.DONE, outcome={"refused": fault_to_json(fault)})
        elif isinstance(fault, FourfoldError) and fault.cause == BUSY:
            queue.put_back(job, wait=queue.LATER_BY)
        elif isinstance(fault, FourfoldError):
            LOG.error("%s: %s", job, fault)
            queue.finish(job, State.FAILED, fault=fault_to_json(fault))
        else:
            number = secrets.token_hex(6)
            LOG.error("fault %s in %s", number, job, exc_info=fault)
            told = {"cause": f"something went wrong on our side; the log has it under {number}"}
            queue.finish(job, State.FAILED, fault={**told, "place": "", "remedy": "retry"})

    def _done(self, job: Job, outcome: Outcome) -> None:
        if not queue.finish(job, State.DONE, outcome=outcome):
            LOG.warning("%s was taken over; what was done twice was done once", job)
            return
        if job.kind in CHANGING:
            record(job.kind, by=_who(job), about=about(job, outcome))
            name = open_workspace(settings.FOURFOLD_WORKSPACE).snapshot().name
            queue.queue("prepare", None, key=name)

    def _interrupted(self, job: Job) -> None:
        if queue.is_cancel_asked(job):
            queue.finish(job, State.CANCELLED)
        else:
            queue.put_back(job)

    def _sweep(self) -> None:
        if time.monotonic() - self._swept > SWEEP_EVERY:
            self._swept = time.monotonic()
            sweep()

    def _look(self) -> None:
        if time.monotonic() - self._looked > MINUTE:
            self._looked = time.monotonic()
            for look in EVERY_MINUTE:
                look()


def _do(kind: str, arguments: Mapping[str, Any], watch: Watch) -> Outcome:
    workspace = open_workspace(settings.FOURFOLD_WORKSPACE)
    return KINDS[kind].do(Work(workspace, arguments, watch))


def _who(job: Job) -> str:
    return job.asked_by.email if job.asked_by else "fourfold"


def about(job: Job, outcome: Outcome) -> str:
    """Return in one line what a job did, for the audit log; it tells no value of the book."""
    match outcome:
        case {"report": {"outcome": done, "number": number, "file": file, "table": table}}:
            return f"{file} into {table}: {done} as #{number}"
        case {"number": number, "snapshot": snapshot}:
            return f"#{number}; now {snapshot}"
        case {"name": name, "snapshot": snapshot}:
            return f"{name}; now {snapshot}"
    return job.kind
