"""Uploading a file: it goes to disk as it comes; a job looks at it, never this process.

Guarantees that an upload that is too large is refused before its body is read, that one which broke
off is not taken for whole, and that the same bytes for the same table find the job that is there.
Leaves writing to disk to `fourfold.web.uploads` and looking at the file to the jobs.
"""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from fourfold.book.schema import TABLES
from fourfold.errors import BadRequest
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest
from fourfold.web.jobs.models import Job
from fourfold.web.jobs.queue import key_of, queue
from fourfold.web.pages.mapping import tables_shown
from fourfold.web.uploads import ToDisk, Upload, adopt

FORM_BYTES = 1 << 16
"""What a form may add to its file: names, boundaries, the token."""

LENGTH_REQUIRED, TOO_LARGE = 411, 413
BY_SCRIPT, LEADS_TO = "HX-Request", "HX-Redirect"


@csrf_exempt  # so that the size is checked before the body is read; `_received` checks the token
def page(request: HttpRequest) -> HttpResponse:
    """Show the form, or take a file in."""
    if request.method != "POST":
        told = {"tables": tables_shown(), "most_bytes": settings.FOURFOLD_MOST_UPLOAD_BYTES}
        return render(request, "pages/upload.html", told)
    most = settings.FOURFOLD_MOST_UPLOAD_BYTES
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit():
        return _refused(request, LENGTH_REQUIRED)
    if int(length) > most + FORM_BYTES:
        return _refused(request, TOO_LARGE)
    taking = ToDisk(request, most)
    request.upload_handlers = [taking]
    try:
        return _received(request, taking)
    finally:
        if taking.upload is None:
            taking.discard()


@csrf_protect
def _received(request: HttpRequest, taking: ToDisk) -> HttpResponse:
    table = request.POST.get("table", "")
    if taking.is_too_large:
        return _refused(request, TOO_LARGE)
    if request.POST.get("whole") != "yes":
        raise BadRequest(_("The upload broke off."), remedy=_("Upload the file again."))
    if table not in TABLES:
        raise BadRequest(_("There is no such table."), place="table", remedy=_("Choose one of the list."))
    upload = taking.keep()
    if upload is None:
        raise BadRequest(_("No file was chosen."), place="file", remedy=_("Choose a file, then upload it."))
    job = _look(cast(AskedRequest, request), upload, table)
    if BY_SCRIPT in request.headers:  # which follows no redirect: the page would be asked for twice
        return HttpResponse(headers={LEADS_TO: reverse("job", args=[job.pk])})
    return redirect("job", job.pk)


def _look(request: AskedRequest, upload: Upload, table: str) -> Job:
    """Ask for a look at the file; the same bytes for the same table and book have one already."""
    reader = request.reader
    record("upload", by=reader.actor, about=f"{upload.name}, {upload.size} bytes, {upload.sha256}, {table}")
    told = {"file": upload.name, "sha256": upload.sha256, "size": upload.size, "table": table}
    snapshot = reader.workspace.snapshot().name
    job = queue("look", reader.actor, key=key_of(upload.sha256, table, snapshot), upload=upload.id, **told)
    if job.arguments["upload"] != upload.id:
        adopt(upload.id, instead_of=job.arguments["upload"])
        messages.info(request, _("This file was here already; this is what became of it."))
    return job


def _refused(request: HttpRequest, status: int) -> HttpResponse:
    most = settings.FOURFOLD_MOST_UPLOAD_BYTES
    told = {
        "cause": _("The file is larger than %(most)s MB.") % {"most": f"{most / 1e6:,.0f}"},
        "remedy": _("Pack it as .gz or .zip, or split it, then upload it again."),
    }
    if status == LENGTH_REQUIRED:
        told = {"cause": _("The length of the upload is not told."), "remedy": _("Upload from a browser.")}
    return render(request, "fault.html", told, status=status)
