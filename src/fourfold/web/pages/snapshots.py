"""The snapshots of the book, and going back to one."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import history
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.jobs.queue import key_of, queue


def listed(request: HttpRequest) -> HttpResponse:
    """Show the snapshots that are kept, the latest first."""
    reader = cast(AskedRequest, request).reader
    told = {
        "snapshots": [(one, one.rows("order_lines")) for one in reversed(history(reader.workspace))],
        "current": reader.workspace.snapshot().name,
        "can_load": "load_data" in reader.permissions,
    }
    return render(request, "pages/snapshots.html", told)


def _snapshot(reader: Reader, name: str) -> Snapshot:
    for one in history(reader.workspace):
        if one.name == name:
            return one
    raise Http404


def restore(request: HttpRequest, name: str) -> HttpResponse:
    """Ask whether the book is to go back to a snapshot; with a yes, ask for the job."""
    reader = cast(AskedRequest, request).reader
    wanted, now = _snapshot(reader, name), reader.workspace.snapshot()
    if request.method != "POST":
        kept = {r.number for r in wanted.active}
        told = {
            "wanted": wanted,
            "lines": (wanted.rows("order_lines"), now.rows("order_lines")),
            "undone": [r for r in now.active if r.number not in kept],
        }
        return render(request, "pages/snapshot_restore.html", told)
    record("restore asked", by=reader.actor, about=name)
    return redirect("job", queue("restore", reader.actor, key=key_of(name, now.name), name=name).pk)
