"""Uploading files and doing the jobs that follow, as a browser and a worker would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from fourfold.book.workspace import Workspace
from fourfold.web.jobs.models import Job
from fourfold.web.jobs.queue import is_somebody_waiting
from fourfold.web.jobs.working import Worker

HEADER = "order_id,line_id,account_id,product_id,ordered_on,quantity,amount,currency,seller_id"
WAIT_SECONDS = 60.0


def lines(numbers: range, *, amount: str = "10.25") -> str:
    """Return a file of order lines of the company, all right if the amount is."""
    rows = [f"new{n},1,n1-1-1,p01,2025-12-{1 + n % 28:02},1,{amount},EUR," for n in numbers]
    return "\n".join([HEADER, *rows, ""])


def upload(client: Client, text: str | bytes, **told: str) -> Any:
    """Upload a file and return the answer; `name` and `table` as told."""
    name = told.pop("name", "orders.csv")
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile(name, content)
    return client.post("/data/upload/", {"table": "order_lines", **told, "file": file, "whole": "yes"})


def job_of(answer: Any) -> Job:
    """Return the job to whose page an answer leads."""
    found = re.fullmatch(r"/data/jobs/([0-9a-f-]{36})/", answer.headers["Location"])
    assert found, answer.headers
    return Job.objects.get(pk=found[1])


def work() -> None:
    """Do every job that is due but those for later: they only make the next reader's page faster."""
    worker = Worker()
    while is_somebody_waiting() and worker.step():
        pass


def loaded(client: Client, text: str, **told: str) -> Job:
    """Upload a file, look at it, load it, and return the job that loaded it."""
    looked = job_of(upload(client, text, **told))
    work()
    job = job_of(client.post(f"/data/jobs/{looked.pk}/load/"))
    work()
    return Job.objects.get(pk=job.pk)


@contextmanager
def running_worker(workspace: Workspace, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker as a process of its own on this process's database."""
    told = {
        "FOURFOLD_WORKSPACE": str(workspace.folder),
        "FOURFOLD_DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "fourfold.web.settings",
        **environment,
    }
    process = subprocess.Popen([sys.executable, "-m", "fourfold.web.jobs.worker"], env={**os.environ, **told})
    try:
        yield process
    finally:
        process.terminate()
        process.wait(WAIT_SECONDS)


def wait_until(reached: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    until = time.monotonic() + WAIT_SECONDS
    while not reached():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
