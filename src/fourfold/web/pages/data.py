"""The data page: how fresh the book is, what was loaded, what waits for repair, how good the data are.

Guarantees nothing of its own: the figures come from the snapshot and from `growth.quality`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fourfold.book.book import Book
from fourfold.book.snapshots import ImportRecord, Snapshot
from fourfold.book.waiting import waiting_periods
from fourfold.datasets.company import CURRENCY
from fourfold.growth.quality import data_quality
from fourfold.reports.waiting import quality_grid, waiting_grid, worth
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest
from fourfold.web.jobs.models import Job, State
from fourfold.web.jobs.queue import key_of, queue
from fourfold.web.pages.mapping import titled

A_PAGE = 25
RECENT_JOBS = 10
UNDER_WAY = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True, slots=True)
class ImportShown:
    """An import as it is listed: its record and when it came."""

    record: ImportRecord
    received_at: datetime

    @property
    def table(self) -> str:
        """The name of its table as people read it."""
        return titled(self.record.table)

    @property
    def can_be_undone(self) -> bool:
        """Whether its rows are in the book."""
        return not self.record.undone


def shown(record: ImportRecord) -> ImportShown:
    """Return an import as it is listed."""
    return ImportShown(record, datetime.fromisoformat(record.received_at))


def page(request: HttpRequest) -> HttpResponse:
    """Show the state of the data; an empty workspace shows how to begin."""
    reader = cast(AskedRequest, request).reader
    snapshot = reader.workspace.snapshot()
    jobs = (
        Job.objects.exclude(kind__in=["prepare", "send", "notify"])
        .select_related("asked_by")
        .order_by("-made_at")
    )
    told: dict[str, Any] = {
        "snapshot": snapshot,
        "is_empty": not snapshot.active,
        "can_load": "load_data" in reader.permissions,
        "running": jobs.filter(state__in=UNDER_WAY),
        "over": jobs.exclude(state__in=UNDER_WAY)[:RECENT_JOBS],
        "can_have_demo": reader.workspace.settings.currency == CURRENCY,
    }
    if snapshot.active:
        told |= _loaded(reader.book, snapshot, request.GET.get("page", "1"))
    return render(request, "pages/data.html", told)


def _loaded(book: Book, snapshot: Snapshot, page_number: str) -> dict[str, Any]:
    return {
        "extent": book.extent,
        "last": shown(snapshot.active[-1]),
        "imports": Paginator([shown(r) for r in reversed(snapshot.imports)], A_PAGE).get_page(page_number),
        "waiting": snapshot.quarantined,
        "worth": worth(snapshot.quarantined),
        "quality": quality_grid(data_quality(book)),
    }


def quality(request: HttpRequest) -> HttpResponse:
    """Show what part of the revenue is fully described, and what waits in quarantine by period."""
    reader = cast(AskedRequest, request).reader
    snapshot = reader.workspace.snapshot()
    waiting = waiting_periods(reader.workspace, snapshot, reader.book.calendar)
    told = {
        "snapshot": snapshot,
        "quality": quality_grid(data_quality(reader.book)),
        "waiting": waiting_grid(waiting) if waiting else None,
    }
    return render(request, "pages/quality.html", told)


def demo(request: HttpRequest) -> HttpResponse:
    """Ask for the demo company, into an empty workspace only."""
    reader = cast(AskedRequest, request).reader
    snapshot = reader.workspace.snapshot()
    if snapshot.active or reader.workspace.settings.currency != CURRENCY:
        messages.warning(request, _("The demo company needs an empty workspace in its own currency."))
        return redirect("data")
    record("demo asked", by=reader.actor)
    return redirect("job", queue("demo", reader.actor, key=key_of(snapshot.name)).pk)


def rebuild(request: HttpRequest) -> HttpResponse:
    """Ask for the book to be made again from the files as received."""
    reader = cast(AskedRequest, request).reader
    name = reader.workspace.snapshot().name
    record("rebuild asked", by=reader.actor, about=name)
    return redirect("job", queue("rebuild", reader.actor, key=key_of(name), name=name).pk)
